"""The company's files on pages: versions of edited rows, contacts, price lists, deals, legal sentences, absences."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from dispatch.db.types import UtcInstant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

VERSIONED = (
    "customers",
    "sites",
    "products",
    "company",
    "depots",
    "vehicles",
    "drivers",
    "stock",
    "work_centres",
    "production_slots",
    "production_capacity",
    "production_rates",
)
POINTERS = (
    ("customers", "bill_to_id", "customers"),
    ("customers", "price_list_id", "price_lists"),
    ("orders", "deal_id", "deals"),
    ("quotes", "deal_id", "deals"),
)
"""Table, its new column, and the table it points to."""
CHECKS = (
    ("customers", "note_copies_positive", "note_copies >= 1"),
    ("customers", "acknowledgement_by_known", "acknowledgement_by IN ('email', 'post')"),
    ("company", "centre_known", "centre IN ('customer', 'deal', 'site', 'product')"),
)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _versions() -> list[sa.Column[Any]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("changed_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(length=255), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    _make_tables()
    for table in VERSIONED:
        for added in _versions():
            op.add_column(table, added)
    for table, added in (
        ("customers", sa.Column("regulated_goods", sa.JSON(), nullable=False, server_default="[]")),
        ("sites", sa.Column("siret", sa.String(length=14), nullable=False, server_default="")),
        ("products", sa.Column("regulated", sa.String(length=16), nullable=False, server_default="")),
        ("products", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true())),
    ):
        op.add_column(table, added)
    if op.get_bind().dialect.name == "sqlite":  # it adds constraints with their column, and only as text
        for table, column, other in POINTERS:
            name = f"fk_{table}_{column}_{other}"
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {other} (id)")
        for table, written in (
            ("customers", "note_copies INTEGER"),
            ("customers", "acknowledgement_by VARCHAR(8) NOT NULL DEFAULT 'email'"),
            ("company", "centre VARCHAR(16) NOT NULL DEFAULT 'customer'"),
        ):
            checks = [one for one in CHECKS if one[0] == table and one[1].startswith(written.split()[0])]
            rules = " ".join(f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for _, name, rule in checks)
            op.execute(f"ALTER TABLE {table} ADD COLUMN {written} {rules}")
    else:
        for table, column, other in POINTERS:
            op.add_column(table, sa.Column(column, _id(), nullable=True))
            op.create_foreign_key(f"fk_{table}_{column}_{other}", table, other, [column], ["id"])
        op.add_column("customers", sa.Column("note_copies", sa.Integer(), nullable=True))
        op.add_column(
            "customers", sa.Column("acknowledgement_by", sa.String(length=8), nullable=False, server_default="email")
        )
        op.add_column("company", sa.Column("centre", sa.String(length=16), nullable=False, server_default="customer"))
        for table, name, rule in CHECKS:
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
    for table, column, _other in POINTERS:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _make_tables() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("customer_id", _id(), nullable=False),
        sa.Column("site_id", _id(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        *_versions(),
        sa.CheckConstraint(
            "purpose IN ('orders', 'accounts', 'goods_in', 'other')", name=op.f("ck_contacts_purpose_known")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id_customers")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_contacts_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("customer_id", "name", name=op.f("uq_contacts_customer_id_name")),
    )
    op.create_index("ix_contacts_site_id", "contacts", ["site_id"])
    op.create_table(
        "price_lists",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        *_versions(),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_price_lists_valid_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_lists")),
        sa.UniqueConstraint("code", name=op.f("uq_price_lists_code")),
    )
    op.create_table(
        "prices",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("price_list_id", _id(), nullable=True),
        sa.Column("customer_id", _id(), nullable=True),
        sa.Column("product_id", _id(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("unit_price_micros", _id(), nullable=False),
        *_versions(),
        sa.CheckConstraint("(price_list_id IS NULL) <> (customer_id IS NULL)", name=op.f("ck_prices_of_one")),
        sa.CheckConstraint("unit_price_micros >= 0", name=op.f("ck_prices_not_negative")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_prices_valid_forward")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_prices_customer_id_customers")),
        sa.ForeignKeyConstraint(
            ["price_list_id"], ["price_lists.id"], name=op.f("fk_prices_price_list_id_price_lists")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_prices_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prices")),
    )
    op.create_index("ix_prices_product_id", "prices", ["product_id"])
    for name, column in (("uq_prices_list", "price_list_id"), ("uq_prices_customer", "customer_id")):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            name,
            "prices",
            [column, "product_id", "valid_from"],
            unique=True,
            postgresql_where=where,
            sqlite_where=where,
        )
    op.create_table(
        "deals",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("customer_id", _id(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        *_versions(),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_deals_state_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_deals_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
        sa.UniqueConstraint("code", name=op.f("uq_deals_code")),
    )
    op.create_index("ix_deals_customer_id", "deals", ["customer_id"])
    op.create_table(
        "legal_texts",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("article", sa.String(length=255), nullable=False),
        sa.Column("fr", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        *_versions(),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_legal_texts_valid_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_texts")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_legal_texts_code_valid_from")),
    )
    op.create_table(
        "absences",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("vehicle_id", _id(), nullable=True),
        sa.Column("driver_id", _id(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        *_versions(),
        sa.CheckConstraint("(vehicle_id IS NULL) <> (driver_id IS NULL)", name=op.f("ck_absences_of_one")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_absences_forward")),
        sa.ForeignKeyConstraint(["driver_id"], ["drivers.id"], name=op.f("fk_absences_driver_id_drivers")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicles.id"], name=op.f("fk_absences_vehicle_id_vehicles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("driver_id", "first_on", name=op.f("uq_absences_driver_id_first_on")),
        sa.UniqueConstraint("vehicle_id", "first_on", name=op.f("uq_absences_vehicle_id_first_on")),
    )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, column, other in POINTERS:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
        if not sqlite:
            op.drop_constraint(f"fk_{table}_{column}_{other}", table, type_="foreignkey")
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table, columns in (
        ("customers", ("note_copies", "acknowledgement_by", "regulated_goods")),
        ("company", ("centre",)),
        ("sites", ("siret",)),
        ("products", ("regulated", "active")),
        *((table, ("version", "changed_at", "changed_by")) for table in VERSIONED),
    ):
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table in ("absences", "legal_texts", "deals", "prices", "price_lists", "contacts"):
        op.drop_table(table)
