"""Views of a list that somebody keeps under a name: what is searched for, and which columns are left out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch.db import Base, not_journaled
from dispatch.db.types import BigInt, Id
from dispatch.errors import InvalidInputError

MOST_VIEWS = 20
"""Views that somebody may keep of one list."""


@not_journaled
class ListView(Base):
    """One kept view; whose it is, nobody else sees it."""

    __tablename__ = "list_views"
    __table_args__ = (UniqueConstraint("user_id", "list_name", "name"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInt, ForeignKey("users.id"))
    list_name: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    """The address's query, without its question mark."""


@dataclass(frozen=True)
class KeptView:
    """A view as pages offer it."""

    id: int
    name: str
    query: str


def views_of(session: Session, user_id: int, list_name: str) -> list[KeptView]:
    """Somebody's views of a list, by name."""
    query = select(ListView).where(ListView.user_id == user_id, ListView.list_name == list_name)
    return [KeptView(row.id, row.name, row.query) for row in session.scalars(query.order_by(ListView.name))]


def keep_view(session: Session, user_id: int, list_name: str, name: str, query: str) -> None:
    """Keep a view; one of the same name is replaced.

    Raises
    ------
    InvalidInputError
        Without a name, or when there are `MOST_VIEWS` already.
    """
    name = " ".join(name.split())[:60]
    if not name:
        raise InvalidInputError("The view has no name.", "Give it a name, then keep it.")
    mine = {row.name: row for row in session.scalars(select(ListView).filter_by(user_id=user_id, list_name=list_name))}
    if name in mine:
        mine[name].query = query[:1000]
    elif len(mine) >= MOST_VIEWS:
        raise InvalidInputError(f"This list has {MOST_VIEWS} views already.", "Forget one of them first.")
    else:
        session.add(ListView(user_id=user_id, list_name=list_name[:40], name=name, query=query[:1000]))


def forget_view(session: Session, user_id: int, view_id: int) -> None:
    """Forget a view of one's own; another's is left as it is."""
    row = session.scalar(select(ListView).filter_by(id=view_id, user_id=user_id))
    if row is not None:
        session.delete(row)
