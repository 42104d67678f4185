from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from dispatch import settings
from dispatch.accounts.models import User
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote, Receipt, ReceiptLine
from dispatch.documents.models import Document
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.models import InvoiceTrigger
from tests.delivery.builders import DAY, released
from tests.web.conftest import Browser

SALES = "sales"


@pytest.fixture
def notes(app: Any, database: Database) -> tuple[str, ...]:
    """The numbers of two notes that are out: CF1's with two lines of 8, CF2's with one line of 5."""
    return released(database)


def counted(database: Database, model: Any) -> int:
    with database.reading() as session:
        return int(session.scalar(select(func.count()).select_from(model)) or 0)


def conform(browser: Browser, number: str, key: str = "k1") -> Any:
    return browser.post("/desk", {"number": number, "key": key, "day": DAY.isoformat()})


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{digits}"])
def test_a_number_and_enter_confirm_a_note(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...], typed: str
) -> None:
    number = notes[0]
    browser = as_role(SALES)
    answer = conform(browser, typed.format(number, lower=number.lower(), digits=int(number[-6:])))
    assert answer.status_code == 303
    assert "1/2" in browser.get(answer.headers["Location"]).text
    assert counted(database, Receipt) == counted(database, InvoiceTrigger) == 1


def test_enter_pressed_twice_confirms_once(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...]
) -> None:
    browser = as_role(SALES)
    assert [conform(browser, notes[0]).status_code for _ in range(2)] == [303, 303]
    assert counted(database, Receipt) == counted(database, InvoiceTrigger) == 1


def test_a_note_confirmed_before_is_refused_with_who_and_when(
    as_role: Callable[..., Browser], notes: tuple[str, ...]
) -> None:
    browser = as_role(SALES)
    conform(browser, notes[0], "first")
    answer = conform(browser, notes[0], "second")
    assert answer.status_code == 409
    assert "déjà confirmé" in answer.text
    assert "par sales" in answer.text
    assert f'value="{notes[0]}"' in answer.text


@pytest.mark.parametrize(
    ("typed", "status"), [("BL-2026-999999", 404), ("12345", 400), ("<script>", 400), ("", 400), ("/d/forged", 400)]
)
def test_a_number_that_cannot_be_used_stays_in_the_field(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...], typed: str, status: int
) -> None:
    answer = conform(as_role(SALES), typed)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")
    assert counted(database, Receipt) == 0


def test_differences_reach_the_receipt(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...]
) -> None:
    form = {
        "key": "k", "missing_1": "1,5", "refused_1": "2", "nature_1": "damaged", "words_1": "2 cartons mouillés",
        "nature_2": "late", "signed_on": "2026-11-26", "signer_name": "MARTIN", "signer_quality": "chef", "remark": "quai fermé",
    }  # fmt: skip
    assert as_role(SALES).post(f"/notes/{notes[0]}", form).status_code == 303
    with database.reading() as session:
        lines = session.scalars(select(ReceiptLine).order_by(ReceiptLine.id)).all()
        assert [(line.accepted_qty, line.refused_qty, line.missing_qty) for line in lines] == [
            (4500, 2000, 1500),
            (8000, 0, 0),
        ]
        assert [(one.nature, one.words) for line in lines for one in line.discrepancies] == [
            ("missing", ""), ("damaged", "2 cartons mouillés"), ("late", ""),
        ]  # fmt: skip
        receipt = session.scalars(select(Receipt)).one()
        assert (receipt.signer_name, receipt.signed_on.isoformat(), receipt.confirmed_by) == (
            "MARTIN",
            "2026-11-26",
            "user:sales",
        )


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("missing_1", "beaucoup", 400), ("missing_1", "9", 400), ("refused_1", "-1", 400), ("missing_1", "1e999", 400),
        ("missing_1", "1e999999", 400), ("missing_1", "9" * 60, 400),
        ("missing_1", "NaN", 400), ("missing_1", "0,0001", 400), ("words_1", "sous réserve de déballage", 409), ("signed_on", "hier", 400),
        ("nature_1", "sabotage", 400),
    ],
)  # fmt: skip
def test_a_refused_form_comes_back_with_everything_that_was_typed(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...], field: str, value: str, status: int
) -> None:
    form = {"key": "k", "signer_name": "MARTIN", "words_2": "coin abîmé", "missing_2": "1", field: value}
    answer = as_role(SALES).post(f"/notes/{notes[0]}", form)
    assert answer.status_code == status
    for name, typed in form.items():
        if name not in ("key", "nature_1"):
            assert re.search(rf'name="{name}"[^>]*value="{re.escape(typed)}"', answer.text), name
    assert counted(database, Receipt) == 0


def test_who_drove_does_not_confirm(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...]
) -> None:
    with database.transaction("operator") as session:
        from dispatch import journal

        session.scalars(select(User).where(User.login == SALES)).one().driver_code = "DR1"
        journal.record(session, "test.changed")
    assert conform(as_role(SALES), notes[0]).status_code == 403
    assert counted(database, Receipt) == 0


