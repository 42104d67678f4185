"""What the papers that have no parts to choose must say: they always say it, unless the files behind them do not know it."""

from __future__ import annotations

from typing import Any

from dispatch.documents.claim_sheets import ClaimLetterSheet
from dispatch.documents.consignment_sheets import ConsignmentSheet
from dispatch.documents.paper_mentions import CARRIED, USAGE, PaperMention
from dispatch.documents.statement_sheets import StatementSheet
from dispatch.documents.truck_sheets import PackSheet

FOOD = "règlement (CE) 178/2002, art. 18"
PROTEST = "C. com. L133-3"
LATE = "C. com. L441-10"


def _carrier_known(sheet: ConsignmentSheet) -> bool:
    return bool(sheet.carrier.name) and not sheet.missing


def _places_known(sheet: ConsignmentSheet) -> bool:
    return all(one.place.city for one in sheet.loadings) and all(one.consignee.city for one in sheet.stops)


def _goods_weighed(sheet: ConsignmentSheet) -> bool:
    return all(one.designation and (one.qty or one.weight_g) for stop in sheet.stops for one in stop.goods)


def _stops_reachable(sheet: PackSheet) -> bool:
    return all(one.site.address and one.site.city for one in sheet.route.stops)


def _desk_known(sheet: PackSheet) -> bool:
    return bool(sheet.route.truck.desk_phone)


def _protest_in_time(sheet: ClaimLetterSheet) -> bool:
    return sheet.audience == "customer" or sheet.protest_by is not None


def _carrier_addressed(sheet: ClaimLetterSheet) -> bool:
    return bool(sheet.recipient.address and sheet.recipient.city)


def _penalties_said(sheet: StatementSheet) -> bool:
    return not sheet.overdue_cents or bool(sheet.late_penalty and sheet.recovery_fee)


def _whole(*rows: tuple[str, str, str, str, Any]) -> tuple[PaperMention, ...]:
    return tuple(
        PaperMention(f"whole_{key}", "whole", key, article, fr, en, said) for key, article, fr, en, said in rows
    )


WHOLE_MENTIONS: dict[str, tuple[PaperMention, ...]] = {
    "loading": _whole(
        ("truck", USAGE, "tournée, véhicule et chauffeur", "tour, vehicle and driver", None),
        ("goods", USAGE, "produits et quantités par arrêt, le dernier d’abord", "goods and quantities per stop, last one first", None),
        ("lots", FOOD, "lots des produits suivis", "lots of traced goods", None),
        ("loader", USAGE, "qui a chargé et qui a contrôlé", "who loaded and who checked", None),
    ),
    "route": _whole(
        ("places", USAGE, "adresse complète de chaque arrêt", "full address of each stop", _stops_reachable),
        ("hours", USAGE, "heure prévue et créneau de chaque arrêt", "planned time and window of each stop", None),
        ("notes", USAGE, "bons, colis et poids de chaque arrêt", "notes, parcels and weight of each stop", None),
        ("desk", USAGE, "téléphone du bureau", "telephone of the desk", _desk_known),
    ),
    "consignment": _whole(
        ("written", CARRIED, "date d’établissement", "day of writing", None),
        ("carrier", CARRIED, "nom, adresse et SIREN du transporteur", "carrier’s name, address and SIREN", _carrier_known),
        ("taken_over", CARRIED, "date de prise en charge", "day of taking over", lambda sheet: bool(sheet.loadings)),
        ("goods", CARRIED, "nature, quantité ou poids des marchandises", "nature, quantity or weight of the goods", _goods_weighed),
        ("parties", CARRIED, "noms de l’expéditeur et des destinataires", "names of shipper and consignees", None),
        ("places", CARRIED, "lieux de chargement et de déchargement", "places of loading and unloading", _places_known),
    ),
    "statement": _whole(
        ("moves", USAGE, "pièces de la période avec leur échéance", "documents of the period with their due date", None),
        ("balance", USAGE, "solde, et ce qui est échu par ancienneté", "balance, and what is overdue by age", None),
        ("penalties", LATE, "pénalités de retard et indemnité de 40 € dès qu’une échéance est passée",
         "late penalties and the 40 € fee once a due date is past", _penalties_said),
        ("payment", USAGE, "conditions de règlement", "payment terms", lambda sheet: bool(sheet.terms)),
        ("account", USAGE, "compte où payer", "account to pay to", lambda sheet: bool(sheet.iban)),
    ),
    "claim": _whole(
        ("delivery", USAGE, "bon, commande et jour de la livraison", "note, order and day of delivery", None),
        ("reasons", PROTEST, "protestation motivée : nature, lignes et quantités", "reasoned protest: nature, lines and quantities",
         lambda sheet: bool(sheet.lines)),
        ("recipient", PROTEST, "adresse du destinataire de la lettre recommandée", "address the registered letter goes to",
         _carrier_addressed),
        ("deadline", PROTEST, "dernier jour des trois jours (transporteur)", "last of the three days (carrier)", _protest_in_time),
    ),
}  # fmt: skip
"""Kind of document → its mentions."""
