"""CP-SAT without pandas: its module loads pandas only for columns of variables, which nobody makes here.

That is 0.4 s in every child, before it has searched at all. A name with the two classes that the module mentions stands
in while it is imported; whoever needs pandas elsewhere in the process still gets the real one.
"""

import sys
from types import ModuleType
from typing import Any


def _cp_model() -> Any:
    if "pandas" in sys.modules or "ortools.sat.python.cp_model" in sys.modules:
        from ortools.sat.python import cp_model

        return cp_model
    stand_in = ModuleType("pandas")
    stand_in.Index = type("Index", (), {})  # type: ignore[attr-defined]
    stand_in.Series = type("Series", (), {})  # type: ignore[attr-defined]
    sys.modules["pandas"] = stand_in
    try:
        from ortools.sat.python import cp_model
    finally:
        del sys.modules["pandas"]
    return cp_model


cp_model = _cp_model()
