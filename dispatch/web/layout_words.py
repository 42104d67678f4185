"""The reader's words for the parts of papers, for what differs between two layouts, and for what is wrong with one."""

from __future__ import annotations

from flask import Flask

from dispatch.documents.layout_differences import Difference
from dispatch.documents.layout_rules import LayoutFault
from dispatch.web.language import gettext as _


def install(app: Flask) -> None:
    """Give the words to the templates."""
    app.add_template_filter(paper_kind)
    app.add_template_filter(adopted_papers)
    app.add_template_filter(paper_part)
    app.add_template_filter(layout_difference)
    app.add_template_filter(layout_fault)


def paper_kind(code: str) -> str:
    """A kind of document."""
    return {
        "quote": _("devis"),
        "acknowledgement": _("accusé de réception"),
        "note": _("bon de livraison"),
        "invoice": _("facture"),
        "credit_note": _("avoir"),
        "note_invoice": _("facture valant BL"),
        "loading": _("bordereau de chargement"),
        "route": _("feuille de route"),
        "consignment": _("lettre de voiture"),
        "statement": _("relevé de compte"),
        "claim": _("lettre de réclamation"),
    }.get(code, code)


def adopted_papers(code: str) -> str:
    """The papers for which a layout is adopted at once."""
    return _("papiers du camion") if code == "route" else paper_kind(code)


def paper_part(key: str) -> str:
    """A column, panel or block."""
    return {
        "number": _("numéro de ligne"),
        "reference": _("référence"),
        "designation": _("désignation"),
        "unit": _("unité"),
        "lots": _("lots"),
        "order": _("commande"),
        "ordered": _("commandé"),
        "already": _("déjà livré"),
        "today": _("livré ce jour"),
        "rest": _("reliquat"),
        "weight": _("poids"),
        "price": _("prix unitaire"),
        "amount": _("montant"),
        "quantity": _("quantité"),
        "vat": _("TVA"),
        "wanted": _("date souhaitée"),
        "agreed": _("date convenue"),
        "note": _("bon de livraison"),
        "delivered": _("livré le"),
        "parcels": _("colis"),
        "consignee": _("destinataire"),
        "bill_to": _("facturé à"),
        "orders": _("commandes"),
        "customer": _("client"),
        "deliver_to": _("à livrer à"),
        "offer": _("offre"),
        "references": _("références"),
        "shipper": _("expéditeur"),
        "carrier": _("transporteur"),
        "parties": _("cadres des parties"),
        "instructions": _("consignes"),
        "replaces": _("ce que l’indice remplace"),
        "correction": _("facture corrigée"),
        "lines": _("lignes"),
        "totals": _("totaux"),
        "rules": _("conditions convenues"),
        "money": _("totaux et règlement"),
        "text": _("texte de l’entreprise"),
    }.get(key, key)


def layout_difference(one: Difference) -> str:
    """What is not the same, in a sentence."""
    if one.key:
        part = {"column": _("colonne"), "panel": _("cadre"), "block": _("bloc")}[one.what]
        name = paper_part(one.key)
        return {
            "added": _("%(part)s « %(name)s » ajoutée en place %(after)s", part=part, name=name, after=one.after),
            "removed": _("%(part)s « %(name)s » retirée", part=part, name=name),
            "moved": _(
                "%(part)s « %(name)s » : place %(before)s → %(after)s",
                part=part,
                name=name,
                before=one.before,
                after=one.after,
            ),
            "width": _(
                "%(part)s « %(name)s » : largeur %(before)s → %(after)s",
                part=part,
                name=name,
                before=one.before or _("libre"),
                after=one.after or _("libre"),
            ),
        }[one.how]
    return {
        "accent": _("couleur des titres : %(before)s → %(after)s", before=one.before, after=one.after),
        "letters": _("taille des caractères : %(before)s %% → %(after)s %%", before=one.before, after=one.after),
        "logo": _("logo"),
        "footer": _("pied de page légal"),
        "copies": _("exemplaires"),
        "text_fr": _("texte de l’entreprise (français)"),
        "text_en": _("texte de l’entreprise (anglais)"),
    }[one.what]


def layout_fault(fault: LayoutFault) -> str:
    """What is wrong and what would be right."""
    first, second, third = (*fault.facts, "", "", "")[:3]
    return {
        "colour_unknown": _("La couleur s’écrit #rrggbb, par exemple #1a4d8f."),
        "colour_pale": _(
            "Cette couleur disparaît sur une photocopie (gris %(grey)s, au plus %(most)s) : prenez-la plus foncée.",
            grey=first,
            most=second,
        ),
        "letters_range": _("La taille des caractères va de %(least)s à %(most)s %%.", least=second, most=third),
        "logo_heavy": _("Le logo pèse plus de %(most)s ko : réduisez-le.", most=first),
        "logo_unreadable": _("Le logo doit être un fichier PNG ou JPEG intact, d’au plus 4 millions de pixels."),
        "copies_none": _("Il faut au moins un exemplaire."),
        "designation_wanted": _("La désignation doit rester : les autres colonnes se règlent sur elle."),
        "width_range": _(
            "Une largeur va de %(least)s à %(most)s points ; laissez vide pour une largeur libre.",
            least=second,
            most=third,
        ),
        "width_sum": _(
            "Les largeurs fixes font %(sum)s points ; %(most)s au plus, sinon la désignation n’a plus de place.",
            sum=first,
            most=second,
        ),
        "lines_wanted": _("Les lignes doivent rester."),
        "text_long": _("Un texte a au plus %(most)s caractères.", most=first),
    }.get(fault.code, _("Cette maquette nomme une partie inconnue : %(key)s.", key=first))
