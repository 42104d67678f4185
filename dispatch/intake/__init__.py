"""Import of files: all or nothing, the same file twice changes nothing, errors that say what to do."""

from dispatch.intake.findings import ImportReport, RowProblem
from dispatch.intake.importing import import_file, run_import
from dispatch.intake.kinds import KINDS
from dispatch.intake.templates import template

__all__ = ["KINDS", "ImportReport", "RowProblem", "import_file", "run_import", "template"]
