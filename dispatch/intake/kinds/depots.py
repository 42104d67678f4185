"""Depots: where tours load and leave."""

from __future__ import annotations

from dispatch.fleet.models import Depot
from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import Minutes, code, degrees, name, postcode, whole
from dispatch.intake.upsert import Upsert
from dispatch.intake.words import country

DEPOTS = Kind(
    name="depots",
    fr="Les dépôts : où les tournées chargent et d'où elles partent.",
    en="Depots: where tours load and leave.",
    key=("depot",),
    decide=Upsert(Depot, ("code",), "depot").decide,
    columns=(
        Column("depot", code, "Code du dépôt", "Depot's code", "DEP1", required=True, attribute="code"),
        Column("name", name, "Nom", "Name", "Dépôt de Grenoble", required=True),
        Column(
            "latitude",
            degrees(90),
            "Latitude, en degrés décimaux",
            "Latitude, decimal degrees",
            "45.1667",
            required=True,
        ),
        Column(
            "longitude",
            degrees(180),
            "Longitude, en degrés décimaux",
            "Longitude, decimal degrees",
            "5.7167",
            required=True,
        ),
        Column("address", name, "Adresse", "Address", "10 rue des Entrepôts", default=""),
        Column("postcode", postcode, "Code postal", "Postcode", "38100", default=""),
        Column("city", name, "Ville", "Town", "Grenoble", default=""),
        Column("country", country, "Pays, code ou nom", "Country, code or name", "FR", default="FR"),
        Column(
            "docks",
            whole(1, 1000),
            "Quais : véhicules chargés à la fois ; vide : sans limite",
            "Docks: vehicles loading at once; empty: any number",
            "2",
            attribute="dock_count",
        ),
        Column(
            "loading_minutes",
            Minutes(60),
            "Minutes de chargement avant chaque départ",
            "Minutes of loading before each trip",
            "20",
            default=0,
            attribute="loading_s",
        ),
    ),
)
