"""What the settings that the console changes mean, in the reader's words."""

from __future__ import annotations

from dispatch.web.language import gettext as _


def about() -> dict[str, tuple[str, str]]:
    """Name → its title, and what it does."""
    return {
        "billing_period": (
            _("Période des factures récapitulatives"),
            _("Mois civil, quinzaine ou décade, pour les clients facturés par période."),
        ),
        "end_of_month": (
            _("Calcul de « fin de mois »"),
            _("« 45 jours fin de mois » : 45 jours puis la fin de ce mois, ou la fin du mois puis 45 jours."),
        ),
        "acknowledgement_target_h": (
            _("Délai des accusés de réception, en heures"),
            _("Au-delà, la commande est sur la liste du matin."),
        ),
        "general_terms": (
            _("Phrase sur les conditions générales"),
            _("Imprimée sur les devis et les accusés de réception."),
        ),
        "claim_days": (_("Échéance d’un litige, en jours"), _("Comptée du jour où il est ouvert.")),
        "packagings": (_("Emballages consignés"), _("Ceux qui sortent et reviennent, séparés par des virgules.")),
        "deliver_on_holidays": (
            _("Livrer les jours fériés"),
            _("Pour les sites dont les horaires n’en disent rien."),
        ),
        "time_limit_s": (_("Durée d’un calcul, en secondes"), _("Proposée quand on calcule une journée.")),
        "eta_threshold_min": (
            _("Nouvelle heure annoncée au client, à partir de, en minutes"),
            _("Un écart plus petit depuis la dernière annonce ne donne pas de courriel."),
        ),
        "driver_reorder": (
            _("Ordre des arrêts changé par le chauffeur"),
            _("Sur son téléphone, pour les arrêts à venir ; les heures suivent, et les clients sont prévenus."),
        ),
        "co2_van_g_km": (_("CO₂ d’un fourgon, en grammes par kilomètre"), _("Pour les indicateurs.")),
        "co2_truck_g_km": (_("CO₂ d’un camion, en grammes par kilomètre"), _("Pour les indicateurs.")),
    }
