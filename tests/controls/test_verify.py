"""Verification names exactly the row that was altered behind the services' back."""

import json

import pytest
from sqlalchemy import select, text

from dispatch.controls.guards import GUARDS
from dispatch.controls.verify import verify_installation
from dispatch.db import Database
from dispatch.delivery.release import release_day
from dispatch.delivery.withdrawal import withdraw_tour
from dispatch.documents.register import installed_store
from dispatch.invoicing.confirm import confirm_day
from dispatch.tours.models import Tour
from tests.controls.builders import LATER
from tests.controls.unguarded import alter
from tests.delivery.builders import line, tour

LINE = "(SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.reference = 'CF1' AND l.line_no = 1)"
FIRST, OUT = "BL-2026-000001", "BL-2026-000003"


def note_id(number: str) -> str:
    return f"(SELECT id FROM delivery_notes WHERE number = '{number}')"


def receipt_line(number: str, line_no: int) -> str:
    return (
        "(SELECT r.id FROM receipt_lines r JOIN note_lines n ON n.id = r.note_line_id "
        f"WHERE n.note_id = {note_id(number)} AND n.line_no = {line_no})"
    )


ALTERATIONS = [
    (
        "a line owes less than it should",
        [f"UPDATE order_lines SET backlog_qty = backlog_qty - 1 WHERE id = {LINE}"],
        {(1, "conservation", "order_lines CF1/1 ordered_qty"), (1, "order_book", "order_movements CF1/1 quantity")},
    ),
    (
        "planned moved to backlog without its tour",
        [f"UPDATE order_lines SET planned_qty = planned_qty - 1000, backlog_qty = backlog_qty + 1000 WHERE id = {LINE}"],
        {(1, "planned", "order_lines CF1/1 planned_qty")},
    ),
    (
        "more delivered than accepted",
        [f"UPDATE order_lines SET delivered_qty = delivered_qty + 500, ordered_qty = ordered_qty + 500 WHERE id = {LINE}"],
        {(1, "delivered", "order_lines CF1/1 delivered_qty"), (1, "order_book", "order_movements CF1/1 quantity")},
    ),
    (
        "a portion grew on its way",
        [f"UPDATE portions SET quantity = quantity + 1000 WHERE live AND order_line_id = {LINE}"],
        {(1, "planned", "order_lines CF1/1 planned_qty")},
    ),
    (
        "an old back order was forgotten open",
        [f"UPDATE back_orders SET order_line_id = (SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.reference = 'CF2') WHERE order_line_id = {LINE}"],
        {(1, "back_order", "back_orders CF2/1 closed_at")},
    ),
    (
        "a receipt accepts more than came",
        [f"UPDATE receipt_lines SET refused_qty = refused_qty + 250 WHERE id = {receipt_line(FIRST, 1)}"],
        {(2, "receipt_adds_up", f"receipt_lines {FIRST}/1 accepted_qty"), (18, "journal_witness", f"receipts {FIRST}")},
    ),
    (
        "missing goods became refused ones",
        [f"UPDATE receipt_lines SET refused_qty = missing_qty, missing_qty = 0 WHERE id = {receipt_line(FIRST, 1)}"],
        {(18, "journal_witness", f"receipts {FIRST}")},
    ),
    (
        "the stock was never there",
        ["UPDATE stock SET quantity = 5000 WHERE product_id = (SELECT id FROM products WHERE code = 'P2')"],
        {(3, "supply", "products P2 supply")},
    ),
    (
        "a live portion on a cancelled tour",
        ["UPDATE tours SET state = 'cancelled' WHERE letter = 'B' AND day = '2026-11-26'"],
        {(5, "portion_once", "portions CF9/1 live")},
    ),
    (
        "one driver on two tours",
        ["UPDATE tours SET driver_id = (SELECT id FROM drivers WHERE code = 'DR1') WHERE day = '2026-11-26'"],
        {(5, "one_tour_at_a_time", "tours 2026-11-26 B driver_id")},
    ),
    (
        "a number was given and never used",
        ["UPDATE number_series SET last = last + 1 WHERE kind = 'note'"],
        {(10, "unbroken_series", "number_series BL-2026-000005")},
    ),
    (
        "the counter was turned back",
        ["UPDATE number_series SET last = last - 1 WHERE kind = 'order'"],
        {(10, "unbroken_series", "number_series CO-2026 last")},
    ),
    (
        "an order was renumbered",
        ["UPDATE orders SET number = 'CO-2026-000001b' WHERE reference = 'CF1'"],
        {
            (10, "unbroken_series", "orders CO-2026-000001b number"),
            (10, "unbroken_series", "number_series CO-2026-000001"),
        },
    ),
    (
        "a note's paper was rewritten",
        [f"UPDATE delivery_notes SET sheet = replace(sheet, 'Site S1', 'Site S9') WHERE number = '{OUT}'"],
        {(12, "note_as_shown", f"delivery_notes {OUT} sheet")},
    ),
    (
        "a line of a note was rewritten",
        [f"UPDATE note_lines SET rest_qty = rest_qty + 1 WHERE note_id = {note_id(OUT)}"],
        {(12, "note_as_shown", f"note_lines {OUT}/1")},
    ),
    (
        "a note says received, nobody signed",
        ["UPDATE delivery_notes SET state = 'received' WHERE number = 'BL-2026-000004'"],
        {(13, "one_receipt", "delivery_notes BL-2026-000004 state")},
    ),
    (
        "a trigger was deleted",
        [
            "DELETE FROM invoice_trigger_lines WHERE trigger_id = (SELECT id FROM invoice_triggers WHERE note_number = 'BL-2026-000002')",
            "DELETE FROM invoice_triggers WHERE note_number = 'BL-2026-000002'",
        ],
        {
            (15, "one_trigger", "receipts BL-2026-000002"),
            (17, "exposure", "credit_accounts C2 delivered_cents"),
            (18, "journal_witness", "invoice_triggers BL-2026-000002 net_cents"),
        },
    ),
    (
        "a trigger line bills more",
        [f"UPDATE invoice_trigger_lines SET net_cents = net_cents + 100 WHERE receipt_line_id = {receipt_line(FIRST, 1)}"],
        {
            (15, "trigger_as_received", f"invoice_trigger_lines {FIRST}/1 net_cents"),
            (17, "exposure", "credit_accounts C1 delivered_cents"),
            (15, "trigger_as_received", f"invoice_triggers {FIRST} net_cents"),
        },
    ),
    (
        "a trigger line bills what was refused",
        [f"UPDATE invoice_trigger_lines SET quantity = 8000, net_cents = 2667 WHERE receipt_line_id = {receipt_line(FIRST, 2)}"],
        {
            (15, "trigger_as_received", f"invoice_trigger_lines {FIRST}/2 quantity"),
            (17, "exposure", "credit_accounts C1 delivered_cents"),
            (15, "trigger_as_received", f"invoice_triggers {FIRST} net_cents"),
        },
    ),
    (
        "a price was raised after signature",
        [f"UPDATE invoice_trigger_lines SET unit_price_micros = unit_price_micros + 1 WHERE receipt_line_id = {receipt_line(FIRST, 1)}"],
        {(15, "trigger_as_received", f"invoice_trigger_lines {FIRST}/1 unit_price_micros")},
    ),
    (
        "a tour that is out lost a note",
        [f"DELETE FROM note_lines WHERE note_id = {note_id('BL-2026-000004')}", "DELETE FROM delivery_notes WHERE number = 'BL-2026-000004'"],
        {
            (0, "tour_with_notes", "tours 2026-11-26 A"),
            (10, "unbroken_series", "number_series BL-2026-000004"),
            (18, "journal_witness", "delivery_notes BL-2026-000004 content_hash"),
        },
    ),
    (
        "a draft tour left without release",
        ["UPDATE tours SET state = 'released' WHERE letter = 'B' AND day = '2026-11-26'"],
        {(0, "tour_with_notes", "tours 2026-11-26 B")},
    ),
    (
        "a tour whose notes are all back was opened again",
        ["UPDATE tours SET state = 'released' WHERE letter = 'B' AND day = '2026-11-25'"],
        {(0, "tour_with_notes", "tours 2026-11-25 B state")},
    ),
    (
        "a document lost its size",
        ["UPDATE documents SET size_bytes = 1"],
        {(12, "documents", "documents 1 (print_pack 2026-11-25) size_bytes")},
    ),
    (
        "a document names bytes that nobody kept",
        [f"UPDATE documents SET sha256 = '{'a' * 64}'"],
        {(12, "documents", "documents 1 (print_pack 2026-11-25) sha256")},
    ),
    (
        "an order line points to no product",
        [f"UPDATE order_lines SET product_id = 999 WHERE id = {LINE}"],
        {(0, "references", "order_lines 1 product_id")},
    ),
]  # fmt: skip


