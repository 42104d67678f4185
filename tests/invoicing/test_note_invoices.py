"""A note that is an invoice: one number when it is issued, owed when it comes back, a credit note for every difference."""

from __future__ import annotations

from sqlalchemy import select

from dispatch import journal
from dispatch.controls.morning import one_list
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.delivery.reserves import Difference
from dispatch.documents.register import installed_store
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.frozen_invoice import thaw
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.printing import draw_day_pack, note_pdf
from dispatch.invoicing.releasing import release_day, withdraw_tour
from dispatch.tours.models import Tour
from tests.delivery.builders import DAY, small_world
from tests.documents.pdf_reading import pages
from tests.invoicing.after import account, papers, standing
from tests.invoicing.builders import complete_company, issued

ORDERED, WHOLE = 8 * 1_200 + 3_200, 9_600 + 3_200


def released(database: Database, **customer: str) -> str:
    """8 of 8 go out on a note that is an invoice; its number."""
    small_world(database, units=8, planned=8, billing_mode="note_is_invoice", **customer)
    complete_company(database)
    with database.transaction("user:planner") as session:
        return release_day(session, DAY).notes[0]


def test_it_is_numbered_with_its_note_and_counts_with_its_receipt(any_database: Database) -> None:
    note = released(any_database)
    assert papers(any_database) == [("FA-2026-000001", WHOLE)]
    assert account(any_database) == (ORDERED, 0, 0)
    for _ in range(2):
        with any_database.transaction("user:anna") as session:
            confirm(session, note, request_key="k")
    assert account(any_database) == (0, 0, WHOLE)
    assert issued(any_database) == []
    with any_database.reading() as session:
        sheet = thaw(session.scalars(select(Invoice.sheet)).one() or "")
        assert [one.note for one in sheet.deliveries] == [note]
        assert [one.rest_qty for one in sheet.lines] == [0, 0]  # what it carries itself is no rest
        assert session.scalars(select(InvoiceTrigger.state)).one() == "invoiced"


def test_a_difference_gives_a_credit_note_at_once(any_database: Database) -> None:
    note = released(any_database)
    wrong = [Difference(1, "missing", missing_qty=3_000), Difference(2, "refused", refused_qty=8_000)]
    with any_database.transaction("user:anna") as session:
        confirm(session, note, request_key="k", differences=wrong)
    assert papers(any_database) == [("FA-2026-000001", WHOLE), ("AV-2026-000001", 3_600 + 3_200)]
    assert account(any_database) == (ORDERED - 6_000, 0, 6_000)
    assert standing(any_database) == (5_000, 3_000, 0)


def test_refused_whole_it_is_credited_whole(database: Database) -> None:
    note = released(database)
    wrong = [Difference(line, "refused", refused_qty=8_000) for line in (1, 2)]
    with database.transaction("user:anna") as session:
        confirm(session, note, request_key="k", differences=wrong)
    assert [cents for _, cents in papers(database)] == [WHOLE, WHOLE]
    assert account(database) == (ORDERED, 0, 0)


def test_released_twice_it_has_one_number(database: Database) -> None:
    released(database)
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    assert len(papers(database)) == 1


def test_while_it_is_out_it_is_no_fault_of_the_morning(database: Database) -> None:
    released(database)
    with database.reading() as session:
        assert one_list(session, "invoiced_not_delivered", DAY).count == 0
        assert one_list(session, "without_proof", DAY).count == 0


def test_withdrawn_it_is_credited_and_nothing_is_owed(database: Database) -> None:
    released(database)
    with database.transaction("user:planner") as session:
        withdraw_tour(session, session.scalars(select(Tour.id).where(Tour.letter == "A")).one(), "camion en panne")
    assert papers(database) == [("FA-2026-000001", WHOLE), ("AV-2026-000001", WHOLE)]
    assert account(database) == (ORDERED, 0, 0)


def test_where_a_mention_is_missing_the_truck_leaves_and_the_receipt_is_invoiced(database: Database) -> None:
    note = released(database, siren="", vat_number="")
    assert papers(database) == []
    with database.transaction("user:anna") as session:
        confirm(session, note, request_key="k")
    assert account(database) == (0, WHOLE, 0)
    with database.transaction("test") as session:
        session.scalars(select(Customer).where(Customer.code == "C1")).one().siren = "732829320"
        journal.record(session, "test.built", "Customer")
    assert issued(database) == ["FA-2026-000001"]
    assert account(database) == (0, 0, WHOLE)


def test_the_pack_prints_the_invoice_in_place_of_its_note(database: Database) -> None:
    small_world(database, units=8, planned=8, billing_mode="note_is_invoice", cash_on_delivery=True)
    complete_company(database)
    with database.transaction("user:planner") as session:
        invoiced, plain = release_day(session, DAY).notes
    store = installed_store()
    printed = pages(store.get(draw_day_pack(database, "user:planner", store, DAY).sha256))
    of_invoice = [" ".join(page.split()) for page in printed if "FA-2026-000001" in page]
    assert [page for page in printed if invoiced in page and page.lstrip().startswith("Bon de livraison")] == []
    assert len(of_invoice) == 2  # the customer's copy and the driver's
    for words in ("Facture valant bon de livraison", invoiced, "Tournée A · arrêt 1", "colis", "128,00 €", "Réserves"):
        assert all(words in page for page in of_invoice), words
    assert "EXEMPLAIRE CHAUFFEUR, À RETOURNER SIGNÉ" in of_invoice[1]
    assert "Facture valant bon de livraison · Exemplaire client" in printed[0]
    assert any(plain in page and "Delivery note" in page for page in printed)
    with database.reading() as session:
        again = " ".join(" ".join(pages(note_pdf(session, invoiced))).split())
    assert again == of_invoice[0]
