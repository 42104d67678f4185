"""When a tour under way was last given new times."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.types import UtcInstant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tours", sa.Column("retimed_at", UtcInstant(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("tours", "retimed_at")
