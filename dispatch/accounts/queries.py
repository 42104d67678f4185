"""What pages read of the users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.accounts.models import User, UserSession
from dispatch.accounts.sessions import IDLE


@dataclass(frozen=True)
class UserRow:
    """One user as the list shows them."""

    id: int
    login: str
    name: str
    role: str
    language: str
    sees_prices: bool
    driver_code: str
    active: bool
    has_password: bool
    last_login_at: datetime | None


def all_users(session: Session) -> list[UserRow]:
    """Every user, those who may log in first, by name."""
    rows = session.scalars(select(User).order_by(User.active.desc(), User.name, User.id))
    return [
        UserRow(
            id=user.id,
            login=user.login,
            name=user.name,
            role=user.role,
            language=user.language,
            sees_prices=user.sees_prices,
            driver_code=user.driver_code,
            active=user.active,
            has_password=bool(user.password_hash),
            last_login_at=user.last_login_at,
        )
        for user in rows
    ]


@dataclass(frozen=True)
class SessionRow:
    """One open session."""

    id: int
    login: str
    name: str
    role: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    mine: bool


def open_sessions(session: Session, mine: str) -> list[SessionRow]:
    """Sessions that still open the console, the last seen first; `mine` is the token hash of whoever asks."""
    now = clock.real_now()
    query = (
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.expires_at > now, UserSession.seen_at > now - IDLE)
        .where(UserSession.epoch == User.epoch, User.active)
        .order_by(UserSession.seen_at.desc(), UserSession.id)
    )
    return [
        SessionRow(
            id=opened.id,
            login=user.login,
            name=user.name,
            role=user.role,
            created_at=opened.created_at,
            seen_at=opened.seen_at,
            expires_at=opened.expires_at,
            mine=opened.token_hash == mine,
        )
        for opened, user in session.execute(query)
    ]
