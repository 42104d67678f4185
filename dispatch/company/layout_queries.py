"""What the page of layouts shows: versions, what is in force for which kind of document, what comes and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock
from dispatch.company.layout_models import LayoutAdoption, LayoutVersion
from dispatch.company.looks import layout_of_version
from dispatch.company.models import Company
from dispatch.documents.kinds import ADOPTED
from dispatch.documents.layout import Layout
from dispatch.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One saved version."""

    id: int
    code: str
    version: int
    remark: str
    saved_at: datetime
    saved_by: str

    @property
    def title(self) -> str:
        """``maison 3``."""
        return f"{self.code} {self.version}"


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """One adoption; `state` is `in_force`, `coming`, `past` or `withdrawn`."""

    id: int
    kind: str
    customer_id: int | None
    version: VersionRow | None
    valid_from: date
    adopted_at: datetime
    adopted_by: str
    state: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""


def versions(session: Session) -> tuple[VersionRow, ...]:
    """All saved versions, the newest of each name first."""
    found = session.scalars(select(LayoutVersion).order_by(LayoutVersion.code, LayoutVersion.version.desc()))
    return tuple(_version(one) for one in found)


def adoptions(session: Session) -> tuple[AdoptionRow, ...]:
    """All adoptions by kind in the order of the chain, those that count first, then the newest."""
    today = clock.today()
    query = select(LayoutAdoption).options(joinedload(LayoutAdoption.version), joinedload(LayoutAdoption.withdrawal))
    found = session.scalars(query.order_by(LayoutAdoption.valid_from.desc(), LayoutAdoption.id.desc())).all()
    rows: list[AdoptionRow] = []
    seen: set[tuple[str, int | None]] = set()
    for one in found:
        whose = (one.kind, one.customer_id)
        taken_back = one.withdrawal
        state = "coming" if one.valid_from > today else "past" if whose in seen else "in_force"
        state = "withdrawn" if taken_back is not None else state
        if state == "in_force":
            seen.add(whose)
        rows.append(
            AdoptionRow(
                one.id,
                one.kind,
                one.customer_id,
                _version(one.version) if one.version is not None else None,
                one.valid_from,
                one.adopted_at,
                one.adopted_by,
                state,
                *((taken_back.withdrawn_at, taken_back.withdrawn_by, taken_back.reason) if taken_back else ()),
            )
        )
    places = {code: place for place, code in enumerate(ADOPTED)}
    return tuple(sorted(rows, key=lambda row: places.get(row.kind, len(places))))


def version_layout(session: Session, version_id: int) -> tuple[VersionRow, Layout]:
    """A version and its layout.

    Raises
    ------
    NotFoundError
        There is none.
    """
    found = session.get(LayoutVersion, version_id)
    if found is None:
        raise NotFoundError(f"There is no version {version_id} of a layout.", "Choose one of the list.")
    return _version(found), layout_of_version(found, session.get(Company, 1))


def _version(one: LayoutVersion) -> VersionRow:
    return VersionRow(one.id, one.code, one.version, one.remark, one.saved_at, one.saved_by)
