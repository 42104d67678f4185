"""The words of statements of account and of letters about claims, in French and English; part of the catalogue in `words`."""

from __future__ import annotations

LETTER_WORDS: dict[str, tuple[str, str]] = {
    # statements
    "statement": ("Relevé de compte", "Statement of account"),
    "statement_period": ("du {start} au {end}", "from {start} to {end}"),
    "statement_of": ("Compte {code}", "Account {code}"),
    "balance": ("Solde", "Balance"),
    "balance_owed": ("Solde en notre faveur au {day}\u00a0: {amount}", "Balance owed to us on {day}: {amount}"),
    "balance_credit": ("Solde en votre faveur au {day}\u00a0: {amount}", "Balance owed to you on {day}: {amount}"),
    "balance_none": ("Compte soldé au {day}", "Account settled on {day}"),
    "overdue": ("dont échu\u00a0: {amount}", "of which overdue: {amount}"),
    "unmatched": ("dont règlements à imputer\u00a0: {amount}", "of which payments on account: {amount}"),
    "open_by_age": ("Reste dû par âge", "Open by age"),
    "age_due": ("À échoir", "Not due"),
    "age_between": ("{start} à {end} jours", "{start} to {end} days"),
    "age_over": ("Plus de {days} jours", "Over {days} days"),
    "opening": ("Solde d’ouverture", "Opening balance"),
    "col_date": ("Date", "Date"),
    "col_piece": ("Pièce", "Paper"),
    "col_due": ("Échéance", "Due"),
    "col_debit": ("Débit", "Debit"),
    "col_credit": ("Crédit", "Credit"),
    "col_balance": ("Solde", "Balance"),
    "col_open": ("Reste dû", "Open"),
    "entry_invoice": ("Facture", "Invoice"),
    "entry_credit_note": ("Avoir", "Credit note"),
    "entry_payment": ("Règlement", "Payment"),
    "entry_about": ("sur {number}", "on {number}"),
    "means_transfer": ("virement", "transfer"),
    "means_cheque": ("chèque", "cheque"),
    "means_cash": ("espèces", "cash"),
    "means_card": ("carte", "card"),
    "means_direct_debit": ("prélèvement", "direct debit"),
    "means_bill": ("effet de commerce", "bill of exchange"),
    "nothing_moved": ("Rien n’a bougé dans cette période.", "Nothing moved in this period."),
    "statement_ask": (
        "Montants toutes taxes comprises. Merci de nous signaler toute différence avec vos comptes.",
        "Amounts include VAT. Please tell us of any difference with your books.",
    ),
    # claims
    "claim": ("Litige", "Claim"),
    "claim_to": ("Destinataire", "To"),
    "claim_delivery": ("Livraison", "Delivery"),
    "claim_received": ("reçue le {day}", "received on {day}"),
    "claim_consignment": ("Lettre de voiture {number}", "Consignment note {number}"),
    "col_loaded": ("Chargé", "Loaded"),
    "col_accepted": ("Accepté", "Accepted"),
    "col_disputed": ("Contesté", "Disputed"),
    "registered": ("Lettre recommandée avec avis de réception", "Registered letter"),
    "claim_subject_customer": (
        "Votre réclamation sur la livraison {note} du {day}",
        "Your claim on delivery {note} of {day}",
    ),
    "claim_subject_carrier": (
        "Protestation motivée\u00a0: livraison {note} du {day}",
        "Reasoned protest: delivery {note} of {day}",
    ),
    "claim_nature": ("Nature\u00a0: {nature}.", "Nature: {nature}."),
    "claim_carrier": (
        "Vous avez transporté la livraison ci-dessus, reçue le {received} par {place}. Il y a été constaté ce qui suit.",
        "You carried the delivery above, received on {received} by {place}. The following was found.",
    ),
    "claim_carrier_law": (
        (
            "Au nom du destinataire, nous vous notifions la présente protestation motivée en application de l’article L133-3 du code de "
            "commerce (trois jours après la réception, jours fériés non compris, soit le {by} au plus tard), et nous réservons de demander "
            "réparation du préjudice. Merci de nous faire connaître votre position."
        ),
        (
            "On behalf of the consignee we hereby give you reasoned protest under article L133-3 of the French commercial code (three days "
            "after receipt, public holidays excluded, that is by {by}), and reserve our claim for damages. Please answer."
        ),
    ),
    "claim_live": (
        (
            "Nous avons bien reçu votre réclamation, enregistrée sous le numéro {number}. Nous l’examinons et répondons au plus tard le "
            "{deadline}. Les lignes contestées ne sont pas facturées d’ici là."
        ),
        (
            "We have received your claim, registered as {number}. We are examining it and will answer by {deadline}. "
            "The disputed lines are not invoiced until then."
        ),
    ),
    "claim_credit_note": (
        "Nous vous donnons raison\u00a0: ce que vous aviez accepté des quantités ci-dessous vous est crédité par un avoir.",
        "We accept your claim: what you had accepted of the quantities below is credited to you.",
    ),
    "claim_redelivery": (
        "Nous vous donnons raison\u00a0: les quantités ci-dessous vous sont créditées et livrées de nouveau.",
        "We accept your claim: the quantities below are credited and delivered again.",
    ),
    "claim_rejected": ("Nous ne pouvons donner suite à votre réclamation.", "We cannot accept your claim."),
    "claim_reason": ("Motif\u00a0: {reason}", "Reason: {reason}"),
    "claim_said": ("Constat\u00a0: «\u00a0{words}\u00a0»", "Finding: “{words}”"),
    "regards": ("Nous vous prions d’agréer nos salutations distinguées.", "Yours faithfully,"),
    "nature_missing": ("manquant", "missing"),
    "nature_damaged": ("avarie", "damage"),
    "nature_wrong_product": ("erreur de produit", "wrong product"),
    "nature_wrong_quantity": ("erreur de quantité", "wrong quantity"),
    "nature_late": ("retard", "late delivery"),
    "nature_refused": ("refus", "refusal"),
    "nature_price": ("prix", "price"),
    "nature_quality": ("qualité", "quality"),
    "nature_other": ("autre", "other"),
}
