"""Solomon's and Gehring and Homberger's `.txt` instances with time windows, read as a problem (rule `dimacs`).

R101

VEHICLE
NUMBER     CAPACITY
  25         200

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME
    0       35       35       0         0         230         0
    1       41       49      10       161         171        10
"""

from pathlib import Path

from dispatch.solver.errors import Fault, FileError
from dispatch.solver.files.vrplib_file import parse_vrplib
from dispatch.solver.problem import Problem

_COLUMNS = "number, x, y, demand, ready time, due date, service time"


def read_solomon(path: Path) -> Problem:
    """Read a Solomon or Gehring-Homberger text file; `FileError` names what is wrong, where and what to do."""
    return parse_solomon(path.read_text(encoding="utf-8", errors="replace"), path.name)


def parse_solomon(text: str, name: str = "instance") -> Problem:
    """Read the text of such a file: its table becomes the sections of a VRPTW."""
    lines = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    headings = {" ".join(words).upper(): at for at, (_, words) in enumerate(lines)}
    if "VEHICLE" not in headings or "CUSTOMER" not in headings:
        raise _fault("headings", name, "it has no VEHICLE or no CUSTOMER heading.", "Give a Solomon text file.")
    fleet = lines[headings["VEHICLE"] + 2][1] if headings["VEHICLE"] + 2 < headings["CUSTOMER"] else []
    if len(fleet) != 2:
        raise _fault("fleet", f"{name}, VEHICLE", "not two numbers under NUMBER and CAPACITY.", "Give both.")
    rows = lines[headings["CUSTOMER"] + 2 :]
    for number, words in rows:
        if len(words) != 7:
            raise _fault("columns", f"{name}, line {number}", f"{len(words)} columns.", f"Give seven: {_COLUMNS}.")
    for expected, (number, words) in enumerate(rows):
        if words[0] != str(expected):
            raise _fault(
                "order", f"{name}, line {number}", f"customer {words[0]} where {expected} is expected.",
                "Number the rows from 0, the depot, on.",
            )  # fmt: skip
    if not rows:
        raise _fault("rows", f"{name}, CUSTOMER", "no row.", "Give the depot as row 0 and one row per customer.")
    table = [words for _, words in rows]
    return parse_vrplib(_as_vrplib(fleet, table), name)


def _as_vrplib(fleet: list[str], table: list[list[str]]) -> str:
    def section(name: str, *columns: int) -> str:
        rows = (" ".join([str(at), *(row[column] for column in columns)]) for at, row in enumerate(table, 1))
        return f"{name}_SECTION\n" + "\n".join(rows)

    head = ["TYPE : VRPTW", f"DIMENSION : {len(table)}", "EDGE_WEIGHT_TYPE : EUC_2D"]
    head += [f"VEHICLES : {fleet[0]}", f"CAPACITY : {fleet[1]}"]
    body = [section("NODE_COORD", 1, 2), section("DEMAND", 3), section("TIME_WINDOW", 4, 5), section("SERVICE_TIME", 6)]
    return "\n".join([*head, *body, "EOF"])


def _fault(kind: str, where: str, cause: str, action: str) -> FileError:
    return FileError((Fault(f"solomon-{kind}", where, cause, action),))
