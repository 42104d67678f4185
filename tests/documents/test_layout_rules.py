"""Layouts that make no sense are refused by name, what differs between two is told, what a paper must carry is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.documents.kinds import KINDS
from dispatch.documents.layout import Arrangement, ColumnChoice, Copy, Layout
from dispatch.documents.layout_differences import layout_differences
from dispatch.documents.layout_rules import faults, refuse_faulty
from dispatch.errors import InvalidInputError


def of(kind: str, **wanted: object) -> Layout:
    return Layout(arrangements=((kind, Arrangement(**wanted)),))  # type: ignore[arg-type]


def columns(*keys: str, width: float | None = None) -> tuple[ColumnChoice, ...]:
    return tuple(ColumnChoice(key, width) for key in keys)


@pytest.mark.parametrize(
    ("layout", "code"),
    [
        (Layout(accent="navy"), "colour_unknown"),
        (Layout(accent="#ffd400"), "colour_pale"),
        (Layout(letters_percent=140), "letters_range"),
        (Layout(logo=b"<svg/>"), "logo_unreadable"),
        (Layout(logo=b"x" * 600_000), "logo_heavy"),
        (Layout(copies=()), "copies_none"),
        (of("postcard"), "kind_unknown"),
        (of("note", columns=columns("designation", "profit")), "key_unknown"),
        (of("note", columns=columns("designation", "today", "today")), "key_twice"),
        (of("note", columns=columns("today")), "designation_wanted"),
        (of("note", columns=columns("designation", "today", width=10.0)), "width_range"),
        (of("note", columns=columns("designation", "today", "rest", width=150.0)), "width_sum"),
        (of("note", blocks=("parties", "totals")), "lines_wanted"),
        (of("note", text_fr="x" * 3_000), "text_long"),
    ],
)
def test_each_fault_of_a_layout_has_its_name(layout: Layout, code: str) -> None:
    assert [fault.code for fault in faults(layout)][:1] == [code]
    with pytest.raises(InvalidInputError, match=code):
        refuse_faulty(layout)


def test_more_copies_than_people_are_the_customers() -> None:
    found = Layout(copies=(Copy.DRIVER,)).with_copies(5).copies
    assert [one.value for one in found] == ["driver", "customer", "accounts", "customer", "customer"]
    assert Layout().with_copies(1).copies == (Copy.CUSTOMER,)


def test_the_usual_layout_makes_sense_and_carries_every_mention() -> None:
    assert faults(Layout()) == ()
    assert {kind: one.lacking(Layout().of(kind)) for kind, one in KINDS.items()} == dict.fromkeys(KINDS, ())


@pytest.mark.parametrize("kind", [code for code, one in KINDS.items() if one.blocks])
def test_a_mention_is_missing_exactly_where_the_part_that_carries_it_is_left_out(kind: str) -> None:
    known = KINDS[kind]
    whole = known.filled(Arrangement())
    for one in known.mentions:
        without = {
            "column": replace(whole, columns=tuple(each for each in whole.columns if each.key != one.key)),
            "panel": replace(whole, panels=tuple(key for key in whole.panels if key != one.key)),
            "block": replace(whole, blocks=tuple(key for key in whole.blocks if key != one.key)),
        }[one.part]
        assert known.lacking(without) == (one,)
    no_panels = replace(whole, blocks=tuple(key for key in whole.blocks if key != "parties"))
    assert {one.part for one in known.lacking(no_panels)} == {"panel"}


def test_what_differs_is_told_part_by_part() -> None:
    first = of("invoice", columns=columns("number", "reference", "designation", "quantity", "price"))
    second = replace(
        of(
            "invoice",
            columns=(
                *columns("quantity", "designation"), ColumnChoice("reference", 60), *columns("price", "vat"),
            ),
            blocks=("parties", "lines", "text", "money"),
            text_fr="Réserve de propriété.",
        ),
        accent="#1a4d8f",
    )  # fmt: skip
    found = layout_differences("invoice", first, second)
    assert [(one.what, one.how, one.key, one.before, one.after) for one in found] == [
        ("accent", "changed", "", "#14181f", "#1a4d8f"),
        ("column", "removed", "number", "1", ""),
        ("column", "added", "vat", "", "5"),
        ("column", "moved", "quantity", "4", "1"),
        ("column", "moved", "designation", "3", "2"),
        ("column", "width", "reference", "", "60"),
        ("block", "removed", "correction", "2", ""),
        ("block", "moved", "text", "5", "3"),
        ("text_fr", "changed", "", "", "Réserve de propriété."),
    ]
    assert layout_differences("invoice", first, first) == ()
