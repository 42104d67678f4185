"""An edit of the log in words: what was done, to what, where to."""

from __future__ import annotations

from flask import Flask

from dispatch.tours.edits_history import EditRow
from dispatch.web.language import gettext as _


def edit_words(row: EditRow) -> str:
    """``Arrêts 2, 3 de V1 mis sur V2``."""
    facts = {name: str(row.facts.get(name, "")) for name in ("vehicle", "stops", "to", "order", "name")}
    stops = f"{facts['vehicle']} {facts['stops']}".strip()
    sentences = {
        "move": _("Arrêts %(stops)s mis sur %(to)s", stops=stops, to=facts["to"]),
        "off": _("Arrêts %(stops)s retirés", stops=stops),
        "later": _("Arrêts %(stops)s remis au lendemain", stops=stops)
        if stops
        else _("Commandes %(order)s remises à un autre jour", order=facts["order"]),
        "insert": _("Commande %(order)s placée sur %(to)s", order=facts["order"], to=facts["to"]),
        "lock": _("Arrêts %(stops)s verrouillés", stops=stops),
        "unlock": _("Arrêts %(stops)s déverrouillés", stops=stops),
        "hold": _("Tournée de %(vehicle)s verrouillée", vehicle=facts["vehicle"]),
        "let go": _("Tournée de %(vehicle)s déverrouillée", vehicle=facts["vehicle"]),
        "restore": _("Version « %(name)s » remise en place", name=facts["name"]),
        "scenario": _("Variante « %(name)s » retenue", name=facts["name"]),
        "rounds": _("Tournées types mises en place"),
    }
    return sentences.get(row.kind, row.kind)


def install(app: Flask) -> None:
    """Give the filter to the templates."""
    app.jinja_env.filters["edit_words"] = edit_words
