"""A company with customers, sites and products, on SQLite or on both engines."""

from __future__ import annotations

import pytest

from tests.intake.files import masters


@pytest.fixture
def company(database):
    masters(database)
    return database


@pytest.fixture
def either_company(any_database):
    masters(any_database)
    return any_database
