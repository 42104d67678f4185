"""Acknowledgements of orders (ARC): issued, listed, and the latest as its paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.documents.register import read
from dispatch.errors import NotFoundError
from dispatch.jobs import queue
from dispatch.orders import feed
from dispatch.orders.acknowledgement_lists import IssuedRow, of_order
from dispatch.orders.acknowledging import acknowledge
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Line, Shape
from dispatch.web.shell import shell


class AcknowledgeIn(Shape):
    """Why it is issued anew; nothing the first time."""

    reason: Line = ""


class AcknowledgementOut(Shape):
    """One acknowledgement: `title` is its number with its index, `took_h` hours from the order's receipt."""

    title: str
    channel: str
    """email or post."""
    issued_at: datetime
    issued_by: str
    took_h: int
    in_time: bool
    sent_at: datetime | None
    reason: str


class AcknowledgementsOut(Shape):
    """Those of one order, the latest first."""

    items: tuple[AcknowledgementOut, ...]


def _paper(session: Session, reference: str) -> bytes:
    return read(session, shell().store, _latest(session, reference).document_id)[1]


@operation("GET", "/orders/<reference>/acknowledgements")
def list_acknowledgements(session: Session, reference: str) -> AcknowledgementsOut:
    """The acknowledgements of an order, the latest first."""
    found = of_order(session, feed.order_of(session, reference).id)
    return AcknowledgementsOut(items=tuple(AcknowledgementOut.of(one) for one in found))


@operation("GET", "/orders/<reference>/acknowledgement", paper=_paper)
def get_acknowledgement(session: Session, reference: str) -> AcknowledgementOut:
    """The latest acknowledgement of an order, or as `application/pdf` its paper."""
    return AcknowledgementOut.of(_latest(session, reference))


@operation("POST", "/orders/<reference>/acknowledgements", status=201)
def acknowledge_order(session: Session, reference: str, body: AcknowledgeIn) -> AcknowledgementOut:
    """Acknowledge a confirmed order; anew, with the next index, where it has moved since, else the one that exists."""
    made = acknowledge(session, shell().store, feed.order_of(session, reference).id, body.reason)
    if made.channel == "email" and made.sent_at is None:
        queue.enqueue(session, "send_mails", {})
    reread(session)
    return AcknowledgementOut.of(_latest(session, reference))


def _latest(session: Session, reference: str) -> IssuedRow:
    order = feed.order_of(session, reference)
    found = of_order(session, order.id)
    if not found:
        raise NotFoundError(f"Order {order.reference} is not acknowledged.", "Acknowledge it first.")
    return found[0]
