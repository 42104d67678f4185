"""A note's sheet as one text and back: what was shown stays readable whatever becomes of the customer's file."""

from __future__ import annotations

from dispatch.documents import thawing
from dispatch.documents.consignment_sheets import ConsignmentSheet
from dispatch.documents.fingerprint import content
from dispatch.documents.sheets import NoteSheet


def freeze(sheet: NoteSheet | ConsignmentSheet) -> str:
    """The text whose SHA-256 stands in the foot of the paper."""
    return content(sheet)


def thaw(text: str) -> NoteSheet:
    """The sheet of a text that `freeze` gave for a note."""
    return thawing.thaw(NoteSheet, text)


def thaw_consignment(text: str) -> ConsignmentSheet:
    """The sheet of a text that `freeze` gave for a consignment note."""
    return thawing.thaw(ConsignmentSheet, text)
