"""A note's sheet as one text and back: what was shown stays readable whatever becomes of the customer's file."""

from __future__ import annotations

from dispatch.documents import thawing
from dispatch.documents.fingerprint import content
from dispatch.documents.sheets import NoteSheet


def freeze(sheet: NoteSheet) -> str:
    """The text whose SHA-256 stands in the note's foot."""
    return content(sheet)


def thaw(text: str) -> NoteSheet:
    """The sheet of a text that `freeze` gave."""
    return thawing.thaw(NoteSheet, text)
