"""The evidence pack proves a receipt by itself, and a purge leaves everything verifiable."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from sqlalchemy import func, select

from dispatch.accounts.models import LoginLink, User, UserSession
from dispatch.accounts.sessions import open_session
from dispatch.accounts.users import create_user
from dispatch.cli.group import main
from dispatch.controls.evidence import evidence_pack
from dispatch.controls.trail import audit_trail
from dispatch.controls.verify import verify
from dispatch.db import Database
from dispatch.delivery.scans import add_scan
from dispatch.documents.register import installed_store
from dispatch.errors import IntegrityError, NotFoundError, RefusedError
from dispatch.invoicing.claims import open_claim
from dispatch.invoicing.phone import take
from dispatch.journal.canonical import entry_hash
from tests.delivery.builders import released
from tests.delivery.phone import delivery, drawn, it_is, png

NOTE = "BL-2026-000001"


@pytest.fixture
def signed(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Note 1 was signed on a phone, scanned and disputed."""
    released(database)
    it_is(monkeypatch, "2026-11-25T08:12:00+01:00")
    answer = take(database, "driver:DR1", installed_store(), 1, delivery(database, NOTE), drawn())
    assert answer.outcome == "taken"
    with database.transaction("user:anna") as session:
        add_scan(session, installed_store(), NOTE, png(Image.new("RGB", (60, 40), "white")))
        open_claim(session, NOTE, {1: 1_000}, nature="quality", request_key="c")
    return database


def packed(database: Database) -> dict[str, bytes]:
    with database.reading() as session:
        data = evidence_pack(session, installed_store(), NOTE)
        assert data == evidence_pack(session, installed_store(), NOTE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_holds_paper_signature_scan_and_journal_and_their_sums(signed: Database) -> None:
    files = packed(signed)
    assert {"note.pdf", "note.json", "receipt.json", "signature.png", "scans/scan-1.jpg", "journal.jsonl"} <= set(files)
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    receipt = json.loads(files["receipt.json"])
    assert hashlib.sha256(files["note.json"]).hexdigest() == receipt["content_sha256"]
    assert receipt["phone"]["shown_sha256"] == receipt["content_sha256"]
    assert receipt["phone"]["device_at"] == "2026-11-25T07:10:00+00:00"
    entries = [json.loads(line) for line in files["journal.jsonl"].decode().splitlines()]
    assert {"note.issued", "note.received", "phone.deliver", "receipt.scanned", "claim.opened"} <= {
        one["kind"] for one in entries
    }
    for one in entries:
        digest = one.pop("hash")
        assert entry_hash(**{**one, "at": datetime.fromisoformat(one["at"])}) == digest


def test_one_flipped_byte_makes_no_pack(signed: Database) -> None:
    store = installed_store()
    with signed.reading() as session:
        files = packed(signed)
        path = store._path(hashlib.sha256(files["signature.png"]).hexdigest())
        path.chmod(0o600)
        path.write_bytes(b"x" + path.read_bytes()[1:])
        with pytest.raises(IntegrityError):
            evidence_pack(session, store, NOTE)


def test_a_note_that_is_out_has_no_evidence_yet(database: Database) -> None:
    released(database)
    with database.reading() as session:
        with pytest.raises(RefusedError):
            evidence_pack(session, installed_store(), NOTE)
        with pytest.raises(NotFoundError):
            evidence_pack(session, installed_store(), "BL-2026-000099")


def test_the_trail_of_the_order_tells_of_its_claims(signed: Database) -> None:
    with signed.reading() as session:
        kinds = {step.what for step in audit_trail(session, installed_store(), "CF1").steps}
    assert {"claim.opened", "receipt.scanned", "document.signature", "document.scan"} <= kinds


def test_the_commands_write_a_pack_and_purge(signed: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "preuve.zip"
    answer = CliRunner().invoke(main, ["--database", signed.url, "evidence", NOTE, "--out", str(out)])
    assert (answer.exit_code, zipfile.is_zipfile(out)) == (0, True), answer.output
    with signed.transaction("operator") as session:
        create_user(session, "anna", "Anna", "sales")
        open_session(session, session.scalars(select(User)).one())
    it_is(monkeypatch, "2026-12-25T08:12:00+01:00")
    counted = CliRunner().invoke(main, ["--database", signed.url, "purge", "--dry-run", "--json"])
    assert json.loads(counted.output)["sessions"] == 1
    assert CliRunner().invoke(main, ["--database", signed.url, "purge"]).exit_code == 0
    with signed.reading() as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0
        assert session.scalar(select(func.count()).select_from(LoginLink)) == 0
        assert [str(fault) for fault in verify(session, installed_store()) if fault.number in (11, 12, 13, 18)] == []
