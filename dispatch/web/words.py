"""The reader's words for what the database calls by a code: roles, states, natures, kinds."""

from __future__ import annotations

from flask import Flask

from dispatch.web.language import gettext as _


def role(code: str) -> str:
    """A role."""
    return {
        "planner": _("planification"),
        "driver": _("chauffeur"),
        "sales": _("administration des ventes"),
        "manager": _("direction"),
        "administrator": _("administrateur"),
    }.get(code, code)


def tour_state(code: str) -> str:
    """The state of a tour."""
    return {
        "draft": _("brouillon"),
        "released": _("publiée"),
        "under_way": _("en route"),
        "done": _("terminée"),
        "cancelled": _("annulée"),
    }.get(code, code)


def order_state(code: str) -> str:
    """The state of an order."""
    return {
        "draft": _("brouillon"),
        "confirmed": _("confirmée"),
        "closed": _("soldée"),
        "cancelled": _("annulée"),
    }.get(code, code)


def order_kind(code: str) -> str:
    """The kind of an order."""
    return {"firm": _("ferme"), "framework": _("commande ouverte"), "call_off": _("appel")}.get(code, code)


def origin(code: str) -> str:
    """Where an order comes from."""
    return {
        "quote": _("devis"),
        "telephone": _("téléphone"),
        "email": _("e-mail"),
        "direct": _("direct"),
    }.get(code, code)


def quote_state(code: str) -> str:
    """The state of a quote."""
    return {"open": _("en cours"), "accepted": _("accepté"), "declined": _("perdu"), "lapsed": _("échu")}.get(
        code, code
    )


def note_state(code: str) -> str:
    """The state of a delivery note."""
    return {"issued": _("à revenir"), "received": _("reçu"), "cancelled": _("annulé")}.get(code, code)


def nature(code: str) -> str:
    """The nature of a réserve."""
    return {
        "missing": _("manquant"),
        "damaged": _("abîmé"),
        "wrong_product": _("mauvais produit"),
        "wrong_quantity": _("mauvaise quantité"),
        "late": _("retard"),
        "refused": _("refusé"),
        "other": _("autre"),
    }.get(code, code)


def billing_mode(code: str) -> str:
    """How a customer is invoiced."""
    return {
        "per_delivery": _("à la livraison"),
        "note_is_invoice": _("facture valant BL"),
        "periodic": _("récapitulative"),
    }.get(code, code)


def trigger_state(code: str) -> str:
    """The state of an invoice trigger."""
    return {
        "pending": _("à facturer"),
        "exported": _("exporté"),
        "invoiced": _("facturé"),
        "acknowledged": _("pris en comptabilité"),
    }.get(code, code)


def import_kind(code: str) -> str:
    """A kind of import file."""
    return {
        "company": _("Société"),
        "customers": _("Clients"),
        "depots": _("Dépôts"),
        "sites": _("Sites de livraison"),
        "products": _("Produits"),
        "contacts": _("Interlocuteurs"),
        "price_lists": _("Tarifs"),
        "prices": _("Prix"),
        "deals": _("Affaires"),
        "legal_texts": _("Textes légaux"),
        "work_centres": _("Centres de charge"),
        "rates": _("Cadences"),
        "capacity": _("Capacités"),
        "absences": _("Absences"),
        "stock": _("Stock"),
        "production": _("Production"),
        "vehicles": _("Véhicules"),
        "drivers": _("Chauffeurs"),
        "orders": _("Commandes"),
    }.get(code, code)


def dimension(code: str) -> str:
    """What a load is measured in."""
    return {"weight": _("poids"), "volume": _("volume"), "pallets": _("palettes")}.get(code, code)


def actor(code: str) -> str:
    """Who acts: the login alone where it is a user."""
    if code.startswith("api:"):
        return _("%(name)s (programme)", name=code.removeprefix("api:"))
    return {"operator": _("l’opérateur"), "worker": _("un calculateur")}.get(code, code.removeprefix("user:"))


FILTERS = (
    role, tour_state, order_state, order_kind, origin, quote_state, note_state, nature, billing_mode, trigger_state, import_kind,
    dimension, actor,
)  # fmt: skip


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    for one in FILTERS:
        app.jinja_env.filters[one.__name__] = one
