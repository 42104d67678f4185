"""On which weekdays a usual round goes, every how many weeks, counted from when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("usual_rounds", sa.Column("weekdays", sa.JSON(), nullable=False, server_default="[]"))
    bounds = sa.CheckConstraint("every_weeks BETWEEN 1 AND 12", name=op.f("ck_usual_rounds_every_weeks_bounds"))
    op.add_column("usual_rounds", sa.Column("every_weeks", sa.Integer(), bounds, nullable=False, server_default="1"))
    op.add_column("usual_rounds", sa.Column("first_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("usual_rounds") as table:
        table.drop_constraint(op.f("ck_usual_rounds_every_weeks_bounds"), type_="check")
        for name in ("first_on", "every_weeks", "weekdays"):
            table.drop_column(name)
