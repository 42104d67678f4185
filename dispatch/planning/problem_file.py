"""A problem written as VROOM's problem JSON with our keys: what `dispatch solve` and any checker reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dispatch.solver.problem import HORIZON, Problem, Supply, Vehicle, Visit


def problem_json(problem: Problem) -> bytes:
    """The file's bytes; the same problem gives the same bytes."""
    return (json.dumps(document_of(problem), ensure_ascii=False, sort_keys=True) + "\n").encode()


def document_of(problem: Problem) -> dict[str, Any]:
    """The file's content. Covers what planning states: visits with goods, vehicles, supply, docks, a plan in force."""
    document: dict[str, Any] = {
        "jobs": [_job(visit) for visit in problem.visits],
        "vehicles": [_vehicle(vehicle) for vehicle in problem.vehicles],
        "products": _products(problem.products),
        "docks": [{"location_index": dock.location, "count": dock.count} for dock in problem.docks],
        "matrices": {
            profile: {"durations": matrix.durations.tolist(), "distances": matrix.distances.tolist()}
            for profile, matrix in problem.matrices.items()
        },
    }
    if problem.incumbent:
        document["incumbent"] = [
            {"vehicle": route.vehicle, "trips": [list(trip) for trip in route.trips]} for route in problem.incumbent
        ]
    if problem.change_penalty:
        document["change_penalty"] = problem.change_penalty
    return document


def _job(visit: Visit) -> dict[str, Any]:
    job: dict[str, Any] = {
        "id": visit.id,
        "description": visit.description,
        "location_index": visit.location,
        "setup": visit.setup_s,
        "service": visit.service_s,
        "skills": sorted(visit.skills),
    }
    if visit.windows:
        job["time_windows"] = [list(window) for window in visit.windows]
    if visit.lines:
        job["lines"] = [
            {
                "id": line.id,
                "product": line.product,
                "quantity": line.quantity,
                "amount": list(line.amount),
                "min_quantity": line.min_quantity,
                "multiple": line.multiple,
                "unit_penalty": line.unit_penalty,
            }
            for line in visit.lines
        ]
    if visit.all_or_nothing:
        job["all_or_nothing"] = True
    if visit.penalty is not None:
        job["penalty"] = visit.penalty
    if visit.locked:
        job["locked"] = True
    return job


def _vehicle(vehicle: Vehicle) -> dict[str, Any]:
    start, end = vehicle.shift
    return {
        "id": vehicle.id,
        "description": vehicle.description,
        "profile": vehicle.profile,
        "start_index": vehicle.start,
        "end_index": vehicle.end,
        "capacity": list(vehicle.capacity),
        "time_window": [start, min(end, HORIZON)],
        "skills": sorted(vehicle.skills),
        "breaks": [
            {"id": each.id, "time_windows": [list(window) for window in each.windows], "service": each.service_s}
            for each in vehicle.breaks
        ],
        "costs": {
            "fixed": vehicle.costs.fixed,
            "per_hour": vehicle.costs.per_hour,
            "per_task_hour": vehicle.costs.per_task_hour,
            "per_km": vehicle.costs.per_km,
        },
        "max_trips": vehicle.max_trips,
        "loading": vehicle.loading_s,
    }


def _products(supplies: Sequence[Supply]) -> list[dict[str, Any]]:
    """One entry for each product; supplies that belong to depots stand in it together."""
    found: dict[str, dict[str, Any]] = {}
    for supply in supplies:
        entry, steps = found.setdefault(supply.product, {"id": supply.product}), [list(step) for step in supply.steps]
        if supply.location is None:
            entry["supply"] = steps
        else:
            entry.setdefault("supply_by_depot", []).append({"location_index": supply.location, "supply": steps})
    return list(found.values())
