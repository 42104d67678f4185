"""What customers were told of their deliveries' arrival."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.types import UtcInstant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "arrival_notices",
        sa.Column("id", big, autoincrement=True, nullable=False),
        *(sa.Column(name, big, nullable=False) for name in ("stop_id", "contact_id", "mail_id")),
        sa.Column("arrives_at", UtcInstant(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_arrival_notices_{column}_{target.split('.')[0]}")
            )
            for column, target in (
                ("stop_id", "stops.id"),
                ("contact_id", "contacts.id"),
                ("mail_id", "outgoing_mails.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_notices")),
    )
    op.create_index("ix_arrival_notices_stop_contact", "arrival_notices", ["stop_id", "contact_id"])


def downgrade() -> None:
    op.drop_index("ix_arrival_notices_stop_contact", table_name="arrival_notices")
    op.drop_table("arrival_notices")
