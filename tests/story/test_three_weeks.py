"""Three weeks of a company's life, from the first quote to the last payment, played through the services."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dispatch import clock
from dispatch.catalog.models import Product
from dispatch.customers.credit import set_rule
from dispatch.customers.models import Customer, Site
from dispatch.db import Database
from dispatch.delivery.choosing import Choice
from dispatch.delivery.lots import enter_lots, who_got
from dispatch.delivery.packaging import balances, record_packaging
from dispatch.delivery.reserves import Difference
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.invoicing.cash import Cash
from dispatch.invoicing.claims import open_claim, resolve_claim
from dispatch.invoicing.payments import record_payment
from dispatch.invoicing.returns import take_back
from dispatch.orders.amending import amend_line
from dispatch.orders.cancelling import close_order
from dispatch.orders.confirming import release_order
from dispatch.orders.dealing import put_under
from dispatch.orders.deals import Deal
from dispatch.orders.feed import order_of
from dispatch.orders.gaps import accept_gaps, order_gaps
from dispatch.orders.quotes import Quote
from dispatch.orders.quoting import accept_quote, make_quote
from dispatch.orders.reopening import reopen_order
from dispatch.orders.revising import firm_up
from tests.story.company_life import Life, november, one_of, order_notes


def test_three_weeks_of_a_company(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(database, monkeypatch)
    the_first_week_begins_with_a_quote_and_ends_with_a_rest(life)
    the_second_week_brings_claims_returns_and_a_credit_limit(life)
    the_third_week_settles_everything(life)


def the_first_week_begins_with_a_quote_and_ends_with_a_rest(life: Life) -> None:
    life.it_is(2)
    life.opens()
    life.has("PAIN", 500)
    life.has("FROMAGE", 25)
    life.will_make("FROMAGE", 15, day=6)
    life.wins("HOTEL", 2)
    life.wins("BISTRO", 3, cash_on_delivery=True)
    life.wins("MARCHE", 4, billing_mode="note_is_invoice")
    life.wins("CANTINE", 5, billing_mode="periodic", billing_period="fortnight")
    a_quote_becomes_an_order_that_differs_and_anna_accepts_it(life)
    a_framework_refuses_what_goes_beyond_it(life)
    assert life.orders("BISTRO", {"PAIN": 5}, day=5, reference="B1") == "confirmed"
    assert life.orders("MARCHE", {"PAIN": 10}, day=5, reference="M1") == "confirmed"
    assert [life.is_acknowledged(one) for one in ("C1", "B1", "M1")] == ["2", "3", "4"]

    life.it_is(4, 16)
    notes = life.plans_and_loads(day=5)
    assert set(notes) == {"C1", "B1", "M1"}
    assert life.on_the_way(notes["C1"]) == {"FROMAGE": 25}  # production is short of five
    with life.as_("paul") as session:
        enter_lots(session, notes["C1"], 1, [("L-44", 25_000)])
    assert life.papers("MARCHE") == [("invoice", 2110)]  # numbered when it is printed

    life.it_is(5, 15)
    the_canteen_writes_a_reserve_that_counts(life, notes["C1"])
    life.comes_back(notes["B1"], cash=Cash(1_000, "cash", "55 centimes manquent"))
    life.comes_back(
        notes["M1"], Difference(1, "missing", missing_qty=1_000), choices={1: Choice("credit_note", "rupture")}
    )
    assert life.papers("MARCHE") == [("invoice", 2110), ("credit_note", 211)]

    notes = life.plans_and_loads(day=6)
    assert set(notes) == {"H1"}
    with life.as_("paul") as session:
        enter_lots(session, notes["H1"], 2, [("L-45", 10_000)])
    life.it_is(6, 11)
    life.is_signed_on_the_phone(notes["H1"])

    assert life.invoices(until=6) == {"FA-2026-000002": ("BISTRO", 1055), "FA-2026-000003": ("HOTEL", 17_471)}
    assert life.stands("PAIN") == (39, 38, 0, 0, 1)
    assert life.stands("FROMAGE") == (40, 33, 7, 0, 0)
    week = life.bridge(since=2, on=6)
    assert (week.opening_qty, week.booked_qty, week.delivered_qty, week.cancelled_qty) == (0, 79_000, 71_000, 1_000)
    assert week.closing_cents == 7 * 1200
    assert life.controls() == {"back_orders": 1, "cash_short": 1, "reserves": 2, "not_invoiced": 1}
    life.holds()


def a_quote_becomes_an_order_that_differs_and_anna_accepts_it(life: Life) -> None:
    with life.as_("anna") as session:
        site = session.scalars(select(Site).where(Site.code == "HOTEL")).one()
        offer = [
            (one_of(session, Product, "PAIN").id, 20_000, 1_900_000),
            (one_of(session, Product, "FROMAGE").id, 10_000, 12_000_000),
        ]
        make_quote(session, site.customer_id, site.id, offer, november(30))
        session.add(
            Deal(
                code="NOCES", customer_id=site.customer_id, name="Noces", opened_on=clock.today(), state_at=clock.now(), state_by="anna",
            )
        )  # fmt: skip
    with life.as_("anna") as session:
        order = accept_quote(session, session.scalars(select(Quote)).one(), november(6), "PO-77")
        order.reference = "H1"
        put_under(session, session.scalars(select(Deal)).one(), order.number)
    assert life.is_acknowledged("H1") == "1"
    with life.as_("anna") as session:
        amend_line(session, life.line(session, "H1"), ordered_qty=24_000)
    assert life.controls()["quote_gaps"] == 1
    with life.as_("anna") as session:
        order = order_of(session, "H1")
        accept_gaps(session, order, order_gaps(session, order), "quatre pains de plus, par téléphone")
    assert "quote_gaps" not in life.controls()
    assert life.is_acknowledged("H1") == "1B"


def a_framework_refuses_what_goes_beyond_it(life: Life) -> None:
    life.orders("CANTINE", {"FROMAGE": 100}, day=30, reference="OUVERTE", kind="framework", valid_until=november(30))
    calls = {"kind": "call_off", "framework": "OUVERTE"}
    life.orders("CANTINE", {"FROMAGE": 30}, day=5, reference="C1", **calls)
    life.orders("CANTINE", {"FROMAGE": 40}, day=12, reference="C2", forecast=True, **calls)
    with pytest.raises(RefusedError):
        life.orders("CANTINE", {"FROMAGE": 31}, day=12, reference="C3", **calls)


def the_canteen_writes_a_reserve_that_counts(life: Life, note: str) -> None:
    with pytest.raises(RefusedError, match="no legal value"):
        life.comes_back(note, Difference(1, "damaged", refused_qty=2_000, words="sous réserve de déballage"))
    torn = Difference(1, "damaged", refused_qty=2_000, words="2 emballages déchirés")
    life.comes_back(note, torn, choices={1: Choice("new_delivery", deliver_on=november(10))})
    with life.as_("anna") as session:
        record_packaging(session, {"Palette Europe": (6, 4)}, request_key=life.key(), note_number=note)


def the_second_week_brings_claims_returns_and_a_credit_limit(life: Life) -> None:
    life.it_is(9)
    life.will_make("FROMAGE", 2, day=10)
    life.will_make("FROMAGE", 40, day=12)
    the_caterer_does_not_slip_past_its_limit(life)

    life.it_is(9, 16)
    notes = life.plans_and_loads(day=10)
    assert life.on_the_way(notes["C1"]) == {"FROMAGE": 7}  # the five that were short and the two that were torn
    with life.as_("paul") as session:
        enter_lots(session, notes["C1"], 1, [("L-45", 5_000), ("L-46", 2_000)])
        assert {one.customer_name for one in who_got(session, "L-45")} == {"Client CANTINE", "Client HOTEL"}
    life.it_is(10, 15)
    life.comes_back(notes["C1"])
    the_hotel_complains_and_sends_bread_back(life)
    with life.as_("anna") as session:
        firm_up(session, order_of(session, "C2"))

    life.it_is(11, 16)
    notes = life.plans_and_loads(day=12)
    assert set(notes) == {"C2", "T3", "H1"}
    assert life.on_the_way(notes["T3"]) == {"PAIN": 50, "DRESSAGE": 1}
    with life.as_("paul") as session:
        enter_lots(session, notes["C2"], 1, [("L-47", 40_000)])
    life.it_is(12, 15)
    life.comes_back(notes["C2"])
    life.comes_back(notes["T3"])
    life.it_is(13)
    for one in ("C2", "T2", "T3"):
        life.is_acknowledged(one)

    assert life.invoices(until=13) == {"FA-2026-000004": ("TRAITEUR", 20_150)}
    assert life.stands("PAIN") == (139, 84, 0, 4, 51)
    assert life.stands("FROMAGE") == (90, 80, 10, 0, 0)
    week = life.bridge(since=9, on=13)
    assert week.opening_qty + week.booked_qty - week.delivered_qty - week.cancelled_qty == 14_000
    waiting = {
        "notes_out": 1,
        "late_lines": 1,
        "not_invoiced": 3,
    }  # the hotel's paper is not back; the canteen's fortnight
    by_the_desk = {"no_quote": 1, "above_limit": 1, "reserves": 2, "cash_short": 1, "late_invoices": 1}
    assert life.controls() == waiting | by_the_desk
    life.holds()


def the_caterer_does_not_slip_past_its_limit(life: Life) -> None:
    life.wins("TRAITEUR", 6, credit_limit_cents=30_000)
    with life.as_("chef") as session:
        set_rule(session, one_of(session, Customer, "TRAITEUR"), "block", "order")
    party = {"PAIN": 50, "DRESSAGE": 1}
    assert life.orders("TRAITEUR", party, day=12, reference="T1") == "confirmed"
    with life.as_("anna") as session:
        close_order(session, order_of(session, "T1"), "fête reportée")
    assert life.orders("TRAITEUR", {"FROMAGE": 10}, day=18, reference="T2") == "confirmed"
    with pytest.raises(RefusedError, match="credit limit"), life.as_("anna") as session:
        reopen_order(session, order_of(session, "T1"), "la fête a lieu")
    assert life.orders("TRAITEUR", party, day=12, reference="T3") == "draft"
    assert life.controls()["credit_held"] == 1
    with life.as_("chef") as session:
        release_order(session, order_of(session, "T3"), "acompte promis")
    assert "credit_held" not in life.controls()
    assert life.owes("TRAITEUR") == (12_660 + 20_150, 0, 0)


def the_hotel_complains_and_sends_bread_back(life: Life) -> None:
    with life.database.reading() as session:
        note = order_notes(session, "H1")[0]
    with life.as_("anna") as session:
        claim = open_claim(
            session, note, {1: 3_000}, nature="quality", request_key=life.key(), words="trop cuits"
        ).number
    assert life.controls()["open_claims"] == 1
    with life.as_("anna") as session:
        resolve_claim(session, claim, "credit_note", reason="four mal réglé")
        take_back(session, note, {1: 4_000}, outcome="redelivery", reason="rassis", request_key=life.key())
    assert life.papers("HOTEL") == [("invoice", 17_471), ("credit_note", 601), ("credit_note", 802)]


def the_third_week_settles_everything(life: Life) -> None:
    life.it_is(16)
    life.will_make("FROMAGE", 6, day=18)
    with life.database.reading() as session:
        late = order_notes(session, "H1")[1]
    life.comes_back(late)
    assert sorted(life.invoices(until=16).values()) == [("CANTINE", 70 * 1266), ("HOTEL", 802)]
    for customer, cents in (
        ("HOTEL", 17_471 - 601 - 802 + 802),
        ("TRAITEUR", 20_150),
        ("BISTRO", 55),
        ("MARCHE", 1_899),
    ):
        with life.as_("anna") as session:
            record_payment(session, customer, cents, means="transfer", request_key=life.key())
    assert [life.owes(one)[2] for one in ("HOTEL", "TRAITEUR", "BISTRO", "MARCHE")] == [0, 0, 0, 0]

    life.it_is(17, 16)
    notes = life.plans_and_loads(day=18)
    assert life.on_the_way(notes["T2"]) == {"FROMAGE": 6}
    with life.as_("paul") as session:
        enter_lots(session, notes["T2"], 1, [("L-48", 6_000)])
    life.it_is(18, 12)
    life.is_signed_on_the_phone(notes["T2"])
    with pytest.raises(InvalidInputError), life.as_("anna") as session:
        close_order(session, order_of(session, "T2"))
    with life.as_("anna") as session:
        close_order(session, order_of(session, "T2"), "le client s'est servi ailleurs")
    life.it_is(20)
    assert life.invoices(until=20) == {"FA-2026-000007": ("TRAITEUR", 6 * 1266)}

    assert life.stands("PAIN") == (139, 88, 0, 0, 51)
    assert life.stands("FROMAGE") == (90, 86, 0, 0, 4)
    assert life.bridge(since=16, on=20).closing_qty == 0
    assert life.controls() == {"reserves": 2}  # shown for a month
    with life.database.reading() as session:
        assert [(one.packaging, one.rest) for one in balances(session, "CANTINE")] == [("Palette Europe", 2)]
    everything_is_proved(life)


def everything_is_proved(life: Life) -> None:
    trail = life.trail("H1")
    told = [step.what for step in trail.steps]
    story = ["quote.made", "order.gap_accepted", "note.issued", "note.received", "invoice.validated", "claim.opened"]
    assert [what for what in told if what in story][: len(story)] == story
    assert trail.altered == ()
    assert (len(trail.note_numbers), trail.quote_number) == (2, "DE-2026-000001")
    life.holds()
