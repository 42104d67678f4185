"""The view `broken_invariants`: a row for whatever contradicts itself in the tables, none where all is well.

Each branch gives the invariant's number and name (docs/explanation/proof.md), the row in which it shows (table, business
key, column), what stands there and what should, in which unit (`qty`: thousandths, `cents`, `rows`, or empty), and words.
`dispatch verify` reads it and adds what SQL alone cannot judge: hashes, files, the journal, exact rounding, time zones.
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LINE = "o.reference || '/' || CAST(l.line_no AS TEXT)"
LINES = "order_lines l JOIN orders o ON o.id = l.order_id"
NOTE_LINE = "n.number || '/' || CAST(k.line_no AS TEXT)"
NOTE_LINES = "note_lines k JOIN delivery_notes n ON n.id = k.note_id"
OF_RECEIPT = "JOIN note_lines k ON k.id = r.note_line_id JOIN delivery_notes n ON n.id = k.note_id"
TOUR = "CAST(t.day AS TEXT) || ' ' || t.letter"
EVENT = "e.client_id || '/' || CAST(e.sequence AS TEXT)"
OUT = "('released', 'under_way', 'done')"
PLACES = "portions p JOIN stops s ON s.id = p.stop_id JOIN trips w ON w.id = s.trip_id JOIN tours t ON t.id = w.tour_id"


def row(
    number: int, name: str, subject: str, says: str, source: str, measure: tuple[str, str, str] | None = None
) -> str:
    """One branch; `measure`: what stands there, what should, and their unit."""
    found, wanted, unit = measure or ("NULL", "NULL", "")
    figures = ", ".join(f"CAST({one} AS BIGINT) AS {name}" for one, name in ((found, "found"), (wanted, "wanted")))
    return (
        f"SELECT {number} AS number, '{name}' AS name, {subject} AS subject, {figures}, '{unit}' AS unit,"
        f" {says} AS words FROM {source}"
    )


def of_line(name: str, column: str, wanted: str, words: str, source: str, where: str = "") -> str:
    """A line's own figure against what other tables make of it."""
    where = where or f"l.{column} <> {wanted}"
    subject = f"'order_lines ' || {LINE} || ' {column}'"
    return row(1, name, subject, f"'{words}'", f"{LINES} {source} WHERE {where}", (f"l.{column}", wanted, "qty"))


def sums(table: str, key: str, value: str, rest: str = "") -> str:
    return f"(SELECT {key} AS of_id, SUM({value}) AS total FROM {table} {rest} GROUP BY {key})"


PARTS = "l.delivered_qty + l.backlog_qty + l.planned_qty + l.cancelled_qty"
ACCEPTED = sums("receipt_lines r JOIN note_lines k ON k.id = r.note_line_id", "k.order_line_id", "r.accepted_qty")
RETURNED = sums("return_lines b JOIN note_lines k ON k.id = b.note_line_id", "k.order_line_id", "b.quantity")
CAME = "r.accepted_qty + r.refused_qty + r.missing_qty"
SHORT = "r.refused_qty + r.missing_qty"
NOT_BACK = "(SELECT k.id FROM note_lines k JOIN delivery_notes n ON n.id = k.note_id WHERE n.state = 'issued')"
BILLED = sums(
    "invoice_lines b JOIN invoices i ON i.id = b.invoice_id",
    "b.order_line_id",
    "CASE WHEN i.kind = 'invoice' THEN b.quantity ELSE -b.quantity END",
    f"WHERE i.state = 'validated' AND (b.note_line_id IS NULL OR b.note_line_id NOT IN {NOT_BACK})",
)


def one_place(column: str, table: str) -> str:
    """A vehicle or driver that is on a second tour of the day."""
    source = (
        f"tours t JOIN tours u ON u.day = t.day AND u.{column} = t.{column} AND u.id < t.id JOIN {table} c ON c.id = t.{column}"
        " WHERE t.state <> 'cancelled' AND u.state <> 'cancelled'"
    )
    says = f"'{table[:-1]} ' || c.code || ' is on tours ' || u.letter || ' and ' || t.letter"
    return row(5, "one_tour_at_a_time", f"'tours ' || {TOUR} || ' {column}'", says, source)


