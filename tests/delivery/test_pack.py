"""The print pack: frozen notes in, one kept PDF out, whatever happens in between."""

import io
import time

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from dispatch.company.layouts import adopt_layout, save_layout
from dispatch.db import Database
from dispatch.delivery import pack
from dispatch.delivery.links import scanned_number
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.pack import day_sheets, draw_day_pack, note_pdf
from dispatch.delivery.release import release_day
from dispatch.delivery.withdrawal import withdraw_tour
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.models import Document
from dispatch.documents.register import installed_store, newest, read
from dispatch.documents.store import DocumentStore
from dispatch.errors import NotFoundError, RefusedError
from dispatch.invoicing.printing import HANDLERS
from dispatch.jobs.queue import enqueue, job
from dispatch.jobs.supervisor import run_job
from tests import builders
from tests.delivery.builders import DAY, line, note, released, small_world, tour


@pytest.fixture
def store() -> DocumentStore:
    return installed_store()


def words_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_pack_is_kept_under_its_hash_and_the_notes_know_it(any_database: Database, store: DocumentStore) -> None:
    numbers = released(any_database)
    document = draw_day_pack(any_database, "user:planner", store, DAY)
    with any_database.reading() as session:
        kept, data = read(session, store, document.id)
        assert (kept.kind, kept.subject_key, kept.size_bytes) == ("print_pack", "2026-11-25", len(data))
        assert {note(session, number).pack_document_id for number in numbers} == {document.id}
        assert newest(session, "print_pack", "day", "2026-11-25").id == document.id  # type: ignore[union-attr]
    text = words_of(data)
    assert all(number in text for number in numbers)


def test_a_customer_reads_its_own_language_and_the_driver_the_companys(
    database: Database, store: DocumentStore
) -> None:
    french, english = released(database)
    with database.reading() as session:
        assert "Bon de livraison" in words_of(note_pdf(session, french))
        assert "Delivery note" in words_of(note_pdf(session, english))
        sheets, _, _ = day_sheets(session, DAY)
        assert [sheet.cover.truck.language for sheet in sheets] == ["fr", "fr"]
        with pytest.raises(NotFoundError):
            note_pdf(session, "BL-2026-009999")


def test_copies_are_those_of_the_layout_in_the_number_that_the_customer_wants(
    database: Database, store: DocumentStore
) -> None:
    small_world(database, note_copies=3)
    with database.transaction("Nadia") as session:
        version = save_layout(session, "maison", Layout(copies=(Copy.DRIVER,)))
        adopt_layout(session, version.id, ["note"], builders.NOW.date())
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    document = draw_day_pack(database, "user:planner", store, DAY)
    with database.reading() as session:
        own, house = session.scalars(select(DeliveryNote.number).order_by(DeliveryNote.id)).all()
        feet = words_of(read(session, store, document.id)[1]).splitlines()
    printed = [foot.partition(",")[0] for foot in feet if foot.startswith(("Bon de livraison BL", "Delivery note BL"))]
    assert printed == [
        f"Bon de livraison {own} · Exemplaire chauffeur",
        f"Bon de livraison {own} · Exemplaire client",
        f"Bon de livraison {own} · Exemplaire comptabilité",
        f"Delivery note {house} · Driver copy",
    ]


