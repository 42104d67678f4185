"""The reader's words for the pages about the installation: jobs, messages, settings and where they come from."""

from __future__ import annotations

from babel.numbers import format_decimal
from flask import Flask

from dispatch.web.details import said
from dispatch.web.formats import NO_BREAK
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_locale


def message_state(code: str) -> str:
    """The state of a message to another program."""
    return {"dead": _("Abandonnés"), "waiting": _("En attente"), "sent": _("Partis")}.get(code, code)


def channel(code: str) -> str:
    """Where a message goes."""
    return {"webhook": _("Webhook"), "erp": _("ERP"), "platform": _("Plateforme agréée")}.get(code, code)


def job_state(code: str) -> str:
    """The state of a job."""
    return {
        "queued": _("en attente"),
        "running": _("en cours"),
        "done": _("fini"),
        "failed": _("en échec"),
        "cancelled": _("annulé"),
    }.get(code, code)


def job_kind(code: str) -> str:
    """What a job does; one that has no words yet keeps its own name."""
    return {
        "plan": _("Calcul d’une journée"),
        "pack": _("Dossier de tournées"),
        "invoice_files": _("Fichiers Factur-X"),
        "acknowledge": _("Accusés de réception"),
        "send_mails": _("Courriels"),
        "exchange": _("Échanges"),
        "journal_head": _("Tête du journal"),
        "rest_days": _("Dates des reliquats"),
        "backup": _("Sauvegarde"),
        "backup_check": _("Contrôle d’une sauvegarde"),
    }.get(code, code)


def job_error(text: str) -> str:
    """Why a job failed; of a defect its last line alone, the rest is in the log."""
    lines = text.strip().splitlines()
    return said(text) or (lines[-1] if lines else "")


def setting_source(code: str) -> str:
    """Where a setting has its value from."""
    return {"environment": _("l’environnement"), "stored": _("cette page"), "default": _("la valeur par défaut")}.get(
        code, code
    )


def setting_value(value: str) -> str:
    """A value that is a word."""
    return {
        "true": _("oui"),
        "false": _("non"),
        "month": _("mois"),
        "fortnight": _("quinzaine"),
        "decade": _("décade"),
        "days_then_month_end": _("les jours, puis la fin du mois"),
        "month_end_then_days": _("la fin du mois, puis les jours"),
    }.get(value, value)


def megabytes(size_bytes: int) -> str:
    """``1,4 Mo``."""
    unit = "MB" if reader_locale().startswith("en") else "Mo"
    return format_decimal(size_bytes / 1_000_000, format="#,##0.0", locale=reader_locale()) + f"{NO_BREAK}{unit}"


FILTERS = (message_state, channel, job_state, job_kind, job_error, setting_source, setting_value, megabytes)


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    for one in FILTERS:
        app.jinja_env.filters[one.__name__] = one
