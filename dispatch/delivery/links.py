"""Signed links in the QR codes: a code opens a tour, a stop or a note on the phone, and the desk's scanner reads it too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer

from dispatch import settings
from dispatch.errors import InvalidInputError
from dispatch.secret import secret_key

LinkKind = Literal["tour", "stop", "note"]
PATH = "/d/"

_SHORT: dict[LinkKind, str] = {"tour": "t", "stop": "s", "note": "n"}
_LONG: dict[str, LinkKind] = {short: kind for kind, short in _SHORT.items()}
_NUMBER = re.compile(r"[A-Z]{2,3}-\d{4}-\d{6,}\Z")


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens: a tour or a stop by its id, a note by its number."""

    kind: LinkKind
    key: str


def tour_link(tour_id: int) -> str:
    """The link of a tour, for the head of the route sheet."""
    return _link("tour", str(tour_id))


def stop_link(stop_id: int) -> str:
    """The link of a stop, for the route sheet."""
    return _link("stop", str(stop_id))


def note_link(number: str) -> str:
    """The link of a note, for the note."""
    return _link("note", number)


def read_token(token: str) -> Link:
    """What a token opens.

    Raises
    ------
    InvalidInputError
        When this installation did not sign it.
    """
    try:
        short, key = _signer().loads(token)
        return Link(_LONG[short], str(key))
    except (BadSignature, ValueError, TypeError, KeyError):
        raise InvalidInputError("This code was not made here, or is damaged.", "Type the note's number.") from None


def scanned_number(text: str) -> str:
    """The number of the note that somebody typed or scanned: ``bl-2026-000147`` or the text of the note's QR code.

    Raises
    ------
    InvalidInputError
        When it is neither, or the code of a tour or a stop.
    """
    text = text.strip()
    if PATH in text:
        link = read_token(text.rsplit(PATH, 1)[1].split("#")[0].split("?")[0])
        if link.kind != "note":
            raise InvalidInputError(
                f"This is the code of a {link.kind}, not of a note.", "Scan the code at the head of the note."
            )
        return link.key
    number = text.upper()
    if not _NUMBER.match(number):
        raise InvalidInputError(f"{text[:60]!r} is not the number of a note.", "It looks like BL-2026-000147.")
    return number


def _link(kind: LinkKind, key: str) -> str:
    return f"{settings.current().address}{PATH}{_signer().dumps([_SHORT[kind], key])}"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(), salt="dispatch.delivery.links")
