"""A small bakery in the Grésivaudan, as the files that its planner would send in: short of one product, one site unplaced, one hostile name."""

from __future__ import annotations

from pathlib import Path

HOSTILE = "Épicerie <b>du</b> ${Pont} & Fils"
UNPLACED = "S07"

TOWNS = [
    ("Grenoble", "38000", 45.1885, 5.7245), ("Échirolles", "38130", 45.1436, 5.7182), ("Meylan", "38240", 45.2090, 5.7775),
    ("Crolles", "38920", 45.2850, 5.8830), ("Vizille", "38220", 45.0780, 5.7730), ("Saint-Égrève", "38120", 45.2330, 5.6830),
    ("Voreppe", "38340", 45.2990, 5.6360), ("Le Pont-de-Claix", "38800", 45.1230, 5.6980), ("Domène", "38420", 45.2030, 5.8400),
    ("Moirans", "38430", 45.3250, 5.5630), ("Voiron", "38500", 45.3640, 5.5920), ("Gières", "38610", 45.1810, 5.7900),
    ("Sassenage", "38360", 45.2050, 5.6620), ("Fontaine", "38600", 45.1930, 5.6860), ("Claix", "38640", 45.1200, 5.6720),
    ("Villard-Bonnot", "38190", 45.2370, 5.8870), ("Le Versoud", "38420", 45.2190, 5.8620), ("Vif", "38450", 45.0560, 5.6710),
]  # fmt: skip
NAMES = [
    "Halles Sainte-Claire", "Cantine des Essarts", "Le Clos Meylan", "Pause Soitec", "Auberge du Château", "Café de la Monta",
    HOSTILE, "Bistrot du Drac", "Maison Domène", "Relais de Moirans", "Brasserie Chartreuse", "Resto U du Lac",
    "Les Côtes", "Petit Marché", "Comboire Traiteur", "Papeteries Café", "L'Aérodrome", "Gresse Gourmande",
]  # fmt: skip
PRODUCTS = [
    ("P01", "Pain de campagne 1 kg", "pièce", "3,20", "1"), ("P02", "Baguette de tradition", "carton de 20", "14,00", "6"),
    ("P03", "Croissants au beurre", "carton de 60", "42,50", "4,2"), ("P04", "Tarte aux noix", "pièce", "18,90", "1,4"),
    ("P05", "Brioche de Saint-Genix", "pièce", "12,40", "0,9"), ("P06", "Pâtons congelés", "caisse", "31,00", "12"),
]  # fmt: skip


def write(folder: Path, day: str = "25/11/2026", orders: int = 26) -> list[Path]:
    """Write the files and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    sites = list(enumerate(zip(NAMES, TOWNS, strict=True), 1))
    files = {
        "company": ["name;siren;vat_number;address;postcode;city;country;email", "Fournil du Drac;732829320;FR44732829320;1 rue du Four;38000;Grenoble;FR;adv@fournil.example"],
        "customers": ["customer;name;siren;billing_address;postcode;city;country;payment_terms"]
        + [f"C{n:02d};{name};732829320;{n} place du Marché;{code};{town};FR;30 jours" for n, (name, (town, code, _, _)) in sites],
        "depots": ["depot;name;latitude;longitude;docks;loading_minutes", "D1;Fournil;45,1660;5,7080;2;15"],
        "sites": ["site;customer;name;address;postcode;city;latitude;longitude;opening_hours;service_minutes;contact;phone;instructions"]
        + [
            f"S{n:02d};C{n:02d};{name};{n} place du Marché;{code};{town};{_at(n, latitude)};{_at(n, longitude)};"
            f"{'Mo-Sa 06:30-11:30' if n % 3 else 'Mo-Fr 07:00-09:00'};{6 + n % 5};Mme Leroy;04 76 00 00 {n:02d};{'Livrer par la cour' if n % 4 == 0 else ''}"
            for n, (name, (town, code, latitude, longitude)) in sites
        ],
        "products": ["product;name;unit;price;vat_rate;kg"] + [f"{code};{name};{unit};{price};5,5;{kg}" for code, name, unit, price, kg in PRODUCTS],
        "stock": ["product;quantity;on", *(f"{code};{40 if code != 'P04' else 6};24/11/2026" for code, *_ in PRODUCTS)],
        "production": ["product;date;quantity;ready_at", *(f"{code};{day};{200 if code != 'P04' else 14};{'05:00' if code != 'P04' else '07:30'}" for code, *_ in PRODUCTS)],
        "vehicles": ["vehicle;depot;kg;gross_kg;shift_start;shift_end;cost_fixed;cost_km;cost_hour;max_trips;plate", "V01;D1;450;3500;05:00;13:00;45;0,38;27;2;AB-101-CD", "V02;D1;450;3500;05:30;13:30;45;0,38;27;2;AB-102-CD", "V03;D1;700;3500;05:30;13:30;55;0,45;27;1;AB-103-CD"],
        "drivers": ["driver;name;vehicle;phone", "DR1;Nadia Benali;V01;06 00 00 00 01", "DR2;Luc Perrin;V02;06 00 00 00 02", "DR3;Inès Roche;V03;06 00 00 00 03"],
        "orders": ["order;line;customer;site;product;quantity;requested_on;customer_reference;partial", *_orders(day, orders, len(sites))],
    }  # fmt: skip
    paths = []
    for kind, rows in files.items():
        path = folder / f"{kind}.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _at(number: int, degrees: float) -> str:
    return "" if f"S{number:02d}" == UNPLACED else str(degrees).replace(".", ",")


def _orders(day: str, count: int, sites: int) -> list[str]:
    rows = []
    for number in range(1, count + 1):
        site = 1 + (number * 7) % sites
        for line in range(1, 2 + number % 3):
            product = 1 + (number + 2 * line) % len(PRODUCTS)
            partial = "complete" if number % 9 == 0 else "allowed"
            rows.append(
                f"CF{1000 + number};{line};C{site:02d};S{site:02d};P{product:02d};{2 + (number * line) % 9};{day};BC-{500 + number};{partial}"
            )
    return rows
