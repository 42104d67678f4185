"""Kept documents: their bytes are checked against their SHA-256 at each download."""

from __future__ import annotations

import base64
import io

from flask import Blueprint, Response, make_response, send_file
from flask.typing import ResponseReturnValue

from dispatch.documents.register import read
from dispatch.errors import NotFoundError
from dispatch.web.shell import i_may, me, reading, shell

bp = Blueprint("documents", __name__)

PLANNERS_ONLY = {"problem", "plan"}
INVOICES = {"invoice", "credit_note", "statement"}
PROOFS = {"signature", "photo", "scan"}
DESK = {"claim_letter"}
SHOWN_IN_PAGE = {"application/pdf"}
PICTURES = {"image/png", "image/jpeg"}
"""Drawn anew when they came in, hence shown."""
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What the browser's own reader needs; a PDF holds no page of ours."""
SANDBOX_POLICY = "default-src 'none'; sandbox"
SUFFIXES = {
    "application/pdf": "pdf",
    "text/html": "html",
    "application/json": "json",
    "text/csv": "csv",
    "image/png": "png",
    "image/jpeg": "jpg",
}


@bp.get("/documents/<int:document_id>")
def download(document_id: int) -> ResponseReturnValue:
    """Serve one document; who has no business with the solver's files, or with invoices, is told that there are none."""
    with reading() as session:
        document, data = read(session, shell().store, document_id)
    if document.kind in PLANNERS_ONLY and me().role not in ("planner", "administrator"):
        raise NotFoundError(f"There is no document {document_id}.", "Look on the page of what it is about.")
    if document.kind in INVOICES and not i_may("invoice.read"):
        raise NotFoundError(f"There is no document {document_id}.", "Look on the page of what it is about.")
    if document.kind in PROOFS | DESK and not i_may("receipt.read"):
        raise NotFoundError(f"There is no document {document_id}.", "Look on the page of what it is about.")
    media_type = document.media_type.partition(";")[0]
    shown = media_type in PICTURES or (media_type in SHOWN_IN_PAGE and document.kind not in PROOFS)
    response = send_file(
        io.BytesIO(data),
        mimetype=document.media_type if media_type in SUFFIXES else "application/octet-stream",
        as_attachment=not shown,
        download_name=f"{_plain(document.title)}.{SUFFIXES.get(media_type, 'bin')}",
        etag=False,
    )
    response.headers["Content-Security-Policy"] = (
        PDF_POLICY if shown and media_type in SHOWN_IN_PAGE else SANDBOX_POLICY
    )
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(document.sha256)).decode()}:"
    return response


def pdf_answer(data: bytes, name: str) -> Response:
    """A PDF that was drawn for this answer, shown in the page."""
    response = make_response(data)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{_plain(name)}.pdf"'
    response.headers["Content-Security-Policy"] = PDF_POLICY
    return response


def _plain(title: str) -> str:
    return "".join(char if char.isalnum() or char in " -_." else "-" for char in title)[:80] or "document"
