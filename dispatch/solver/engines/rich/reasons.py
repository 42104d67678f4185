"""Why something stays out, what would let it in, and what it would cost: the cause first, then solves that prove more.

Causes come in this order: a rule that keeps the visit off every empty vehicle; goods of which too few are left; docks;
locked stops; else it is possible, and others, or the money saved, were worth more. Proofs of a long list are shared
among children, which a deadline may end at any moment.
"""

import time
from dataclasses import replace

from dispatch.solver.allow import Allow
from dispatch.solver.changes import Change, sentence
from dispatch.solver.engines.child import Line
from dispatch.solver.engines.rich.alone import Alone
from dispatch.solver.engines.rich.compiled import Compiled, Vector, compile_problem
from dispatch.solver.engines.rich.forcing import Forced, Forcing
from dispatch.solver.engines.rich.held import started
from dispatch.solver.engines.rich.proving import ProofTask, in_children
from dispatch.solver.engines.rich.remedies import Remedies
from dispatch.solver.engines.rich.scarcity import Scarcity
from dispatch.solver.plan import Plan, Reason, Unassigned

CAUSES_S = 5.0
FEW = 12
"""Items up to which no children are started, and that a core proves at full length."""
SPAWNING_S = 2.0
ROUNDS, ROUNDS_OF_MANY = 16, 6
"""Rounds of taking others out to find a price; half of them without success are enough to give up."""


def with_reasons(c: Compiled, plan: Plan, seconds: float = 0.0, jobs: int = 1, allow: Allow = "all") -> Plan:
    """Give every unassigned visit or shipment its causes, and remedies and prices within so many seconds in all.

    The dearest first; those that the time does not reach have a cause alone. What `allow` holds is not moved for a price.
    """
    if not plan.unassigned:
        return plan
    begun = time.monotonic()
    causes = _Causes(c, plan)
    items = [causes.of(item) if time.monotonic() < begun + CAUSES_S else item for item in plan.unassigned]
    until = begun + seconds
    dearest = sorted(range(len(items)), key=lambda n: (-causes.worth(items[n]), n))
    if jobs > 1 and len(items) > FEW and seconds > SPAWNING_S:
        shares = [[(n, items[n]) for n in dearest[first::jobs]] for first in range(jobs)]
        tasks = [ProofTask(c.problem, plan, tuple(share), until, allow) for share in shares]
        for n, item in in_children(prove, tasks, until):
            items[n] = item
    else:
        proofs = _Proofs(started(c, allow)[0], plan, causes, until, _rounds(len(items)))
        for n in dearest:
            if time.monotonic() >= until:
                break
            items[n] = proofs.of(items[n])
    return replace(plan, unassigned=tuple(items))


def prove(task: ProofTask, line: Line) -> None:
    """Prove a share of the reasons in a child process and say each."""
    c = compile_problem(task.problem)
    proofs = _Proofs(started(c, task.allow)[0], task.plan, _Causes(c, task.plan), task.until, _rounds(len(task.items)))
    done = []
    for n, item in task.items:
        if time.monotonic() >= task.until:
            return
        done.append((n, proofs.of(item)))
        line.say(tuple(done))


def _rounds(items: int) -> int:
    return ROUNDS if items <= FEW else ROUNDS_OF_MANY


class _Causes:
    """The first pass: rules tested alone, goods counted; no search."""

    def __init__(self, c: Compiled, plan: Plan) -> None:
        self.c, self.problem = c, c.problem
        self.alone, self.scarcity = Alone(c), Scarcity(c, plan)
        self.task = {("job", visit.id): n for n, visit in enumerate(self.problem.visits)}
        for n, shipment in enumerate(self.problem.shipments):
            self.task["pickup", shipment.pickup.id] = c.visits + 2 * n
            self.task["delivery", shipment.delivery.id] = c.visits + 2 * n

    def of(self, item: Unassigned) -> Unassigned:
        """Return the item with its causes."""
        task, rest = self.task[item.kind, item.visit], self.rest(item)
        in_part = rest != tuple(goods.quantity for goods in self.c.lines[task])
        alone = None if in_part else self.alone.reason(task)
        if alone is not None:
            return replace(item, reasons=(alone,))
        scarce = tuple(self.scarcity.reasons(task, rest))
        return replace(item, reasons=scarce or (Reason("outbid", "cost"),))

    def rest(self, item: Unassigned) -> Vector:
        """Return the units left out per line of a visit."""
        task, lines = self.task[item.kind, item.visit], dict(item.undelivered)
        if task >= self.c.visits:
            return ()
        return tuple(lines.get(line.id, 0) for line in self.problem.visits[task].lines)

    def worth(self, item: Unassigned) -> int:
        """Return what leaving it out costs."""
        task = self.task[item.kind, item.visit]
        goods = sum(units * line.worth for units, line in zip(self.rest(item), self.c.lines[task], strict=True))
        return goods + self.c.worth[task]


