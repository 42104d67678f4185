"""Entering quotes and orders: delivery rules of a line, when a quote was sent and why it was lost, holds at loading."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.types import UtcInstant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CHECKED = (
    ("order_lines", "partial", "VARCHAR(16) DEFAULT '' NOT NULL", "partial_known", "IN ('', 'allowed', 'complete', 'minimum')"),
    ("order_lines", "partial_minimum_qty", "BIGINT DEFAULT 0 NOT NULL", "partial_minimum_not_negative", ">= 0"),
    ("order_lines", "multiple_qty", "BIGINT DEFAULT 0 NOT NULL", "multiple_not_negative", ">= 0"),
    ("order_lines", "max_deliveries", "INTEGER", "max_deliveries_positive", "> 0"),
    ("credit_holds", "stage", "VARCHAR(16) DEFAULT 'confirming' NOT NULL", "stage_known", "IN ('confirming', 'loading')"),
)  # fmt: skip
"""Columns with their own check. Written out, because SQLite would otherwise copy tables that others refer to."""


def upgrade() -> None:
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table, column, kind, name, check in CHECKED:
        typed = kind.replace("BIGINT", big)
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {typed} CONSTRAINT ck_{table}_{name} CHECK ({column} {check})"
        )
    op.add_column("quotes", sa.Column("sent_at", UtcInstant(timezone=True), nullable=True))
    op.add_column("quotes", sa.Column("sent_by", sa.String(length=255), nullable=False, server_default=""))
    op.add_column("quotes", sa.Column("lost_reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("lost_reason", "sent_by", "sent_at"):
        op.drop_column("quotes", column)
    for table, column, *_ in reversed(CHECKED):
        op.drop_column(table, column)
