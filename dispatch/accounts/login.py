"""Logging in by password: count, look, open; the slow look at the password happens outside any transaction."""

from __future__ import annotations

from sqlalchemy import select

from dispatch.accounts.models import User
from dispatch.accounts.passwords import verify
from dispatch.accounts.sessions import open_session
from dispatch.accounts.throttle import count_attempt, forget_attempts
from dispatch.db import Database


def log_in(database: Database, login: str, password: str, address: str) -> str | None:
    """Open a session for whoever knows the password; None otherwise, after the same time for unknown users.

    Raises
    ------
    ThrottledError
        After ten bad passwords for this login or from this address.
    """
    login, address = login.strip().lower()[:64], address[:64]
    with database.transaction(actor=f"user:{login}") as session:
        attempt_id = count_attempt(session, login, address)
        user = session.scalar(select(User).where(User.login == login, User.active))
    if not verify(user.password_hash if user else "", password) or user is None:
        return None
    with database.transaction(actor=f"user:{login}") as session:
        forget_attempts(session, login, attempt_id)
        return open_session(session, session.get_one(User, user.id))
