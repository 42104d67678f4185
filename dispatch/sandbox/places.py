"""Towns between Lyon, Chambéry and the Vercors, at their true positions; the customers on them are invented."""

from __future__ import annotations

from typing import NamedTuple


class Town(NamedTuple):
    """A town and where it lies (degrees)."""

    name: str
    postcode: str
    latitude: float
    longitude: float


DEPOT = Town("Voiron", "38500", 45.3668, 5.5873)

TOWNS = (
    Town("Grenoble", "38000", 45.1885, 5.7245),
    Town("Échirolles", "38130", 45.1436, 5.7183),
    Town("Saint-Martin-d'Hères", "38400", 45.1672, 5.7653),
    Town("Fontaine", "38600", 45.1932, 5.6861),
    Town("Meylan", "38240", 45.2097, 5.7783),
    Town("Voreppe", "38340", 45.2983, 5.6375),
    Town("Moirans", "38430", 45.3256, 5.5639),
    Town("Tullins", "38210", 45.3000, 5.4853),
    Town("Rives", "38140", 45.3531, 5.4981),
    Town("Renage", "38140", 45.3357, 5.4835),
    Town("Saint-Égrève", "38120", 45.2325, 5.6831),
    Town("Sassenage", "38360", 45.2053, 5.6642),
    Town("Seyssinet-Pariset", "38170", 45.1775, 5.6936),
    Town("Claix", "38640", 45.1200, 5.6731),
    Town("Vif", "38450", 45.0561, 5.6711),
    Town("Vizille", "38220", 45.0778, 5.7711),
    Town("Domène", "38420", 45.2031, 5.8392),
    Town("Crolles", "38920", 45.2850, 5.8839),
    Town("Le Touvet", "38660", 45.3594, 5.9486),
    Town("Pontcharra", "38530", 45.4339, 6.0186),
    Town("Allevard", "38580", 45.3953, 6.0753),
    Town("Chambéry", "73000", 45.5646, 5.9178),
    Town("Aix-les-Bains", "73100", 45.6885, 5.9153),
    Town("La Motte-Servolex", "73290", 45.5972, 5.8775),
    Town("Les Échelles", "73360", 45.4383, 5.7547),
    Town("Saint-Laurent-du-Pont", "38380", 45.3919, 5.7347),
    Town("Entre-deux-Guiers", "38380", 45.4306, 5.7528),
    Town("Les Abrets en Dauphiné", "38490", 45.5361, 5.5828),
    Town("Le Pont-de-Beauvoisin", "38480", 45.5386, 5.6706),
    Town("La Tour-du-Pin", "38110", 45.5653, 5.4450),
    Town("Bourgoin-Jallieu", "38300", 45.5861, 5.2736),
    Town("L'Isle-d'Abeau", "38080", 45.6181, 5.2339),
    Town("Villefontaine", "38090", 45.6125, 5.1508),
    Town("Saint-Quentin-Fallavier", "38070", 45.6439, 5.1111),
    Town("La Verpillière", "38290", 45.6358, 5.1422),
    Town("Morestel", "38510", 45.6775, 5.4656),
    Town("Crémieu", "38460", 45.7261, 5.2500),
    Town("Heyrieux", "38540", 45.6286, 5.0603),
    Town("Vienne", "38200", 45.5242, 4.8783),
    Town("Saint-Jean-de-Bournay", "38440", 45.5006, 5.1378),
    Town("La Côte-Saint-André", "38260", 45.3933, 5.2597),
    Town("Le Grand-Lemps", "38690", 45.3981, 5.4181),
    Town("Châbons", "38690", 45.4433, 5.4236),
    Town("Val-de-Virieu", "38730", 45.4831, 5.4783),
    Town("Beaurepaire", "38270", 45.3378, 5.0539),
    Town("Roybon", "38940", 45.2583, 5.2436),
    Town("Saint-Marcellin", "38160", 45.1536, 5.3178),
    Town("Vinay", "38470", 45.2106, 5.4031),
    Town("Saint-Étienne-de-Saint-Geoirs", "38590", 45.3392, 5.3453),
    Town("Romans-sur-Isère", "26100", 45.0464, 5.0517),
    Town("Saint-Jean-en-Royans", "26190", 45.0200, 5.2919),
    Town("Villard-de-Lans", "38250", 45.0703, 5.5525),
    Town("Lans-en-Vercors", "38250", 45.1275, 5.5886),
    Town("Monestier-de-Clermont", "38650", 44.9147, 5.6339),
    Town("La Mure", "38350", 44.9022, 5.7872),
    Town("Saint-Pierre-de-Chartreuse", "38380", 45.3417, 5.8153),
    Town("Charavines", "38850", 45.4292, 5.5161),
    Town("Montmélian", "73800", 45.5033, 6.0508),
    Town("Saint-Geoire-en-Valdaine", "38620", 45.4575, 5.6350),
    Town("Le Bourg-d'Oisans", "38520", 45.0553, 6.0306),
)
