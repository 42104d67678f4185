"""Letters about claims: the answer to the customer, the protest to a hired carrier; drawn as it stands, kept when mailed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.company.looks import layout_for
from dispatch.company.models import Company
from dispatch.delivery import wording
from dispatch.delivery.claim_models import LIVE, Claim
from dispatch.delivery.consignments import last_consignments
from dispatch.delivery.frozen import thaw, thaw_consignment
from dispatch.delivery.models import NoteLine, ReceiptLine
from dispatch.delivery.protest import hired_carriers
from dispatch.documents.claim_paper import draw_claim_letter, subject_of
from dispatch.documents.claim_sheets import Audience, ClaimLetterSheet, DisputedLine
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.register import keep
from dispatch.documents.sheets import Party
from dispatch.documents.store import DocumentStore
from dispatch.errors import NotFoundError, RefusedError
from dispatch.orders.paper_mail import mail_paper
from dispatch.orders.parties import at_billing_address

_BODY = {
    "fr": "Bonjour,\n\nVous trouverez notre courrier en pièce jointe (litige {number}).\n\nCordialement,\n{seller}\n",
    "en": "Hello,\n\nPlease find our letter attached (claim {number}).\n\nKind regards,\n{seller}\n",
}


def claim_letter(session: Session, number: str, audience: Audience) -> ClaimLetterSheet:
    """The letter as it would be written today.

    Raises
    ------
    NotFoundError
        There is no such claim.
    RefusedError
        A letter to the carrier, and no hired carrier drove.
    """
    claim = session.scalars(select(Claim).where(Claim.number == number)).one_or_none()
    if claim is None or claim.note.receipt is None:
        raise NotFoundError(f"There is no claim {number}.", "Look in the list of claims.")
    note, company = claim.note, session.get(Company, 1)
    recipient, consignment = at_billing_address(claim.customer), ""
    if audience == "carrier":
        recipient, consignment = _carrier(session, note.tour_id)
    language = wording.language_of(claim.customer.language if audience == "customer" else "fr")
    accepted_of = (
        select(ReceiptLine.note_line_id, ReceiptLine.accepted_qty)
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .where(NoteLine.note_id == note.id)
    )
    accepted = {key: quantity for key, quantity in session.execute(accepted_of)}  # noqa: C416  a Row is no pair
    return ClaimLetterSheet(
        number=claim.number,
        on=clock.today(),
        language=language,
        audience=audience,
        sender=wording.shipper(company),
        recipient=recipient,
        place=thaw(note.sheet).consignee,
        note=note.number,
        order=note.order.reference,
        customer_reference=note.order.customer_reference,
        delivered_on=note.day,
        received_on=claim.note.receipt.signed_on,
        nature=claim.nature,
        words=claim.words,
        reason=claim.reason,
        lines=tuple(
            DisputedLine(
                one.note_line.line_no,
                one.note_line.designation,
                one.note_line.unit,
                one.note_line.loaded_qty,
                accepted.get(one.note_line_id, 0),
                one.quantity,
            )
            for one in claim.lines
        ),
        answer="live" if claim.state in LIVE else claim.outcome or claim.state,
        deadline_on=claim.deadline_on,
        consignment=consignment,
        protest_by=claim.protest_by,
    )


def claim_letter_pdf(session: Session, number: str, audience: Audience) -> bytes:
    """The letter as a PDF; raises as `claim_letter`."""
    sheet = claim_letter(session, number, audience)
    return draw_claim_letter(sheet, layout_for(session, "claim", letter_to(session, number, audience), sheet.on))


def letter_to(session: Session, number: str, audience: Audience) -> int | None:
    """The customer whose layout the letter takes; None: a carrier gets the house's."""
    return session.scalar(select(Claim.customer_id).where(Claim.number == number)) if audience == "customer" else None


def mail_claim_letter(
    session: Session, store: DocumentStore, number: str, audience: Audience, recipient: str
) -> OutgoingMail:
    """Keep the letter and mail it; raises as `claim_letter`, and `InvalidInputError` where the recipient is no address."""
    sheet = claim_letter(session, number, audience)
    subject = subject_of(sheet)
    document = keep(
        session,
        store,
        draw_claim_letter(sheet, layout_for(session, "claim", letter_to(session, number, audience), sheet.on)),
        kind="claim_letter",
        title=f"{sheet.number} {sheet.recipient.name}"[:255],
        media_type="application/pdf",
        subject_kind="claim",
        subject_key=sheet.number,
        language=sheet.language,
    )
    body = _BODY[sheet.language].format(number=sheet.number, seller=sheet.sender.name)
    return mail_paper(session, document, recipient, subject, body, kind="claim", key=sheet.number)


def _carrier(session: Session, tour_id: int) -> tuple[Party, str]:
    """The hired carrier as its consignment note names it, and that note's number."""
    paper = last_consignments(session, [tour_id]).get(tour_id)
    if paper is not None:
        return thaw_consignment(paper.sheet).carrier, paper.number
    name = hired_carriers(session, [tour_id]).get(tour_id)
    if name is None:
        raise RefusedError("The company's own truck drove: no carrier is liable.", "Write to the customer.")
    return Party(name), ""
