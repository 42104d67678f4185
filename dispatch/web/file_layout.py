"""How the company's files are laid out: groups behind tabs, columns of each list, sections of each form."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of files behind one tab; its code is also the beginning of the capabilities to read and to change them."""

    code: str
    kinds: tuple[str, ...]

    @property
    def read(self) -> str:
        """What it takes to see them."""
        return f"{self.code}_file.read"

    @property
    def write(self) -> str:
        """What it takes to change them."""
        return f"{self.code}_file.write"


GROUPS: tuple[Group, ...] = (
    Group("customer", ("customers", "deals", "contacts")),
    Group("site", ("sites",)),
    Group("product", ("products", "price_lists", "prices")),
    Group("fleet", ("vehicles", "drivers", "absences", "depots")),
    Group("production", ("stock", "production", "work_centres", "rates", "capacity")),
    Group("company", ("company", "legal_texts")),
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "customers": ("customer", "name", "city", "payment_terms", "billing_mode", "credit_limit"),
    "deals": ("deal", "name", "customer", "opened_on"),
    "contacts": ("name", "customer", "purpose", "email", "phone"),
    "sites": ("site", "name", "customer", "city", "opening_hours", "max_vehicle_kg"),
    "products": ("product", "name", "kind", "unit", "price", "vat_rate", "kg"),
    "price_lists": ("price_list", "name", "valid_from", "valid_to"),
    "prices": ("product", "price_list", "customer", "price", "valid_from", "valid_to"),
    "vehicles": ("vehicle", "plate", "depot", "kg", "shift_start", "shift_end", "skills", "active"),
    "drivers": ("driver", "name", "phone", "vehicle", "active"),
    "absences": ("first_on", "last_on", "vehicle", "driver", "reason"),
    "depots": ("depot", "name", "city", "docks", "loading_minutes"),
    "stock": ("product", "quantity", "depot", "on"),
    "production": ("date", "product", "quantity", "ready_at", "work_centre"),
    "work_centres": ("work_centre", "name"),
    "rates": ("work_centre", "product", "per_hour"),
    "capacity": ("date", "work_centre", "minutes", "ready_at"),
    "company": ("name", "siren", "city"),
    "legal_texts": ("text", "valid_from", "valid_to", "article", "fr"),
}
"""Columns of each list; the first one leads to the row."""

SECTIONS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "customers": (
        ("identity", ("customer", "name", "siren", "vat_number")),
        ("billing_address", ("billing_address", "postcode", "city", "country", "email", "phone")),
        ("terms", ("payment_terms", "credit_limit", "price_list", "regulated_goods")),
        ("billing", ("billing_mode", "billing_period", "bill_to", "electronic_address")),
        ("documents", ("language", "acknowledgement_by", "note_copies", "priced_note")),
    ),
    "deals": (("deal", ("deal", "name", "customer", "opened_on", "remark")),),
    "contacts": (("identity", ("customer", "name", "purpose", "site", "email", "phone")),),
    "sites": (
        ("identity", ("site", "customer", "name", "siret")),
        ("address", ("address", "postcode", "city", "country")),
        ("place", ("latitude", "longitude")),
        ("goods_in", ("opening_hours", "service_minutes", "minutes_per_unit", "max_vehicle_kg", "skills")),
        ("on_site", ("contact", "phone", "instructions")),
    ),
    "products": (
        ("identity", ("product", "name", "kind", "unit", "active")),
        ("price", ("price", "vat_rate", "regulated")),
        ("size", ("kg", "m3", "pallets", "multiple", "skills", "lot_tracked")),
    ),
    "price_lists": (("identity", ("price_list", "name", "valid_from", "valid_to")),),
    "prices": (("price", ("product", "price_list", "customer", "price", "valid_from", "valid_to")),),
    "vehicles": (
        ("identity", ("vehicle", "plate", "depot", "profile", "active")),
        ("load", ("kg", "gross_kg", "m3", "pallets", "skills")),
        ("day", ("shift_start", "shift_end", "max_trips")),
        ("costs", ("cost_fixed", "cost_km", "cost_hour")),
        ("carrier", ("carrier", "carrier_siren", "carrier_address")),
    ),
    "drivers": (("identity", ("driver", "name", "vehicle", "break_minutes", "email", "phone", "active")),),
    "absences": (("absence", ("vehicle", "driver", "first_on", "last_on", "reason")),),
    "depots": (
        ("identity", ("depot", "name", "docks", "loading_minutes")),
        ("address", ("address", "postcode", "city", "country")),
        ("place", ("latitude", "longitude")),
    ),
    "stock": (("stock", ("product", "quantity", "depot", "on")),),
    "production": (("production", ("product", "date", "quantity", "ready_at", "work_centre")),),
    "work_centres": (("identity", ("work_centre", "name")),),
    "rates": (("production", ("work_centre", "product", "per_hour")),),
    "capacity": (("production", ("work_centre", "date", "minutes", "ready_at")),),
    "company": (
        ("identity", ("name", "legal_form", "capital", "siren", "siret", "rcs", "vat_number")),
        ("seat", ("address", "postcode", "city", "country", "email", "phone", "iban")),
        ("mentions", ("operations", "vat_on_debits")),
        ("habits", ("centre", "note_copies")),
    ),
    "legal_texts": (("legal", ("text", "valid_from", "valid_to", "article", "fr", "en")),),
}
"""Sections of each form and their columns; every column of the file stands in one."""

