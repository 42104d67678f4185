"""The steps of an audit trail in a reader's words: what happened, and the figures that matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch.controls.trail import TrailStep
from dispatch.controls.trail_fields import code, field_name, field_value

WHAT: dict[str, tuple[str, str]] = {
    "quote.made": ("Devis établi", "Quote made"),
    "quote.edited": ("Devis modifié", "Quote edited"),
    "quote.sent": ("Devis envoyé", "Quote sent"),
    "quote.lapsed": ("Devis échu", "Quote lapsed"),
    "quote.accepted": ("Devis accepté", "Quote accepted"),
    "quote.declined": ("Devis refusé", "Quote declined"),
    "import.received": ("Fichier de commandes reçu", "Order file received"),
    "order.registered": ("Commande enregistrée", "Order registered"),
    "order.confirmed": ("Commande confirmée", "Order confirmed"),
    "order.amended": ("Avenant", "Amendment"),
    "order.extended": ("Lignes ajoutées", "Lines added"),
    "order.gap_accepted": ("Écart avec le devis accepté", "Difference with the quote accepted"),
    "order.credit_held": ("Retenue pour encours", "Held for credit"),
    "order.loading_held": ("Retenue au chargement pour encours", "Held at loading for credit"),
    "order.credit_released": ("Encours débloqué", "Credit released"),
    "order.line_cancelled": ("Reste de ligne soldé", "Rest of a line given up"),
    "order.cancelled": ("Commande annulée", "Order cancelled"),
    "order.closed": ("Commande soldée", "Order closed"),
    "acknowledgement.issued": ("Accusé de réception émis", "Acknowledgement issued"),
    "acknowledgement.sent": ("Accusé de réception envoyé", "Acknowledgement sent"),
    "mail.queued": ("Courriel à envoyer", "Mail to be sent"),
    "mail.tried": ("Courriel remis au serveur", "Mail handed to the server"),
    "mail.failed": ("Serveur de courrier absent", "Mail server away"),
    "mail.sent": ("Courriel envoyé", "Mail sent"),
    "mail.refused": ("Courriel refusé", "Mail refused"),
    "consignment.issued": ("Lettre de voiture établie", "Consignment note written"),
    "note.issued": ("Bon de livraison émis", "Delivery note issued"),
    "note.cancelled": ("Bon de livraison annulé", "Delivery note cancelled"),
    "note.received": ("Bon revenu signé", "Note back, signed"),
    "shortage.decided": ("Manque décidé", "Shortage decided"),
    "claim.opened": ("Litige ouvert", "Claim opened"),
    "claim.open": ("Litige rouvert", "Claim opened again"),
    "claim.examined": ("Litige à l’étude", "Claim being examined"),
    "claim.waiting": ("Litige en attente d’une réponse", "Claim waiting for an answer"),
    "claim.assigned": ("Litige confié", "Claim assigned"),
    "claim.resolved": ("Litige résolu", "Claim resolved"),
    "claim.rejected": ("Litige rejeté", "Claim rejected"),
    "goods.returned": ("Marchandise revenue", "Goods came back"),
    "packaging.moved": ("Emballages consignés", "Returnable packaging"),
    "lots.entered": ("Lots saisis", "Lots entered"),
    "receipt.scanned": ("Scan joint", "Scan attached"),
    "cash.collected": ("Encaissé à la livraison", "Collected on delivery"),
    "credit.due": ("À créditer", "To be credited"),
    "note_invoice.held": ("Facture valant BL retenue", "Note as invoice held"),
    "note_invoice.counted": ("Facture valant BL comptée", "Note as invoice counted"),
    "payment.matched": ("Règlement imputé", "Payment matched"),
    "back_order.opened": ("Reliquat ouvert", "Back order opened"),
    "back_order.closed": ("Reliquat fermé", "Back order closed"),
    "trigger.raised": ("À facturer", "May be invoiced"),
    "triggers.exported": ("Exporté vers la comptabilité", "Exported to accounting"),
    "trigger.acknowledged": ("Pris en compte par la comptabilité", "Booked by accounting"),
    "invoice.validated": ("Facture validée", "Invoice validated"),
    "credit_note.validated": ("Avoir validé", "Credit note validated"),
    "invoice.status": ("Statut de la facture", "Status of the invoice"),
    "message.sent": ("Transmis à un autre programme", "Told to another program"),
    "message.dead": ("Transmission abandonnée", "Given up telling"),
    "message.again": ("Transmission relancée", "Told again"),
    "order.deal": ("Affaire de la commande", "Deal of the order"),
    "customer.created": ("Fiche du client créée", "Customer's page made"),
    "customer.amended": ("Fiche du client modifiée", "Customer's page changed"),
    "customer.credit_rule": ("Règle d’encours choisie", "Credit rule chosen"),
    "site.created": ("Site créé", "Site made"),
    "site.amended": ("Site modifié", "Site changed"),
    "site.placed": ("Site placé sur la carte", "Site placed on the map"),
    "contact.created": ("Interlocuteur ajouté", "Contact added"),
    "contact.amended": ("Interlocuteur modifié", "Contact changed"),
    "contact.removed": ("Interlocuteur retiré", "Contact removed"),
    "deal.created": ("Affaire ouverte", "Deal opened"),
    "deal.amended": ("Affaire modifiée", "Deal changed"),
    "deal.closed": ("Affaire close", "Deal closed"),
    "deal.reopened": ("Affaire rouverte", "Deal opened again"),
    "document.quote": ("Devis (PDF)", "Quote (PDF)"),
    "document.acknowledgement": ("Accusé de réception (PDF)", "Acknowledgement (PDF)"),
    "document.print_pack": ("Dossier de tournée imprimé", "Print pack"),
    "document.note": ("Bon de livraison (PDF)", "Delivery note (PDF)"),
    "document.receipt": ("Preuve de réception", "Evidence of receipt"),
    "document.signature": ("Signature", "Signature"),
    "document.scan": ("Bon numérisé", "Scanned note"),
    "document.claim_letter": ("Lettre de litige (PDF)", "Letter about a claim (PDF)"),
    "document.photo": ("Photo", "Photo"),
    "document.invoice": ("Facture (PDF)", "Invoice (PDF)"),
    "document.credit_note": ("Avoir (PDF)", "Credit note (PDF)"),
}
_COLUMN = {"fr": 0, "en": 1}


def what(step: TrailStep, language: str) -> str:
    """What happened; a kind that has no words yet keeps its own name."""
    return WHAT.get(step.what, (step.what, step.what))[_COLUMN[language]]


def figures(step: TrailStep, language: str) -> str:
    """What the step says in figures: quantities, amounts, reasons."""
    tell = _FIGURES.get(step.what)
    said = tell(step.facts, language) if tell else str(step.facts.get("title", ""))
    reason = step.facts.get("reason")
    return " · ".join(part for part in (said, str(reason) if reason and str(reason) not in said else "") if part)


def _units(milli: int) -> str:
    return f"{milli / 1000:g}"


def _money(cents: int, language: str) -> str:
    text = f"{cents / 100:,.2f}"
    if language == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return f"{text}\u00a0€"


def _lines(facts: dict[str, Any], language: str) -> str:
    count = len(facts.get("lines", ()))
    word = ("ligne", "line")[_COLUMN[language]]
    return f"{count} {word}{'s' if count > 1 else ''}"


def _amended(facts: dict[str, Any], language: str) -> str:
    word = ("ligne", "line")[_COLUMN[language]]
    return " ; ".join(
        (f"{word} {line}, " if line else "") + _change(name, before, after, language)
        for line, name, before, after in facts.get("changes", ())
    )


def _gap(facts: dict[str, Any], language: str) -> str:
    return _change(str(facts.get("field", "")), facts.get("quoted"), facts.get("ordered"), language)


def _change(name: str, before: Any, after: Any, language: str) -> str:
    values = (field_value(name, value, language) for value in (before, after))
    return f"{field_name(name, language)} {' → '.join(values)}"


def _columns(facts: dict[str, Any], _language: str) -> str:
    return " ; ".join(f"{name} {_said(before)} → {_said(after)}" for name, before, after in facts.get("changes", ()))


def _said(value: Any) -> str:
    return "—" if value in (None, "") else str(value)


def _received(facts: dict[str, Any], language: str) -> str:
    words = (("accepté", "refusé", "manquant"), ("accepted", "refused", "missing"))[_COLUMN[language]]
    totals = [sum(line[place] for line in facts.get("lines", ())) for place in (1, 2, 3)]
    said = ", ".join(f"{_units(total)} {word}" for total, word in zip(totals, words, strict=True) if total)
    return " · ".join(part for part in (said, str(facts.get("signer", ""))) if part)


def _net(facts: dict[str, Any], language: str) -> str:
    return f"{_money(int(facts.get('net_cents', 0)), language)} {('HT', 'net')[_COLUMN[language]]}"


def _gross(facts: dict[str, Any], language: str) -> str:
    return f"{_money(int(facts.get('gross_cents', 0)), language)} {('TTC', 'incl. VAT')[_COLUMN[language]]}"


def _credit(facts: dict[str, Any], language: str) -> str:
    held, limit = (_money(int(facts.get(name, 0)), language) for name in ("exposure_cents", "limit_cents"))
    return f"{held} + {_money(int(facts.get('asked_cents', 0)), language)} / {limit}"


_FIGURES: dict[str, Callable[[dict[str, Any], str], str]] = {
    "quote.made": _lines,
    "order.deal": lambda facts, _: str(facts.get("deal") or "—"),
    "customer.amended": _columns,
    "site.amended": _columns,
    "contact.amended": _columns,
    "deal.amended": _columns,
    "quote.accepted": lambda facts, _: str(facts.get("order", "")),
    "import.received": lambda facts, _: f"SHA-256 {str(facts.get('sha256', ''))[:16]}… · {facts.get('rows')}",
    "order.registered": _lines,
    "order.amended": _amended,
    "order.line_cancelled": lambda facts, _: f"{facts.get('line')}: {_units(int(facts.get('quantity', 0)))}",
    "order.credit_held": _credit,
    "order.loading_held": _credit,
    "order.credit_released": _credit,
    "note.issued": lambda facts, _: f"SHA-256 {str(facts.get('sha256', ''))[:16]}…",
    "note.received": _received,
    "shortage.decided": lambda facts, language: (
        f"{code(facts.get('choice'), language)} · {_units(int(facts.get('quantity', 0)))}"
    ),
    "claim.opened": lambda facts, language: code(facts.get("nature", ""), language),
    "claim.resolved": lambda facts, language: code(facts.get("outcome", ""), language),
    "goods.returned": _lines,
    "cash.collected": lambda facts, language: _money(int(facts.get("collected_cents", 0)), language),
    "credit.due": lambda facts, _: f"{facts.get('key')} · {_units(int(facts.get('quantity', 0)))}",
    "payment.matched": lambda facts, language: _money(int(facts.get("cents", 0)), language),
    "back_order.opened": lambda facts, _: _units(int(facts.get("quantity", 0))),
    "trigger.raised": _net,
    "trigger.acknowledged": lambda facts, _: str(facts.get("reference", "")),
    "invoice.validated": _gross,
    "credit_note.validated": _gross,
    "invoice.status": lambda facts, _: str(facts.get("code", "")),
    "acknowledgement.issued": lambda facts, _: f"SHA-256 {str(facts.get('sha256', ''))[:16]}…",
    "order.gap_accepted": _gap,
}
