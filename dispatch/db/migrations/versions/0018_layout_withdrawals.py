"""An adoption of a layout that has not begun yet may be withdrawn; withdrawals are only ever added, like adoptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.immutability import freeze, thaw
from dispatch.db.types import UtcInstant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "layout_withdrawals"


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        TABLE,
        sa.Column("id", key, autoincrement=True, nullable=False),
        sa.Column("adoption_id", key, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_layout_withdrawals_reason_given")),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["layout_adoptions.id"], name=op.f("fk_layout_withdrawals_adoption_id_layout_adoptions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_withdrawals")),
        sa.UniqueConstraint("adoption_id", name=op.f("uq_layout_withdrawals_adoption_id")),
    )
    connection = op.get_bind()
    columns = [column["name"] for column in sa.inspect(connection).get_columns(TABLE)]
    for statement in freeze(connection.dialect.name, TABLE, columns):
        op.execute(statement)


def downgrade() -> None:
    for statement in thaw(op.get_bind().dialect.name, TABLE):
        op.execute(statement)
    op.drop_table(TABLE)
