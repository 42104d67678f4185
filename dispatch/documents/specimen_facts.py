"""What the invented documents tell of: one seller, one customer, five goods, one delivery."""

from __future__ import annotations

from datetime import date

from dispatch.documents.sheets import Party

DAY = date(2026, 11, 25)
SELLER = Party(
    "Fournil des Trois Ponts",
    ("14 chemin des Moulins",),
    "06300",
    "Nice",
    "FR",
    ("SIREN 552 100 554", "TVA FR39552100554"),
    phone="04 93 11 22 33",
)
PAYER = Party("Traiteur Maïté", ("27 boulevard Carnot",), "06400", "Cannes", "FR", ("SIREN 732 829 320",))
PLACE = Party("Hôtel Belvédère", ("12 corniche Fleurie",), "06200", "Nice", "FR", (), "Mme Ferrand", "04 93 55 10 01")
REFERENCE = "SPÉCIMEN"
VAT_BP = 550
GOODS = (
    ("P011", "Pain de campagne au levain", "carton de 6", 12_000, 9_800_000, 64_800),
    ("P023", "Fougasse aux olives de pays", "carton de 12", 8_000, 14_500_000, 38_800),
    ("P042", "Ganses de carnaval, sachet de 250 g", "carton de 20 sachets", 5_000, 31_200_000, 28_000),
    ("P068", "Tourte de blettes sucrée, 26 cm", "pièce", 24_000, 7_350_000, 27_600),
    ("P104", "Pissaladière, plaque 40 × 60", "plaque", 6_000, 18_900_000, 17_400),
)
NETS = tuple(quantity * price // 10_000_000 for _, _, _, quantity, price, _ in GOODS)
TODAY = tuple(quantity - (2_000 if place == 2 else 0) for place, (_, _, _, quantity, _, _) in enumerate(GOODS, 1))
"""What is delivered: of the second line two stay behind."""
VALUES = tuple(today * goods[4] // 10_000_000 for today, goods in zip(TODAY, GOODS, strict=True))
NET = sum(NETS)
TAX = (NET * VAT_BP + 5_000) // 10_000
