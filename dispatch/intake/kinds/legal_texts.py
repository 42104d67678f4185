"""Legal sentences: what the company prints instead of the general wording, by date."""

from __future__ import annotations

from dispatch import clock
from dispatch.company.models import LegalText
from dispatch.intake.columns import Column, Kind
from dispatch.intake.dates import check_forward
from dispatch.intake.parsers import day, long_text, name
from dispatch.intake.upsert import Upsert
from dispatch.intake.words import LEGAL_TEXTS as SENTENCES
from dispatch.intake.words import Choice

LEGAL_TEXTS = Kind(
    name="legal_texts",
    fr="Les textes légaux propres à la société, avec leurs dates ; sans eux, les textes généraux sont imprimés.",
    en="The company's own legal sentences with their dates; without them the general ones are printed.",
    key=("text", "valid_from"),
    decide=Upsert(LegalText, ("code", "valid_from"), "legal_text", check=check_forward).decide,
    columns=(
        Column(
            "text",
            Choice(SENTENCES),
            "Texte : pénalités de retard, indemnité de recouvrement, escompte, TVA sur les débits ; sans TVA : exonération en France, "
            "livraison intracommunautaire, autoliquidation, exportation, service hors de l’Union",
            "Sentence: late_penalty, recovery_fee, no_discount, vat_on_debits; without VAT: exempt_E, exempt_K, exempt_AE, exempt_G, "
            "exempt_G_service",
            "pénalités de retard",
            required=True,
            attribute="code",
        ),
        Column(
            "valid_from",
            day,
            "Premier jour ; vide : aujourd'hui",
            "First day; empty: today",
            "01/01/2026",
            default=clock.today,
        ),
        Column("valid_to", day, "Dernier jour ; vide : sans fin", "Last day; empty: no end", ""),
        Column("article", name, "Article de loi", "Article of law", "C. com. L441-10", default=""),
        Column(
            "fr",
            long_text,
            "En français",
            "In French",
            "Pénalités de retard : trois fois le taux d'intérêt légal.",
            required=True,
        ),
        Column(
            "en",
            long_text,
            "En anglais",
            "In English",
            "Late payment penalties: three times the legal interest rate.",
            required=True,
        ),
    ),
)