class _Proofs:
    """The second pass: solves that turn causes into remedies and prices."""

    def __init__(self, c: Compiled, plan: Plan, causes: _Causes, until: float, rounds: int) -> None:
        self.c, self.plan, self.causes, self.until = c, plan, causes, until
        self.rounds = rounds

    def of(self, item: Unassigned) -> Unassigned:
        """Return the item with what could be proved."""
        task, reasons = self.causes.task[item.kind, item.visit], list(item.reasons)
        whole = tuple(line.quantity for line in self.c.lines[task])
        if reasons[0].code == "supply":
            return replace(item, reasons=tuple(self._scarce(item, task, whole)))
        remedies = Remedies(self.c, self.plan, task, whole, self.until)
        if reasons[0].code != "outbid":
            return replace(item, reasons=(_with(reasons[0], remedies.smallest()),))
        return replace(item, reasons=(self._outbid(reasons[0], task, whole, remedies),))

    def _scarce(self, item: Unassigned, task: int, whole: Vector) -> list[Reason]:
        """Tell how many more units by when, product by product, and what taking them from others would cost."""
        rest = self.causes.rest(item)
        latest = max(car.closes for car in self.c.cars)
        latest = min(latest, max((end for _, end in self.c.windows[task]), default=latest))
        proved = []
        for reason in item.reasons:
            product = reason.rule.removeprefix("supply:")
            wanted = whole
            if not self.c.whole[task]:
                lines = zip(self.c.lines[task], whole, rest, strict=True)
                wanted = tuple(most if line.product == product else most - left for line, most, left in lines)
            remedies = Remedies(self.c, self.plan, task, wanted, self.until)
            reason = _with(reason, remedies.goods(product, reason.by or 1, latest))  # noqa: PLW2901  a step on
            proved.append(_priced(reason, self.plan, self._force(self.c, task, wanted)))
        return proved

    def _outbid(self, reason: Reason, task: int, whole: Vector, remedies: Remedies) -> Reason:
        """Tell what keeps out a visit that is possible: the cost, docks, locked stops, or others."""
        beside = Forcing(self.c, self.plan, task, whole).beside()
        if beside is not None:
            return _priced(reason, self.plan, beside)
        dock = remedies.docks()
        forced = self._force(self.c, task, whole)
        if dock is not None:
            return _priced(_with(Reason("dock", "docks", None, 1), dock), self.plan, forced)
        if forced is None and any(visit.locked for visit in self.c.problem.visits):
            visits = tuple(replace(visit, locked=False) for visit in self.c.problem.visits)
            freed = self._force(compile_problem(replace(self.c.problem, visits=visits), self.c), task, whole)
            if freed is not None or self.c.locked[task]:
                return _with(Reason("locked", "locked", instead=freed.instead if freed else ()), remedies.smallest())
        return _priced(_with(reason, remedies.smallest()), self.plan, forced)

    def _force(self, c: Compiled, task: int, whole: Vector) -> Forced | None:
        return Forcing(c, self.plan, task, whole).instead(self.rounds, self.until, seed=task)


def _with(reason: Reason, change: Change | None) -> Reason:
    return reason if change is None else replace(reason, remedy=sentence(change), change=change)


def _priced(reason: Reason, plan: Plan, forced: Forced | None) -> Reason:
    if forced is None:
        return reason
    return replace(reason, price=round(forced.plan.cost - plan.cost), instead=forced.instead)
