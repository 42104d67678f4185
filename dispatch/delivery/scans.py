"""Scans of signed papers: pictures are drawn anew, PDFs judged by what they hold, and both kept with the receipt."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.delivery.after_models import ReceiptScan
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.delivery.phone_pictures import opened
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.errors import InvalidInputError, RefusedError

MOST_BYTES, MOST_PIXELS, MOST_SIDE = 10_000_000, 40_000_000, 2400
MOST_SCANS = 20
ACTIVE = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/OpenAction",
    b"/AA",
    b"/RichMedia",
    b"/XFA",
    b"/Encrypt",
)
"""Names in a PDF that make it more than pages."""


def clean_scan(data: bytes) -> tuple[bytes, str]:
    """The scan as it is kept, and its media type.

    A picture (JPEG, PNG, TIFF) becomes a grey JPEG of at most 2,400 pixels a side, without metadata. A PDF stays byte for
    byte, so that what the scanner signed still verifies.

    Raises
    ------
    InvalidInputError
        It is empty, too large, damaged, neither picture nor PDF, or a PDF that holds more than pages.
    """
    if len(data) > MOST_BYTES:
        raise InvalidInputError(f"The scan has {len(data)} bytes.", f"{MOST_BYTES} are the most.")
    if data.startswith(b"%PDF-"):
        active = [name.decode() for name in ACTIVE if _holds(data, name)]
        if active or b"%%EOF" not in data[-2048:]:
            what = f"holds {active[0]}" if active else "has no end"
            raise InvalidInputError(f"The PDF {what}.", "Scan the paper again, as a plain PDF or a picture.")
        return data, "application/pdf"
    image = opened(data, ("JPEG", "PNG", "TIFF"), MOST_BYTES, MOST_PIXELS)
    upright = ImageOps.exif_transpose(image).convert("L")
    upright.thumbnail((MOST_SIDE, MOST_SIDE))
    plain = Image.new("L", upright.size)
    plain.paste(upright)
    out = BytesIO()
    plain.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue(), "image/jpeg"


def add_scan(session: Session, store: DocumentStore, note_number: str, data: bytes) -> ReceiptScan:
    """Keep a scan with the receipt of a note; the same scan again is the one that exists.

    Raises
    ------
    RefusedError
        The note is not received, or has enough scans.
    InvalidInputError
        See `clean_scan`.
    """
    query = (
        select(Receipt)
        .join(DeliveryNote, DeliveryNote.id == Receipt.note_id)
        .where(DeliveryNote.number == note_number)
        .with_for_update(of=Receipt)
    )
    receipt = session.scalars(query).one_or_none()
    if receipt is None:
        raise RefusedError(f"Note {note_number} is not back yet.", "Confirm it first.")
    cleaned, media_type = clean_scan(data)
    document = keep(
        session,
        store,
        cleaned,
        kind="scan",
        title=f"Scan {note_number}",
        media_type=media_type,
        subject_kind="note",
        subject_key=note_number,
        language=receipt.note.language,
    )
    scans = session.scalars(select(ReceiptScan).where(ReceiptScan.receipt_id == receipt.id)).all()
    existing = next((one for one in scans if one.document_id == document.id), None)
    if existing is not None:
        return existing
    if len(scans) >= MOST_SCANS:
        raise RefusedError(f"Note {note_number} has {len(scans)} scans.", "That is enough.")
    made = ReceiptScan(receipt_id=receipt.id, document_id=document.id, added_at=clock.now(), added_by=actor_of(session))
    session.add(made)
    session.flush()
    journal.record(session, "receipt.scanned", note_number, sha256=document.sha256, size_bytes=len(cleaned))
    return made


def _holds(data: bytes, name: bytes) -> bool:
    """Whether a name stands in a PDF as a whole word."""
    start = data.find(name)
    while start >= 0:
        after = data[start + len(name) : start + len(name) + 1]
        if not after.isalnum():
            return True
        start = data.find(name, start + 1)
    return False
