"""The view `broken_invariants` also watches the depot: no note was issued while the customer's limit held its order there.

A hold at loading ends when somebody lets the load out, when it fits after all, or when its order is given up; whatever
left between its opening and its end passed the gate without that. The branch is put behind those that stand.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

VIEW = "broken_invariants"
BRANCH = (
    "SELECT 17 AS number, 'loading_credit' AS name, 'delivery_notes ' || n.number || ' issued_at' AS subject,"
    " CAST(h.exposure_cents + h.asked_cents AS BIGINT) AS found, CAST(h.limit_cents AS BIGINT) AS wanted, 'cents' AS unit,"
    " 'would be owed, and nobody has let ' || o.reference || ' out; the limit is' AS words"
    " FROM delivery_notes n JOIN orders o ON o.id = n.order_id JOIN credit_holds h ON h.order_id = o.id"
    " WHERE h.stage = 'loading' AND h.opened_at < n.issued_at AND (h.closed_at IS NULL OR h.closed_at > n.issued_at)"
)


def upgrade() -> None:
    _remake(f"{_standing()}\nUNION ALL {BRANCH}")


def downgrade() -> None:
    before, mark, _ = _standing().rpartition("UNION ALL")
    assert mark
    _remake(before)


def _standing() -> str:
    """The view's query as it is stored."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        sql = connection.execute(sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": VIEW})
        return str(sql.scalar_one()).split(" AS ", 1)[1]
    sql = connection.execute(sa.text(f"SELECT pg_get_viewdef('{VIEW}'::regclass)"))
    return str(sql.scalar_one()).rstrip().rstrip(";")


def _remake(query: str) -> None:
    op.execute(f"DROP VIEW {VIEW}")
    op.execute(sa.text(f"CREATE VIEW {VIEW} AS {query}".replace(":", r"\:")))
