"""Text stands out from its ground in both colour schemes (WCAG 2.2, 1.4.3), and what draws a shape does too (1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dispatch.web import create_app

WEB = Path(create_app.__code__.co_filename).parent
TOKENS = (WEB / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
BASE = (WEB / "templates" / "base.html").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))
    for part in TOKENS.split("@media screen and (prefers-color-scheme: dark)")
)
TEXTS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3", "link") for ground in ("paper", "ground", "sunk")),
    *((state, f"{state}-soft") for state in ("good", "warn", "bad", "info")),
    *((state, "paper") for state in ("good", "warn", "bad")),
    *((f"tour-{number}", "paper") for number in range(8)),
    ("inverse", "ink"), ("ink-3", "map"),
]  # fmt: skip
SHAPES = [
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("focus", "ground"),
    *((f"tour-{number}", "map") for number in range(8)),
]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground(scheme: dict[str, str]) -> None:
    faint = {
        (ink, ground): round(contrast(scheme[ink], scheme[ground]), 2)
        for ink, ground in TEXTS
        if contrast(scheme[ink], scheme[ground]) < 4.5
    }
    assert faint == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_and_tours_can_be_seen(scheme: dict[str, str]) -> None:
    faint = {
        (ink, ground): round(contrast(scheme[ink], scheme[ground]), 2)
        for ink, ground in SHAPES
        if contrast(scheme[ink], scheme[ground]) < 3
    }
    assert faint == {}


def test_a_dark_screen_prints_in_the_colours_of_paper() -> None:
    assert "@media (prefers-color-scheme: dark)" not in TOKENS
    assert 'css/print.css\') }}" media="print"' in BASE
