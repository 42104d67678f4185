"""Acknowledging orders: a numbered paper per order, issued again with an index when something moves, mailed or printed."""

from __future__ import annotations

import hashlib

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal, settings
from dispatch.company.looks import Looks, layout_for, looks
from dispatch.company.models import Company
from dispatch.db import Database
from dispatch.db.engine import actor_of
from dispatch.documents.acknowledgement_paper import draw_acknowledgement, draw_acknowledgements
from dispatch.documents.acknowledgement_sheets import AcknowledgementSheet, thaw_acknowledgement
from dispatch.documents.fingerprint import content
from dispatch.documents.layout import Layout
from dispatch.documents.mailing import queue_mail
from dispatch.documents.models import Document
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.errors import NotFoundError, RefusedError
from dispatch.numbering import next_number
from dispatch.orders.acknowledgement_mail import mail_words
from dispatch.orders.acknowledgement_sheet import acknowledgement_sheet, says_the_same
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order, OrderLine

PDF = "application/pdf"
LETTERS = "BCDEFGHIJKLMNOPQRSTUVWXYZ"


def acknowledge(session: Session, store: DocumentStore, order_id: int, reason: str = "") -> Acknowledgement:
    """Issue the acknowledgement of a confirmed order, or the one that exists where it would say the same.

    The first takes the next number; what follows keeps it and takes the next index. By e-mail where the customer has an
    address and a mail server is set, else for the print run.

    Raises
    ------
    NotFoundError
        There is no such order.
    RefusedError
        The order is not confirmed, nothing of it is left, or it has been acknowledged 26 times.
    """
    held = session.scalar(select(Order.id).where(Order.id == order_id).with_for_update())
    if held is None:
        raise NotFoundError(f"There is no order with the id {order_id}.", "Reload the list.")
    order = session.scalars(_whole(order_id)).unique().one()
    if order.state != "confirmed":
        raise RefusedError(f"Order {order.reference} is {order.state}.", "Only a confirmed order is acknowledged.")
    company = session.get(Company, 1)
    papers = session.scalars(
        select(Acknowledgement).where(Acknowledgement.order_id == order.id).order_by(Acknowledgement.id)
    ).all()
    before = thaw_acknowledgement(papers[-1].sheet) if papers else None
    if len(papers) > len(LETTERS):
        raise RefusedError(f"Order {order.reference} was acknowledged {len(papers)} times.", "Register a new order.")
    letter = LETTERS[len(papers) - 1] if papers else ""
    number = papers[0].number if papers else next_number(session, "acknowledgement")
    sheet = acknowledgement_sheet(number, letter, order, company, before, reason)
    if not sheet.lines:
        raise RefusedError(f"Nothing of order {order.reference} is left.", "There is nothing to acknowledge.")
    if before is not None and says_the_same(sheet, before):
        return papers[-1]
    return _issue(session, store, order, sheet, layout_for(session, "acknowledgement", order.customer_id, sheet.on))


def print_run(database: Database, actor: str, store: DocumentStore) -> Document:
    """One PDF of all acknowledgements that wait for the post, oldest first; they are sent with it.

    Raises
    ------
    RefusedError
        None waits.
    """
    with database.reading() as session:
        waiting = session.scalars(_for_the_post()).all()
        known = looks(session)
        sheets = [_with_layout(session, known, paper) for paper in waiting]
    if not sheets:
        raise RefusedError("No acknowledgement waits for the post.", "Issue them first.")
    words = "Accusés de réception" if settings.current().language == "fr" else "Acknowledgements"
    title = f"{words} {clock.today():%d/%m/%Y}"
    data = draw_acknowledgements(title, sheets)
    store.put(data)
    with database.transaction(actor) as session:
        day = clock.today().isoformat()
        document = keep(
            session, store, data, kind="acknowledgement_run", title=title, media_type=PDF, subject_kind="day", subject_key=day
        )  # fmt: skip
        for paper in waiting:
            mark_sent(session, paper.id)
    return document


def _with_layout(session: Session, known: Looks, paper: Acknowledgement) -> tuple[AcknowledgementSheet, Layout]:
    sheet = thaw_acknowledgement(paper.sheet)
    customer_id = session.scalar(select(Order.customer_id).where(Order.id == paper.order_id))
    return sheet, known.of("acknowledgement", customer_id, sheet.on, paper.issued_at)


def mark_sent(session: Session, acknowledgement_id: int) -> bool:
    """Note that an acknowledgement has left; False where it had left already."""
    sent = session.execute(
        update(Acknowledgement)
        .where(Acknowledgement.id == acknowledgement_id, Acknowledgement.sent_at.is_(None))
        .values(sent_at=clock.now(), sent_by=actor_of(session))
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]  # a CursorResult
    if sent:
        paper = session.get_one(Acknowledgement, acknowledgement_id)
        journal.record(session, "acknowledgement.sent", paper.title, channel=paper.channel)
    return bool(sent)


def mail_has_left(session: Session, subject_kind: str, subject_key: str) -> None:
    """What `documents.mailing` calls when the server has taken a mail."""
    if subject_kind == "acknowledgement":
        number, _, letter = subject_key.partition(" ")
        query = select(Acknowledgement.id).where(
            Acknowledgement.number == number, Acknowledgement.index_letter == letter
        )
        for key in session.scalars(query):
            mark_sent(session, key)


def _issue(
    session: Session, store: DocumentStore, order: Order, sheet: AcknowledgementSheet, layout: Layout
) -> Acknowledgement:
    text = content(sheet)
    document = keep(
        session,
        store,
        draw_acknowledgement(sheet, layout),
        kind="acknowledgement",
        title=f"{sheet.title} {order.customer.name}"[:255],
        media_type=PDF,
        subject_kind="acknowledgement",
        subject_key=sheet.title,
        language=sheet.language,
    )
    by_mail = bool(
        order.customer.acknowledgement_by == "email" and order.customer.email and settings.current().smtp_url
    )
    paper = Acknowledgement(
        number=sheet.number,
        index_letter=sheet.index_letter,
        order_id=order.id,
        language=sheet.language,
        channel="email" if by_mail else "post",
        reason=sheet.reason[:255],
        content_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sheet=text,
        document_id=document.id,
        issued_at=clock.now(),
        issued_by=actor_of(session),
    )
    session.add(paper)
    session.flush()
    journal.record(
        session,
        "acknowledgement.issued",
        paper.title,
        order=order.number,
        sha256=paper.content_hash,
        channel=paper.channel,
        net_cents=sheet.net_cents,
        dates=[[line.line_no, line.agreed_on] for line in sheet.lines],
        reason=sheet.reason,
    )
    if by_mail:
        subject, body = mail_words(sheet)
        queue_mail(session, order.customer.email, subject, body, document, "acknowledgement", paper.title)
    return paper


def _whole(order_id: int) -> Select[Order]:
    return (
        select(Order)
        .where(Order.id == order_id)
        .options(
            joinedload(Order.customer),
            joinedload(Order.site),
            selectinload(Order.lines).joinedload(OrderLine.product),
        )
        .execution_options(populate_existing=True)
    )


def _for_the_post() -> Select[Acknowledgement]:
    return (
        select(Acknowledgement)
        .where(Acknowledgement.channel == "post", Acknowledgement.sent_at.is_(None))
        .order_by(Acknowledgement.id)
    )
