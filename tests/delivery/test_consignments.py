"""A tour that a hired carrier drives leaves with its consignment note, frozen, complete, behind the route sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from dispatch import journal
from dispatch.controls.verify import verify
from dispatch.db import Database
from dispatch.delivery.consignment_models import Consignment
from dispatch.delivery.consignments import Carrier, consignment_pdf, hand_over, last_consignments
from dispatch.delivery.frozen import thaw_consignment
from dispatch.delivery.pack import draw_day_pack
from dispatch.delivery.release import release_day
from dispatch.documents.register import installed_store
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.fleet.models import Vehicle
from dispatch.tours.models import Tour
from tests.delivery.builders import DAY, small_world
from tests.documents.pdf_reading import pages, text

HIRED = Carrier("Transports Alp", "732829320", "5 rue du Rail\n38600 Fontaine")


def hire(database: Database, carrier: Carrier = HIRED) -> tuple[str, ...]:
    """The small world, tour A on a hired carrier's truck, released; its notes."""
    small_world(database, cash_on_delivery=True)
    with database.transaction("test") as session:
        vehicle = session.scalars(select(Vehicle).where(Vehicle.code == "V1")).one()
        vehicle.carrier_name, vehicle.carrier_siren, vehicle.carrier_address = (
            carrier.name,
            carrier.siren,
            carrier.address,
        )
        vehicle.plate = "AB-123-CD"
        journal.record(session, "test.built", "Vehicle")
    with database.transaction("user:planner") as session:
        return release_day(session, DAY).notes


def tour_id(database: Database, letter: str) -> int:
    with database.reading() as session:
        return session.scalars(select(Tour.id).where(Tour.letter == letter)).one()


def test_a_hired_truck_leaves_with_every_mention_that_the_law_wants(any_database: Database) -> None:
    note = hire(any_database)[0]
    with any_database.reading() as session:
        number, pdf = consignment_pdf(session, tour_id(any_database, "A"))
        assert session.scalars(select(Consignment.number)).all() == [number] == ["LV-2026-000001"]
        assert [str(one) for one in verify(session, installed_store()) if one.name != "available"] == []
    carrier_copy, shipper_copy = (" ".join(page.split()) for page in pages(pdf))
    for words in (
        "Lettre de voiture", "établie le mardi 24 novembre 2026", "Transports Alp", "5 rue du Rail", "38600 Fontaine",
        "SIREN 732 829 320", "Expéditeur Atelier Clair", "mercredi 25 novembre 2026, 06:40", "Site S1", "2 rue Haute",
        "8 carton · Produit P1", "16 colis", note, "À ENCAISSER", "AB-123-CD", "9 novembre 1999",
    ):  # fmt: skip
        assert words in carrier_copy, words
    assert "À BORD DU VÉHICULE" in carrier_copy
    assert "À CONSERVER DEUX ANS" in shipper_copy


def test_it_lies_behind_the_route_sheet_and_the_cover_says_what_is_to_be_written(database: Database) -> None:
    hire(database, replace(HIRED, siren="", address=""))
    printed = pages(installed_store().get(draw_day_pack(database, "user:planner", installed_store(), DAY).sha256))
    heads = [
        next(
            word
            for word in ("Feuille de route", "Lettre de voiture", "Bon de livraison", "Bordereau", "Dossier")
            if word in page
        )
        for page in printed[1:6]
    ]
    assert heads[1:4] == ["Feuille de route", "Lettre de voiture", "Lettre de voiture"]
    cover = " ".join(printed[0].split())
    assert "Transport confié à Transports Alp : la lettre de voiture LV-2026-000001 reste à bord." in cover
    assert "À compléter à la main sur la lettre de voiture : adresse du transporteur, SIREN du transporteur." in cover
    assert "SIREN : ……" in " ".join(printed[3].split())
    assert sum("Lettre de voiture" in page for page in printed) == 3  # the cover lists it; tour B has none


def test_another_carrier_gets_another_note_and_the_first_is_kept(database: Database) -> None:
    hire(database)
    key = tour_id(database, "A")
    with database.transaction("user:planner") as session:
        hand_over(session, key, Carrier("Isère Fret", "310000005", "1 quai Nord\n38000 Grenoble"))
    with database.reading() as session:
        assert [one.carrier for one in session.scalars(select(Consignment).order_by(Consignment.id))] == [
            "Transports Alp",
            "Isère Fret",
        ]
        assert last_consignments(session, [key])[key].number == "LV-2026-000002"
        assert "Isère Fret" in text(consignment_pdf(session, key)[1])
        assert thaw_consignment(last_consignments(session, [key])[key].sheet).missing == ()


def test_a_carrier_without_its_siren_or_a_tour_that_is_not_out_is_refused(database: Database) -> None:
    small_world(database)
    key = tour_id(database, "A")
    with database.transaction("user:planner") as session, pytest.raises(RefusedError, match="draft"):
        hand_over(session, key, HIRED)
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    with database.transaction("user:planner") as session, pytest.raises(InvalidInputError, match="siren, address"):
        hand_over(session, key, Carrier("Transports Alp"))


def test_it_cannot_be_edited(any_database: Database) -> None:
    hire(any_database)
    with pytest.raises(DBAPIError, match="consignments"), any_database.transaction("test") as session:
        session.execute(update(Consignment).values(carrier="X"))
