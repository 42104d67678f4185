"""Why a line stays, in French and English: which order, which rule, by how much; never that something is infeasible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

LABELS = {
    "data": ("donnée manquante", "missing data"),
    "window": ("créneau", "time window"),
    "load": ("charge", "load"),
    "shift": ("horaire chauffeur", "driver's shift"),
    "skill": ("équipement", "equipment"),
    "distance": ("distance", "distance"),
    "release": ("mise à disposition", "ready time"),
    "supply": ("production", "production"),
    "dock": ("quai", "dock"),
    "locked": ("arrêt figé", "locked stop"),
    "outbid": ("moins pressante", "less pressing"),
}

SENTENCES = {
    "no_place": (
        "le site {site} n'a pas de coordonnées : à placer sur la carte",
        "site {site} has no coordinates: place it on the map",
    ),
    "no_vehicle": (
        "aucun véhicule n'est disponible ce jour-là",
        "no vehicle is available on that day",
    ),
    "data": ("une donnée manque pour planifier {product}", "something is missing to plan {product}"),
    "closed": (
        "{site} ne reçoit pas le {days} ({hours})",
        "{site} takes no deliveries on {days} ({hours})",
    ),
    "closed_holiday": (
        "{site} ne reçoit pas le {days}, jour férié",
        "{site} takes no deliveries on {days}, a public holiday",
    ),
    "window": (
        "aucun véhicule n'arrive à temps chez {site} ({hours})",
        "no vehicle reaches {site} in time ({hours})",
    ),
    "window_by": (
        "le premier véhicule possible, {vehicle}, arrive {minutes} min après la fermeture de {site} ({hours})",
        "the first vehicle possible, {vehicle}, arrives {minutes} min after {site} closes ({hours})",
    ),
    "load": (
        "la commande pèse {kg} kg, le plus grand véhicule porte {payload_kg} kg",
        "the order weighs {kg} kg, the largest vehicle carries {payload_kg} kg",
    ),
    "load_size": (
        "la commande est trop volumineuse pour chacun des véhicules",
        "the order is too bulky for any vehicle",
    ),
    "shift": (
        "l'aller-retour jusqu'à {site} ne tient dans les horaires d'aucun chauffeur",
        "the way to {site} and back fits no driver's shift",
    ),
    "shift_by": (
        "l'aller-retour jusqu'à {site} dépasse de {minutes} min les horaires de {vehicle}",
        "the way to {site} and back exceeds the shift of {vehicle} by {minutes} min",
    ),
    "skill": (
        "aucun véhicule n'a l'équipement demandé : {skills}",
        "no vehicle has the equipment asked for: {skills}",
    ),
    "skill_weight": (
        "{site} n'admet que {max_kg} kg de poids total ; aucun véhicule libre n'est aussi léger",
        "{site} admits {max_kg} kg gross weight only; no free vehicle is that light",
    ),
    "skill_light": (
        "{site} n'admet que {max_kg} kg de poids total ; aucun véhicule aussi léger n'a : {skills}",
        "{site} admits {max_kg} kg gross weight only; no vehicle that light has: {skills}",
    ),
    "skill_together": (
        "aucun véhicule n'a à la fois : {skills}",
        "no vehicle has all of: {skills}",
    ),
    "distance": ("{site} est trop loin pour une tournée", "{site} is too far for a tour"),
    "release": (
        "{product} n'est pas prêt avant la fermeture de {site}",
        "{product} is not ready before {site} closes",
    ),
    "supply": (
        "il manque {missing} × {short_product} avant {before}",
        "{missing} × {short_product} short before {before}",
    ),
    "supply_complete": (
        "commande à livrer complète ({lines} lignes) : il manque {missing} × {short_product} avant {before}",
        "order to be delivered complete ({lines} lines): {missing} × {short_product} short before {before}",
    ),
    "dock": ("les quais sont occupés à toute heure utile", "the docks are taken at every useful hour"),
    "locked": ("un arrêt figé l'empêche", "a locked stop is in the way"),
    "outbid": (
        "les véhicules et les heures du jour servent des lignes plus pressantes ou de plus grande valeur",
        "the day's vehicles and hours serve lines that are more pressing or worth more",
    ),
}


def label(code: str, language: str) -> str:
    """A reason in two words."""
    return LABELS[code][_index(language)]


def sentence(code: str, rule: str, facts: Mapping[str, Any], quantity: int, language: str) -> str:
    """A reason in one sentence.

    Parameters
    ----------
    facts
        As `leftovers` stored them.
    quantity
        Milli-units that stay, where the facts do not say how many are missing.
    """
    told: dict[str, Any] = {**dict.fromkeys(("days", "hours", "site", "product", "vehicle", "skills"), ""), **facts}
    told = {"kg": 0, "payload_kg": 0, "lines": 1, **told}
    if facts.get("missing") is not None:
        told["missing"] = number(int(facts["missing"]), language)
    else:
        told["missing"] = number(quantity, language)
    told.setdefault("short_product", told["product"])
    told["before"] = _moment(facts.get("before"), language)
    told["minutes"] = -(-int(facts.get("seconds") or 0) // 60)
    text = SENTENCES[_variant(code, rule, facts)][_index(language)].format(**told)
    return text.replace(" ()", "").removesuffix(" :").removesuffix(": ")


def number(milli: int, language: str) -> str:
    """A quantity in units as a reader writes it: 24, 1,5 or 1.5."""
    text = f"{milli / 1000:.3f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "fr" else text


def _variant(code: str, rule: str, facts: Mapping[str, Any]) -> str:
    if rule in ("no_place", "no_vehicle"):
        return rule
    if rule == "closed":
        return "closed" if facts.get("hours") else "closed_holiday"
    if code in ("window", "shift") and facts.get("seconds") and facts.get("vehicle"):
        return f"{code}_by"
    if code == "skill":
        return str(facts.get("lack", "skill"))
    if code == "load" and int(facts.get("kg", 0)) <= int(facts.get("payload_kg", 0)):
        return "load_size"
    if code == "supply" and facts.get("complete") and int(facts.get("lines", 1)) > 1:
        return "supply_complete"
    return code if code in SENTENCES else "outbid"


def _moment(text: str | None, language: str) -> str:
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    return f"{moment:%H:%M} le {moment:%d/%m}" if language == "fr" else f"{moment:%H:%M on %d/%m}"


def _index(language: str) -> int:
    return 1 if language == "en" else 0