LINE_BRANCHES = (
    of_line(
        "conservation", "ordered_qty", f"({PARTS})", "ordered; its parts, none negative, make", "",
        f"l.ordered_qty <> {PARTS} OR l.delivered_qty < 0 OR l.backlog_qty < 0 OR l.planned_qty < 0 OR l.cancelled_qty < 0",
    ),
    of_line(
        "planned", "planned_qty", "COALESCE(x.total, 0)", "its tours carry",
        f"LEFT JOIN {sums('portions', 'order_line_id', 'quantity', 'WHERE live')} x ON x.of_id = l.id",
    ),
    of_line(
        "delivered", "delivered_qty", "COALESCE(x.total, 0) - COALESCE(y.total, 0)", "its receipts, less returns, accept",
        f"LEFT JOIN {ACCEPTED} x ON x.of_id = l.id LEFT JOIN {RETURNED} y ON y.of_id = l.id",
    ),
    row(
        1, "back_order", f"'back_orders ' || {LINE} || ' closed_at'", "'open, and nothing of the line is owed'",
        "back_orders b JOIN order_lines l ON l.id = b.order_line_id JOIN orders o ON o.id = l.order_id "
        "WHERE b.closed_at IS NULL AND l.backlog_qty + l.planned_qty = 0",
    ),
)  # fmt: skip
RECEIPT_BRANCHES = (
    row(
        2, "receipt_adds_up", f"'receipt_lines ' || {NOTE_LINE} || ' loaded_qty'", "'the note says'",
        f"receipt_lines r {OF_RECEIPT} WHERE r.loaded_qty <> k.loaded_qty",
        ("r.loaded_qty", "k.loaded_qty", "qty"),
    ),
    row(
        2, "receipt_adds_up", f"'receipt_lines ' || {NOTE_LINE} || ' accepted_qty'",
        "'accepted, refused and missing (none negative); loaded were'",
        f"receipt_lines r {OF_RECEIPT} WHERE r.loaded_qty = k.loaded_qty AND ({CAME} <> r.loaded_qty"
        " OR r.accepted_qty < 0 OR r.refused_qty < 0 OR r.missing_qty < 0)",
        (CAME, "r.loaded_qty", "qty"),
    ),
    row(
        2, "shortage_choice", f"'shortage_choices ' || {NOTE_LINE} || ' quantity'", "'the receipt says'",
        f"shortage_choices c JOIN receipt_lines r ON r.id = c.receipt_line_id {OF_RECEIPT}"
        f" WHERE c.quantity <> {SHORT}",
        ("c.quantity", SHORT, "qty"),
    ),
    row(
        2, "returned", f"'return_lines ' || {NOTE_LINE} || ' quantity'", "'of which was accepted'",
        f"{NOTE_LINES} JOIN {sums('return_lines', 'note_line_id', 'quantity')} x ON x.of_id = k.id"
        " LEFT JOIN receipt_lines r ON r.note_line_id = k.id WHERE x.total > COALESCE(r.accepted_qty, 0)",
        ("x.total", "COALESCE(r.accepted_qty, 0)", "qty"),
    ),
    row(
        13, "one_receipt", "'delivery_notes ' || n.number || ' state'", "n.state || ', its receipts:'",
        f"delivery_notes n LEFT JOIN {sums('receipts', 'note_id', '1')} x ON x.of_id = n.id"
        " WHERE COALESCE(x.total, 0) <> CASE WHEN n.state = 'received' THEN 1 ELSE 0 END",
        ("COALESCE(x.total, 0)", "CASE WHEN n.state = 'received' THEN 1 ELSE 0 END", "rows"),
    ),
    row(
        13, "one_receipt", f"'receipt_lines ' || {NOTE_LINE}", "'the receipt says nothing of this line'",
        f"{NOTE_LINES} JOIN receipts q ON q.note_id = n.id LEFT JOIN receipt_lines r ON r.note_line_id = k.id WHERE r.id IS NULL",
    ),
)  # fmt: skip
TOUR_BRANCHES = (
    row(
        5, "portion_once", f"'portions ' || {LINE} || ' live'", f"'on tour ' || {TOUR} || ', which is ' || t.state",
        f"{PLACES} JOIN order_lines l ON l.id = p.order_line_id JOIN orders o ON o.id = l.order_id"
        " WHERE p.live AND t.state IN ('done', 'cancelled')",
    ),
    row(
        5, "portion_once", f"'portions ' || {LINE} || ' part'", f"'the same part is on tour ' || {TOUR} || ' too'",
        f"{PLACES} JOIN order_lines l ON l.id = p.order_line_id JOIN orders o ON o.id = l.order_id"
        " JOIN portions a ON a.order_line_id = p.order_line_id AND a.part = p.part AND a.id < p.id"
        " JOIN stops b ON b.id = a.stop_id JOIN trips c ON c.id = b.trip_id"
        " WHERE p.live AND a.live AND c.tour_id <> w.tour_id",
    ),
    one_place("vehicle_id", "vehicles"),
    one_place("driver_id", "drivers"),
    row(
        0, "tour_with_notes", f"'tours ' || {TOUR}", "'goods of stop ' || CAST(s.sequence AS TEXT) || ' are on no delivery note'",
        f"{PLACES} LEFT JOIN note_lines k ON k.portion_id = p.id WHERE t.state IN {OUT} AND k.id IS NULL"
        " GROUP BY t.id, t.day, t.letter, s.sequence",
    ),
    row(
        0, "tour_with_notes", f"'tours ' || {TOUR}", "'it is out and has no delivery note'",
        f"tours t WHERE t.state IN {OUT} AND NOT EXISTS (SELECT 1 FROM delivery_notes n WHERE n.tour_id = t.id)"
        " AND NOT EXISTS (SELECT 1 FROM trips w JOIN stops s ON s.trip_id = w.id JOIN portions p ON p.stop_id = s.id"
        " WHERE w.tour_id = t.id)",
    ),
    row(
        0, "tour_with_notes", f"'tours ' || {TOUR} || ' state'", "'all its notes are back, and it is not done'",
        "tours t WHERE t.state IN ('released', 'under_way') AND EXISTS (SELECT 1 FROM delivery_notes n WHERE n.tour_id = t.id)"
        " AND NOT EXISTS (SELECT 1 FROM delivery_notes n WHERE n.tour_id = t.id AND n.state = 'issued')",
    ),
    row(
        0, "tour_with_notes", "'delivery_notes ' || n.number || ' state'", "n.state || ', its tour is ' || t.state",
        "delivery_notes n JOIN tours t ON t.id = n.tour_id WHERE (n.state = 'issued' AND t.state IN ('draft', 'cancelled', 'done'))"
        " OR (n.state = 'received' AND t.state IN ('draft', 'cancelled'))",
    ),
)  # fmt: skip
PHONE_BRANCHES = (
    row(
        14, "phone_once", f"'phone_events ' || {EVENT} || ' outcome'", "'it is ' || e.outcome || ', and its evidence says otherwise'",
        "phone_evidence v JOIN phone_events e ON e.id = v.event_id LEFT JOIN receipts q ON q.id = v.receipt_id"
        " WHERE (e.outcome = 'taken') <> (q.id IS NOT NULL)",
    ),
    row(
        14, "phone_once", "'phone_evidence ' || CAST(v.id AS TEXT) || ' receipt_id'", "'that receipt is not of this delivery'",
        "phone_evidence v JOIN phone_events e ON e.id = v.event_id JOIN receipts q ON q.id = v.receipt_id"
        " WHERE e.outcome = 'taken' AND (q.note_id <> e.note_id OR q.channel <> 'phone')",
    ),
    row(
        14, "phone_once", f"'phone_events ' || {EVENT} || ' id'", "'a delivery without evidence'",
        "phone_events e WHERE e.kind = 'deliver' AND NOT EXISTS (SELECT 1 FROM phone_evidence v WHERE v.event_id = e.id)",
    ),
    row(
        14, "phone_once", "'receipts ' || n.number || ' channel'", "'deliveries of a phone have made it, not'",
        "receipts q JOIN delivery_notes n ON n.id = q.note_id LEFT JOIN "
        + sums("phone_evidence v JOIN phone_events e ON e.id = v.event_id", "v.receipt_id", "1", "WHERE e.outcome = 'taken'")
        + " x ON x.of_id = q.id WHERE q.channel = 'phone' AND COALESCE(x.total, 0) <> 1",
        ("COALESCE(x.total, 0)", "1", "rows"),
    ),
    row(
        14, "signed_as_shown", "'phone_evidence ' || n.number || ' shown_hash'", "'it is not the hash of the note that was issued'",
        "phone_evidence v JOIN receipts q ON q.id = v.receipt_id JOIN delivery_notes n ON n.id = q.note_id"
        " WHERE v.shown_hash <> n.content_hash",
    ),
)  # fmt: skip
INVOICE_BRANCHES = (
    row(
        15, "one_trigger", "'receipts ' || n.number", "'invoice triggers, not'",
        f"receipts q JOIN delivery_notes n ON n.id = q.note_id LEFT JOIN {sums('receipt_lines', 'receipt_id', 'accepted_qty')} a"
        f" ON a.of_id = q.id LEFT JOIN {sums('invoice_triggers', 'receipt_id', '1')} x ON x.of_id = q.id"
        " WHERE COALESCE(x.total, 0) <> CASE WHEN COALESCE(a.total, 0) <> 0 THEN 1 ELSE 0 END",
        ("COALESCE(x.total, 0)", "CASE WHEN COALESCE(a.total, 0) <> 0 THEN 1 ELSE 0 END", "rows"),
    ),
    row(
        15, "invoiced_within_accepted", f"'order_lines ' || {LINE}", "'invoiced less credited; accepted were'",
        f"{LINES} JOIN {BILLED} x ON x.of_id = l.id LEFT JOIN {ACCEPTED} y ON y.of_id = l.id"
        " WHERE x.total < 0 OR x.total > COALESCE(y.total, 0)",
        ("x.total", "COALESCE(y.total, 0)", "qty"),
    ),
    row(
        15, "credit_due", "'credits_due ' || COALESCE(i.number, CAST(x.of_id AS TEXT)) || ' quantity'", "'due; credited were'",
        f"{sums('credits_due', 'credit_note_id', 'quantity', 'WHERE credit_note_id IS NOT NULL')} x"
        " LEFT JOIN invoices i ON i.id = x.of_id AND i.kind = 'credit_note'"
        f" LEFT JOIN {sums('invoice_lines', 'invoice_id', 'quantity')} y ON y.of_id = i.id WHERE x.total <> COALESCE(y.total, 0)",
        ("x.total", "COALESCE(y.total, 0)", "qty"),
    ),
    row(
        17, "payments", "'payments ' || p.request_key || ' cents'", "'matched; paid and not cancelled were'",
        f"payments p JOIN {sums('payment_matches', 'payment_id', 'cents', 'WHERE live')} x ON x.of_id = p.id"
        " WHERE x.total > p.cents OR p.cancelled_at IS NOT NULL",
        ("x.total", "CASE WHEN p.cancelled_at IS NULL THEN p.cents ELSE 0 END", "cents"),
    ),
    row(
        17, "payments", "'payment_matches ' || i.number || ' cents'", "'matched; the invoice asks for'",
        f"invoices i JOIN {sums('payment_matches', 'invoice_id', 'cents', 'WHERE live')} x ON x.of_id = i.id"
        " WHERE x.total > i.gross_cents",
        ("x.total", "i.gross_cents", "cents"),
    ),
    row(
        0, "invoice_with_note", "'invoice_lines ' || COALESCE(i.number, 'draft ' || CAST(i.id AS TEXT)) || '/'"
        " || CAST(b.line_no AS TEXT) || ' note_number'", "b.note_number || ', it comes from ' || g.note_number",
        "invoice_lines b JOIN invoices i ON i.id = b.invoice_id JOIN invoice_trigger_lines h ON h.id = b.trigger_line_id"
        " JOIN invoice_triggers g ON g.id = h.trigger_id JOIN order_lines l ON l.id = b.order_line_id"
        " JOIN orders o ON o.id = l.order_id WHERE b.note_number <> g.note_number OR b.order_reference <> o.reference",
    ),
)  # fmt: skip
BRANCHES = (*LINE_BRANCHES, *RECEIPT_BRANCHES, *TOUR_BRANCHES, *PHONE_BRANCHES, *INVOICE_BRANCHES)


def upgrade() -> None:
    op.execute("CREATE VIEW broken_invariants AS " + "\nUNION ALL ".join(BRANCHES))


def downgrade() -> None:
    op.execute("DROP VIEW broken_invariants")
