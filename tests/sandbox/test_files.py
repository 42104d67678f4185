"""The sandbox's files are a whole company: valid keys, true towns, goods that are sometimes short."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date

from stdnum.fr import siren, siret, tva

from dispatch.intake import KINDS
from dispatch.sandbox.files import WORKING_DAYS, sandbox_files, working_days

FIRST = date(2026, 11, 24)


def rows(kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sandbox_files(FIRST)[kind].decode()), delimiter=";"))


def test_the_files_are_the_same_every_time() -> None:
    assert sandbox_files(FIRST) == sandbox_files(FIRST)


def test_every_file_is_of_a_known_kind() -> None:
    assert set(sandbox_files(FIRST)) <= set(KINDS)


def test_the_company_has_sixty_sites_and_three_weeks_of_orders() -> None:
    days = {row["requested_on"] for row in rows("orders")}
    assert len(rows("sites")) == 60
    assert len(days) == WORKING_DAYS


def test_no_order_is_wanted_on_a_sunday() -> None:
    assert all(day.weekday() < 6 for day in working_days(FIRST, WORKING_DAYS))


def test_identifiers_have_right_keys() -> None:
    company = rows("company")[0]
    assert siren.is_valid(company["siren"])
    assert siret.is_valid(company["siret"])
    assert tva.is_valid(company["vat_number"])
    assert all(siren.is_valid(row["siren"]) for row in rows("customers"))


def test_one_site_waits_to_be_placed() -> None:
    assert [row["site"] for row in rows("sites") if not row["latitude"]] == ["L057"]


def test_production_is_sometimes_short_and_sometimes_ample() -> None:
    wanted, made = defaultdict(float), defaultdict(float)
    for row in rows("orders"):
        if row["kind"] == "firm":
            wanted[row["product"], row["requested_on"]] += float(row["quantity"])
    for row in rows("production"):
        made[row["product"], row["date"]] += float(row["quantity"])
    short = [key for key, quantity in wanted.items() if quantity > made[key]]
    assert 0.05 < len(short) / len(wanted) < 0.5


def test_call_offs_stay_within_the_framework_order() -> None:
    frame = {row["product"]: float(row["quantity"]) for row in rows("orders") if row["kind"] == "framework"}
    called = defaultdict(float)
    for row in rows("orders"):
        if row["kind"] == "call_off":
            called[row["product"]] += float(row["quantity"])
    assert called
    assert all(called[product] <= frame[product] for product in called)


def test_a_call_off_comes_after_its_framework_order_in_the_file() -> None:
    kinds = [row["kind"] for row in rows("orders")]
    assert kinds.index("framework") < kinds.index("call_off")


def test_dates_are_written_the_french_way() -> None:
    assert rows("orders")[0]["requested_on"] == f"{FIRST:%d/%m/%Y}"
