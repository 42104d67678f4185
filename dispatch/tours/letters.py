"""The letters of tours: A, B … Z, AA, AB …, each once among the live tours of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, product
from string import ascii_uppercase

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.tours.models import Tour


def letters_for(session: Session, days: Sequence[date]) -> list[str]:
    """A free letter for each new tour; `days` are the tours' days, in the order in which letters are given."""
    query = select(Tour.day, Tour.letter).where(Tour.day.in_(set(days)), Tour.state != "cancelled")
    taken: set[tuple[date, str]] = {(row.day, row.letter) for row in session.execute(query)}
    given = []
    for day in days:
        letter = next(each for each in all_letters() if (day, each) not in taken)
        taken.add((day, letter))
        given.append(letter)
    return given


def all_letters() -> Iterator[str]:
    """A, B … Z, AA, AB …, ZZ, AAA …."""
    for length in count(1):
        for letters in product(ascii_uppercase, repeat=length):
            yield "".join(letters)
