"""Sessions on the server: the cookie holds a token, the table its hash; log-out, a new password or a new role ends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.accounts.models import User, UserSession
from dispatch.accounts.tokens import new_token, token_hash
from dispatch.errors import ForbiddenError, NotFoundError

IDLE = timedelta(hours=2)
"""A session that nobody used for so long is over."""
ABSOLUTE = timedelta(hours=12)
"""A session is over so long after log-in, used or not."""


@dataclass(frozen=True)
class SignedIn:
    """Who is asking, as the entries need it."""

    user_id: int
    login: str
    name: str
    role: str
    language: str
    sees_prices: bool
    driver_code: str

    @property
    def actor(self) -> str:
        """The name that the journal keeps."""
        return f"user:{self.login}"


def open_session(session: Session, user: User) -> str:
    """Open a session for a user who has shown who they are; returns the token for the cookie.

    Raises
    ------
    ForbiddenError
        When the user has been deactivated.
    """
    if not user.active:
        raise ForbiddenError(f"The account {user.login} is closed.", "Ask an administrator.")
    now = clock.real_now()
    session.execute(delete(UserSession).where(UserSession.expires_at < now))
    token, digest = new_token()
    session.add(
        UserSession(
            user_id=user.id,
            token_hash=digest,
            epoch=user.epoch,
            created_at=now,
            seen_at=now,
            expires_at=now + ABSOLUTE,
        )
    )
    user.last_login_at = now
    journal.record(session, "user.logged_in", user.login)
    return token


def find_session(session: Session, token: str) -> SignedIn | None:
    """Who holds this token, or None when it is unknown, too old, idle, of an earlier epoch or of a closed account."""
    now = clock.real_now()
    found = session.execute(
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == token_hash(token))
    ).one_or_none()
    if found is None:
        return None
    opened, user = found
    over = opened.expires_at <= now or opened.seen_at + IDLE <= now
    if over or opened.epoch != user.epoch or not user.active:
        return None
    return SignedIn(
        user_id=user.id,
        login=user.login,
        name=user.name,
        role=user.role,
        language=user.language,
        sees_prices=user.sees_prices or user.role in ("sales", "manager", "administrator"),
        driver_code=user.driver_code,
    )


def touch_session(session: Session, token: str) -> None:
    """Note that the session is in use; reading a page does not (no GET changes a row), the page's script says so."""
    session.execute(
        update(UserSession).where(UserSession.token_hash == token_hash(token)).values(seen_at=clock.real_now())
    )


def close_session(session: Session, token: str) -> None:
    """End this session: a copy of its cookie is worth nothing from now on."""
    session.execute(delete(UserSession).where(UserSession.token_hash == token_hash(token)))


def end_session(session: Session, session_id: int) -> None:
    """End somebody's session, in the name of whoever acts; one that is over stays over.

    Raises
    ------
    NotFoundError
        There is no such session.
    """
    opened = session.get(UserSession, session_id)
    if opened is None:
        raise NotFoundError("This session is over already.", "Reload the list.")
    journal.record(session, "user.session_ended", opened.user.login)
    session.delete(opened)
