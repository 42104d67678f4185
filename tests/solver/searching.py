"""The rich engine's search in this process, counted in iterations: the same every time, no child to start."""

import time

from dispatch.solver import Allow, Plan, Problem, violations
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.news import Task
from dispatch.solver.engines.rich.reasons import with_reasons
from dispatch.solver.engines.rich.walk import walk


def searched(
    problem: Problem, iterations: int = 60, seed: int = 1, proofs_s: float = 0.0, allow: Allow = "all"
) -> Plan:
    """Return the plan found, causes included; every plan said on the way has passed the checker.

    Remedies and prices too where `proofs_s` gives them time.
    """
    heard: list[Plan] = []
    news = walk(Task(problem, time.monotonic() + 60, iterations, seed, allow), lambda said: heard.append(said.plan))
    for plan in [*heard, news.plan]:
        assert violations(problem, plan) == []
    return with_reasons(compile_problem(problem), news.plan, proofs_s, allow=allow)


def served(plan: Plan) -> dict[int | str, list[int | str]]:
    """Return the jobs of each vehicle in driving order."""
    return {
        route.vehicle: [step.id for step in route.steps if step.kind == "job" and step.id is not None]
        for route in plan.routes
    }


def units(plan: Plan, job: int | str) -> dict[int | str, int]:
    """Return what a job gets of each line."""
    got: dict[int | str, int] = {}
    for route in plan.routes:
        for step in route.steps:
            if step.kind == "job" and step.id == job:
                for line, quantity in step.lines:
                    got[line] = got.get(line, 0) + quantity
    return got


def reasons(plan: Plan) -> dict[int | str, list[str]]:
    """Return the reason codes of each job left out."""
    return {item.visit: [reason.code for reason in item.reasons] for item in plan.unassigned}
