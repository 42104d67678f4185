"""The database: typed columns, transactions that say who acts, life cycles, schema."""

from dispatch.db.base import Base, not_journaled
from dispatch.db.engine import Database
from dispatch.db.lifecycle import LifeCycle
from dispatch.db.types import Utc

__all__ = ["Base", "Database", "LifeCycle", "Utc", "not_journaled"]
