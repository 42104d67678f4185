"""Three weeks of orders: firm ones of every origin, a framework order and its call-offs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dispatch.sandbox.goods import GOODS, SERVICE, Good
from dispatch.sandbox.table import Table

ORDERS_PER_DAY = 26
FRAMEWORK = "CADRE-2027"
CALL_OFF_DAYS = (1, 6, 11)
FRAMEWORK_DAYS = 180
"""How long call-offs may be made."""
DEALS = {"K001": ("AF-MARCHE", "Marché annuel"), "K002": ("AF-FETES", "Fêtes de fin d'année")}
"""Customer → code and name of the deal that their orders go under."""
COLUMNS = (
    "order line customer site product quantity requested_on promised_on unit_price customer_reference origin kind framework "
    "partial priority latest_on status deal"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines of one order share."""

    order: str
    customer: str
    site: str
    reference: str
    origin: str
    partial: str = "allowed"
    priority: int = 1
    kind: str = "firm"
    framework: str = ""

    def line(
        self, number: int, product: str, quantity: int, day: date, price: str, latest: date | str = ""
    ) -> Sequence[object]:
        """One row of the file."""
        return (
            self.order, number, self.customer, self.site, product, quantity, day, "", price, self.reference, self.origin, self.kind,
            self.framework, self.partial, self.priority, latest, "", DEALS.get(self.customer, ("",))[0],
        )  # fmt: skip


def order_table(chance: random.Random, days: Sequence[date], sites: Sequence[tuple[str, str]]) -> Table:
    """The order file; `sites` are (customer, site)."""
    return Table(COLUMNS, [*_firm(chance, days, sites), *_framework(days, sites[0])])


def deal_table(day: date) -> Table:
    """The deals, opened a week before the first day."""
    opened = day - timedelta(days=7)
    return Table("deal customer name opened_on", [(code, one, name, opened) for one, (code, name) in DEALS.items()])


def _firm(chance: random.Random, days: Sequence[date], sites: Sequence[tuple[str, str]]) -> Iterable[Sequence[object]]:
    number = 1000
    for day in days:
        for customer, site in chance.sample(list(sites), ORDERS_PER_DAY if day.weekday() < 5 else ORDERS_PER_DAY // 2):
            number += 1
            head = Head(
                f"CD{number}",
                customer,
                site,
                f"BC-{chance.randint(10000, 99999)}",
                chance.choice(("téléphone", "e-mail", "devis", "direct")),
                chance.choices(("allowed", "complete", "minimum 4"), weights=(5, 3, 2))[0],
                chance.choices((1, 2, 3), weights=(6, 3, 1))[0],
            )
            latest = day + timedelta(days=5) if chance.random() < 0.1 else ""
            goods = chance.sample(GOODS[:-1], chance.choices((1, 2, 3, 4, 5), weights=(2, 4, 4, 2, 1))[0])
            for line, good in enumerate(goods, 1):
                yield head.line(line, good.code, _quantity(chance, good), day, good.price, latest)
            if chance.random() < 0.06:
                yield head.line(len(goods) + 1, SERVICE[0], 1, day, SERVICE[3])
            if chance.random() < 0.03:
                yield head.line(len(goods) + 2, GOODS[-1].code, 1, day, GOODS[-1].price)


def _quantity(chance: random.Random, good: Good) -> int:
    wanted = int(chance.triangular(1, 16, 4))
    return max(good.multiple, wanted - wanted % good.multiple)


def _framework(days: Sequence[date], site: tuple[str, str]) -> Iterable[Sequence[object]]:
    frame = Head(FRAMEWORK, *site, "MARCHE-2027", "devis", kind="framework")
    ends = days[0] + timedelta(days=FRAMEWORK_DAYS)
    yield frame.line(1, "NOIX-5KG", 600, days[-1], "26,00", ends)
    yield frame.line(2, "JUS-POMME", 300, days[-1], "29,00", ends)
    for index in CALL_OFF_DAYS:
        call = Head(
            f"APPEL-{index:02d}", *site, "MARCHE-2027", "direct", priority=2, kind="call_off", framework=FRAMEWORK
        )
        yield call.line(1, "NOIX-5KG", 20, days[index], "26,00")
        yield call.line(2, "JUS-POMME", 10, days[index], "29,00")
