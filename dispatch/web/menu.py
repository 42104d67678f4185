"""The menu: each entry is there for whoever may open it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for

from dispatch.web.language import gettext as _
from dispatch.web.route_table import ROUTES
from dispatch.web.shell import asker, i_may

INSTALLATION = frozenset({"users", "programs", "exchange", "jobs", "backups", "settings", "layouts", "journal"})
WITHIN = ("users.index", "layouts.index", "journal.index")
"""Entries that an administrator finds under that of the installation, beside its other pages."""

UNDER = {"dossiers": "files", "frameworks": "orders", "back_orders": "orders"}
"""Pages that are found under the entry of others."""


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    label: str
    href: str
    current: bool


def install(app: Flask) -> None:
    """Give menu, asker and `i_may` to the templates."""

    @app.context_processor
    def _for_templates() -> dict[str, object]:
        return {"menu": menu(), "asker": asker(), "i_may": i_may}


def menu() -> list[Entry]:
    """What the asker may open."""
    labels = {
        "day.today": _("Journée"),
        "tours.mine": _("Ma tournée"),
        "quotes.index": _("Devis"),
        "orders.index": _("Commandes"),
        "acknowledgements.index": _("Accusés"),
        "order_book.index": _("Carnet"),
        "controls.index": _("Contrôles"),
        "desk.index": _("Retours"),
        "claims.index": _("Litiges"),
        "triggers.index": _("À facturer"),
        "invoices.index": _("Factures"),
        "payments.index": _("Règlements"),
        "files.index": _("Fichiers"),
        "imports.index": _("Imports"),
        "layouts.index": _("Maquettes"),
        "users.index": _("Utilisateurs"),
        "journal.index": _("Journal"),
        "sessions.index": _("Installation"),
    }
    here = (request.endpoint or "").partition(".")[0]
    if i_may(ROUTES["sessions.index"]["GET"]):
        labels = {endpoint: label for endpoint, label in labels.items() if endpoint not in WITHIN}
        here = "sessions" if here in INSTALLATION else here
    here = UNDER.get(here, here)
    return [
        Entry(
            label,
            url_for(endpoint),
            here == endpoint.partition(".")[0] and (here != "tours" or endpoint == "tours.mine"),
        )
        for endpoint, label in labels.items()
        if endpoint in ROUTES and i_may(ROUTES[endpoint]["GET"])
    ]
