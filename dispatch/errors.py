"""The errors of the chain: a code, a detail with the numbers in it, and a hint on what to do.

::

    DispatchError                     anything we raise on purpose
    ├── SettingsError                 the installation is set up wrongly (exit 2)
    │   └── MissingExtraError             an optional part of the program is not installed
    ├── NotFoundError                 no such thing, or not yours to see (404)
    ├── RefusedError                  a rule of the trade says no (409)
    │   ├── LifeCycleError            that step is not allowed from here
    │   ├── ConservationError         quantities would not add up
    │   ├── MissingMentionError       an invoice lacks what the law wants on it
    │   ├── IllegalTermsError         payment terms beyond the law
    │   ├── StalePlanError            the plan or a planned line changed meanwhile
    │   ├── ChangedMeanwhileError     somebody else saved what you were editing
    │   └── KeyReusedError            an idempotency key came back with another request
    ├── InvalidInputError             what was given cannot be used (400)
    │   └── RefusedFieldsError            fields of a form, each with what is wrong
    ├── ForbiddenError                not with this role (403)
    ├── ThrottledError                too many attempts (429, wait)
    ├── BusyError                     the database is held by another writer (503, try again)
    ├── EInvoiceError                 an electronic invoice that a check rejects (500): it is not kept
    └── IntegrityError                something stored is not what was stored (500, `dispatch verify`)

An unserved visit is an answer, not an error. The solver and the maps stand alone and have trees of the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType


class DispatchError(Exception):
    """Base of all errors that we raise on purpose.

    Parameters
    ----------
    detail
        What happened, with the names and numbers in it.
    hint
        What the reader can do about it; may be empty.
    """

    code = "error"
    http_status = 500

    def __init__(self, detail: str, hint: str = "") -> None:
        super().__init__(f"{detail} {hint}".strip())
        self.detail = detail
        self.hint = hint

    def __reduce__(self) -> tuple[type[DispatchError], tuple[str, str]]:
        """Pickle with both parts, so that an error survives the way out of a child process."""
        return type(self), (self.detail, self.hint)


class SettingsError(DispatchError):
    """The installation is set up wrongly."""

    code = "settings"


class MissingExtraError(SettingsError):
    """An optional part of the program is not installed."""

    code = "missing_extra"


class NotFoundError(DispatchError):
    """No such thing, or not yours to see."""

    code = "not_found"
    http_status = 404


class RefusedError(DispatchError):
    """A rule of the trade says no."""

    code = "refused"
    http_status = 409


class LifeCycleError(RefusedError):
    """That step is not allowed from the state the thing is in."""

    code = "life_cycle"


class ConservationError(RefusedError):
    """Quantities would not add up: ordered = delivered + backlog + planned + cancelled."""

    code = "conservation"


class MissingMentionError(RefusedError):
    """An invoice lacks something that the law wants on it; the detail names what."""

    code = "missing_mention"


class IllegalTermsError(RefusedError):
    """Payment terms go beyond what the law allows; the detail names limit and article."""

    code = "illegal_terms"


class StalePlanError(RefusedError):
    """The plan, or a line in it, has changed since it was read."""

    code = "stale_plan"


class ChangedMeanwhileError(RefusedError):
    """Somebody else saved what was being edited; `by` and `at` say who and when."""

    code = "changed_meanwhile"
    by = ""
    at: datetime | None = None


class KeyReusedError(RefusedError):
    """An idempotency key came back with another request than the first."""

    code = "key_reused"


class InvalidInputError(DispatchError):
    """What was given cannot be used."""

    code = "invalid_input"
    http_status = 400


class RefusedFieldsError(InvalidInputError):
    """Fields of a form that cannot be taken: `problems` says per field what is wrong and what to do."""

    code = "refused_fields"
    problems: Mapping[str, str] = MappingProxyType({})


class ForbiddenError(DispatchError):
    """Not with this role."""

    code = "forbidden"
    http_status = 403


class ThrottledError(DispatchError):
    """Too many attempts: wait `retry_after_s` seconds."""

    code = "throttled"
    http_status = 429
    retry_after_s = 900


class BusyError(DispatchError):
    """The database is held by another writer; the same call may succeed in a moment."""

    code = "busy"
    http_status = 503


class EInvoiceError(DispatchError):
    """An electronic invoice that a check rejects; the detail names the rule, and the file is not kept."""

    code = "einvoice"


class IntegrityError(DispatchError):
    """Something stored is not what was stored."""

    code = "integrity"
