"""The journal's head, kept beside the database: what was cut or rewritten up to there shows, however well it was done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text, update

from dispatch import clock, journal, settings
from dispatch.cli.group import main
from dispatch.controls.journal_heads import HANDLERS, export_day, is_due, journal_ends_where_it_was_seen
from dispatch.db import Database
from dispatch.db.immutability import freeze, thaw
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.register import installed_store
from dispatch.jobs.schedule import Schedule
from dispatch.journal import JournalEntry, verify_chain
from dispatch.journal.canonical import entry_hash
from dispatch.journal.heads import exported_heads, head_file, read_head
from dispatch.journal.models import JournalHead


def write(database: Database, count: int) -> None:
    for number in range(count):
        with database.transaction("user:anna") as session:
            journal.record(session, "order.amended", f"CF-{number}", before=1, after=2)


def cut_last(database: Database) -> None:
    """What somebody does who owns the database: guards off, the last entry away, the head set back, guards on."""
    with database.engine.begin() as connection:
        for statement in thaw(connection.dialect.name, "journal"):
            connection.execute(text(statement))
        connection.execute(text("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"))
        last = connection.execute(text("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")).one()
        connection.execute(text("UPDATE journal_head SET seq = :seq, hash = :hash"), last._mapping)
        columns = [column.name for column in JournalEntry.__table__.columns]
        for statement in freeze(connection.dialect.name, "journal", columns):
            connection.execute(text(statement))


def rewrite_last(database: Database) -> None:
    """The last entry says something else, with a hash that fits, and so does the head."""
    with database.reading() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    fields = {name: getattr(entry, name) for name in ("seq", "at", "actor", "kind", "subject", "prev_hash")}
    digest = entry_hash(**fields, payload='{"after":9,"before":1}')
    with database.engine.begin() as connection:
        for statement in thaw(connection.dialect.name, "journal"):
            connection.execute(text(statement))
        connection.execute(
            update(JournalEntry)
            .where(JournalEntry.seq == entry.seq)
            .values(payload='{"after":9,"before":1}', hash=digest)
        )
        connection.execute(update(JournalHead).values(hash=digest))


def faults(database: Database) -> list[str]:
    with database.reading() as session:
        assert verify_chain(session) == []  # the chain alone sees nothing
        return [str(fault) for fault in journal_ends_where_it_was_seen(session, installed_store())]


def test_a_tail_that_was_cut_well_no_longer_holds_the_exported_head(any_database: Database) -> None:
    write(any_database, 3)
    export_day(any_database, "worker", clock.today())
    write(any_database, 1)
    assert faults(any_database) == []
    cut_last(any_database)
    assert faults(any_database) == []  # that entry came after the export
    cut_last(any_database)
    (fault,) = faults(any_database)
    assert "journal 3" in fault
    assert "exported for 2026-11-24 names entry 3, the journal ends at 2: its tail was cut" in fault


def test_an_entry_that_was_rewritten_well_no_longer_fits(any_database: Database) -> None:
    write(any_database, 2)
    export_day(any_database, "worker", clock.today())
    rewrite_last(any_database)
    (fault,) = faults(any_database)
    assert "journal 2" in fault
    assert "rewritten" in fault


def test_a_line_of_the_file_that_is_no_head_is_named(database: Database) -> None:
    write(database, 1)
    export_day(database, "worker", clock.today())
    with head_file().open("a") as file:
        file.write("{}\n")
    (fault,) = faults(database)
    assert "heads.jsonl, line 2 is no head" in fault


def test_the_head_is_exported_once_when_a_day_is_over(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.reading() as session:
        assert not is_due(session)  # an empty journal has no head
    write(database, 1)
    assert Schedule(HANDLERS, lambda: 10.0).look(database) == ["journal_head"]
    export_day(database, "worker", clock.today())
    with database.reading() as session:
        assert not is_due(session)
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-26T00:05:00+01:00")
    settings.current.cache_clear()
    with database.reading() as session:
        assert is_due(session)


def test_the_head_is_mailed_where_an_address_is_set(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPATCH_JOURNAL_HEAD_MAIL", "garde@example.com")
    settings.current.cache_clear()
    write(database, 1)
    export_day(database, "worker", clock.today())
    with database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
    (head,) = exported_heads(head_file())
    assert mail.recipient == "garde@example.com"
    assert read_head(mail.body.splitlines()[0]) == head


def test_the_command_line_prints_exports_and_checks_heads(database: Database, tmp_path: Path) -> None:
    def run(*words: str, code: int = 0) -> str:
        answer = CliRunner().invoke(main, ["--database", database.url, "journal", *words])
        assert answer.exit_code == code, answer.output
        return answer.output

    write(database, 2)
    head = run("head").strip()
    run("export")
    assert "1 heads fit" in run("verify")
    kept = tmp_path / "kept.jsonl"
    kept.write_text(head_file().read_text())
    head_file().unlink()
    cut_last(database)
    run("verify")
    assert "BROKEN journal 2" in run("verify", "--head", head, code=1)
    assert "BROKEN journal 2" in run("verify", "--heads", str(kept), code=1)
    assert "invalid_input" in run("verify", "--head", "12:abc", code=1)
