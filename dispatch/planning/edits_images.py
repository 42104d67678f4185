"""From drafted tours back to images of tours, keeping what an edit does not touch: letters, drivers, parts, locks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from dispatch.planning.drafting import DraftStop, DraftTour
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_timing import Layout
from dispatch.tours.edits import PortionImage, StopImage, TourImage, TripImage


def images_of(bench: Bench, drafts: Iterable[DraftTour], layout: Layout) -> dict[int, TourImage]:
    """Vehicle id → tour, for every draft; a tour that stays as it was is equal to its old image."""
    held = {
        (bench.book.vehicles[number].row.id, line_id)
        for number, trips in layout.items()
        for trip in trips
        for halt in trip
        if halt.locked
        for task, _ in halt.tasks
        for line_id in (line.row.line_id for line in bench.book.calls[task + 1].lines)
    }
    parts = _Parts(bench)
    made = {draft.vehicle.row.id: _image(bench, draft, held, parts) for draft in drafts}
    return {vehicle_id: parts.complete(image) for vehicle_id, image in made.items()}


class _Parts:
    """Part numbers: a line keeps the one it had on the vehicle, then takes over those of vehicles it has left."""

    def __init__(self, bench: Bench) -> None:
        self.free = {
            (vehicle_id, portion.line_id): portion.part
            for vehicle_id, tour in bench.tours.items()
            for stop in tour.stops
            for portion in stop.portions
        }

    def keep(self, vehicle_id: int, line_id: int) -> int:
        return self.free.pop((vehicle_id, line_id), 0)

    def complete(self, image: TourImage) -> TourImage:
        return replace(
            image,
            trips=tuple(
                replace(trip, stops=tuple(replace(stop, portions=self._all(stop.portions)) for stop in trip.stops))
                for trip in image.trips
            ),
        )

    def _all(self, portions: tuple[PortionImage, ...]) -> tuple[PortionImage, ...]:
        return tuple(each if each.part else replace(each, part=self._left(each.line_id)) for each in portions)

    def _left(self, line_id: int) -> int:
        key = next((key for key in self.free if key[1] == line_id), None)
        return 0 if key is None else self.free.pop(key)


def _image(bench: Bench, draft: DraftTour, held: set[tuple[int, int]], parts: _Parts) -> TourImage:
    row = draft.vehicle.row
    was = bench.tours.get(row.id)
    return TourImage(
        vehicle_id=row.id,
        letter=was.letter if was else "",
        driver_id=was.driver_id if was else (row.driver.id if row.driver else None),
        run_id=was.run_id if was else bench.run_id,
        starts_s=_seconds(draft.starts_at),
        ends_s=_seconds(draft.ends_at),
        drive_s=draft.drive_s,
        distance_m=draft.distance_m,
        cost_cents=draft.cost_cents,
        break_at_s=None if draft.break_at is None else _seconds(draft.break_at),
        break_s=draft.break_s,
        profile=row.profile,
        source_fr=was.source_fr if was else bench.roads.sentence("fr", row.profile),
        source_en=was.source_en if was else bench.roads.sentence("en", row.profile),
        estimated=was.estimated if was else bench.roads.by_profile[row.profile].source.estimated,
        trips=tuple(
            TripImage(
                trip.depot_id,
                _seconds(trip.loading_at),
                _seconds(trip.leaves_at),
                trip.distance_m,
                tuple(_stop(stop, row.id, held, parts) for stop in trip.stops),
            )
            for trip in draft.trips
        ),
        locked=was.locked if was else False,
    )


def _stop(stop: DraftStop, vehicle_id: int, held: set[tuple[int, int]], parts: _Parts) -> StopImage:
    return StopImage(
        site_id=stop.site_id,
        arrives_s=_seconds(stop.arrives_at),
        begins_s=_seconds(stop.begins_at),
        leaves_s=_seconds(stop.leaves_at),
        opens_s=_seconds(stop.window[0]) if stop.window else None,
        closes_s=_seconds(stop.window[1]) if stop.window else None,
        distance_m=stop.distance_m,
        locked=any((vehicle_id, line_id) in held for line_id in stop.portions),
        portions=tuple(
            PortionImage(line_id, quantity, parts.keep(vehicle_id, line_id))
            for line_id, quantity in sorted(stop.portions.items())
        ),
    )


def _seconds(instant: datetime) -> int:
    return round(instant.timestamp())
