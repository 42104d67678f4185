"""What pages read of the users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.accounts.models import User


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
