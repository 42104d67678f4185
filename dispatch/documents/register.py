"""The register: bytes go into the store first, then a row names them; what is read back is checked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal, settings
from dispatch.db.engine import actor_of
from dispatch.documents.models import Document
from dispatch.documents.store import DocumentStore
from dispatch.errors import NotFoundError


def keep(
    session: Session,
    store: DocumentStore,
    data: bytes,
    *,
    kind: str,
    title: str,
    media_type: str,
    subject_kind: str,
    subject_key: str,
    language: str = "fr",
) -> Document:
    """Keep bytes and register them; the same bytes about the same thing are registered once.

    Parameters
    ----------
    kind
        `print_pack`, `note`, `day_map`, …
    subject_kind, subject_key
        What it is about: `day` and `2026-11-25`.
    """
    sha256 = store.put(data)
    same = select(Document).where(
        Document.sha256 == sha256,
        Document.kind == kind,
        Document.subject_kind == subject_kind,
        Document.subject_key == subject_key,
    )
    found = session.scalars(same.order_by(Document.id).limit(1)).first()
    if found is not None:
        return found
    document = Document(
        kind=kind,
        title=title,
        sha256=sha256,
        size_bytes=len(data),
        media_type=media_type,
        language=language,
        subject_kind=subject_kind,
        subject_key=subject_key,
        created_at=clock.now(),
        created_by=actor_of(session),
    )
    session.add(document)
    session.flush()
    journal.record(session, "document.kept", subject_key, document=kind, sha256=sha256, size_bytes=len(data))
    return document


def newest(session: Session, kind: str, subject_kind: str, subject_key: str) -> Document | None:
    """The last document of a kind about a thing, or None."""
    about = select(Document).where(
        Document.kind == kind, Document.subject_kind == subject_kind, Document.subject_key == subject_key
    )
    return session.scalars(about.order_by(Document.id.desc()).limit(1)).first()


def read(session: Session, store: DocumentStore, document_id: int) -> tuple[Document, bytes]:
    """A document and its bytes, checked against its SHA-256.

    Raises
    ------
    NotFoundError
        There is no such document.
    IntegrityError
        Its bytes are missing or have changed: nothing is served.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise NotFoundError(f"There is no document {document_id}.")
    return document, store.get(document.sha256)


def installed_store() -> DocumentStore:
    """The store of this installation, in its data folder."""
    return DocumentStore(settings.current().folder / "documents")