def faults(database: Database) -> set[tuple[int, str, str]]:
    return {(one.number, one.name, one.subject) for one in verify_installation(database, installed_store())}


def test_a_healthy_installation_has_no_fault(any_healthy: Database) -> None:
    assert faults(any_healthy) == set()


def test_an_empty_installation_has_no_fault(any_database: Database) -> None:
    assert faults(any_database) == set()


@pytest.mark.parametrize(
    ("statements", "expected"), [one[1:] for one in ALTERATIONS], ids=[one[0] for one in ALTERATIONS]
)
def test_an_altered_row_is_named(
    healthy_sqlite: Database, statements: list[str], expected: set[tuple[int, str, str]]
) -> None:
    alter(healthy_sqlite, statements)
    assert faults(healthy_sqlite) == expected


@pytest.mark.parametrize("place", [0, 5, 14, 15, 16, 20, 24])
def test_an_altered_row_is_named_on_the_server_too(healthy_postgres: Database, place: int) -> None:
    _, statements, expected = ALTERATIONS[place]
    alter(healthy_postgres, statements)
    assert faults(healthy_postgres) == expected


def test_each_altered_field_of_a_journal_entry_is_named(healthy_sqlite: Database) -> None:
    for column, value in (
        ("payload", json.dumps({"lines": 0})),
        ("actor", "user:eve"),
        ("kind", "test"),
        ("subject", "X"),
        ("at", "2026-11-24 07:00:01.000000"),
    ):
        with healthy_sqlite.engine.connect() as connection:
            before = connection.execute(text(f'SELECT "{column}" FROM journal WHERE seq = 5')).scalar_one()
        alter(healthy_sqlite, [f"UPDATE journal SET \"{column}\" = '{value}' WHERE seq = 5"])
        assert faults(healthy_sqlite) == {(18, "journal_chain", "journal 5")}, column
        alter(healthy_sqlite, [f"UPDATE journal SET \"{column}\" = '{before}' WHERE seq = 5"])
    assert faults(healthy_sqlite) == set()


