"""Users: made, given a role, a password and a language, closed and opened again; each change stands in the journal."""

from __future__ import annotations

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.accounts.models import ROLES, User
from dispatch.accounts.passwords import hash_password
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError

LANGUAGES = ("fr", "en")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}\Z")


def create_user(
    session: Session,
    login: str,
    name: str,
    role: str,
    *,
    password: str | None = None,
    language: str = "fr",
    sees_prices: bool = False,
    driver_code: str = "",
) -> User:
    """Make a user; without a password only a log-in link opens the door.

    Raises
    ------
    InvalidInputError
        When the login, the name, the role or the password cannot be used.
    RefusedError
        When the login is taken.
    """
    login = login.strip().lower()
    if not _LOGIN.match(login):
        raise InvalidInputError(
            f"«{login}» cannot be a login.", "Use 1 to 64 letters without accents, digits and . _ @ + -"
        )
    name = _name(name)
    _known(role, ROLES, "role")
    _known(language, LANGUAGES, "language")
    if session.scalar(select(User.id).where(User.login == login)):
        raise RefusedError(f"The login «{login}» is taken.", "Choose another one, or open that user again.")
    user = User(
        login=login,
        name=name,
        role=role,
        language=language,
        sees_prices=sees_prices,
        driver_code=driver_code.strip(),
        password_hash=hash_password(password) if password is not None else "",
        created_at=clock.now(),
    )
    session.add(user)
    session.flush()
    journal.record(session, "user.created", login, role=role, name=name)
    return user


def set_password(session: Session, user: User, password: str) -> None:
    """Set a new password; every open session of the user ends."""
    user.password_hash = hash_password(password)
    user.epoch += 1
    journal.record(session, "user.password_set", user.login)


def change_role(session: Session, user: User, role: str, *, sees_prices: bool = False, driver_code: str = "") -> None:
    """Give another role and what goes with it; open sessions end, so that nobody keeps an old right.

    Raises
    ------
    RefusedError
        When no active administrator would be left.
    """
    _known(role, ROLES, "role")
    if role != "administrator":
        _keep_an_administrator(session, user)
    before = user.role
    if (role, sees_prices, driver_code.strip()) == (before, user.sees_prices, user.driver_code):
        return
    user.role, user.sees_prices, user.driver_code = role, sees_prices, driver_code.strip()
    user.epoch += 1
    journal.record(session, "user.role_changed", user.login, before=before, after=role, sees_prices=int(sees_prices))


def rename(session: Session, user: User, name: str) -> None:
    """Give another name.

    Raises
    ------
    InvalidInputError
        When it is none, or too long.
    """
    name = _name(name)
    if name != user.name:
        before, user.name = user.name, name
        journal.record(session, "user.renamed", user.login, before=before, after=name)


def deactivate(session: Session, user: User) -> None:
    """Close the door for a user; what they did stays.

    Raises
    ------
    RefusedError
        When no active administrator would be left.
    """
    _keep_an_administrator(session, user)
    user.active = False
    user.epoch += 1
    journal.record(session, "user.deactivated", user.login)


def activate(session: Session, user: User) -> None:
    """Open the door again."""
    user.active = True
    journal.record(session, "user.activated", user.login)


def choose_language(session: Session, user: User, language: str) -> None:
    """Remember in which language the user reads."""
    _known(language, LANGUAGES, "language")
    if user.language != language:
        user.language = language
        journal.record(session, "user.language_chosen", user.login, language=language)


def get_user(session: Session, user_id: int) -> User:
    """The user of that id.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError(f"There is no user {user_id}.", "Look in the list of users.")
    return user


def _keep_an_administrator(session: Session, leaving: User) -> None:
    others = session.scalar(
        select(func.count()).select_from(User).where(User.role == "administrator", User.active, User.id != leaving.id)
    )
    if leaving.role == "administrator" and leaving.active and not others:
        raise RefusedError(
            f"{leaving.name} is the only active administrator.", "Make another user administrator first."
        )


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= 255:
        raise InvalidInputError("A user needs a name of 1 to 255 characters.", "Give first name and surname.")
    return name


def _known(value: str, allowed: tuple[str, ...], what: str) -> None:
    if value not in allowed:
        raise InvalidInputError(f"«{value}» is no {what}.", f"Choose one of {', '.join(allowed)}.")
