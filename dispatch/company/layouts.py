"""Layouts saved, and adopted from a day on: every state is kept, nothing is edited or deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.company.layout_models import LayoutAdoption, LayoutVersion, LayoutWithdrawal
from dispatch.company.looks import look_text, plain_layout
from dispatch.company.models import Company
from dispatch.db.engine import actor_of
from dispatch.documents.kinds import ADOPTED, KINDS
from dispatch.documents.layout import Layout
from dispatch.documents.layout_rules import refuse_faulty
from dispatch.documents.thawing import thaw
from dispatch.errors import InvalidInputError, MissingMentionError, NotFoundError, RefusedError

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}\Z")


def save_layout(session: Session, code: str, layout: Layout, remark: str = "") -> LayoutVersion:
    """Keep a layout as the next version of its name; the same look as the last version is that version.

    Raises
    ------
    InvalidInputError
        The name is not one, or the layout makes no sense.
    """
    if not CODE.match(code):
        raise InvalidInputError(
            f"«{code[:40]}» is no name of a layout.", "Small letters, digits and hyphens: maison, export-2."
        )
    refuse_faulty(layout)
    last = session.scalars(
        select(LayoutVersion).where(LayoutVersion.code == code).order_by(LayoutVersion.version.desc()).limit(1)
    ).first()
    if layout.legal_footer == plain_layout(session.get(Company, 1)).legal_footer:
        layout = replace(layout, legal_footer="")  # the company's own: it follows the company's file
    look = look_text(layout)
    if last is not None and (last.look, last.logo) == (look, layout.logo):
        return last
    version = LayoutVersion(
        code=code,
        version=last.version + 1 if last is not None else 1,
        look=look,
        logo=layout.logo,
        remark=remark.strip()[:1000],
        saved_at=clock.now(),
        saved_by=actor_of(session),
    )
    session.add(version)
    session.flush()
    journal.record(session, "layout.saved", f"{code} {version.version}", remark=version.remark)
    return version


def adopt_layout(
    session: Session,
    version_id: int | None,
    kinds: Sequence[str],
    valid_from: date,
    customer_id: int | None = None,
) -> list[LayoutAdoption]:
    """Draw documents of these kinds with a version from a day on, for all or for one customer.

    Parameters
    ----------
    version_id
        None: back to the house's layout (for a customer), or to the plain one (for all).

    Raises
    ------
    NotFoundError
        There is no such version.
    InvalidInputError
        No kind is named, or one that is unknown, or the day is past: what has left keeps its layout.
    MissingMentionError
        The layout leaves a mandatory mention off one of these papers.
    """
    if not kinds or not set(ADOPTED).issuperset(kinds):
        raise InvalidInputError("No kind of document is named.", f"One of {', '.join(ADOPTED)}.")
    today = clock.today()
    if valid_from < today:
        raise InvalidInputError(
            f"A layout cannot be adopted from {valid_from}, before {today}.",
            "Old documents keep theirs: give a later day.",
        )
    version = session.get(LayoutVersion, version_id) if version_id is not None else None
    if version is None and version_id is not None:
        raise NotFoundError(f"There is no version {version_id} of a layout.", "Choose one of the list.")
    if version is not None:
        _refuse_lacking(thaw(Layout, version.look), kinds)
    adopted = [
        LayoutAdoption(
            kind=kind,
            customer_id=customer_id,
            version_id=version_id,
            valid_from=valid_from,
            adopted_at=clock.now(),
            adopted_by=actor_of(session),
        )
        for kind in kinds
    ]
    session.add_all(adopted)
    session.flush()
    journal.record(
        session,
        "layout.adopted",
        f"{version.code} {version.version}" if version is not None else "—",
        kinds=list(kinds),
        valid_from=valid_from,
        customer_id=customer_id,
    )
    return adopted


def withdraw_adoption(session: Session, adoption_id: int, reason: str) -> LayoutWithdrawal:
    """Take an adoption back whose day has not come: what was in force stays so.

    Raises
    ------
    NotFoundError
        There is no such adoption.
    InvalidInputError
        No reason is given.
    RefusedError
        It is in force since its day, or was withdrawn already.
    """
    adoption = session.get(LayoutAdoption, adoption_id, with_for_update=True)
    if adoption is None:
        raise NotFoundError(f"There is no adoption {adoption_id} of a layout.", "Choose one of the list.")
    reason = reason.strip()[:1000]
    if not reason:
        raise InvalidInputError("The reason is missing.", "Say why the layout is not to come.")
    if adoption.withdrawal is not None:
        raise RefusedError(f"The adoption {adoption_id} was withdrawn by {adoption.withdrawal.withdrawn_by}.")
    if adoption.valid_from <= clock.today():
        raise RefusedError(
            f"The layout of {adoption.kind} is in force since {adoption.valid_from}.",
            "Papers have left with it: adopt another version from a day on.",
        )
    withdrawal = LayoutWithdrawal(
        adoption=adoption, reason=reason, withdrawn_at=clock.now(), withdrawn_by=actor_of(session)
    )
    session.add(withdrawal)
    session.flush()
    version = adoption.version
    journal.record(
        session,
        "layout.adoption_withdrawn",
        f"{version.code} {version.version}" if version is not None else "—",
        kinds=[adoption.kind],
        valid_from=adoption.valid_from,
        customer_id=adoption.customer_id,
        reason=reason,
    )
    return withdrawal


def _refuse_lacking(layout: Layout, kinds: Sequence[str]) -> None:
    for kind in kinds:
        for one in KINDS[kind].lacking(layout.of(kind)):
            raise MissingMentionError(
                f"On the {kind} this layout leaves out: {one.en} ({one.article}).",
                "Put it back, then adopt the layout.",
            )