@pytest.mark.parametrize(
    ("statement", "subjects"),
    [
        ("DELETE FROM journal WHERE seq = 5", {"journal 6"}),
        ("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", {"journal"}),
        ("UPDATE journal_head SET seq = seq + 1", {"journal"}),
    ],
)
def test_entries_cut_out_or_off_are_noticed(healthy_sqlite: Database, statement: str, subjects: set[str]) -> None:
    alter(healthy_sqlite, [statement])
    found = faults(healthy_sqlite)
    assert {name for _, name, _ in found} == {"journal_chain"}
    assert all(any(subject.startswith(one) for one in subjects) for _, _, subject in found)


def test_one_flipped_byte_of_a_document_is_found(healthy_sqlite: Database) -> None:
    store = installed_store()
    path = next(one for one in store.root.rglob("*") if one.is_file())
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(bytes(data))
    assert faults(healthy_sqlite) == {(12, "documents", "documents 1 (print_pack 2026-11-25) sha256")}
    path.unlink()
    (store.root / "readme.txt").write_text("hello")
    assert faults(healthy_sqlite) == {
        (12, "documents", "documents 1 (print_pack 2026-11-25) sha256"),
        (12, "documents", "store readme.txt"),
    }


@pytest.mark.parametrize(("table", "guard"), GUARDS)
def test_a_guard_taken_down_is_noticed(database: Database, table: str, guard: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {guard}"))
    assert faults(database) == {(11, "immutable", f"{table} trigger {guard}")}


def test_every_guard_of_the_database_is_watched(database: Database) -> None:
    with database.engine.begin() as connection:
        found = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    assert found == {guard for _table, guard in GUARDS}


def test_a_guard_switched_off_on_the_server_is_noticed(postgres_database: Database) -> None:
    with postgres_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE receipts DISABLE TRIGGER receipts_no_delete"))
    assert faults(postgres_database) == {(11, "immutable", "receipts trigger receipts_no_delete")}


def test_a_tour_taken_off_and_sent_again_has_no_fault(any_healthy: Database) -> None:
    with any_healthy.transaction("user:planner") as session:
        off = session.scalars(select(Tour).where(Tour.letter == "A", Tour.day == LATER)).one()
        withdraw_tour(session, off.id, "panne")
        depot, vehicle = off.trips[0].depot, off.vehicle
        tour(session, depot, vehicle, [[(line(session, "CF1", 1), 4), (line(session, "CF1", 2), 2)]], "A", LATER)
    with any_healthy.transaction("user:planner") as session:
        assert release_day(session, LATER).issued == 2
    assert faults(any_healthy) == set()
    with any_healthy.transaction("operator") as session:
        confirm_day(session, LATER, all_conform=True)
    assert faults(any_healthy) == set()