def test_papers_say_what_is_loaded_and_where_distances_come_from(database: Database) -> None:
    small_world(database, planned=8, cash_on_delivery=True, priced_note=True)
    with database.transaction("test") as session:
        owner = line(session, "CF1", 1).order.customer
        service = builders.product(session, "SRV", kind="service", unit="heure", weight_g=0)
        extra = builders.order(session, line(session, "CF1", 1).order.site, [(service, 2)], "CF3")
        depot = session.scalars(select(builders.Depot)).one()
        third = builders.vehicle(session, depot, "V3")
        tour(session, depot, third, [[(extra.lines[0], 2), (line(session, "CF1", 1), 1)]], "C")
        assert owner.cash_on_delivery
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    with database.reading() as session:
        (first, _, third_sheet), layout, _ = day_sheets(session, DAY)
    assert [one.reference for one in third_sheet.loadings[0].stops[0].lines] == ["P1"]
    assert third_sheet.route.trips[0].stops[0].notes == tuple(one.number for one in third_sheet.notes)
    stop = first.route.trips[0].stops[0]
    assert (first.notes[0].total_cents, stop.cash_cents, stop.weight_g) == (10_667, 12_800, 16_000)
    assert (stop.leg_m, stop.leg_s, stop.parcels) == (2_500, 240, 16)
    assert first.cover.truck.distances.startswith("distances estimées")
    assert scanned_number(first.notes[0].qr_text) == first.notes[0].number
    assert len(layout.copies) == 2


def test_the_same_day_printed_again_is_the_same_document(any_database: Database, store: DocumentStore) -> None:
    released(any_database)
    first = draw_day_pack(any_database, "user:planner", store, DAY)
    assert draw_day_pack(any_database, "user:planner", store, DAY).id == first.id
    with any_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 1


def test_killed_between_file_and_row_it_is_simply_run_again(
    database: Database, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(database)

    def power_cut(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(pack, "keep", power_cut)
        with pytest.raises(SystemExit):
            draw_day_pack(database, "user:planner", store, DAY)
    with database.reading() as session:
        assert session.scalars(select(Document)).all() == []
    document = draw_day_pack(database, "user:planner", store, DAY)
    assert document.sha256 in store
    assert store.verify() == []


def test_a_withdrawn_tour_is_not_in_the_next_pack(database: Database, store: DocumentStore) -> None:
    number, other = released(database)
    with database.transaction("user:planner") as session:
        withdraw_tour(session, note(session, number).tour_id, "panne")
    draw_day_pack(database, "user:planner", store, DAY)
    with database.reading() as session:
        assert (note(session, number).pack_document_id, note(session, other).pack_document_id) == (None, 1)


def test_a_day_that_is_not_released_has_no_pack(database: Database, store: DocumentStore) -> None:
    small_world(database)
    with pytest.raises(RefusedError, match="Release the day first"):
        draw_day_pack(database, "user:planner", store, DAY)


def test_the_pack_is_drawn_by_a_worker_too(database: Database) -> None:
    released(database)
    with database.transaction("user:planner") as session:
        job_id = enqueue(session, "print_pack", {"day": DAY.isoformat()}).id
    run_job(database.url, job_id, HANDLERS)
    with database.reading() as session:
        row = job(session, job_id)
        assert row.state == "done", row.error
        document = session.get(Document, (row.result or {})["document_id"])
        assert document is not None
        assert document.created_by == "user:planner"


def test_eighty_stops_are_drawn_within_ten_seconds(database: Database, store: DocumentStore) -> None:
    with database.transaction("test") as session:
        builders.company(session, note_copies=3)
        depot = builders.depot(session)
        goods = [builders.product(session, f"P{index}") for index in range(6)]
        for truck in range(4):
            vehicle = builders.vehicle(session, depot, f"V{truck}")
            loads = []
            for index in range(20):
                key = f"{truck}{index:02}"
                owner = builders.customer(session, f"C{key}", language="fr" if index % 3 else "en")
                order = builders.order(
                    session, builders.site(session, owner, f"S{key}"), [(one, 4) for one in goods], f"CF{key}"
                )
                loads.append([(one, 3) for one in order.lines])
            tour(session, depot, vehicle, loads, "ABCD"[truck])
    started = time.process_time()  # what it costs, however busy the machine is with other things
    with database.transaction("user:planner") as session:
        assert release_day(session, DAY).issued == 80
    draw_day_pack(database, "user:planner", store, DAY)
    assert time.process_time() - started < 10
