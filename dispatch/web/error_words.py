"""What an error page says: a title and what to do, by HTTP status, or by the code of our error where that is more precise."""

from __future__ import annotations

from dispatch.web.language import gettext as _


def words_for(status: int, code: str = "") -> tuple[str, str]:
    """Title and advice in the reader's language."""
    by_code = _by_code()
    if code in by_code:
        return by_code[code]
    return _by_status().get(
        status,
        (
            _("Une erreur s’est produite"),
            _("Rien n’a été enregistré. Réessayez ; si cela dure, prévenez l’administrateur."),
        ),
    )


def _by_code() -> dict[str, tuple[str, str]]:
    return {
        "stale_plan": (
            _("Le plan a changé entre-temps"),
            _(
                "Quelqu’un d’autre a modifié cette journée. Rechargez la page, regardez le plan en vigueur, puis recommencez."
            ),
        ),
        "locked_day": (
            _("La journée est verrouillée"),
            _("Ni la main ni un calcul ne la changent ; elle peut être publiée. Déverrouillez-la d’abord (menu ⋯)."),
        ),
        "locked_tour": (
            _("La tournée est verrouillée"),
            _("Rien n’y entre, rien n’en sort. Déverrouillez-la d’abord (clic droit sur la tournée)."),
        ),
        "life_cycle": (
            _("Cette étape n’est plus possible"),
            _("Son état a changé entre-temps. Revenez à la page précédente et rechargez-la."),
        ),
        "conservation": (
            _("Les quantités ne s’accordent plus"),
            _("Quelqu’un d’autre vient de les modifier. Rechargez la page et recommencez."),
        ),
        "integrity": (
            _("Ce qui est conservé n’est plus ce qui a été montré"),
            _("Rien n’est affiché, par prudence. Prévenez l’administrateur : il lancera la vérification."),
        ),
        "schema": (
            _("La base de données attend sa mise à jour"),
            _("Prévenez l’administrateur : il lancera « dispatch init », qui la met à jour sans rien perdre."),
        ),
        "csrf": (
            _("Ce formulaire n’est plus valable"),
            _("La page est ouverte depuis trop longtemps. Revenez en arrière, rechargez-la et renvoyez le formulaire."),
        ),
    }


def _by_status() -> dict[int, tuple[str, str]]:
    return {
        400: (
            _("Cette saisie n’est pas utilisable"),
            _("Revenez en arrière, corrigez ce qui est indiqué et renvoyez le formulaire."),
        ),
        401: (
            _("Votre session est terminée"),
            _("Reconnectez-vous ; ce que vous avez saisi est encore dans la page précédente."),
        ),
        403: (
            _("Votre rôle ne donne pas accès à cette page"),
            _("Si vous en avez besoin, demandez-le à un administrateur."),
        ),
        404: (_("Cette page n’existe pas"), _("Le lien est peut-être ancien. Passez par le menu ou par la recherche.")),
        405: (_("Cette page ne s’ouvre pas ainsi"), _("Passez par le menu.")),
        409: (
            _("Ce n’est pas possible dans l’état actuel"),
            _("Rechargez la page pour voir l’état en vigueur, puis recommencez."),
        ),
        413: (
            _("Ce fichier est trop volumineux"),
            _("La limite est de 20 Mo. Découpez le fichier, ou enregistrez-le en CSV."),
        ),
        429: (
            _("Trop d’essais"),
            _("Attendez quelques minutes, ou demandez un lien de connexion à un administrateur."),
        ),
        503: (_("La base de données est occupée"), _("Rien n’a été enregistré. Réessayez dans quelques secondes.")),
        507: (_("Le disque du serveur est plein"), _("Prévenez l’administrateur : il doit libérer de la place.")),
    }
