"""Réserves: what is wrong with a line, said precisely; words that have no legal value are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dispatch.delivery.models import NATURES, NoteLine
from dispatch.errors import InvalidInputError, RefusedError

_VOID = re.compile(
    r"\b(?:sous\s+(?:toutes?\s+)?reserves?\s+(?:de|du|d')\s*(?:\w+\s+)?(?:deballage|controle|verification|comptage|inspection)"
    r"|s\s*/?\s*r\s+(?:de\s+)?(?:deballage|controle)"
    r"|sous\s+toutes\s+reserves"
    r"|subject\s+to\s+(?:unpacking|inspection|check(?:ing)?|control|verification|count(?:ing)?))\b"
)

VOID_WORDS = _VOID.pattern
"""The same pattern for the driver's phone, which says so before the customer has left; plain enough for both languages."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is wrong with one line of a note. Quantities in milli-units.

    Attributes
    ----------
    line_no
        As printed on the note.
    nature
        One of `dispatch.delivery.models.NATURES`.
    refused_qty, missing_qty
        Not accepted, and owed again.
    noted_qty
        Accepted all the same, but with a réserve.
    words
        Precise words, as written on the paper.
    """

    line_no: int
    nature: str
    refused_qty: int = 0
    missing_qty: int = 0
    noted_qty: int = 0
    words: str = ""

    @property
    def quantity(self) -> int:
        """What the réserve is about."""
        return self.refused_qty + self.missing_qty + self.noted_qty


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: accepted + refused + missing = loaded."""

    line: NoteLine
    accepted_qty: int
    refused_qty: int
    missing_qty: int
    differences: tuple[Difference, ...]


def outcomes(lines: Sequence[NoteLine], differences: Iterable[Difference]) -> list[Outcome]:
    """Settle every line of a note; a line without a difference is accepted whole.

    Raises
    ------
    InvalidInputError
        A difference names no line, an unknown nature, or more than was loaded.
    RefusedError
        Its words have no legal value.
    """
    differences = tuple(differences)
    known = {line.line_no: line for line in lines}
    for one in differences:
        if one.line_no not in known:
            raise InvalidInputError(f"The note has no line {one.line_no}.", f"It has lines 1 to {max(known)}.")
        _check(one)
    settled = []
    for line in lines:
        own = tuple(one for one in differences if one.line_no == line.line_no)
        refused, missing = sum(one.refused_qty for one in own), sum(one.missing_qty for one in own)
        noted = sum(one.noted_qty for one in own)
        accepted = line.loaded_qty - refused - missing
        if accepted < 0 or noted > accepted:
            raise InvalidInputError(
                f"Line {line.line_no}: {line.loaded_qty / 1000:g} loaded, {(refused + missing + noted) / 1000:g} in réserves.",
                "Refused, missing and accepted with a réserve are parts of what was loaded.",
            )
        settled.append(Outcome(line, accepted, refused, missing, own))
    return settled


def refuse_void(words: str) -> None:
    """Refuse words such as «sous réserve de déballage».

    A réserve counts only when it is written, precise and reasoned (Cour de cassation, on C. com. L133-3); a general one
    does not shift the proof.
    """
    found = _VOID.search(_plain(words))
    if found:
        raise RefusedError(
            f"« {words.strip()[:80]} » has no legal value: a réserve says what is wrong, with which line, by how much.",
            "Name the damage or the shortage, or confirm without a réserve.",
        )


def _check(one: Difference) -> None:
    if one.nature not in NATURES:
        raise InvalidInputError(f"{one.nature!r} is not a nature of a réserve.", f"Choose one of {', '.join(NATURES)}.")
    if min(one.refused_qty, one.missing_qty, one.noted_qty) < 0:
        raise InvalidInputError(f"Line {one.line_no}: a quantity is negative.", "Give zero or more.")
    refuse_void(one.words)
    if one.nature == "other" and not one.words.strip():
        raise InvalidInputError(f"Line {one.line_no}: a réserve of another nature needs words.", "Say what is wrong.")
    if one.quantity == 0 and one.nature != "late" and not one.words.strip():
        raise InvalidInputError(
            f"Line {one.line_no}: the réserve has neither quantity nor words.", "Say how much, or what is wrong."
        )


def _plain(words: str) -> str:
    """Lower case without accents; curly apostrophes straight, blanks single."""
    letters = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold()
    return re.sub(r"\s+", " ", "".join(letter for letter in letters if not unicodedata.combining(letter)))
