"""The shape of the catalogue: code → language → (reason, remedy)."""

from __future__ import annotations

Catalogue = dict[str, dict[str, tuple[str, str]]]
