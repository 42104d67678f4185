"""Log-in links: they open the console once, within a day, for a user who has no password yet or has lost it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.accounts.models import LoginLink, User
from dispatch.accounts.tokens import new_token, token_hash
from dispatch.errors import NotFoundError

VALID = timedelta(hours=24)


def create_link(session: Session, user: User, valid: timedelta = VALID, *, keep_earlier: bool = False) -> str:
    """Make a link's token for a user; links made earlier and not used are void, unless they are kept."""
    now = clock.real_now()
    if not keep_earlier:
        _void(session, user)
    token, digest = new_token()
    session.add(LoginLink(user_id=user.id, token_hash=digest, created_at=now, expires_at=now + valid))
    journal.record(session, "user.link_made", user.login)
    return token


def link_owner(session: Session, token: str) -> User:
    """Whom the link is for; looking does not use it up.

    Raises
    ------
    NotFoundError
        When it is unknown, used, too old, or its user's account is closed.
    """
    found = session.execute(
        select(LoginLink, User)
        .join(User, User.id == LoginLink.user_id)
        .where(LoginLink.token_hash == token_hash(token))
    ).one_or_none()
    if found is None or found[0].used_at or found[0].expires_at <= clock.real_now() or not found[1].active:
        raise NotFoundError("This log-in link is used or too old.", "Ask an administrator for another one.")
    user: User = found[1]
    return user


def use_link(session: Session, token: str) -> User:
    """Use the link up, and with it all others of its user; of two that try at once one succeeds.

    Raises
    ------
    NotFoundError
        As `link_owner`.
    """
    user = link_owner(session, token)
    used = session.execute(
        update(LoginLink)
        .where(LoginLink.token_hash == token_hash(token), LoginLink.used_at.is_(None))
        .values(used_at=clock.real_now())
    ).rowcount  # type: ignore[attr-defined]  # a CursorResult
    if used != 1:
        raise NotFoundError("This log-in link has just been used.", "Ask an administrator for another one.")
    _void(session, user)
    journal.record(session, "user.link_used", user.login)
    return user


def _void(session: Session, user: User) -> None:
    session.execute(
        update(LoginLink)
        .where(LoginLink.user_id == user.id, LoginLink.used_at.is_(None))
        .values(used_at=clock.real_now())
    )
