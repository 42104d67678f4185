"""What every list offers: its workbook, its columns, and views kept under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, request

from dispatch.accounts.list_views import KeptView, views_of
from dispatch.controls.workbook import workbook
from dispatch.web.language import reader_language
from dispatch.web.list_sheet import ListTable, without
from dispatch.web.shell import me, reading

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_ROWS = 5_000
"""Rows of a workbook; a longer list is narrowed by its search first."""
PASSING = frozenset({"sheet", "offset", "before"})
"""What an address holds for one moment, and no view keeps."""


def install(app: Flask) -> None:
    """Answer `?sheet=` with the name of a list on the page that shows it; give lists their kept views."""
    app.after_request(_as_workbook)

    @app.context_processor
    def _for_templates() -> dict[str, object]:
        return {"kept_views": kept_views, "sheet_href": sheet_href, "view_query": view_query}


def page_rows(usual: int, prefix: str = "") -> int:
    """How many rows a page of a list takes: all of them for its workbook, and where they are sorted by a heading.

    Parameters
    ----------
    prefix
        Before the names `sort` and `hide` of a list that shares its page with another (`data-prefix` of its table).
    """
    return SHEET_ROWS if request.args.get("sheet") or request.args.get(f"{prefix}sort") else usual


def kept_views(list_name: str) -> list[KeptView]:
    """The asker's views of a list."""
    with reading() as session:
        return views_of(session, me().user_id, list_name)


def view_query(query: str | None = None) -> str:
    """The query of an address as a view keeps it."""
    found = request.query_string.decode() if query is None else query
    return urlencode([(name, value) for name, value in parse_qsl(found) if name not in PASSING])


def sheet_href(list_name: str) -> str:
    """The address of a list's workbook."""
    return f"{request.path}?{urlencode([*parse_qsl(view_query()), ('sheet', list_name)])}"


def _as_workbook(response: Response) -> Response:
    name = request.args.get("sheet", "")
    if not name or request.method != "GET" or response.mimetype != "text/html" or response.status_code != 200:
        return response
    table = ListTable(response.get_data(as_text=True), reader_language(), name)
    if not table.headings:
        return response
    headings, rows = without(table, request.args.get("hide", "").split("."), request.args.get("sort", ""))
    response.set_data(workbook([(name, headings, rows)]))
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
