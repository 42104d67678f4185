"""The declarative base: named constraints, and which tables the journal watches."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every stored thing."""

    metadata = MetaData(naming_convention=NAMING)
    journaled: ClassVar[bool] = True
    """A transaction that changes rows of a journaled table without a journal entry is refused."""


T = TypeVar("T", bound=type[Base])


def not_journaled(model: T) -> T:
    """Mark a table of bookkeeping (leases, sessions, the journal itself) that leaves no journal entries."""
    model.journaled = False
    return model
