"""The address of a hired carrier, which its consignment notes must show."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vehicles", sa.Column("carrier_address", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("vehicles", "carrier_address")
