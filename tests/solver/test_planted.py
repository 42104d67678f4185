"""Planted days: the planted plan keeps every rule at the stated cost, no bound is above it, the search comes near it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.solver import cost, violations
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.cpsat import Effort
from dispatch.solver.engines.rich.relaxation import relaxation
from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.files.vroom_plan import parse_answer
from tests.soak import times
from tests.solver.planted import planted_day
from tests.solver.searching import searched

SEEDS = st.integers(min_value=0, max_value=10**6)


@pytest.mark.soak
@settings(max_examples=times(30), deadline=None, derandomize=True)
@given(seed=SEEDS, arms=st.sampled_from([2, 4, 6]), stops=st.integers(2, 6))
def test_the_planted_plan_keeps_every_rule_at_the_stated_cost(seed: int, arms: int, stops: int) -> None:
    day = planted_day(seed, arms, stops)
    problem = parse_vroom(day.problem).problem
    plan = parse_answer(problem, day.answer)
    assert violations(problem, plan) == []
    assert cost(problem, plan).total == pytest.approx(day.cost)


@pytest.mark.soak
@settings(max_examples=times(10), deadline=None, derandomize=True)
@given(seed=SEEDS, arms=st.sampled_from([2, 4]), stops=st.integers(2, 5))
def test_no_bound_is_above_a_planted_plan(seed: int, arms: int, stops: int) -> None:
    day = planted_day(seed, arms, stops)
    shares = relaxation(compile_problem(parse_vroom(day.problem).problem), Effort(5.0, 2.0))
    assert shares.bound is None or shares.bound <= day.cost + 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_search_finds_a_planted_plan_or_one_almost_as_cheap(seed: int) -> None:
    day = planted_day(seed, arms=4, stops=4)
    plan = searched(parse_vroom(day.problem).problem, 300, seed)
    assert day.cost - 1 <= plan.cost <= 1.02 * day.cost
    assert plan.bound is None or plan.bound <= day.cost + 1
