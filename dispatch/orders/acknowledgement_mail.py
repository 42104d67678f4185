"""What the mail says that carries an acknowledgement."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.acknowledgement_sheets import AcknowledgementSheet

_SUBJECT = {
    "fr": "Accusé de réception {title} de votre commande {order}",
    "en": "Acknowledgement {title} of your order {order}",
}
_BODY = {
    "fr": (
        "Bonjour,\n\nNous accusons réception de votre commande {order}, du {received}, pour {net} HT.\n"
        "{moved}Vous trouverez en pièce jointe les quantités, les prix et la date convenue de chaque ligne.\n\n"
        "Cordialement,\n{seller}\n"
    ),
    "en": (
        "Dear customer,\n\nWe acknowledge your order {order} of {received}, for {net} without VAT.\n"
        "{moved}Quantities, prices and the agreed date of each line are in the attached document.\n\n"
        "Kind regards,\n{seller}\n"
    ),
}
_MOVED = {
    "fr": "Il annule et remplace le précédent : {reason}\n",
    "en": "It replaces the one before: {reason}\n",
}


def mail_words(sheet: AcknowledgementSheet) -> tuple[str, str]:
    """Subject and body, in the customer's language."""
    language = sheet.language
    order = sheet.customer_reference or sheet.order
    subject = _SUBJECT[language].format(title=sheet.title, order=order)
    body = _BODY[language].format(
        order=order,
        received=formats.short_date(sheet.received_on, language),
        net=formats.money(sheet.net_cents, sheet.currency, language),
        moved=_MOVED[language].format(reason=sheet.reason) if sheet.index_letter else "",
        seller=sheet.seller.name,
    )
    return " ".join(subject.split()), body
