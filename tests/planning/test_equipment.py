"""Equipment: the true reason why no vehicle can come, and lines that are not held back by another one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.planning.due import DueLine
from dispatch.planning.equipment import Lack, apart, lack_of
from dispatch.planning.fleet_days import VehicleDay
from dispatch.planning.portions import Call
from tests.builders import TOMORROW
from tests.planning.lines import due_line
from tests.planning.test_problem import VAN

LIGHT = VehicleDay(replace(VAN, gross_kg=3500, skills=("froid",)), TOMORROW)
HEAVY = VehicleDay(replace(VAN, id=2, gross_kg=12_000, skills=("hayon",)), TOMORROW)
FLEET = (LIGHT, HEAVY)


def call(*goods: DueLine, services: tuple[DueLine, ...] = ()) -> Call:
    return Call(TOMORROW, TOMORROW, goods, services)


@pytest.mark.parametrize(
    ("wanted", "lack"),
    [
        (call(due_line(product_skills=("froid",))), None),
        (call(due_line(product_skills=("grue",))), Lack("skill", ("grue",))),
        (call(due_line(max_vehicle_kg=2000)), Lack("skill_weight", (), 2000)),
        (call(due_line(max_vehicle_kg=3500, product_skills=("hayon",))), Lack("skill_light", ("hayon",), 3500)),
        (call(due_line(site_skills=("hayon",), product_skills=("froid",))), Lack("skill_together", ("froid", "hayon"))),
    ],
)
def test_what_every_vehicle_lacks_is_said_truly(wanted: Call, lack: Lack | None) -> None:
    assert lack_of(wanted, FLEET) == lack


def test_a_line_that_no_vehicle_can_bring_does_not_hold_back_the_others() -> None:
    cold, crane, plain = due_line(1, product_skills=("froid",)), due_line(2, product_skills=("grue",)), due_line(3)
    parted = apart([call(cold, crane, plain)], FLEET)
    assert [part.goods for part in parted] == [(cold, plain), (crane,)]


def test_lines_that_need_two_vehicles_come_with_two() -> None:
    cold, lift = due_line(1, product_skills=("froid",)), due_line(2, product_skills=("hayon",))
    parted = apart([call(cold, lift)], FLEET)
    assert [part.goods for part in parted] == [(cold,), (lift,)]
    assert all(lack_of(part, FLEET) is None for part in parted)


def test_services_ride_once() -> None:
    service = due_line(9, product_kind="service")
    goods = (due_line(1, product_skills=("froid",)), due_line(2, product_skills=("hayon",)))
    parted = apart([call(*goods, services=(service,))], FLEET)
    assert [part.services for part in parted] == [(service,), ()]


def test_an_order_to_be_delivered_complete_stays_whole() -> None:
    goods = (
        due_line(1, product_skills=("froid",), partial="complete"),
        due_line(2, product_skills=("grue",), partial="complete"),
    )
    assert apart([call(*goods)], FLEET) == [call(*goods)]


def test_what_one_vehicle_can_bring_stays_one_visit() -> None:
    goods = (due_line(1, product_skills=("froid",)), due_line(2))
    assert apart([call(*goods)], FLEET) == [call(*goods)]


def test_a_site_that_nobody_can_enter_keeps_its_call() -> None:
    goods = (due_line(1, max_vehicle_kg=2000), due_line(2, max_vehicle_kg=2000))
    assert apart([call(*goods)], FLEET) == [call(*goods)]
