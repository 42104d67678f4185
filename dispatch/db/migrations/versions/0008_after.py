"""What follows a receipt: choices, claims, returns, empties, lots, scans, cash; payments, credits due, notes that are invoices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.checks import replace_check
from dispatch.db.immutability import freeze, thaw
from dispatch.db.types import UtcInstant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FROZEN: dict[str, tuple[str, ...]] = {
    "claims": ("owner", "deadline_on", "protested_on", "outcome", "reason", "state", "state_at", "state_by"),
    "claim_lines": (),
    "shortage_choices": (),
    "goods_returns": (),
    "return_lines": (),
    "packaging_movements": (),
    "note_lots": (),
    "receipt_scans": (),
    "cash_collections": (),
    "payments": ("cancelled_at", "cancelled_by", "cancel_reason"),
    "payment_matches": ("live",),
    "credits_due": ("credit_note_id",),
}
"""Tables whose rows are never deleted, and the columns that may still move."""

DROPPED = (
    "shortage_choices",
    "return_lines",
    "receipt_scans",
    "payment_matches",
    "note_lots",
    "credits_due",
    "claim_lines",
    "cash_collections",
    "payments",
    "packaging_movements",
    "goods_returns",
    "claims",
)
"""The new tables, children first."""

ONE_ORIGIN = "(trigger_line_id IS NULL) <> (credits_line_id IS NULL)"
ONE_ORIGIN_OF_THREE = (
    "(trigger_line_id IS NOT NULL AND credits_line_id IS NULL AND note_line_id IS NULL)"
    " OR (trigger_line_id IS NULL AND (credits_line_id IS NULL) <> (note_line_id IS NULL))"
)


def upgrade() -> None:
    _create_tables()
    op.add_column(
        "customers",
        sa.Column(
            "billing_period",
            sa.String(length=16),
            sa.CheckConstraint(
                "billing_period IN ('', 'month', 'fortnight', 'decade')", name="ck_customers_billing_period_known"
            ),
            nullable=False,
            server_default="",
        ),
    )
    op.add_column("products", sa.Column("lot_tracked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("vehicles", sa.Column("carrier_name", sa.String(length=255), nullable=False, server_default=""))
    op.add_column("vehicles", sa.Column("carrier_siren", sa.String(length=16), nullable=False, server_default=""))
    connection = op.get_bind()
    dialect = connection.dialect.name
    for statement in thaw(dialect, "invoice_lines"):
        op.execute(statement)
    if dialect == "sqlite":
        reference = "CONSTRAINT fk_invoice_lines_note_line_id_note_lines REFERENCES note_lines (id)"
        op.execute(f"ALTER TABLE invoice_lines ADD COLUMN note_line_id INTEGER {reference}")
    else:
        op.add_column("invoice_lines", sa.Column("note_line_id", BIG, nullable=True))
        op.create_foreign_key(
            op.f("fk_invoice_lines_note_line_id_note_lines"), "invoice_lines", "note_lines", ["note_line_id"], ["id"]
        )
    op.create_index(
        "uq_invoice_lines_live_note_line",
        "invoice_lines",
        ["note_line_id"],
        unique=True,
        postgresql_where=sa.text("live"),
        sqlite_where=sa.text("live"),
    )
    replace_check(connection, "invoice_lines", "ck_invoice_lines_one_origin", ONE_ORIGIN, ONE_ORIGIN_OF_THREE)
    for table, movable in {**FROZEN, "invoice_lines": ("live",)}.items():
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        for statement in freeze(dialect, table, columns, movable):
            op.execute(statement)


def downgrade() -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    for table in (*FROZEN, "invoice_lines"):
        for statement in thaw(dialect, table):
            op.execute(statement)
    op.drop_index("uq_invoice_lines_live_note_line", table_name="invoice_lines")
    replace_check(connection, "invoice_lines", "ck_invoice_lines_one_origin", ONE_ORIGIN_OF_THREE, ONE_ORIGIN)
    op.drop_column("invoice_lines", "note_line_id")
    for statement in freeze(
        dialect,
        "invoice_lines",
        [column["name"] for column in sa.inspect(connection).get_columns("invoice_lines")],
        ("live",),
    ):
        op.execute(statement)
    op.drop_column("vehicles", "carrier_siren")
    op.drop_column("vehicles", "carrier_name")
    op.drop_column("products", "lot_tracked")
    op.drop_column("customers", "billing_period")
    for table in DROPPED:
        op.drop_table(table)


def _create_tables() -> None:
    op.create_table(
        "claims",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("customer_id", BIG, nullable=False),
        sa.Column("note_id", BIG, nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=255), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("protest_by", sa.Date(), nullable=True),
        sa.Column("protested_on", sa.Date(), nullable=True),
        sa.Column("opened_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=255), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("(state = 'resolved') = (outcome <> '')", name=op.f("ck_claims_resolved_with_outcome")),
        sa.CheckConstraint(
            "nature IN ('missing', 'damaged', 'wrong_product', 'wrong_quantity', 'late', 'refused', 'price', 'quality', 'other')",
            name=op.f("ck_claims_nature_known"),
        ),
        sa.CheckConstraint("outcome IN ('', 'credit_note', 'redelivery')", name=op.f("ck_claims_outcome_known")),
        sa.CheckConstraint("state <> 'rejected' OR reason <> ''", name=op.f("ck_claims_rejected_with_reason")),
        sa.CheckConstraint(
            "state IN ('open', 'examined', 'waiting', 'resolved', 'rejected')", name=op.f("ck_claims_state_known")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_claims_customer_id_customers")),
        sa.ForeignKeyConstraint(["note_id"], ["delivery_notes.id"], name=op.f("fk_claims_note_id_delivery_notes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("number", name=op.f("uq_claims_number")),
        sa.UniqueConstraint("request_key", name=op.f("uq_claims_request_key")),
    )
    op.create_index(op.f("ix_claims_customer_id"), "claims", ["customer_id"], unique=False)
    op.create_index(op.f("ix_claims_note_id"), "claims", ["note_id"], unique=False)
    op.create_table(
        "goods_returns",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("customer_id", BIG, nullable=False),
        sa.Column("note_id", BIG, nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("outcome IN ('credit_note', 'redelivery')", name=op.f("ck_goods_returns_outcome_known")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_goods_returns_has_reason")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_goods_returns_customer_id_customers")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["delivery_notes.id"], name=op.f("fk_goods_returns_note_id_delivery_notes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_returns")),
        sa.UniqueConstraint("number", name=op.f("uq_goods_returns_number")),
        sa.UniqueConstraint("request_key", name=op.f("uq_goods_returns_request_key")),
    )
    op.create_index(op.f("ix_goods_returns_customer_id"), "goods_returns", ["customer_id"], unique=False)
    op.create_index(op.f("ix_goods_returns_note_id"), "goods_returns", ["note_id"], unique=False)
    op.create_table(
        "packaging_movements",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("customer_id", BIG, nullable=False),
        sa.Column("note_id", BIG, nullable=True),
        sa.Column("packaging", sa.String(length=255), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "delivered >= 0 AND taken_back >= 0 AND delivered + taken_back > 0",
            name=op.f("ck_packaging_movements_moves_something"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_packaging_movements_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["delivery_notes.id"], name=op.f("fk_packaging_movements_note_id_delivery_notes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packaging_movements")),
        sa.UniqueConstraint("request_key", "packaging", name=op.f("uq_packaging_movements_request_key_packaging")),
    )
    op.create_index(op.f("ix_packaging_movements_customer_id"), "packaging_movements", ["customer_id"], unique=False)
    op.create_index(op.f("ix_packaging_movements_note_id"), "packaging_movements", ["note_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("customer_id", BIG, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("cents", BIG, nullable=False),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("note_id", BIG, nullable=True),
        sa.Column("recorded_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=255), nullable=False),
        sa.Column("cancelled_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=255), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason = '')", name=op.f("ck_payments_cancelled_with_reason")
        ),
        sa.CheckConstraint(
            "means IN ('transfer', 'cheque', 'card', 'cash', 'direct_debit', 'bill')",
            name=op.f("ck_payments_means_known"),
        ),
        sa.CheckConstraint("cents > 0", name=op.f("ck_payments_cents_positive")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_payments_customer_id_customers")),
        sa.ForeignKeyConstraint(["note_id"], ["delivery_notes.id"], name=op.f("fk_payments_note_id_delivery_notes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("request_key", name=op.f("uq_payments_request_key")),
    )
    op.create_index(op.f("ix_payments_customer_id"), "payments", ["customer_id"], unique=False)
    op.create_index(op.f("ix_payments_received_on"), "payments", ["received_on"], unique=False)
    op.create_table(
        "cash_collections",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("receipt_id", BIG, nullable=False),
        sa.Column("expected_cents", BIG, nullable=False),
        sa.Column("collected_cents", BIG, nullable=False),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "(collected_cents > 0) = (means <> '')", name=op.f("ck_cash_collections_collected_by_some_means")
        ),
        sa.CheckConstraint(
            "means IN ('', 'cheque', 'cash', 'card', 'transfer')", name=op.f("ck_cash_collections_means_known")
        ),
        sa.CheckConstraint(
            "expected_cents >= 0 AND collected_cents >= 0", name=op.f("ck_cash_collections_not_negative")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_cash_collections_receipt_id_receipts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_collections")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_cash_collections_receipt_id")),
    )
    op.create_table(
        "claim_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("note_line_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_claim_lines_quantity_positive")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_lines_claim_id_claims")),
        sa.ForeignKeyConstraint(
            ["note_line_id"], ["note_lines.id"], name=op.f("fk_claim_lines_note_line_id_note_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_lines")),
        sa.UniqueConstraint("claim_id", "note_line_id", name=op.f("uq_claim_lines_claim_id_note_line_id")),
    )
    op.create_index(op.f("ix_claim_lines_note_line_id"), "claim_lines", ["note_line_id"], unique=False)
    op.create_table(
        "credits_due",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("note_line_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("cause_key", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("credit_note_id", BIG, nullable=True),
        sa.CheckConstraint(
            "cause IN ('receipt', 'claim', 'return', 'withdrawal')", name=op.f("ck_credits_due_cause_known")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_credits_due_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["invoices.id"], name=op.f("fk_credits_due_credit_note_id_invoices")
        ),
        sa.ForeignKeyConstraint(
            ["note_line_id"], ["note_lines.id"], name=op.f("fk_credits_due_note_line_id_note_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credits_due")),
        sa.UniqueConstraint(
            "cause", "cause_key", "note_line_id", name=op.f("uq_credits_due_cause_cause_key_note_line_id")
        ),
    )
    op.create_index(op.f("ix_credits_due_credit_note_id"), "credits_due", ["credit_note_id"], unique=False)
    op.create_index(op.f("ix_credits_due_note_line_id"), "credits_due", ["note_line_id"], unique=False)
    op.create_table(
        "note_lots",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("note_line_id", BIG, nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("entered_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_note_lots_quantity_positive")),
        sa.ForeignKeyConstraint(["note_line_id"], ["note_lines.id"], name=op.f("fk_note_lots_note_line_id_note_lines")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_lots")),
        sa.UniqueConstraint("note_line_id", "lot", name=op.f("uq_note_lots_note_line_id_lot")),
    )
    op.create_index(op.f("ix_note_lots_lot"), "note_lots", ["lot"], unique=False)
    op.create_table(
        "payment_matches",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("payment_id", BIG, nullable=False),
        sa.Column("invoice_id", BIG, nullable=False),
        sa.Column("cents", BIG, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("matched_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("matched_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_payment_matches_cents_positive")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payment_matches_invoice_id_invoices")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_matches_payment_id_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_matches")),
    )
    op.create_index(op.f("ix_payment_matches_invoice_id"), "payment_matches", ["invoice_id"], unique=False)
    op.create_index(
        "uq_payment_matches_live",
        "payment_matches",
        ["payment_id", "invoice_id"],
        unique=True,
        postgresql_where=sa.text("live"),
        sqlite_where=sa.text("live"),
    )
    op.create_table(
        "receipt_scans",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("receipt_id", BIG, nullable=False),
        sa.Column("document_id", BIG, nullable=False),
        sa.Column("added_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_receipt_scans_document_id_documents")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_receipt_scans_receipt_id_receipts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_scans")),
        sa.UniqueConstraint("receipt_id", "document_id", name=op.f("uq_receipt_scans_receipt_id_document_id")),
    )
    op.create_table(
        "return_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("return_id", BIG, nullable=False),
        sa.Column("note_line_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_return_lines_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["note_line_id"], ["note_lines.id"], name=op.f("fk_return_lines_note_line_id_note_lines")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["goods_returns.id"], name=op.f("fk_return_lines_return_id_goods_returns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_lines")),
        sa.UniqueConstraint("return_id", "note_line_id", name=op.f("uq_return_lines_return_id_note_line_id")),
    )
    op.create_index(op.f("ix_return_lines_note_line_id"), "return_lines", ["note_line_id"], unique=False)
    op.create_table(
        "shortage_choices",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("receipt_line_id", BIG, nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("deliver_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("chosen_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "(choice = 'new_delivery') = (deliver_on IS NOT NULL)",
            name=op.f("ck_shortage_choices_new_delivery_has_day"),
        ),
        sa.CheckConstraint(
            "choice <> 'credit_note' OR reason <> ''", name=op.f("ck_shortage_choices_given_up_with_reason")
        ),
        sa.CheckConstraint(
            "choice IN ('back_order', 'credit_note', 'new_delivery')", name=op.f("ck_shortage_choices_choice_known")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shortage_choices_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["receipt_line_id"], ["receipt_lines.id"], name=op.f("fk_shortage_choices_receipt_line_id_receipt_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortage_choices")),
        sa.UniqueConstraint("receipt_line_id", name=op.f("uq_shortage_choices_receipt_line_id")),
    )
