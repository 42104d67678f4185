"""Sales administration: movements of the order book, credit, acknowledgements, accepted differences, the outbox of mails."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from dispatch import clock
from dispatch.db.immutability import freeze, thaw
from dispatch.db.types import UtcInstant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FROZEN: dict[str, tuple[str, ...]] = {
    "order_movements": (),
    "accepted_gaps": (),
    "acknowledgements": ("sent_at", "sent_by"),
}
"""Tables whose rows are never deleted, and the columns that may still move."""

PARTS_PER_CENT = 10_000_000


def upgrade() -> None:
    op.create_table(
        "credit_accounts",
        sa.Column(
            "customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("ordered_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoiced_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ceiling_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("excused_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "mode <> 'block' OR ceiling_cents IS NULL OR ordered_cents + delivered_cents + invoiced_cents <= ceiling_cents + excused_cents",
            name=op.f("ck_credit_accounts_within_ceiling"),
        ),
        sa.CheckConstraint("mode IN ('off', 'warn', 'block')", name=op.f("ck_credit_accounts_mode_known")),
        sa.CheckConstraint("stage IN ('order', 'call_off', 'loading')", name=op.f("ck_credit_accounts_stage_known")),
        sa.CheckConstraint("excused_cents >= 0", name=op.f("ck_credit_accounts_excused_not_negative")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_credit_accounts_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_credit_accounts")),
    )
    op.create_table(
        "outgoing_mails",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("recipient", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'refused')", name=op.f("ck_outgoing_mails_state_known")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_outgoing_mails_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_mails_message_id")),
    )
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outgoing_mails_waiting",
            ["id"],
            unique=False,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "accepted_gaps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("quoted", sa.String(length=64), nullable=False),
        sa.Column("ordered", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_accepted_gaps_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_gaps")),
        sa.UniqueConstraint(
            "order_id",
            "line_no",
            "field",
            "quoted",
            "ordered",
            name=op.f("uq_accepted_gaps_order_id_line_no_field_quoted_ordered"),
        ),
    )
    with op.batch_alter_table("accepted_gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accepted_gaps_order_id"), ["order_id"], unique=False)

    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("index_letter", sa.String(length=2), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issued_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=255), nullable=False),
        sa.Column("sent_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("channel IN ('post', 'email')", name=op.f("ck_acknowledgements_channel_known")),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_acknowledgements_content_hash_whole")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_acknowledgements_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_acknowledgements_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
        sa.UniqueConstraint("number", "index_letter", name=op.f("uq_acknowledgements_number_index_letter")),
        sa.UniqueConstraint("order_id", "index_letter", name=op.f("uq_acknowledgements_order_id_index_letter")),
    )
    op.create_table(
        "credit_holds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exposure_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("limit_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=255), nullable=False),
        sa.Column("closed_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=255), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(outcome = '') = (closed_at IS NULL)", name=op.f("ck_credit_holds_closed_with_outcome")),
        sa.CheckConstraint(
            "outcome <> 'released' OR (closed_by <> '' AND reason <> '')",
            name=op.f("ck_credit_holds_release_has_reason"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'released', 'fitted', 'withdrawn')", name=op.f("ck_credit_holds_outcome_known")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_credit_holds_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_holds")),
    )
    with op.batch_alter_table("credit_holds", schema=None) as batch_op:
        batch_op.create_index(
            "uq_credit_holds_open_order",
            ["order_id"],
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "order_movements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("net_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gross_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("kind IN ('booked', 'delivered', 'cancelled')", name=op.f("ck_order_movements_kind_known")),
        sa.CheckConstraint(
            "quantity <> 0 OR net_cents <> 0 OR gross_cents <> 0", name=op.f("ck_order_movements_moves_something")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_order_movements_order_line_id_order_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_movements")),
    )
    with op.batch_alter_table("order_movements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_movements_day"), ["day"], unique=False)
        batch_op.create_index("ix_order_movements_line_day", ["order_line_id", "day"], unique=False)

    connection = op.get_bind()
    for table, movable in FROZEN.items():
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        for statement in freeze(connection.dialect.name, table, columns, movable):
            op.execute(statement)
    _book_what_is_there(connection)


def downgrade() -> None:
    connection = op.get_bind()
    for table in FROZEN:
        for statement in thaw(connection.dialect.name, table):
            op.execute(statement)
    with op.batch_alter_table("order_movements", schema=None) as batch_op:
        batch_op.drop_index("ix_order_movements_line_day")
        batch_op.drop_index(batch_op.f("ix_order_movements_day"))

    op.drop_table("order_movements")
    with op.batch_alter_table("credit_holds", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_credit_holds_open_order",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("credit_holds")
    op.drop_table("acknowledgements")
    with op.batch_alter_table("accepted_gaps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accepted_gaps_order_id"))

    op.drop_table("accepted_gaps")
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outgoing_mails_waiting",
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("outgoing_mails")
    op.drop_table("credit_accounts")


def _book_what_is_there(connection: sa.Connection) -> None:
    """Orders that are older than the book: booked when they came in, delivered with their receipts, given up when they closed."""
    lines = connection.execute(
        sa.text(
            "SELECT l.id, o.customer_id, l.ordered_qty, l.delivered_qty, l.cancelled_qty, l.unit_price_micros, l.vat_bp,"
            " o.received_at, o.state_at, o.state_by, o.state FROM order_lines l JOIN orders o ON o.id = l.order_id"
            " WHERE o.kind <> 'framework' AND NOT o.forecast AND o.state IN ('confirmed', 'closed', 'cancelled')"
        ).columns(received_at=UtcInstant(), state_at=UtcInstant())
    ).all()
    receipts: dict[int, list[tuple[int, datetime, str]]] = {}
    for line_id, quantity, at, by in connection.execute(
        sa.text(
            "SELECT n.order_line_id, r.accepted_qty, t.confirmed_at, t.confirmed_by FROM receipt_lines r"
            " JOIN note_lines n ON n.id = r.note_line_id JOIN receipts t ON t.id = r.receipt_id"
            " WHERE r.accepted_qty > 0 ORDER BY t.id"
        ).columns(confirmed_at=UtcInstant())
    ):
        receipts.setdefault(line_id, []).append((quantity, at, by))
    movements = sa.table(
        "order_movements",
        *(sa.column(name) for name in ("order_line_id", "by", "kind", "quantity", "net_cents", "gross_cents")),
        sa.column("day", sa.Date()),
        sa.column("at", UtcInstant()),
    )
    rows: list[dict[str, object]] = []
    owed: dict[int, int] = {}
    for line_id, customer, ordered, _, cancelled, price, vat, received_at, state_at, state_by, state in lines:
        if state == "cancelled" and cancelled == ordered:
            continue
        said = [("delivered", *receipt) for receipt in receipts.get(line_id, ())]
        if cancelled:
            said.append(("cancelled", cancelled, state_at, state_by))
        gone: dict[str, int] = {"delivered": 0, "cancelled": 0}
        net_gone = gross_gone = 0
        moved = []
        for kind, quantity, at, by in said:
            before, after = _value(gone[kind], price, vat), _value(gone[kind] + quantity, price, vat)
            gone[kind] += quantity
            net, gross = after[0] - before[0], after[1] - before[1]
            net_gone, gross_gone = net_gone + net, gross_gone + gross
            moved.append(_row(line_id, kind, quantity, net, gross, at, by))
        left = _value(ordered - gone["delivered"] - gone["cancelled"], price, vat)
        rows.append(
            _row(line_id, "booked", ordered, left[0] + net_gone, left[1] + gross_gone, received_at, "migration 0004")
        )
        rows += moved
        owed[customer] = owed.get(customer, 0) + left[1]
    for start in range(0, len(rows), 1000):
        connection.execute(sa.insert(movements), rows[start : start + 1000])
    accounts = sa.table(
        "credit_accounts",
        *(
            sa.column(name)
            for name in (
                "customer_id", "mode", "stage", "ordered_cents", "delivered_cents", "invoiced_cents", "excused_cents"
            )
        ),
    )  # fmt: skip
    delivered = _delivered(connection)
    if owed or delivered:
        zero = {"mode": "warn", "stage": "order", "invoiced_cents": 0, "excused_cents": 0}
        connection.execute(
            sa.insert(accounts),
            [
                {
                    "customer_id": customer,
                    "ordered_cents": owed.get(customer, 0),
                    "delivered_cents": delivered.get(customer, 0),
                    **zero,
                }
                for customer in sorted(owed.keys() | delivered.keys())
            ],
        )


def _delivered(connection: sa.Connection) -> dict[int, int]:
    """Customer → cents with VAT of triggers that wait: VAT is taken per trigger on the sum of each rate."""
    found: dict[int, int] = {}
    for customer, vat, net in connection.execute(
        sa.text(
            "SELECT t.customer_id, l.vat_bp, SUM(l.net_cents) FROM invoice_triggers t"
            " JOIN invoice_trigger_lines l ON l.trigger_id = t.id WHERE t.state IN ('pending', 'exported')"
            " GROUP BY t.id, t.customer_id, l.vat_bp"
        )
    ):
        found[customer] = found.get(customer, 0) + int(net) + (int(net) * vat + 5_000) // 10_000
    return found


def _row(line_id: int, kind: str, quantity: int, net: int, gross: int, at: datetime, by: str) -> dict[str, object]:
    day = at.astimezone(UTC).astimezone(clock.zone()).date()
    return {
        "order_line_id": line_id,
        "kind": kind,
        "quantity": quantity,
        "net_cents": net,
        "gross_cents": gross,
        "day": day,
        "at": at,
        "by": by,
    }


def _value(quantity: int, price: int, vat: int) -> tuple[int, int]:
    """Net and gross in cents, rounded half up."""
    exact = quantity * price
    return (
        (exact + PARTS_PER_CENT // 2) // PARTS_PER_CENT,
        (exact * (10_000 + vat) + PARTS_PER_CENT * 5_000) // (PARTS_PER_CENT * 10_000),
    )
