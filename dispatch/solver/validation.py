"""What must hold before a problem can be solved at all: ids, places, sizes and references agree, no number is absurd."""

from collections import Counter

from dispatch.solver.errors import ProblemError
from dispatch.solver.findings import Findings
from dispatch.solver.problem import HORIZON, Id, Problem

LARGEST = 10**12


def validate(problem: Problem) -> None:
    """Raise ProblemError with every fault of a problem made in the program."""
    findings = Findings()
    check_references(problem, findings)
    _check_matrices(problem, findings)
    _check_numbers(problem, findings)
    if findings.faults:
        raise ProblemError(tuple(findings.faults))


def check_references(problem: Problem, findings: Findings) -> None:
    """Note ids that stand twice, places outside the matrices, profiles, sizes and references that do not exist."""
    if not problem.vehicles:
        findings.fault("no_vehicle", "vehicles", "There is no vehicle.", "Give at least one.")
    findings.distinct((visit.id for visit in problem.visits), "jobs")
    findings.distinct((vehicle.id for vehicle in problem.vehicles), "vehicles")
    findings.distinct((s.pickup.id for s in problem.shipments), "shipments.pickup")
    findings.distinct((s.delivery.id for s in problem.shipments), "shipments.delivery")
    for profile in sorted({vehicle.profile for vehicle in problem.vehicles} - set(problem.matrices)):
        findings.fault("matrix_missing", "matrices", f"No matrix for the profile {profile}.", "Add it.")
    sizes = {len(matrix.durations) for matrix in problem.matrices.values()}
    if len(sizes) > 1:
        findings.fault("matrix_size", "matrices", f"The profiles differ in size: {sorted(sizes)}.", "Make them equal.")
    _check_places(problem, min(sizes, default=0), findings)
    _check_amounts(problem, findings)
    _check_plan_in_force(problem, findings)


def _check_plan_in_force(problem: Problem, findings: Findings) -> None:
    visits, vehicles = {visit.id for visit in problem.visits}, {vehicle.id for vehicle in problem.vehicles}
    findings.distinct((route.vehicle for route in problem.incumbent), "incumbent")
    placed: Counter[Id] = Counter()
    for n, route in enumerate(problem.incumbent):
        where = f"incumbent[{n}]"
        if route.vehicle not in vehicles:
            findings.fault("unknown_reference", where, f"There is no vehicle {route.vehicle}.", "Correct the id.")
        for number, trip in enumerate(route.trips):
            findings.distinct(trip, f"{where}.trips[{number}]")
            placed.update(set(trip))
            for visit in (one for one in trip if one not in visits):
                findings.fault("unknown_reference", where, f"There is no job {visit}.", "Correct the id.")
    for locked in (visit for visit in problem.visits if visit.locked and placed[visit.id] > visit.max_visits):
        cause = f"The job {locked.id} is locked in {placed[locked.id]} trips, {locked.max_visits} may serve it."
        findings.fault("duplicate_id", "incumbent", cause, "Keep one, or raise max_visits.")
    for visit_id in (visit.id for visit in problem.visits if visit.locked and visit.id not in placed):
        cause = f"The job {visit_id} is locked and in no trip of the plan in force."
        findings.fault("unknown_reference", "incumbent", cause, "Add its trip or unlock it.")


def _check_places(problem: Problem, size: int, findings: Findings) -> None:
    places = [(f"jobs (id {visit.id})", visit.location) for visit in problem.visits]
    places += [(f"shipments (id {end.id})", end.location) for s in problem.shipments for end in (s.pickup, s.delivery)]
    for vehicle in problem.vehicles:
        mine = [place for place in (vehicle.start, vehicle.end, *vehicle.load_at) if place is not None]
        places += [(f"vehicles (id {vehicle.id})", place) for place in mine]
    places += [("docks", dock.location) for dock in problem.docks]
    places += [("products", curve.location) for curve in problem.products if curve.location is not None]
    for where, place in places:
        if not 0 <= place < size:
            cause = f"The place {place} is outside the matrices, which have {size}."
            findings.fault("location_range", where, cause, "Correct the index or enlarge the matrices.")


def _check_amounts(problem: Problem, findings: Findings) -> None:
    sizes = {len(vehicle.capacity) for vehicle in problem.vehicles}
    most = max(sizes, default=0)
    if len(sizes) > 1:
        findings.fault("amount_size", "vehicles", f"Capacities differ in length: {sorted(sizes)}.", "Make them equal.")
    amounts = [(f"jobs (id {v.id})", amount) for v in problem.visits for amount in (v.delivery, v.pickup)]
    amounts += [(f"jobs (id {v.id}) line {line.id}", line.amount) for v in problem.visits for line in v.lines]
    amounts += [(f"shipments (id {s.pickup.id})", s.amount) for s in problem.shipments]
    for where, amount in amounts:
        if len(amount) > most:
            cause = f"The amount has {len(amount)} dimensions, the vehicles' capacity {most}."
            findings.fault("amount_size", where, cause, "Give one number per dimension of capacity.")


def _check_matrices(problem: Problem, findings: Findings) -> None:
    for profile, matrix in problem.matrices.items():
        tables = [("durations", matrix.durations), ("distances", matrix.distances)]
        if matrix.costs is not None:
            tables.append(("costs", matrix.costs))
        for name, table in tables:
            where = f"matrices.{profile}.{name}"
            if table.ndim != 2 or table.shape != matrix.durations.shape or table.shape[0] != table.shape[1]:
                findings.fault(
                    "matrix_size", where, f"Its shape is {table.shape}.", "Give one row and column per place."
                )
            elif table.size and (table.min() < 0 or table.max() > HORIZON):
                cause = f"Its entries run from {table.min()} to {table.max()}."
                findings.fault("overflow" if table.min() >= 0 else "negative", where, cause, f"Keep to 0 … {HORIZON}.")


def _check_numbers(problem: Problem, findings: Findings) -> None:
    for visit in problem.visits:
        numbers = [visit.service_s, visit.setup_s, visit.release_s, visit.penalty or 0, visit.max_transit_s or 0]
        numbers += [*visit.delivery, *visit.pickup, *(t for window in visit.windows for t in window)]
        for line in visit.lines:
            numbers += [line.quantity, line.unit_penalty or 0, *line.amount]
        _range(f"jobs (id {visit.id})", numbers, findings)
        for begin, end in visit.windows:
            if end < begin:
                cause = f"A window ends at {end} before it begins at {begin}."
                findings.fault("window_order", f"jobs (id {visit.id})", cause, "Swap its ends.")
    for vehicle in problem.vehicles:
        costs = vehicle.costs
        numbers = [*vehicle.capacity, *vehicle.shift, vehicle.loading_s, costs.fixed, costs.per_hour, costs.per_km]
        _range(f"vehicles (id {vehicle.id})", numbers, findings)


def _range(where: str, numbers: list[int], findings: Findings) -> None:
    if numbers and min(numbers) < 0:
        findings.fault("negative", where, f"{min(numbers)} is negative.", "Give zero or more.")
    if numbers and max(numbers) > LARGEST:
        findings.fault("overflow", where, f"{max(numbers)} is above {LARGEST}.", "Choose larger units.")
