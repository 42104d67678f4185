"""The places of a problem: depots first, then sites; and what a trip to one site alone costs at most."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.planning.fleet_days import VehicleDay
from dispatch.planning.portions import Call
from dispatch.planning.roads import Roads
from maps.places import Place


class PlaceBook:
    """Indices of depots and sites in the matrices.

    Parameters
    ----------
    calls
        Those at placed sites.
    """

    def __init__(self, calls: Sequence[Call], fleet: Sequence[VehicleDay]) -> None:
        depots = {one.row.depot.id: one.row.depot for one in fleet}
        sites = {call.face.site_id: call.face for call in calls}
        self.depots = {depot_id: index for index, depot_id in enumerate(depots)}
        self.sites = {site_id: len(depots) + index for index, site_id in enumerate(sites)}
        self.places: tuple[Place, ...] = (
            *(Place(depot.latitude, depot.longitude) for depot in depots.values()),
            *(_place(site.latitude, site.longitude) for site in sites.values()),
        )
        self._rows = list({one.row.id: one.row for one in fleet}.values())

    @property
    def profiles(self) -> tuple[str, ...]:
        """Vehicle profiles that are on the road."""
        return tuple(sorted({row.profile for row in self._rows}))

    def trip_cents(self, call: Call, roads: Roads) -> int:
        """Cost of a trip to a call's site and back with the dearest vehicle, serving included; 0 without vehicles."""
        site, dearest = self.sites[call.face.site_id], 0
        for row in self._rows:
            depot, matrix = self.depots[row.depot.id], roads.by_profile[row.profile]
            seconds = int(matrix.durations_s[depot, site] + matrix.durations_s[site, depot]) + call.face.service_s
            metres = int(matrix.distances_m[depot, site] + matrix.distances_m[site, depot])
            cents = row.cost_fixed_cents + row.cost_hour_cents * seconds // 3600 + row.cost_km_cents * metres // 1000
            dearest = max(dearest, cents)
        return dearest


def _place(latitude: float | None, longitude: float | None) -> Place:
    assert latitude is not None
    assert longitude is not None
    return Place(latitude, longitude)
