"""Which layout a document is drawn with: by its kind, its customer, its day and the instant when it was issued.

Adoptions and their withdrawals are only ever added, and one that came after a document does not touch it: an old document
keeps its layout without any copy of the layout in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock
from dispatch.company.identity import legal_footer
from dispatch.company.layout_models import LayoutAdoption, LayoutVersion
from dispatch.company.models import Company
from dispatch.documents.fingerprint import content
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.thawing import thaw


def plain_layout(company: Company | None) -> Layout:
    """The look without any layout: the company's legal foot, and as many copies as it wants."""
    if company is None:
        return DEFAULT_LAYOUT
    return replace(DEFAULT_LAYOUT, legal_footer=legal_footer(company)).with_copies(max(company.note_copies, 1))


def look_text(layout: Layout) -> str:
    """A layout without its logo, as the text that a version keeps."""
    return content(replace(layout, logo=None))


def layout_of_version(version: LayoutVersion, company: Company | None) -> Layout:
    """The layout that a version keeps; its legal foot is the company's where it has none of its own."""
    kept = thaw(Layout, version.look)
    return replace(kept, logo=version.logo, legal_footer=kept.legal_footer or plain_layout(company).legal_footer)


@dataclass(frozen=True)
class Looks:
    """All adoptions of one reading, so that a pack of four hundred notes asks the database once."""

    plain: Layout
    adoptions: tuple[tuple[LayoutAdoption, Layout | None], ...]
    """Oldest first; None: back to the house's, or to the plain one."""

    def of(self, kind: str, customer_id: int | None, on: date, issued_at: datetime | None = None) -> Layout:
        """The layout of a document.

        Parameters
        ----------
        on
            The day that the document bears.
        issued_at
            When it was issued; None: it is not yet.
        """
        at = issued_at or clock.now()

        def chosen(whose: Iterable[int | None]) -> Layout | None:
            found = [
                (one.valid_from, one.id, layout)
                for one, layout in self.adoptions
                if one.kind == kind and one.customer_id in whose and one.valid_from <= on and _counted(one, at)
            ]
            return max(found, key=lambda each: each[:2])[2] if found else None

        own = chosen((customer_id,)) if customer_id is not None else None
        return own or chosen((None,)) or self.plain


def _counted(adoption: LayoutAdoption, at: datetime) -> bool:
    """Whether it was adopted by that instant, and not withdrawn."""
    withdrawn = adoption.withdrawal
    return adoption.adopted_at <= at and (withdrawn is None or at < withdrawn.withdrawn_at)


def looks(session: Session) -> Looks:
    """Read what was adopted."""
    company = session.get(Company, 1)
    query = (
        select(LayoutAdoption)
        .order_by(LayoutAdoption.id)
        .options(joinedload(LayoutAdoption.version), joinedload(LayoutAdoption.withdrawal))
    )
    return Looks(
        plain_layout(company),
        tuple(
            (one, layout_of_version(one.version, company) if one.version is not None else None)
            for one in session.scalars(query)
        ),
    )


def layout_for(
    session: Session, kind: str, customer_id: int | None, on: date, issued_at: datetime | None = None
) -> Layout:
    """The layout of one document; see `Looks.of`."""
    return looks(session).of(kind, customer_id, on, issued_at)
