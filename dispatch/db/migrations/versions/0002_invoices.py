"""Invoices, their lines and credit notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.immutability import freeze, thaw
from dispatch.db.types import UtcInstant
from dispatch.db.write_once import closed_with, undo_closed_with, undo_write_once, write_once

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("number", "issued_on", "due_on", "sheet", "content_hash", "document_id")
"""Columns of an invoice that its validation (and the drawing of its PDF) fills, once."""

FROZEN: dict[str, tuple[str, ...]] = {
    "invoices": ("state", "state_at", "state_by", *WRITTEN_ONCE),
    "invoice_lines": ("live",),
    "invoice_vat": (),
    "invoice_statuses": (),
}
"""Tables whose rows are never deleted, and the columns that may still move."""

CLOSED = ("invoice_lines", "invoice_vat")
"""Tables that take no more rows of an invoice that has its number."""


def upgrade() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("request_key", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("billing_mode", sa.String(length=16), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("net_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vat_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gross_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (corrects_id IS NOT NULL)", name=op.f("ck_invoices_credit_note_names_its_invoice")
        ),
        sa.CheckConstraint(
            "(state = 'validated') = (number IS NOT NULL)", name=op.f("ck_invoices_validated_has_number")
        ),
        sa.CheckConstraint(
            "billing_mode IN ('per_delivery', 'note_is_invoice', 'periodic')",
            name=op.f("ck_invoices_billing_mode_known"),
        ),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name=op.f("ck_invoices_kind_known")),
        sa.CheckConstraint("state IN ('draft', 'validated', 'discarded')", name=op.f("ck_invoices_state_known")),
        sa.CheckConstraint("(number IS NULL) = (content_hash IS NULL)", name=op.f("ck_invoices_number_has_hash")),
        sa.CheckConstraint("(number IS NULL) = (due_on IS NULL)", name=op.f("ck_invoices_number_has_due_date")),
        sa.CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name=op.f("ck_invoices_number_has_date")),
        sa.CheckConstraint("(number IS NULL) = (sheet IS NULL)", name=op.f("ck_invoices_number_has_sheet")),
        sa.CheckConstraint("due_on >= issued_on", name=op.f("ck_invoices_due_after_issue")),
        sa.CheckConstraint("gross_cents = net_cents + vat_cents", name=op.f("ck_invoices_gross_adds_up")),
        sa.CheckConstraint("net_cents >= 0 AND vat_cents >= 0", name=op.f("ck_invoices_not_negative")),
        sa.ForeignKeyConstraint(["corrects_id"], ["invoices.id"], name=op.f("fk_invoices_corrects_id_invoices")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_invoices_customer_id_customers")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_invoices_document_id_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
        sa.UniqueConstraint("request_key", name=op.f("uq_invoices_request_key")),
    )
    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invoices_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invoices_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invoices_issued_on"), ["issued_on"], unique=False)
    op.create_table(
        "invoice_statuses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_statuses_invoice_id_invoices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_statuses")),
        sa.UniqueConstraint("invoice_id", "source_key", name=op.f("uq_invoice_statuses_invoice_id_source_key")),
    )
    op.create_table(
        "invoice_vat",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vat_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_vat_invoice_id_invoices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_vat")),
        sa.UniqueConstraint("invoice_id", "category", "vat_bp", name=op.f("uq_invoice_vat_invoice_id_category_vat_bp")),
    )
    op.create_table(
        "invoice_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("trigger_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("credits_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("note_number", sa.String(length=64), nullable=False),
        sa.Column("order_reference", sa.String(length=64), nullable=False),
        sa.Column("customer_reference", sa.String(length=64), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("designation", sa.String(length=255), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("operation", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("category IN ('S', 'E', 'K', 'AE', 'G')", name=op.f("ck_invoice_lines_category_known")),
        sa.CheckConstraint(
            "(trigger_line_id IS NULL) <> (credits_line_id IS NULL)", name=op.f("ck_invoice_lines_one_origin")
        ),
        sa.CheckConstraint("quantity > 0 AND net_cents >= 0", name=op.f("ck_invoice_lines_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["credits_line_id"], ["invoice_lines.id"], name=op.f("fk_invoice_lines_credits_line_id_invoice_lines")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id_invoices")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_invoice_lines_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(
            ["trigger_line_id"],
            ["invoice_trigger_lines.id"],
            name=op.f("fk_invoice_lines_trigger_line_id_invoice_trigger_lines"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lines")),
        sa.UniqueConstraint("invoice_id", "line_no", name=op.f("uq_invoice_lines_invoice_id_line_no")),
    )
    with op.batch_alter_table("invoice_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invoice_lines_credits_line_id"), ["credits_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invoice_lines_order_line_id"), ["order_line_id"], unique=False)
        batch_op.create_index(
            "uq_invoice_lines_live_trigger_line",
            ["trigger_line_id"],
            unique=True,
            postgresql_where=sa.text("live"),
            sqlite_where=sa.text("live"),
        )

    connection = op.get_bind()
    dialect = connection.dialect.name
    for table, movable in FROZEN.items():
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        for statement in freeze(dialect, table, columns, movable):
            op.execute(statement)
    for statement in write_once(dialect, "invoices", WRITTEN_ONCE):
        op.execute(statement)
    for table in CLOSED:
        for statement in closed_with(dialect, table, "invoice_id", "invoices", "number"):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in CLOSED:
        for statement in undo_closed_with(dialect, table):
            op.execute(statement)
    for statement in undo_write_once(dialect, "invoices"):
        op.execute(statement)
    for table in FROZEN:
        for statement in thaw(dialect, table):
            op.execute(statement)
    with op.batch_alter_table("invoice_lines", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invoice_lines_live_trigger_line", postgresql_where=sa.text("live"), sqlite_where=sa.text("live")
        )
        batch_op.drop_index(batch_op.f("ix_invoice_lines_order_line_id"))
        batch_op.drop_index(batch_op.f("ix_invoice_lines_credits_line_id"))
    op.drop_table("invoice_lines")
    op.drop_table("invoice_vat")
    op.drop_table("invoice_statuses")
    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invoices_issued_on"))
        batch_op.drop_index(batch_op.f("ix_invoices_customer_id"))
        batch_op.drop_index(batch_op.f("ix_invoices_corrects_id"))
    op.drop_table("invoices")
