"""The content-addressed store: what was kept is what is served, whoever is killed when."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError

DATA = b"%PDF-1.4 a note"


def a_store(tmp_path: Path) -> DocumentStore:
    store = DocumentStore(tmp_path / "documents")
    store.put(b"noise, so that a store of one is not mistaken for a store that works")
    return store


def test_bytes_are_kept_under_their_sha256_and_come_back(tmp_path: Path):
    store = a_store(tmp_path)
    name = store.put(DATA)
    assert name == hashlib.sha256(DATA).hexdigest()
    assert store.get(name) == DATA
    assert (store.root / name[:2] / name[2:]).read_bytes() == DATA
    assert name in store
    assert "0" * 64 not in store


def test_keeping_the_same_bytes_twice_changes_nothing(tmp_path: Path):
    store = a_store(tmp_path)
    name = store.put(DATA)
    before = sorted(store.root.rglob("*"))
    stamp = (store.root / name[:2] / name[2:]).stat().st_mtime_ns
    assert store.put(DATA) == name
    assert sorted(store.root.rglob("*")) == before
    assert (store.root / name[:2] / name[2:]).stat().st_mtime_ns == stamp


@pytest.mark.parametrize("place", range(len(DATA)))
def test_one_flipped_byte_is_never_served(tmp_path: Path, place: int):
    store = a_store(tmp_path)
    name = store.put(DATA)
    path = store.root / name[:2] / name[2:]
    altered = bytearray(DATA)
    altered[place] ^= 1
    path.write_bytes(bytes(altered))
    with pytest.raises(IntegrityError, match="has changed on disk") as caught:
        store.get(name)
    assert caught.value.code == "integrity"
    assert [fault.name for fault in store.verify()] == [f"{name[:2]}/{name[2:]}"]


def test_a_missing_document_is_a_coded_error(tmp_path: Path):
    with pytest.raises(IntegrityError, match="is not in the store"):
        a_store(tmp_path).get("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_no_sha256_never_becomes_a_path(tmp_path: Path, name: str):
    with pytest.raises(IntegrityError, match="is not the SHA-256"):
        a_store(tmp_path).get(name)


def test_a_good_copy_heals_a_damaged_one(tmp_path: Path):
    store = a_store(tmp_path)
    name = store.put(DATA)
    (store.root / name[:2] / name[2:]).write_bytes(b"")
    store.put(DATA)
    assert store.get(name) == DATA
    assert store.verify() == []


def test_a_stray_file_is_named_by_verify(tmp_path: Path):
    store = a_store(tmp_path)
    (store.root / "notes.txt").write_text("mine")
    assert [(fault.name, fault.kind) for fault in store.verify()] == [("notes.txt", "stray")]


def test_an_empty_store_has_no_fault(tmp_path: Path):
    assert DocumentStore(tmp_path / "nothing").verify() == []


def test_sixteen_writers_of_the_same_bytes_leave_one_file(tmp_path: Path):
    store = a_store(tmp_path)
    with ThreadPoolExecutor(16) as pool:
        names = set(pool.map(store.put, [DATA] * 64))
    assert names == {hashlib.sha256(DATA).hexdigest()}
    assert store.verify() == []
    assert not list(store.root.rglob("*.part"))


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = a_store(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            store.put(DATA)
    assert not list(store.root.rglob("*.part"))
    assert hashlib.sha256(DATA).hexdigest() not in store
    assert store.verify() == []


def test_the_file_is_synced_before_its_rename_and_the_folder_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = a_store(tmp_path)
    seen: list[str] = []
    sync, rename = os.fsync, Path.replace

    def spy_sync(descriptor: int) -> None:
        seen.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        sync(descriptor)

    def spy_rename(path: Path, target: Path) -> Path:
        seen.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", spy_sync)
    monkeypatch.setattr(Path, "replace", spy_rename)
    store.put(DATA)
    assert seen[-3:] == ["sync file", "rename", "sync folder"]


def killed_writer(kind: str, root: Path) -> dict[str, int]:
    program = Path(__file__).with_name("killed_writer.py")
    project = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, str(program), kind, str(root)],
        check=True,
        capture_output=True,
        text=True,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
    )
    return json.loads(done.stdout)


def test_a_writer_killed_at_any_line_leaves_a_whole_store(tmp_path: Path):
    found = killed_writer("real", tmp_path)
    assert found.pop("killed") >= 20
    assert found == {"faults": 0, "lost_after_return": 0, "retry_failed": 0, "half_served": 0}


def test_the_same_murders_find_fault_with_a_store_that_writes_in_place(tmp_path: Path):
    found = killed_writer("careless", tmp_path)
    assert found["killed"] >= 5
    assert found["faults"] >= 1
