"""Guessing is throttled: ten bad passwords per login, and ten per address, within a quarter of an hour of real time.

An attempt is counted before the password is looked at and forgotten when it was right: a hundred guesses at the same
moment are a hundred attempts.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.accounts.models import LoginAttempt
from dispatch.errors import ThrottledError

LIMIT = 10
WINDOW = timedelta(minutes=15)


def count_attempt(session: Session, login: str, address: str) -> int:
    """Count one attempt before the password is looked at; returns the attempt's id.

    Raises
    ------
    ThrottledError
        When the login or the address has used up its attempts.
    """
    now = clock.real_now()
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - WINDOW))
    for column, value in ((LoginAttempt.login, login), (LoginAttempt.address, address)):
        counted, oldest = session.execute(select(func.count(), func.min(LoginAttempt.at)).where(column == value)).one()
        if counted >= LIMIT:
            wait_s = max(1, int((oldest + WINDOW - now).total_seconds()) + 1)
            error = ThrottledError(
                f"{counted} log-ins were refused within {WINDOW.seconds // 60} minutes.",
                f"Try again in {(wait_s + 59) // 60} minutes, or ask an administrator for a log-in link.",
            )
            error.retry_after_s = wait_s
            raise error
    attempt = LoginAttempt(login=login, address=address, at=now)
    session.add(attempt)
    session.flush()
    return attempt.id


def forget_attempts(session: Session, login: str, attempt_id: int | None = None) -> None:
    """The password was right: the login's attempts no longer count, nor does this one for its address."""
    session.execute(delete(LoginAttempt).where((LoginAttempt.login == login) | (LoginAttempt.id == attempt_id)))
