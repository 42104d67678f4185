"""What the sandbox company makes: biscuits, syrups, preserves; and one service."""

from __future__ import annotations

from typing import NamedTuple


class Good(NamedTuple):
    """One product of the sandbox: `daily` is what the workshop makes of it on a usual day, in units."""

    code: str
    name: str
    unit: str
    price: str
    vat: str
    kg: str
    m3: str
    pallets: str
    skills: str
    multiple: int
    daily: int
    ready_at: str
    work_centre: str


GOODS = (
    Good(
        "BIS-NOIX",
        "Biscuits aux noix",
        "carton 24",
        "31,20",
        "5,5",
        "4,2",
        "0,018",
        "0,021",
        "",
        1,
        60,
        "05:00",
        "FOUR",
    ),
    Good(
        "BIS-MIEL", "Sablés au miel", "carton 24", "28,80", "5,5", "4,0", "0,018", "0,021", "", 1, 55, "05:00", "FOUR"
    ),
    Good(
        "BIS-CITRON",
        "Palets au citron",
        "carton 24",
        "29,50",
        "5,5",
        "4,1",
        "0,018",
        "0,021",
        "",
        1,
        40,
        "06:30",
        "FOUR",
    ),
    Good(
        "BIS-CHATAIGNE",
        "Croquants à la châtaigne",
        "carton 24",
        "33,60",
        "5,5",
        "4,3",
        "0,018",
        "0,021",
        "",
        1,
        26,
        "09:30",
        "FOUR",
    ),
    Good(
        "GAL-BEURRE",
        "Galettes pur beurre",
        "carton 36",
        "42,00",
        "5,5",
        "6,8",
        "0,026",
        "0,030",
        "",
        1,
        48,
        "05:00",
        "FOUR",
    ),
    Good(
        "GAL-SARRASIN",
        "Galettes de sarrasin",
        "carton 36",
        "45,30",
        "5,5",
        "6,6",
        "0,026",
        "0,030",
        "",
        1,
        18,
        "09:30",
        "FOUR",
    ),
    Good(
        "PAIN-EPICES", "Pain d'épices", "carton 12", "54,00", "5,5", "7,5", "0,022", "0,026", "", 1, 30, "06:30", "FOUR"
    ),
    Good(
        "TAR-NOIX",
        "Tarte aux noix",
        "carton 8",
        "62,40",
        "5,5",
        "8,4",
        "0,035",
        "0,045",
        "froid",
        1,
        22,
        "06:30",
        "FROID",
    ),
    Good(
        "TAR-MYRTILLE",
        "Tarte aux myrtilles",
        "carton 8",
        "66,00",
        "5,5",
        "8,6",
        "0,035",
        "0,045",
        "froid",
        1,
        16,
        "09:30",
        "FROID",
    ),
    Good(
        "RAVIOLE",
        "Ravioles fraîches",
        "carton 20",
        "58,00",
        "5,5",
        "6,2",
        "0,020",
        "0,024",
        "froid",
        1,
        34,
        "05:00",
        "FROID",
    ),
    Good(
        "GRATIN",
        "Gratin dauphinois",
        "carton 10",
        "71,50",
        "5,5",
        "9,8",
        "0,030",
        "0,036",
        "froid",
        1,
        24,
        "05:00",
        "FROID",
    ),
    Good(
        "SIR-MENTHE", "Sirop de menthe", "carton 6", "24,90", "5,5", "8,9", "0,016", "0,018", "", 1, 50, "05:00", "CUVE"
    ),
    Good(
        "SIR-GRENADINE",
        "Sirop de grenadine",
        "carton 6",
        "24,90",
        "5,5",
        "8,9",
        "0,016",
        "0,018",
        "",
        1,
        45,
        "05:00",
        "CUVE",
    ),
    Good(
        "SIR-GENEPI", "Sirop de génépi", "carton 6", "36,00", "20", "8,9", "0,016", "0,018", "", 1, 14, "09:30", "CUVE"
    ),
    Good(
        "JUS-POMME", "Jus de pomme", "caisse 12", "30,60", "5,5", "16,5", "0,028", "0,033", "", 1, 60, "05:00", "CUVE"
    ),
    Good(
        "JUS-POIRE", "Jus de poire", "caisse 12", "34,20", "5,5", "16,5", "0,028", "0,033", "", 1, 32, "06:30", "CUVE"
    ),
    Good(
        "CONF-ABRICOT",
        "Confiture d'abricots",
        "carton 12",
        "46,80",
        "5,5",
        "7,2",
        "0,014",
        "0,016",
        "",
        1,
        40,
        "05:00",
        "CUVE",
    ),
    Good(
        "CONF-MYRTILLE",
        "Confiture de myrtilles",
        "carton 12",
        "57,60",
        "5,5",
        "7,2",
        "0,014",
        "0,016",
        "",
        1,
        18,
        "06:30",
        "CUVE",
    ),
    Good(
        "MIEL-MONT",
        "Miel de montagne",
        "carton 12",
        "82,80",
        "5,5",
        "8,0",
        "0,014",
        "0,016",
        "",
        1,
        20,
        "05:00",
        "MIEL",
    ),
    Good("NOIX-5KG", "Noix en coque", "sac 5 kg", "27,50", "5,5", "5,2", "0,020", "0,022", "", 1, 70, "05:00", "TRI"),
    Good(
        "NOIX-PAL",
        "Noix en coque, gros calibre",
        "sac 25 kg",
        "118,00",
        "5,5",
        "25,4",
        "0,080",
        "0,083",
        "",
        4,
        40,
        "05:00",
        "TRI",
    ),
    Good("HUILE-NOIX", "Huile de noix", "carton 6", "69,00", "5,5", "5,4", "0,010", "0,012", "", 1, 24, "09:30", "TRI"),
    Good(
        "COFFRET-FETE", "Coffret de fête", "carton 6", "96,00", "20", "6,0", "0,040", "0,048", "", 1, 12, "09:30", "TRI"
    ),
    Good(
        "PRESENTOIR",
        "Présentoir en bois",
        "pièce",
        "145,00",
        "20",
        "22,0",
        "0,350",
        "0,500",
        "hayon",
        1,
        4,
        "05:00",
        "BOIS",
    ),
)

SERVICE = ("MISE-EN-RAYON", "Mise en rayon", "forfait", "35,00", "20")

BESIDES = (
    (
        "FAISSELLE",
        "Faisselles fraîches",
        "carton 12",
        "21,60",
        "5,5",
        "6,2",
        "0,020",
        "0,024",
        "froid",
        1,
        "goods",
        "perishable",
        "oui",
    ),
    ("BIS-ANIS", "Biscuits à l'anis", "carton 24", "30,00", "5,5", "4,1", "0,018", "0,021", "", 1, "goods", "", "non"),
)
"""Rows of the product file that the workshop does not make now: one whose legal terms are shorter, one no longer sold."""
