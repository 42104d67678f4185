"""Small import files: rows given as dicts become csv or xlsx, master files that orders can refer to."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from openpyxl import Workbook

from dispatch.db import Database
from dispatch.intake import ImportReport, run_import

ORDER = {
    "order": "CF1",
    "line": 1,
    "customer": "C1",
    "site": "S1",
    "product": "P1",
    "quantity": 12,
    "requested_on": "25/11/2026",
}
CUSTOMER = {
    "customer": "C1",
    "name": "Client C1",
    "siren": "732829320",
    "billing_address": "2 rue Haute",
    "postcode": "38000",
    "city": "Grenoble",
    "country": "FR",
    "payment_terms": "30 jours",
}
SITE = {
    "site": "S1",
    "customer": "C1",
    "name": "Site S1",
    "address": "2 rue Haute",
    "postcode": "38000",
    "city": "Grenoble",
    "latitude": "45,19",
    "longitude": "5,73",
}
PRODUCT = {"product": "P1", "name": "Produit P1", "unit": "carton", "price": "10,00", "vat_rate": "20"}
DEPOT = {"depot": "D1", "name": "Dépôt", "latitude": "45.16", "longitude": "5.72"}
VEHICLE = {"vehicle": "V1", "depot": "D1", "kg": "1100"}


def as_csv(*rows: dict[str, Any], sep: str = ";", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    """Rows as csv, with every column that one of them has."""
    out = io.StringIO(newline="")
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, delimiter=sep, lineterminator=newline, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows: dict[str, Any]) -> bytes:
    """Rows as a workbook with typed cells."""
    book = Workbook()
    sheet = book.active
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(database: Database, kind: str, *rows: dict[str, Any], **options: Any) -> ImportReport:
    """Import rows as csv."""
    return run_import(database, "user:anna", kind, as_csv(*rows), f"{kind}.csv", **options)


def take_well(database: Database, kind: str, *rows: dict[str, Any]) -> ImportReport:
    """Import rows that are known to be right."""
    report = take(database, kind, *rows)
    assert report.errors == ()
    return report


def masters(database: Database) -> None:
    """Two customers with a site each, two products."""
    take_well(database, "customers", CUSTOMER, CUSTOMER | {"customer": "C2"})
    take_well(database, "sites", SITE, SITE | {"site": "S2", "customer": "C2"})
    take_well(database, "products", PRODUCT, PRODUCT | {"product": "P2", "price": "4,50"})


def codes(report: ImportReport) -> list[tuple[str, int, str]]:
    """Code, row and column of the errors."""
    return [(problem.code, problem.row, problem.column) for problem in report.errors]


def warned(report: ImportReport) -> list[tuple[str, int, str]]:
    """Code, row and column of the warnings."""
    return [(problem.code, problem.row, problem.column) for problem in report.warnings]


TOMORROW = date(2026, 11, 25)
