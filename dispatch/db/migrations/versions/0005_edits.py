"""Planning by hand: the log of a day's edits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.types import UtcInstant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_edits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("edited_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("state IN ('done', 'undone', 'closed')", name=op.f("ck_day_edits_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_edits")),
    )
    op.create_index("ix_day_edits_day_state", "day_edits", ["day", "state"])


def downgrade() -> None:
    op.drop_index("ix_day_edits_day_state", table_name="day_edits")
    op.drop_table("day_edits")
