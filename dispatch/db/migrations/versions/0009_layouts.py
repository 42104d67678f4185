"""Layouts of papers with their dates, and consignment notes for hired carriers; rows of all three are only ever added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.immutability import freeze, thaw
from dispatch.db.types import UtcInstant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FROZEN = ("layout_versions", "layout_adoptions", "consignments")


def _id(name: str = "id", *, nullable: bool = False, key: bool = False) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return (
        sa.Column(name, kind, autoincrement=True, nullable=False) if key else sa.Column(name, kind, nullable=nullable)
    )


def upgrade() -> None:
    op.create_table(
        "layout_versions",
        _id(key=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("look", sa.Text(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_layout_versions_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_versions")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_layout_versions_code_version")),
    )
    op.create_table(
        "layout_adoptions",
        _id(key=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        _id("customer_id", nullable=True),
        _id("version_id", nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("adopted_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_layout_adoptions_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["layout_versions.id"], name=op.f("fk_layout_adoptions_version_id_layout_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout_adoptions")),
    )
    op.create_index("ix_layout_adoptions_kind_valid_from", "layout_adoptions", ["kind", "valid_from"])
    op.create_index(op.f("ix_layout_adoptions_customer_id"), "layout_adoptions", ["customer_id"])
    op.create_table(
        "consignments",
        _id(key=True),
        sa.Column("number", sa.String(length=64), nullable=False),
        _id("tour_id"),
        sa.Column("carrier", sa.String(length=255), nullable=False),
        sa.Column("carrier_siren", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("issued_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_consignments_content_hash_whole")),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_consignments_tour_id_tours")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consignments")),
        sa.UniqueConstraint("number", name=op.f("uq_consignments_number")),
    )
    op.create_index(op.f("ix_consignments_tour_id"), "consignments", ["tour_id"])
    connection = op.get_bind()
    for table in FROZEN:
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        for statement in freeze(connection.dialect.name, table, columns):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in FROZEN:
        for statement in thaw(dialect, table):
            op.execute(statement)
    op.drop_table("consignments")
    op.drop_table("layout_adoptions")
    op.drop_table("layout_versions")
