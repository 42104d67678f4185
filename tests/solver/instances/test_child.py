"""The killable child: what it said stays, whether it ends, hangs or dies."""

import time

import pytest

from dispatch.solver.engines.child import Child, wait_any
from tests.solver.instances.works import count, die, fail, hang, square


def listen(child: Child, seconds: float = 10.0) -> Child:
    deadline = time.monotonic() + seconds
    while child.running and time.monotonic() < deadline:
        child.wait(deadline - time.monotonic())
    return child


def test_the_last_answer_is_the_one_returned():
    with Child(count, 3) as child:
        listen(child)
    assert (child.answer, child.answers, child.error) == (3, 4, None)


def test_a_hanging_child_is_killed_at_the_deadline_and_its_answer_stays():
    with Child(hang, "best so far") as child:
        while child.answer is None:
            child.wait(10.0)
        start = time.monotonic()
        listen(child, 0.2)
        assert child.running
    assert time.monotonic() - start < 1.5
    assert child.answer == "best so far"
    assert not child.running


def test_a_dying_child_leaves_its_answer_and_the_cause():
    with Child(die, "before") as child:
        listen(child)
    assert child.answer == "before"
    assert child.error is not None
    assert "7" in child.error


def test_a_failing_child_hands_over_its_traceback():
    with Child(fail, "wrong depot") as child:
        listen(child)
    assert child.answer is None
    assert child.error is not None
    assert "ValueError: wrong depot" in child.error


def test_a_child_answers_one_task_after_the_other():
    with Child(square, None) as child:
        for number in (2, 3):
            child.tell(number)
            assert child.wait(10.0)
            assert child.answer == number**2


def test_a_task_for_a_dead_child_is_no_error():
    with Child(die, 0) as child:
        listen(child)
        child.tell("too late")
        assert not child.running


def test_the_first_of_several_children_with_news_is_heard():
    with Child(square, None) as busy, Child(square, None) as idle:
        busy.tell(5)
        news: list[Child] = []
        deadline = time.monotonic() + 10
        while not news and time.monotonic() < deadline:
            news = wait_any([busy, idle], 1.0)
        assert news == [busy]
        assert idle.running


@pytest.mark.parametrize("again", [1, 2])
def test_killing_twice_is_harmless(again):
    child = Child(hang, None)
    for _ in range(again):
        child.kill()
    assert not child.running
