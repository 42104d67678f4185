"""Travel times for a run: the router that the settings name, asked once per vehicle profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.router import router_in_use
from maps.matrix import TravelMatrix
from maps.places import Place
from maps.router import Router


@dataclass(frozen=True, slots=True)
class Roads:
    """One matrix per profile over the same places, and what people are told about them."""

    by_profile: Mapping[str, TravelMatrix]

    @property
    def estimated(self) -> bool:
        """Whether any of them looked at no road."""
        return any(matrix.source.estimated for matrix in self.by_profile.values())

    @property
    def engine(self) -> str:
        """Who computed them."""
        return ", ".join(sorted({matrix.source.engine for matrix in self.by_profile.values()}))

    def sentence(self, language: str, profile: str | None = None) -> str:
        """Where distances come from, for one profile or all of them."""
        chosen = [matrix for name, matrix in self.by_profile.items() if profile in (None, name)]
        told = (matrix.source.sentence("en" if language == "en" else "fr") for matrix in chosen)
        return "; ".join(dict.fromkeys(told))[:255]


def measure(places: Sequence[Place], profiles: Sequence[str], asked: Router | None = None) -> Roads:
    """Travel between all places for each profile; never fails for what a router does."""
    chosen = asked or router_in_use()
    return Roads({profile: chosen.matrix(places, profile) for profile in profiles})
