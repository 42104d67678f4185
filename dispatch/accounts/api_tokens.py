"""Tokens of programs: made and shown once, limited to a role or to part of it, revoked; each with when it was last used."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.accounts.api_models import TOKEN_ROLES, ApiToken
from dispatch.accounts.permissions import PERMISSIONS, may
from dispatch.accounts.tokens import new_token, token_hash
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError

PREFIX = "tournee_"
"""Begins every token, so that one left in a file is recognised for what it is."""
USE_NOTED_EVERY = timedelta(minutes=1)
"""Reading writes nothing but when a token was last used, and that so rarely."""
Columns = TypeVarTuple("Columns")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,57}\Z")


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """The program that calls, as the entries need it."""

    token_id: int
    name: str
    role: str
    scopes: frozenset[str]
    sees_prices: bool
    last_used_at: datetime | None

    @property
    def actor(self) -> str:
        """The name that the journal keeps."""
        return f"api:{self.name}"

    def may(self, capability: str) -> bool:
        """Whether its role has the capability and its scopes do not leave it out."""
        return may(self.role, capability) and (not self.scopes or capability in self.scopes)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token as lists show it; never the token itself."""

    id: int
    name: str
    role: str
    scopes: tuple[str, ...]
    sees_prices: bool
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str
    open: bool


def create_token(
    session: Session,
    name: str,
    role: str,
    *,
    scopes: Collection[str] = (),
    sees_prices: bool = False,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token; its text is given here and never again.

    Parameters
    ----------
    scopes
        Capabilities of the role (`order.read`); none: all that the role has.

    Raises
    ------
    InvalidInputError
        When name, role, scopes or end cannot be used.
    RefusedError
        When a token of that name is open: the journal could not tell the two apart.
    """
    name = name.strip().lower()
    if not _NAME.match(name):
        raise InvalidInputError(f"«{name}» cannot name a token.", "Use 1 to 58 letters without accents, digits, . _ -")
    if role not in TOKEN_ROLES:
        raise InvalidInputError(f"«{role}» is no role of a token.", f"Choose one of {', '.join(TOKEN_ROLES)}.")
    beyond = sorted(scope for scope in scopes if scope not in PERMISSIONS or not may(role, scope))
    if beyond:
        raise InvalidInputError(f"The role {role} has no {', '.join(beyond)}.", "Choose among what the role may do.")
    if expires_at is not None and expires_at <= clock.real_now():
        raise InvalidInputError("A token cannot end before it begins.", "Give a later day, or none.")
    if session.scalar(_open(select(ApiToken.id).where(ApiToken.name == name)).limit(1)):
        raise RefusedError(f"A token named «{name}» is open.", "Choose another name, or revoke that one first.")
    secret, _ = new_token()
    text = PREFIX + secret
    row = ApiToken(
        name=name,
        role=role,
        scopes=sorted(scopes),
        sees_prices=sees_prices,
        token_hash=token_hash(text),
        created_at=clock.real_now(),
        created_by=actor_of(session),
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    journal.record(session, "token.created", name, token=row.id, role=role, scopes=row.scopes, expires_at=expires_at)
    return row, text


def revoke_token(session: Session, token_id: int) -> None:
    """Close the door to a token, at once and for good; one that is closed stays as it is.

    Raises
    ------
    NotFoundError
        There is no such token.
    """
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFoundError(f"There is no token {token_id}.", "Look in the list of tokens.")
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = clock.real_now(), actor_of(session)
        journal.record(session, "token.revoked", row.name, token=row.id)


def find_token(session: Session, text: str) -> TokenHolder | None:
    """Who holds this token; None when it is unknown, revoked or over."""
    row = session.scalars(_open(select(ApiToken).where(ApiToken.token_hash == token_hash(text)))).one_or_none()
    if row is None:
        return None
    return TokenHolder(
        token_id=row.id,
        name=row.name,
        role=row.role,
        scopes=frozenset(row.scopes),
        sees_prices=row.sees_prices or row.role != "planner",
        last_used_at=row.last_used_at,
    )


def note_use(session: Session, holder: TokenHolder) -> None:
    """Keep that the token was used now."""
    session.execute(update(ApiToken).where(ApiToken.id == holder.token_id).values(last_used_at=clock.real_now()))


def use_is_stale(holder: TokenHolder) -> bool:
    """Whether the instant of last use that is kept is old enough to be written again."""
    return holder.last_used_at is None or holder.last_used_at + USE_NOTED_EVERY <= clock.real_now()


def all_tokens(session: Session) -> tuple[TokenRow, ...]:
    """Every token, open ones first, the latest first among them."""
    now = clock.real_now()
    rows = [
        TokenRow(
            id=row.id,
            name=row.name,
            role=row.role,
            scopes=tuple(row.scopes),
            sees_prices=row.sees_prices,
            created_at=row.created_at,
            created_by=row.created_by,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
            revoked_by=row.revoked_by,
            open=row.revoked_at is None and (row.expires_at is None or row.expires_at > now),
        )
        for row in session.scalars(select(ApiToken).order_by(ApiToken.id.desc()))
    ]
    return tuple(sorted(rows, key=lambda row: not row.open))


def _open(query: Select[*Columns]) -> Select[*Columns]:
    """Only tokens that open something now."""
    return query.where(
        ApiToken.revoked_at.is_(None), or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > clock.real_now())
    )
