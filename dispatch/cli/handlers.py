"""What each kind of job does; both the command line and the workers read this."""

from __future__ import annotations

from dispatch.controls.backups import HANDLERS as BACKUPS
from dispatch.controls.journal_heads import HANDLERS as HEADS
from dispatch.controls.nightly import HANDLERS as NIGHTLY
from dispatch.invoicing.exchange import HANDLERS as EXCHANGE
from dispatch.invoicing.issuing import HANDLERS as INVOICING
from dispatch.invoicing.printing import HANDLERS as PACK
from dispatch.orders.acknowledgement_jobs import HANDLERS as ORDERS
from dispatch.planning.rest_watch import HANDLERS as REST_DAYS
from dispatch.planning.runs import HANDLERS as PLANNING
from dispatch.planning.scenarios import HANDLERS as SCENARIOS

HANDLERS = {
    **PLANNING,
    **SCENARIOS,
    **PACK,
    **INVOICING,
    **EXCHANGE,
    **HEADS,
    **BACKUPS,
    **NIGHTLY,
    **ORDERS,
    **REST_DAYS,
}
