"""Tokens of programs that call the API, and the answers kept under their idempotency keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, Utc, not_journaled
from dispatch.db.types import BigInt, Id, LongText, Name, Sha256, UtcInstant, Words

TOKEN_ROLES = ("planner", "sales", "manager", "administrator")
"""A driver's rights hang on their tour: no program has them."""


@not_journaled
class ApiToken(Base):
    """What one program shows to be let in; the token itself is seen once, its SHA-256 is kept.

    Making and revoking are journaled by the service; the table is not watched because `last_used_at` moves as sessions do.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint("role IN ('planner', 'sales', 'manager', 'administrator')", name="role_known"),
    )

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(64))
    """Which program, as the journal names it."""
    role: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[Words] = mapped_column(default=list)
    """Capabilities of the role that it has; empty: all of them."""
    sees_prices: Mapped[bool] = mapped_column(default=False)
    """A planner's program sees prices only if granted."""
    token_hash: Mapped[Sha256]
    created_at: Mapped[Utc]
    created_by: Mapped[Name]
    expires_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    revoked_by: Mapped[Name] = mapped_column(default="")


@not_journaled
class KeptAnswer(Base):
    """What one call under an idempotency key was answered, in the transaction that did what it asked."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[Id]
    token_id: Mapped[int] = mapped_column(BigInt, ForeignKey("api_tokens.id"))
    key: Mapped[Name]
    request_hash: Mapped[Sha256]
    """SHA-256 over method, address and body."""
    status: Mapped[int] = mapped_column(default=0)
    body: Mapped[LongText] = mapped_column(default="")
    headers: Mapped[LongText] = mapped_column(default="{}")
    created_at: Mapped[Utc] = mapped_column(index=True)
