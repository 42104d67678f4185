"""All tables of all rooms, and what listens to every transaction, imported so that both are whole wherever we run."""

from __future__ import annotations

from dispatch.accounts import api_models, list_views
from dispatch.accounts import models as accounts
from dispatch.catalog import models as catalog
from dispatch.catalog import price_models
from dispatch.company import choices, layout_models
from dispatch.company import models as company
from dispatch.customers import credit
from dispatch.customers import models as customers
from dispatch.db import Base
from dispatch.delivery import after_models, arrivals, claim_models, consignment_models
from dispatch.delivery import models as delivery
from dispatch.delivery import phone_models as phone
from dispatch.documents import messages, outbox, webhooks
from dispatch.documents import models as documents
from dispatch.fleet import models as fleet
from dispatch.intake import models as intake
from dispatch.invoicing import invoice_models, payment_models
from dispatch.invoicing import models as invoicing
from dispatch.jobs import models as jobs
from dispatch.journal import models as journal
from dispatch.numbering import models as numbering
from dispatch.orders import acknowledgements, deals, holds, movements, quote_gaps, quotes
from dispatch.orders import models as orders
from dispatch.planning import models as planning
from dispatch.planning import scenario_models
from dispatch.production import models as production
from dispatch.tours import edits_models, kept_models
from dispatch.tours import models as tours

__all__ = [
    "Base",
    "accounts",
    "acknowledgements",
    "after_models",
    "api_models",
    "arrivals",
    "catalog",
    "choices",
    "claim_models",
    "company",
    "consignment_models",
    "credit",
    "customers",
    "deals",
    "delivery",
    "documents",
    "edits_models",
    "fleet",
    "holds",
    "intake",
    "invoice_models",
    "invoicing",
    "jobs",
    "journal",
    "kept_models",
    "layout_models",
    "list_views",
    "messages",
    "movements",
    "numbering",
    "orders",
    "outbox",
    "payment_models",
    "phone",
    "planning",
    "price_models",
    "production",
    "quote_gaps",
    "quotes",
    "scenario_models",
    "tours",
    "webhooks",
]
