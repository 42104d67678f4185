"""Every entry of the journal in a reader's words: those of the audit trail, and what no order has in its trail."""

from __future__ import annotations

import json

from dispatch.controls.trail import TrailStep
from dispatch.controls.trail_words import WHAT, figures
from dispatch.journal.queries import EntryRow

MORE: dict[str, tuple[str, str]] = {
    "acknowledgements.asked": ("Accusés demandés", "Acknowledgements asked for"),
    "back_orders.expected": ("Dates des reliquats retenues", "Days of back orders kept"),
    "notes.printed": ("Accusés imprimés pour la poste", "Acknowledgements printed for the post"),
    "order.reopened": ("Commande rouverte", "Order opened again"),
    "document.kept": ("Document gardé", "Document kept"),
    "payment.recorded": ("Règlement saisi", "Payment recorded"),
    "payment.cancelled": ("Règlement annulé", "Payment cancelled"),
    "invoices.drafted": ("Projets de factures préparés", "Invoices drafted"),
    "invoice.discarded": ("Projet de facture abandonné", "Invoice draft discarded"),
    "invoice.drawn": ("Fichier de facture dessiné", "Invoice file drawn"),
    "day.edited": ("Journée modifiée à la main", "Day changed by hand"),
    "day.edit_undone": ("Modification défaite ou refaite", "Change undone or redone"),
    "day.locked": ("Journée verrouillée", "Day locked"),
    "day.unlocked": ("Journée déverrouillée", "Day unlocked"),
    "day.released": ("Journée publiée", "Day published"),
    "day.reopened": ("Journée rouverte", "Day opened again"),
    "day.version_kept": ("Version de la journée gardée", "Version of the day kept"),
    "run.asked": ("Calcul demandé", "Calculation asked for"),
    "run.started": ("Calcul commencé", "Calculation begun"),
    "run.stop_asked": ("Arrêt du calcul demandé", "Calculation told to stop"),
    "run.cancel_asked": ("Abandon du calcul demandé", "Calculation told to give up"),
    "run.solved": ("Calcul terminé", "Calculation ended"),
    "run.failed": ("Calcul en échec", "Calculation failed"),
    "run.discarded": ("Calcul écarté", "Calculation discarded"),
    "run.cancelled": ("Calcul abandonné", "Calculation given up"),
    "run.stale": ("Calcul périmé", "Calculation out of date"),
    "run.adopted": ("Calcul retenu", "Calculation adopted"),
    "scenario.asked": ("Variante demandée", "Scenario asked for"),
    "scenario.started": ("Variante commencée", "Scenario begun"),
    "scenario.solved": ("Variante calculée", "Scenario calculated"),
    "scenario.failed": ("Variante en échec", "Scenario failed"),
    "scenario.cancelled": ("Variante abandonnée", "Scenario given up"),
    "scenario.adopted": ("Variante retenue", "Scenario adopted"),
    "round.kept": ("Tournée habituelle gardée", "Usual round kept"),
    "round.written": ("Tournée habituelle écrite", "Usual round written"),
    "round.forgotten": ("Tournée habituelle oubliée", "Usual round forgotten"),
    "tour.under_way": ("Tournée partie", "Tour on its way"),
    "tour.done": ("Tournée terminée", "Tour done"),
    "tour.retimed": ("Heures de la tournée refaites", "Tour timed anew"),
    "tour.broken_off": ("Tournée interrompue", "Tour broken off"),
    "tour.rescued": ("Tournée reprise par un autre véhicule", "Tour taken over by another truck"),
    "tour.withdrawn": ("Tournée retirée", "Tour taken off"),
    "vehicle.away": ("Véhicule absent", "Vehicle away"),
    "phone.arrive": ("Arrivée signalée du téléphone", "Arrival told by phone"),
    "phone.deliver": ("Livraison signée sur le téléphone", "Delivery signed on the phone"),
    "phone.problem": ("Problème signalé du téléphone", "Problem told by phone"),
    "phone.late": ("Retard annoncé du téléphone", "Delay told by phone"),
    "phone.reorder": ("Ordre des arrêts changé du téléphone", "Order of stops changed by phone"),
    "import.warning_closed": ("Avertissement d’import vu", "Import warning seen"),
    "product.weighed": ("Poids du produit saisi", "Product weighed"),
    "site.suggested": ("Place proposée pour un site", "Place suggested for a site"),
    "layout.saved": ("Maquette gardée", "Layout saved"),
    "layout.adopted": ("Maquette adoptée", "Layout adopted"),
    "layout.adoption_withdrawn": ("Adoption d’une maquette retirée", "Adoption of a layout withdrawn"),
    "setting.chosen": ("Réglage choisi", "Setting chosen"),
    "job.asked_again": ("Travail relancé", "Job asked for again"),
    "purge.done": ("Purge faite", "Purge done"),
    "token.created": ("Jeton créé", "Token created"),
    "token.revoked": ("Jeton révoqué", "Token revoked"),
    "user.created": ("Utilisateur créé", "User created"),
    "user.renamed": ("Utilisateur renommé", "User renamed"),
    "user.role_changed": ("Rôle changé", "Role changed"),
    "user.activated": ("Compte rouvert", "Account opened again"),
    "user.deactivated": ("Compte fermé", "Account closed"),
    "user.password_set": ("Mot de passe choisi", "Password chosen"),
    "user.language_chosen": ("Langue choisie", "Language chosen"),
    "user.link_made": ("Lien de connexion donné", "Log-in link made"),
    "user.link_used": ("Lien de connexion utilisé", "Log-in link used"),
    "user.logged_in": ("Connexion", "Log-in"),
    "user.session_ended": ("Session fermée", "Session ended"),
}
_THINGS = {
    "company": ("Société", "Company"), "customer": ("Client", "Customer"), "site": ("Site", "Site"), "product": ("Produit", "Product"),
    "contact": ("Interlocuteur", "Contact"), "deal": ("Affaire", "Deal"), "price": ("Prix", "Price"), "price_list": ("Tarif", "Price list"),
    "depot": ("Dépôt", "Depot"), "vehicle": ("Véhicule", "Vehicle"), "driver": ("Chauffeur", "Driver"), "stock": ("Stock", "Stock"),
    "absence": ("Absence", "Absence"), "legal_text": ("Texte légal", "Legal text"), "work_centre": ("Centre de charge", "Work centre"),
    "production_rate": ("Cadence", "Rate"), "production_capacity": ("Capacité", "Capacity"),
    "production_slot": ("Production", "Production"),
}  # fmt: skip
_STEPS = {
    "created": ("fiche créée", "made"),
    "amended": ("fiche modifiée", "changed"),
    "removed": ("fiche retirée", "removed"),
}


def entry_words(kind: str, language: str) -> str:
    """What happened; a kind that has no words keeps its own name."""
    column = int(language == "en")
    found = WHAT.get(kind) or MORE.get(kind)
    if found:
        return found[column]
    thing, _, step = kind.partition(".")
    if thing in _THINGS and step in _STEPS:
        return (
            f"{_THINGS[thing][column]} : {_STEPS[step][column]}"
            if not column
            else f"{_THINGS[thing][1]} {_STEPS[step][1]}"
        )
    return kind


def entry_figures(row: EntryRow, language: str) -> str:
    """What the entry says in figures; empty where only its own payload does."""
    facts = json.loads(row.payload)
    return figures(TrailStep(row.at, row.actor, row.kind, row.subject, row.hash, intact=True, facts=facts), language)
