from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from dispatch import clock
from dispatch.accounts import links, sessions, throttle, users
from dispatch.accounts.login import log_in
from dispatch.accounts.models import LoginAttempt, LoginLink, User, UserSession
from dispatch.db import Database
from dispatch.errors import ForbiddenError, NotFoundError, ThrottledError
from tests.accounts.builders import PASSWORD, user


@pytest.fixture
def anna(any_database: Database) -> User:
    with any_database.transaction("operator") as session:
        user(session, "noise")
        return user(session)


def test_the_right_password_opens_a_session_and_a_wrong_one_does_not(any_database: Database, anna: User) -> None:
    assert log_in(any_database, "anna", "not that one", "10.0.0.1") is None
    assert log_in(any_database, "nobody", PASSWORD, "10.0.0.1") is None
    token = log_in(any_database, " ANNA ", PASSWORD, "10.0.0.1")
    assert token is not None
    with any_database.reading() as session:
        found = sessions.find_session(session, token)
        assert found is not None
        assert (found.login, found.actor) == ("anna", "user:anna")
        assert sessions.find_session(session, token[:-1]) is None


def test_a_stored_token_cannot_be_used_as_a_token(any_database: Database, anna: User) -> None:
    log_in(any_database, "anna", PASSWORD, "10.0.0.1")
    with any_database.reading() as session:
        stored = session.query(UserSession).one().token_hash
        assert sessions.find_session(session, stored) is None


@pytest.mark.parametrize("aim", ["one login, many addresses", "one address, many logins"])
def test_ten_bad_passwords_are_throttled(any_database: Database, anna: User, aim: str) -> None:
    for attempt in range(throttle.LIMIT):
        login, address = ("anna", f"10.0.0.{attempt}") if aim.startswith("one login") else (f"u{attempt}", "10.0.0.1")
        assert log_in(any_database, login, "wrong wrong", address) is None
    with pytest.raises(ThrottledError) as refused:
        log_in(any_database, "anna", PASSWORD, "10.0.0.1")
    assert 0 < refused.value.retry_after_s <= 901
    with any_database.transaction("operator") as session:
        session.execute(update(LoginAttempt).values(at=clock.real_now() - throttle.WINDOW - timedelta(seconds=1)))
    assert log_in(any_database, "anna", PASSWORD, "10.0.0.1")


def test_good_passwords_are_never_throttled(database: Database) -> None:
    with database.transaction("operator") as session:
        user(session)
    for _ in range(throttle.LIMIT + 2):
        assert log_in(database, "anna", PASSWORD, "10.0.0.1")


def test_an_unknown_login_takes_as_long_as_a_wrong_password(database: Database) -> None:
    with database.transaction("operator") as session:
        user(session)
        user(session, "linked", password=None)

    def fastest(login: str) -> float:
        spent = []
        for attempt in range(5):
            began = time.perf_counter()
            log_in(database, login, "wrong wrong", f"10.{len(login)}.0.{attempt}")
            spent.append(time.perf_counter() - began)
        return min(spent)

    log_in(database, "warm-up", "wrong wrong", "10.9.9.9")
    known, unknown, without = fastest("anna"), fastest("nobody"), fastest("linked")
    assert unknown > known / 2
    assert without > known / 2


def test_log_out_ends_the_session_for_every_copy_of_its_token(any_database: Database, anna: User) -> None:
    token = log_in(any_database, "anna", PASSWORD, "10.0.0.1")
    other = log_in(any_database, "anna", PASSWORD, "10.0.0.1")
    assert token
    assert other
    with any_database.transaction("user:anna") as session:
        sessions.close_session(session, token)
    with any_database.reading() as session:
        assert sessions.find_session(session, token) is None
        assert sessions.find_session(session, other)


@pytest.mark.parametrize("change", ["password", "role", "deactivation"])
def test_a_change_of_the_user_ends_all_sessions(any_database: Database, anna: User, change: str) -> None:
    token = log_in(any_database, "anna", PASSWORD, "10.0.0.1")
    assert token
    with any_database.transaction("operator") as session:
        one = session.get_one(User, anna.id)
        match change:
            case "password":
                users.set_password(session, one, "une autre phrase")
            case "role":
                users.change_role(session, one, "manager")
            case _:
                users.deactivate(session, one)
    with any_database.reading() as session:
        assert sessions.find_session(session, token) is None


@pytest.mark.parametrize(("column", "age"), [("seen_at", sessions.IDLE), ("expires_at", timedelta(0))])
def test_a_session_ends_when_idle_and_in_any_case(
    any_database: Database, anna: User, column: str, age: timedelta
) -> None:
    token = log_in(any_database, "anna", PASSWORD, "10.0.0.1")
    assert token
    with any_database.transaction("operator") as session:
        session.execute(update(UserSession).values({column: clock.real_now() - age}))
    with any_database.reading() as session:
        assert sessions.find_session(session, token) is None


def test_use_keeps_an_idle_session_open(any_database: Database, anna: User) -> None:
    token = log_in(any_database, "anna", PASSWORD, "10.0.0.1")
    assert token
    with any_database.transaction("operator") as session:
        session.execute(update(UserSession).values(seen_at=clock.real_now() - sessions.IDLE))
        sessions.touch_session(session, token)
    with any_database.reading() as session:
        assert sessions.find_session(session, token)


def test_a_link_opens_once_and_only_the_latest(any_database: Database, anna: User) -> None:
    with any_database.transaction("operator") as session:
        one = session.get_one(User, anna.id)
        first, second = links.create_link(session, one), links.create_link(session, one)
    with any_database.reading() as session:
        assert links.link_owner(session, second).login == "anna"
        with pytest.raises(NotFoundError):
            links.link_owner(session, first)
    with any_database.transaction("user:anna") as session:
        sessions.open_session(session, links.use_link(session, second))
    with any_database.transaction("user:anna") as session, pytest.raises(NotFoundError):
        links.use_link(session, second)


def test_links_that_are_kept_open_the_console_until_the_first_is_used(any_database: Database, anna: User) -> None:
    with any_database.transaction("operator") as session:
        one = session.get_one(User, anna.id)
        first = links.create_link(session, one)
        second = links.create_link(session, one, keep_earlier=True)
    with any_database.reading() as session:
        assert {links.link_owner(session, token).login for token in (first, second)} == {"anna"}
    with any_database.transaction("user:anna") as session:
        links.use_link(session, first)
    with any_database.reading() as session, pytest.raises(NotFoundError):
        links.link_owner(session, second)


def test_a_link_grows_old_and_dies_with_the_account(any_database: Database, anna: User) -> None:
    with any_database.transaction("operator") as session:
        one = session.get_one(User, anna.id)
        token = links.create_link(session, one)
        session.execute(update(LoginLink).values(expires_at=clock.real_now()))
        with pytest.raises(NotFoundError):
            links.link_owner(session, token)
        token = links.create_link(session, one)
        users.deactivate(session, one)
        with pytest.raises(NotFoundError):
            links.link_owner(session, token)
        with pytest.raises(ForbiddenError):
            sessions.open_session(session, one)
