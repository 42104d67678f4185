from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.accounts import users
from dispatch.accounts.models import User
from dispatch.db import Database
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.journal import JournalEntry
from tests.accounts.builders import user


def test_a_login_is_kept_in_lower_case_and_only_once(any_database: Database) -> None:
    with any_database.transaction("operator") as session:
        assert user(session, "Anna").login == "anna"
        with pytest.raises(RefusedError, match="anna"):
            user(session, "ANNA")


@pytest.mark.parametrize("login", ["", "é", "a b", "a/b", "a" * 65, "<b>", "anna\n"])
def test_a_login_that_could_not_be_typed_is_refused(database: Database, login: str) -> None:
    with database.transaction("operator") as session:
        if login == "anna\n":
            assert user(session, login).login == "anna"
        else:
            with pytest.raises(InvalidInputError):
                user(session, login)


def test_a_short_password_is_refused(database: Database) -> None:
    with database.transaction("operator") as session, pytest.raises(InvalidInputError, match="10 to 256"):
        user(session, password="tournee")


def test_an_unknown_role_is_refused(database: Database) -> None:
    with database.transaction("operator") as session, pytest.raises(InvalidInputError):
        user(session, role="god")


CHANGES: dict[str, Callable[[Any, User], None]] = {
    "user.password_set": lambda session, one: users.set_password(session, one, "une autre phrase"),
    "user.role_changed": lambda session, one: users.change_role(session, one, "sales"),
    "user.deactivated": users.deactivate,
    "user.activated": users.activate,
    "user.language_chosen": lambda session, one: users.choose_language(session, one, "en"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_of_a_user_stands_in_the_journal_with_its_author(any_database: Database, kind: str) -> None:
    with any_database.transaction("operator") as session:
        anna = user(session)
    with any_database.transaction("user:chief") as session:
        CHANGES[kind](session, session.get_one(User, anna.id))
    with any_database.reading() as session:
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
        assert last is not None
        assert (last.kind, last.subject, last.actor) == (kind, "anna", "user:chief")


@pytest.mark.parametrize("step", [users.deactivate, lambda session, one: users.change_role(session, one, "planner")])
def test_the_last_administrator_cannot_leave(database: Database, step: Callable[[Any, User], None]) -> None:
    with database.transaction("operator") as session:
        chief = user(session, "chief", "administrator")
        with pytest.raises(RefusedError, match="only active administrator"):
            step(session, chief)
        user(session, "second", "administrator")
        step(session, chief)


def test_the_journal_never_holds_a_password(database: Database) -> None:
    with database.transaction("operator") as session:
        one = user(session)
        users.set_password(session, one, "une phrase secrete")
    with database.reading() as session:
        assert not [entry for entry in session.scalars(select(JournalEntry)) if "secrete" in entry.payload]
