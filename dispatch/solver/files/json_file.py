"""A JSON file read whole, whatever its editor put before it; what is none is refused with the place where it stops."""

import json
from pathlib import Path
from typing import Any

from dispatch.solver.errors import Fault, FileError


def read_json(path: Path) -> Any:
    """Return the document of a file; FileError where it cannot be read, is no JSON or holds halves of letters."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(text)
        if "\\ud" in text.lower():  # half a letter, written as an escape, could not be said in any answer
            json.dumps(document, ensure_ascii=False).encode()
    except OSError as error:
        fault = Fault("unreadable", str(path), f"The file cannot be read ({error.strerror}).", "Check the path.")
        raise FileError((fault,)) from error
    except (ValueError, RecursionError) as error:
        fault = Fault("json", str(path), f"The file is no JSON ({error}).", "Correct it at that place.")
        raise FileError((fault,)) from error
    return document