TOGETHER: dict[str, tuple[str, ...]] = {
    "customers": ("payment_terms", "billing_mode", "credit_limit", "price_list", "acknowledgement_by", "note_copies"),
    "sites": ("service_minutes", "minutes_per_unit", "opening_hours", "max_vehicle_kg", "skills", "instructions"),
    "products": ("price", "vat_rate", "active"),
    "vehicles": ("shift_start", "shift_end", "skills", "active"),
    "production": ("quantity",),
}
"""Columns that are changed for many rows at once."""

REMOVABLE = frozenset({"contacts", "prices", "absences", "stock", "production", "rates", "capacity", "legal_texts"})
"""Kinds whose rows may be taken away; the others are closed or left."""


def group_name(code: str) -> str:
    """A tab."""
    return {
        "customer": _("Clients"),
        "site": _("Sites"),
        "product": _("Articles et tarifs"),
        "fleet": _("Flotte"),
        "production": _("Production"),
        "company": _("Société"),
    }[code]


def section_title(code: str) -> str:
    """A section of a form."""
    return {
        "identity": _("Identité"),
        "billing_address": _("Adresse de facturation"),
        "terms": _("Conditions"),
        "billing": _("Facturation"),
        "documents": _("Documents"),
        "deal": _("Affaire"),
        "address": _("Adresse"),
        "place": _("Position"),
        "goods_in": _("Réception"),
        "on_site": _("Sur place"),
        "price": _("Prix"),
        "size": _("Poids et place"),
        "load": _("Charge"),
        "day": _("Journée"),
        "costs": _("Coûts"),
        "carrier": _("Transporteur"),
        "absence": _("Absence"),
        "stock": _("Stock"),
        "production": _("Production"),
        "seat": _("Siège"),
        "mentions": _("Mentions"),
        "habits": _("Habitudes"),
        "legal": _("Texte légal"),
    }[code]


def list_help(kind: str) -> str:
    """What a list is for, where it is still empty."""
    return {
        "customers": _("Un client porte ses conditions : règlement, plafond, facturation, documents."),
        "deals": _("Une affaire réunit les devis, commandes, bons et factures d’un chantier ou d’un marché."),
        "contacts": _("Un interlocuteur dit à qui s’adresser pour les commandes, les règlements, la réception."),
        "sites": _("Un site est l’endroit où les marchandises vont : adresse, horaires, accès."),
        "products": _("Un article se pèse et se fabrique ; une prestation ne prend ni camion ni production."),
        "price_lists": _("Un tarif vaut entre deux jours pour les clients dont la fiche le nomme."),
        "prices": _("Le prix convenu avec le client passe avant son tarif, le tarif avant le prix de l’article."),
        "vehicles": _("Un véhicule dit ce qu’il porte, quand et à quel coût."),
        "drivers": _("Un chauffeur a un véhicule habituel et une pause."),
        "absences": _("Atelier, congé, maladie : la planification ne compte pas sur qui est absent."),
        "depots": _("Les tournées chargent et partent d’un dépôt."),
        "stock": _("Un comptage remplace les précédents de l’article à partir de son jour, au matin."),
        "production": _("Ce qui sera fabriqué d’un article, un jour, et à quelle heure il peut partir."),
        "work_centres": _("Un centre de charge partage ses heures entre plusieurs articles."),
        "rates": _("Ce qu’un centre fait d’un article en une heure."),
        "capacity": _("Les minutes qu’un centre donne un jour, au-delà de la production prévue."),
        "company": _("La société paraît en tête de chaque document."),
        "legal_texts": _("Un texte propre à la société remplace le texte général entre ses deux dates."),
    }[kind]
