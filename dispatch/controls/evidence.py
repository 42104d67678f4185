"""The evidence pack of a note: the paper that was shown, who signed it when, drawings, photos, scans, and what the journal tells."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock
from dispatch.delivery.after_models import GoodsReturn, ReceiptScan
from dispatch.delivery.claim_models import Claim
from dispatch.delivery.models import DeliveryNote, Receipt, ReceiptLine
from dispatch.delivery.pack import note_pdf
from dispatch.delivery.phone_models import Evidence, Photo
from dispatch.documents.store import DocumentStore
from dispatch.errors import NotFoundError, RefusedError
from dispatch.journal import JournalEntry

SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}
STAMP = (2026, 1, 1, 0, 0, 0)
"""The same evidence gives the same bytes."""

READ_ME = """Dossier de preuve du bon {number} / Evidence pack of note {number}

Client / customer : {customer}
Commande / order : {order}
Émis / issued : {issued} ({issuer})
Empreinte du contenu / SHA-256 of the content : {content_hash}
Signé le / signed on : {signed}   par / by : {signer}
Confirmé / confirmed : {confirmed} ({confirmer})   voie / channel : {channel}

note.pdf      le bon tel qu'il a été émis / the note as it was issued
note.json     son contenu : SHA-256 de ce fichier = empreinte ci-dessus / its content: SHA-256 of this file = the one above
receipt.json  quantités, réserves, signataire, heures du serveur et du téléphone / quantities, réserves, signer, both clocks
signature.png, photos/, scans/   tels que conservés / as kept
journal.jsonl écritures chaînées du journal / linked entries of the journal
SHA256SUMS    empreinte de chaque fichier / fingerprint of each file (sha256sum -c SHA256SUMS)
"""


def evidence_pack(session: Session, store: DocumentStore, number: str) -> bytes:
    """A zip archive that proves a receipt by itself; every stored byte in it is checked as it is read.

    Raises
    ------
    NotFoundError
        There is no such note.
    RefusedError
        It is not received yet: there is nothing to prove.
    IntegrityError
        Something stored is not what was stored.
    """
    query = (
        select(DeliveryNote)
        .where(DeliveryNote.number == number)
        .options(
            joinedload(DeliveryNote.receipt).selectinload(Receipt.lines).selectinload(ReceiptLine.discrepancies),
            joinedload(DeliveryNote.customer),
            joinedload(DeliveryNote.order),
        )
    )
    note = session.scalars(query).unique().one_or_none()
    if note is None:
        raise NotFoundError(f"There is no delivery note {number}.", "Check the number on the paper.")
    receipt = note.receipt
    if receipt is None:
        raise RefusedError(f"Note {number} is not back yet.", "Its evidence begins with its receipt.")
    signed = session.scalars(
        select(Evidence).where(Evidence.receipt_id == receipt.id).options(joinedload(Evidence.event))
    ).one_or_none()
    files: dict[str, bytes] = {
        "note.pdf": note_pdf(session, number),
        "note.json": note.sheet.encode("utf-8", "surrogatepass"),
        "receipt.json": _json(_receipt(note, receipt, signed)),
        "journal.jsonl": b"".join(_json(entry, indent=None) for entry in _journal(session, note)),
    }
    files |= _pictures(session, store, receipt, signed)
    files["README.txt"] = READ_ME.format(
        number=number,
        customer=f"{note.customer.code} {note.customer.name}",
        order=note.order.reference,
        issued=clock.local(note.issued_at).isoformat(timespec="seconds"),
        issuer=note.issued_by,
        content_hash=note.content_hash,
        signed=receipt.signed_on.isoformat(),
        signer=f"{receipt.signer_name} {receipt.signer_quality}".strip() or "—",
        confirmed=clock.local(receipt.confirmed_at).isoformat(timespec="seconds"),
        confirmer=receipt.confirmed_by,
        channel=receipt.channel,
    ).encode()
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return _zipped({**files, "SHA256SUMS": sums.encode()})


def _receipt(note: DeliveryNote, receipt: Receipt, signed: Evidence | None) -> dict[str, Any]:
    lines = {line.id: line for line in note.lines}
    return {
        "note": note.number,
        "content_sha256": note.content_hash,
        "channel": receipt.channel,
        "signed_on": receipt.signed_on.isoformat(),
        "signer_name": receipt.signer_name,
        "signer_quality": receipt.signer_quality,
        "remark": receipt.remark,
        "confirmed_at": receipt.confirmed_at.isoformat(),
        "confirmed_by": receipt.confirmed_by,
        "lines": [
            {
                "line": lines[one.note_line_id].line_no,
                "product": lines[one.note_line_id].product_code,
                "loaded_qty": one.loaded_qty,
                "accepted_qty": one.accepted_qty,
                "refused_qty": one.refused_qty,
                "missing_qty": one.missing_qty,
                "reserves": [
                    {"nature": each.nature, "quantity": each.quantity, "words": each.words}
                    for each in one.discrepancies
                ],
            }
            for one in receipt.lines
        ],
        "phone": None
        if signed is None
        else {
            "shown_sha256": signed.shown_hash,
            "device_at": signed.event.device_at.isoformat(),
            "server_at": signed.event.received_at.isoformat(),
            "received_by": signed.event.received_by,
            "event_sha256": signed.event.content_hash,
        },
    }


def _pictures(session: Session, store: DocumentStore, receipt: Receipt, signed: Evidence | None) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    if signed is not None:
        found["signature.png"] = store.get(signed.signature.sha256)
        photos = select(Photo).where(Photo.event_id == signed.event_id).order_by(Photo.line_no, Photo.id)
        for place, photo in enumerate(session.scalars(photos.options(joinedload(Photo.document))), 1):
            suffix = SUFFIXES.get(photo.document.media_type, "bin")
            found[f"photos/line-{photo.line_no}-{place}.{suffix}"] = store.get(photo.document.sha256)
    scans = select(ReceiptScan).where(ReceiptScan.receipt_id == receipt.id).order_by(ReceiptScan.id)
    for place, scan in enumerate(session.scalars(scans.options(joinedload(ReceiptScan.document))), 1):
        suffix = SUFFIXES.get(scan.document.media_type, "bin")
        found[f"scans/scan-{place}.{suffix}"] = store.get(scan.document.sha256)
    return found


def _journal(session: Session, note: DeliveryNote) -> list[dict[str, Any]]:
    """Entries about the note, its lines, claims and returns, and those that name it; as they are linked."""
    about = {note.number}
    for model in (Claim, GoodsReturn):
        about.update(session.scalars(select(model.number).where(model.note_id == note.id)))
    query = (
        select(JournalEntry)
        .where(
            JournalEntry.at >= note.issued_at,
            or_(
                JournalEntry.subject.in_(about),
                JournalEntry.subject.startswith(f"{note.number}/", autoescape=True),
                JournalEntry.payload.contains(f'"{note.number}"', autoescape=True),
            ),
        )
        .order_by(JournalEntry.seq)
    )
    return [
        {
            "seq": one.seq,
            "at": one.at.isoformat(),
            "actor": one.actor,
            "kind": one.kind,
            "subject": one.subject,
            "payload": one.payload,
            "prev_hash": one.prev_hash,
            "hash": one.hash,
        }
        for one in session.scalars(query)
    ]


def _json(data: dict[str, Any], indent: int | None = 1) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=indent, sort_keys=indent is not None) + "\n").encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
