"""Orders: one row per line; what belongs to the order stands on every line of it."""

from __future__ import annotations

from dispatch.intake.columns import Column, Kind
from dispatch.intake.orders.deciding import decide
from dispatch.intake.parsers import code, day, micros, partial, quantity, whole
from dispatch.intake.words import ORDER_KINDS, ORIGINS, STATUSES, Choice

ORDERS = Kind(
    name="orders",
    fr="Les lignes de commande ; ce qui tient à la commande est répété sur chacune de ses lignes.",
    en="Order lines; what belongs to the order is repeated on each of its lines.",
    key=("order", "line"),
    decide=decide,
    columns=(
        Column("order", code, "Numéro de commande chez vous", "Your number of the order", "CF1001", required=True),
        Column("line", whole(1, 100_000), "Numéro de ligne", "Line number", "1", required=True),
        Column("customer", code, "Code du client", "Customer's code", "C001", required=True),
        Column("site", code, "Code du site de livraison", "Code of the site of delivery", "S001", required=True),
        Column("product", code, "Code de l'article", "Product's code", "P001", required=True),
        Column("quantity", quantity, "Quantité commandée", "Quantity ordered", "12", required=True),
        Column("requested_on", day, "Date demandée", "Date asked for", "25/11/2026", required=True),
        Column("promised_on", day, "Date promise ; vide : inchangée", "Date promised; empty: as it was", "", keep=True),
        Column(
            "unit_price",
            micros,
            "Prix unitaire HT ; vide : celui de la commande ouverte ou de l'article, ou inchangé",
            "Unit price without VAT; empty: the framework's or the product's, or as it was",
            "14.50",
            keep=True,
        ),
        Column(
            "customer_reference",
            code,
            "Numéro de commande du client",
            "The customer's purchase order",
            "BC-77",
            default="",
        ),
        Column(
            "origin",
            Choice(ORIGINS),
            "Origine : devis, téléphone, e-mail, direct",
            "Origin: quote, telephone, email, direct",
            "téléphone",
            default="direct",
        ),
        Column(
            "kind",
            Choice(ORDER_KINDS),
            "Type : ferme, commande ouverte, appel",
            "Kind: firm, framework, call_off",
            "ferme",
            default="firm",
        ),
        Column(
            "framework",
            code,
            "Pour un appel : la commande ouverte",
            "For a call-off: the framework order",
            "",
            default="",
        ),
        Column(
            "deal",
            code,
            "Affaire du client, code ; vide : inchangée",
            "The customer's deal, code; empty: as it was",
            "AF-2026-01",
            default="",
        ),
        Column(
            "partial",
            partial,
            "Livraison partielle : autorisée, complète (toute la commande), minimum N par ligne",
            "Partial delivery: allowed, complete (the whole order), minimum N per line",
            "autorisée",
            default=("allowed", 0),
        ),
        Column(
            "priority", whole(1, 3), "Priorité de 1 à 3, 3 d'abord", "Priority from 1 to 3, 3 first", "1", default=1
        ),
        Column(
            "latest_on",
            day,
            "La ligne tombe après ce jour ; commande ouverte : fin de validité",
            "The line lapses after this day; framework: end of validity",
            "",
        ),
        Column(
            "status",
            Choice(STATUSES),
            "État : confirmée, brouillon",
            "Status: confirmed, draft",
            "confirmée",
            default="confirmed",
        ),
    ),
)
