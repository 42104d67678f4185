"""Users, their sessions on the server, and one-time log-in links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc, not_journaled
from dispatch.db.types import BigInt, Id, Name, Sha256, UtcInstant

ROLES = ("planner", "driver", "sales", "manager", "administrator")


class User(Base):
    """Somebody who may log in."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("login"),
        CheckConstraint("role IN ('planner', 'driver', 'sales', 'manager', 'administrator')", name="role_known"),
        CheckConstraint("language IN ('fr', 'en')", name="language_known"),
    )

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(64))
    """Lower case, unique."""
    name: Mapped[Name]
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    password_hash: Mapped[str] = mapped_column(String(255), default="")
    """argon2id; empty: no password yet, only a log-in link opens the door."""
    sees_prices: Mapped[bool] = mapped_column(default=False)
    """A planner sees prices only if granted."""
    driver_code: Mapped[str] = mapped_column(String(64), default="")
    """The driver that this user is, for the role driver."""
    active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=1)
    """Sessions of an earlier epoch are void: raised at log-out everywhere, password change, deactivation."""
    created_at: Mapped[Utc]
    last_login_at: Mapped[datetime | None] = mapped_column(UtcInstant)


@not_journaled
class UserSession(Base):
    """One open session; the cookie holds a token whose hash stands here, so that log-out really ends it."""

    __tablename__ = "user_sessions"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInt, ForeignKey("users.id"), index=True)
    token_hash: Mapped[Sha256]
    epoch: Mapped[int]
    created_at: Mapped[Utc]
    seen_at: Mapped[Utc]
    expires_at: Mapped[Utc]

    user: Mapped[User] = relationship()


@not_journaled
class LoginLink(Base):
    """A link that opens the console once, for a user without a password."""

    __tablename__ = "login_links"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInt, ForeignKey("users.id"), index=True)
    token_hash: Mapped[Sha256]
    created_at: Mapped[Utc]
    expires_at: Mapped[Utc]
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    user: Mapped[User] = relationship()


@not_journaled
class LoginAttempt(Base):
    """A refused log-in, counted per login and per address so that guessing is throttled."""

    __tablename__ = "login_attempts"

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[Utc]
