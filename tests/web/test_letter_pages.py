"""Statements and letters about claims on paper and by mail: right figures, right addressee, kept as they left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from dispatch import journal
from dispatch.customers.models import Contact, Customer
from dispatch.db import Database
from dispatch.delivery.claim_letters import claim_letter_pdf
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.register import installed_store, read
from dispatch.errors import RefusedError
from dispatch.invoicing.claims import move_claim, open_claim
from dispatch.invoicing.confirm import confirm_day
from dispatch.invoicing.payments import record_payment
from tests.delivery.builders import DAY
from tests.delivery.test_consignments import hire
from tests.documents.pdf_reading import text
from tests.invoicing.builders import complete_company, delivered, issued
from tests.web.conftest import Browser


def flat(pdf: bytes) -> str:
    return " ".join(text(pdf).split())


def test_a_statement_is_drawn_and_mailed_to_who_keeps_the_accounts(
    database: Database, as_role: Callable[..., Browser]
) -> None:
    delivered(database, units=8, planned=8)
    issued(database)
    with database.transaction("user:anna") as session:
        owner = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        session.add(Contact(customer_id=owner.id, name="Mme Paye", purpose="accounts", email="compta@example.com"))
        record_payment(session, "C1", 2_800, means="transfer", request_key="p", reference="VIR 1")
    desk = as_role("sales")
    address = "/customers/C1/statement?from=2026-11-01&to=2026-12-31"
    assert "compta@example.com" in desk.get(address).text
    paper = flat(desk.get("/customers/C1/statement/pdf?from=2026-11-01&to=2026-12-31").data)
    for words in (
        "Relevé de compte", "Compte C1", "du 01/11/2026 au 31/12/2026", "Facture FA-2026-000001", "Règlement VIR 1", "virement",
        "Solde en notre faveur au 31/12/2026 : 100,00 €", "FR76", "page 1 / 1",
    ):  # fmt: skip
        assert words in paper, words
    given = {"from": "2026-11-01", "end": "2026-12-31", "to": "compta"}
    assert "corrigez-la" in desk.post("/customers/C1/statement/mail", given).text
    assert desk.post("/customers/C1/statement/mail", {**given, "to": "compta@example.com"}).status_code == 303
    with database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
        assert mail.subject == "Relevé de compte au 31/12/2026"
        assert "Solde : 100,00" in mail.body.replace("\u00a0", " ")
        assert mail.document is not None
        assert flat(read(session, installed_store(), mail.document.id)[1]) == paper
        document = mail.document.id
    assert as_role("planner").get(f"/documents/{document}").status_code == 404
    assert "courriel à partir" in desk.get(address).text


def test_a_customer_is_answered_with_what_was_decided(database: Database, as_role: Callable[..., Browser]) -> None:
    note = delivered(database, units=8, planned=8)[0]
    with database.transaction("user:anna") as session:
        number = open_claim(
            session, note, {1: 2_000}, nature="damaged", request_key="k", words="deux cartons écrasés"
        ).number
    desk = as_role("sales")
    waiting = flat(desk.get(f"/claims/{number}/letter").data)
    assert all(words in waiting for words in ("Nous l’examinons", note, "avarie", "deux cartons écrasés", "Client C1"))
    with database.transaction("user:anna") as session:
        move_claim(session, number, "rejected", reason="signé sans réserve")
    assert "donner suite à votre réclamation. Motif : signé sans réserve" in flat(
        desk.get(f"/claims/{number}/letter").data
    )
    assert desk.post(f"/claims/{number}/letter", {"address": "achats@example.com"}).status_code == 303
    assert "courriel à partir" in desk.get(f"/claims/{number}").text
    with database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
        assert (mail.subject_kind, mail.subject_key, mail.document is not None) == ("claim", number, True)
        with pytest.raises(RefusedError, match="own truck"):
            claim_letter_pdf(session, number, "carrier")


def test_a_hired_carrier_gets_a_reasoned_protest_in_time(database: Database) -> None:
    note = hire(database)[0]
    complete_company(database)
    with database.transaction("user:anna") as session:
        confirm_day(session, DAY, all_conform=True)
        journal.record(session, "test.built", "Receipt")
    with database.transaction("user:anna") as session:
        claim = open_claim(session, note, {1: 3_000}, nature="damaged", request_key="k", words="trois cartons mouillés")
        number, by = claim.number, claim.protest_by
    with database.reading() as session:
        paper = flat(claim_letter_pdf(session, number, "carrier"))
    assert by == date(2026, 11, 28)
    for words in (
        "Lettre recommandée", "Transports Alp", "5 rue du Rail", "Lettre de voiture LV-2026-000001", "article L133-3",
        "28/11/2026 au plus tard", "trois cartons mouillés", "Au nom du destinataire",
    ):  # fmt: skip
        assert words in paper, words