def test_a_manager_looks_and_does_not_confirm(as_role: Callable[..., Browser], notes: tuple[str, ...]) -> None:
    browser = as_role("manager")
    assert "à revenir" in browser.get(f"/desk?day={DAY.isoformat()}").text
    assert 'id="number"' not in browser.get("/desk").text
    assert conform(browser, notes[0]).status_code == 403


def test_f2_finds_the_note_by_its_last_digits(as_role: Callable[..., Browser], notes: tuple[str, ...]) -> None:
    answer = as_role(SALES).get(f"/desk/find?number={int(notes[1][-6:])}&day={DAY.isoformat()}")
    assert answer.headers["Location"] == f"/notes/{notes[1]}"


def test_an_older_note_in_the_pile_is_found_by_its_last_digits_too(
    as_role: Callable[..., Browser], notes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_role(SALES)
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-26T09:00:00+01:00")
    settings.current.cache_clear()
    given = {"number": str(int(notes[0][-6:])), "key": "k", "day": "2026-11-26"}
    assert browser.post("/desk", given).status_code == 303
    assert browser.post("/desk", {**given, "key": "k2"}).status_code != 303  # it is back: only what is out is guessed


def test_the_last_notes_are_named_and_then_what_comes_next(
    as_role: Callable[..., Browser], notes: tuple[str, ...]
) -> None:
    browser = as_role(SALES)
    assert 'id="left"' not in browser.get(f"/desk?day={DAY}").text
    conform(browser, notes[0])
    assert "Restent" in browser.get(f"/desk?day={DAY}").text
    conform(browser, notes[1], "k2")
    page = browser.get(f"/desk?day={DAY}").text
    assert "Tous les bons du jour sont revenus" in page
    assert "Voir ce qui est à facturer" in page


def test_one_note_can_be_read_as_it_was_issued(as_role: Callable[..., Browser], notes: tuple[str, ...]) -> None:
    answer = as_role(SALES).get(f"/notes/{notes[0]}/pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_triggers_are_exported_once_and_again_on_request(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...]
) -> None:
    browser = as_role(SALES)
    conform(browser, notes[0])
    assert notes[0] in browser.get("/triggers").text
    first = browser.post("/triggers/export", {"format": "csv"})
    assert first.headers["Content-Disposition"].startswith("attachment; filename=")
    assert f"trigger:{notes[0]}" in first.text
    assert notes[0] not in browser.post("/triggers/export", {"format": "csv"}).text
    assert notes[0] in browser.post("/triggers/export", {"format": "json", "again": "1"}).text
    assert browser.post("/triggers/export", {"format": "xml"}).status_code == 400
    assert "exporté" in browser.get("/triggers?state=exported").text


def document(database: Database, kind: str, data: bytes, media_type: str) -> int:
    with database.transaction("operator") as session:
        store = DocumentStore(settings.current().folder / "documents")
        return keep(
            session,
            store,
            data,
            kind=kind,
            title="Dossier é/.. \r\nX: y",
            media_type=media_type,
            subject_kind="day",
            subject_key="2026-11-25",
        ).id


def test_a_document_is_served_with_its_type_disposition_and_digest(
    app: Any, as_role: Callable[..., Browser], database: Database
) -> None:
    paper, page = (
        document(database, "print_pack", b"%PDF-1.7 x", "application/pdf"),
        document(database, "day_map", b"<b>x", "text/html"),
    )
    shown, saved = as_role("planner").get(f"/documents/{paper}"), as_role("planner").get(f"/documents/{page}")
    assert (shown.data, shown.headers["Content-Type"]) == (b"%PDF-1.7 x", "application/pdf")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Repr-Digest"].startswith("sha-256=:")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved.headers["Content-Security-Policy"]
    assert "X" not in saved.headers


def test_one_flipped_byte_is_never_served(app: Any, as_role: Callable[..., Browser], database: Database) -> None:
    number = document(database, "print_pack", b"%PDF-1.7 secret", "application/pdf")
    with database.reading() as session:
        sha256 = session.get_one(Document, number).sha256
    path = Path(settings.current().folder / "documents" / sha256[:2] / sha256[2:])
    path.write_bytes(b"%PDF-1.7 Secret")
    answer = as_role("planner").get(f"/documents/{number}")
    assert answer.status_code == 500
    assert "ecret" not in answer.text
    assert "vérification" in answer.text


def test_the_solvers_files_do_not_exist_for_the_sales_desk(
    app: Any, as_role: Callable[..., Browser], database: Database
) -> None:
    number = document(database, "problem", b"{}", "application/json")
    assert as_role(SALES).get(f"/documents/{number}").status_code == 404
    assert as_role("planner").get(f"/documents/{number}").status_code == 200


def test_notes_that_have_not_come_back_are_listed_with_their_age(
    as_role: Callable[..., Browser], database: Database, notes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-28T08:00:00+01:00")
    settings.current.cache_clear()
    text = as_role(SALES).get("/desk").text
    assert text.count("J+3") == len(notes)
    assert counted(database, DeliveryNote) == len(notes)
