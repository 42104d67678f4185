"""Panels: framed boxes with a small label, side by side and equally high; and an address as texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.documents import formats
from dispatch.documents.flow import Block
from dispatch.documents.pen import LEFT, RULE, SOFT, WIDTH, Pen
from dispatch.documents.sheets import Language, Party
from dispatch.documents.stack import Text, scaled, set_texts

LABEL_SIZE = 7.0
INSET = 9.0
GUTTER = 12.0


@dataclass(frozen=True)
class Panel:
    """A label and what stands below it."""

    label: str
    texts: tuple[Text, ...]


def panels(items: Sequence[Panel], scale: float = 1.0) -> Block:
    """Return panels side by side over the whole width, in letters of the layout's size; no panel takes no room."""
    if not items:
        return Block(0.0, lambda _pen, _top: None)
    width = (WIDTH - GUTTER * (len(items) - 1)) / len(items)
    stacks = [set_texts(scaled(item.texts, scale), width - 2 * INSET) for item in items]
    height = max(stack.height for stack in stacks) + LABEL_SIZE + 2 * INSET

    def draw(pen: Pen, top: float) -> None:
        x = LEFT
        for item, stack in zip(items, stacks, strict=True):
            pen.box(x, top, width, height, grey=RULE, weight=0.7)
            pen.text(x + INSET, top + INSET + LABEL_SIZE - 1, item.label, LABEL_SIZE, grey=SOFT)
            stack.draw(pen, x + INSET, top + INSET + LABEL_SIZE + 2)
            x += width + GUTTER

    return Block(height, draw)


def address_texts(party: Party, language: Language, home: str, size: float = 9) -> tuple[Text, ...]:
    """Return address lines, postcode and city, and the country where it is not `home`."""
    lines = [*party.address, f"{party.postcode}\u00a0{party.city}".strip()]
    if party.country and party.country != home:
        country = formats.country(party.country, language)
        lines.append(country if country != party.city else "")
    return tuple(Text(line, size, most_lines=2) for line in lines[:6] if line)


def address_line(party: Party, language: Language, home: str) -> str:
    """Return the address on one line."""
    return ", ".join(text.text for text in address_texts(party, language, home))


def at_town(name: str, city: str) -> str:
    """Return who and where on one line; a name that says its town already does not say it twice."""
    return name if not city or name.casefold().endswith(city.casefold()) else " · ".join(filter(None, (name, city)))


def telephone(number: str, language: Language) -> str:
    """Return ``☎ 04 93 11 22 33`` that no line breaks, or nothing."""
    return "☎\u00a0" + formats.phone(number, language).replace(" ", "\u00a0") if number else ""


def contact_line(party: Party, language: Language) -> str:
    """Return contact and telephone, as far as they are known."""
    return " · ".join(part for part in (party.contact, telephone(party.phone, language)) if part)
