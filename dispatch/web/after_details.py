"""The French of what is refused once goods and papers are on their way: days, receipts, claims, invoices, rounds, layouts, lists."""

from __future__ import annotations

AFTER = {
    # acknowledgements, deals, differences
    "Order {order} was acknowledged {times} times.": "La commande {order} a déjà {times} accusés : l’alphabet des indices est épuisé.",
    "Nothing of order {order} is left.": "Il ne reste rien de la commande {order} : il n’y a rien à accuser.",
    "No acknowledgement waits for the post.": "Aucun accusé n’attend le courrier : émettez-les d’abord.",
    "{order} is not of the customer of {deal}.": "La commande {order} n’est pas du client de l’affaire {deal}.",
    "The deal {deal} is closed.": "L’affaire {deal} est fermée : rouvrez-la d’abord.",
    "The deal {deal} is another customer's.": "L’affaire {deal} est celle d’un autre client.",
    "Order {order}: {field} {quoted} → {ordered} is no open difference.":
        "Commande {order} : cet écart ({quoted} → {ordered}) n’est plus ouvert. Rechargez : il a été accepté, ou la commande a changé.",
    "This difference is accepted already, or the order has changed.":
        "Cet écart est déjà accepté, ou la commande a changé : rechargez la liste.",
    "A quote needs a line.": "Un devis veut au moins une ligne.",
    "There is no credit rule «{mode}» at «{stage}».": "Choisissez ce que vaut le plafond et où il retient.",
    # days that are published
    "{day} is not published: {why}.":
        "Le {day} n’est pas publié : l’encours retient des produits au dépôt. Faites débloquer, régler, ou retirez-les.",
    "A published day is not opened again without a reason.": "Une journée publiée ne se rouvre pas sans motif.",
    "No published tour of {day} is still at the depot.": "Aucune tournée publiée du {day} n’est encore au dépôt.",
    "A released tour is not taken off without a reason.": "Une tournée publiée ne se retire pas sans motif.",
    "Tour {letter} of {day} cannot be taken off: {why}.":
        "La tournée {letter} du {day} ne se retire plus : des bons sont déjà revenus. Confirmez les autres avec ce qui a manqué.",
    "The consignment note lacks the carrier's {what}.":
        "Il manque à la lettre de voiture une mention du transporteur : nom, adresse ou SIREN.",
    "{number} is neither a SIREN nor a VAT number.": "{number} n’est ni un SIREN ni un numéro de TVA.",
    "The company's own truck drove: no carrier is liable.": "C’est votre camion qui a roulé : aucun transporteur n’est responsable.",
    "There is nothing to {step} on {day}.": "Il n’y a plus rien à annuler ni à rétablir le {day}.",
    # after the receipt
    "Note {number} is not back yet.": "Le bon {number} n’est pas encore revenu : confirmez-le d’abord.",
    "Note {number} is cancelled.": "Le bon {number} est annulé : servez-vous de celui qui le remplace.",
    "Claim {number} is {state}.": "La réclamation {number} est close : rouvrez-la d’abord.",
    # invoices and accounts
    "{count} of the {all} deliveries on this draft were exported or invoiced meanwhile.":
        "{count} des {all} livraisons de ce projet ont été exportées ou facturées entre-temps : jetez-le et refaites-le.",
    "{count} lines of this draft are disputed: they wait until their claim is settled.":
        "{count} lignes de ce projet sont en litige : elles attendent la fin de leur réclamation.",
    "Draft {draft} is {state}.": "Le projet {draft} n’en est plus un : il est déjà {state}.",
    "There is nothing to credit on invoice {number}.": "Il n’y a plus rien à créditer sur la facture {number}.",
    "This request has made credit note {number}.": "Cette demande a déjà donné l’avoir {number}.",
    "Line {line} of {number}: {asked} to credit, {left} are left.":
        "Ligne {line} de {number} : {asked} à créditer, il en reste {left}.",
    "Invoice {number} has no line {line}.": "La facture {number} n’a pas de ligne {line}.",
    "A credit note says why.": "Un avoir dit pourquoi : donnez un motif.",
    "The company that invoices is not known.": "La société qui facture n’est pas connue : complétez sa fiche.",
    "The company is not known.": "La société n’est pas connue : complétez sa fiche.",
    "The period from {start} to {end} is none.": "La période du {start} au {end} n’en est pas une : elle finit avant de commencer.",
    "A payment is not cancelled without a reason.": "Un règlement ne s’annule pas sans motif.",
    "There is no export as {form}.": "Cet export n’existe pas : choisissez csv ou json.",
    "There is no export as «{form}».": "Cet export n’existe pas : choisissez csv ou json.",
    "The day is missing.": "Le jour manque : choisissez-en un.",
    "No quantity is given.": "Aucune quantité n’est donnée : donnez-en une, ou créditez tout.",
    # rounds, versions, scenarios
    "A usual round needs a name and a tour of the day.": "Une tournée habituelle veut un nom et une tournée du jour.",
    "A version needs a name and at least one tour.": "Une version veut un nom et au moins une tournée.",
    "Scenario «{name}» was made for version {version} of the day ({state}).":
        "Le scénario « {name} » a été fait pour la version {version} de la journée : recalculez-le.",
    "No tour is ticked.": "Aucune tournée n’est cochée.",
    "No usual round is ticked.": "Aucune tournée habituelle n’est cochée.",
    "No order is ticked.": "Aucune commande n’est cochée.",
    "No row is ticked.": "Aucune ligne n’est cochée.",
    "{count} rows cannot be changed at once.": "On ne change pas {count} lignes à la fois.",
    # layouts, settings, files
    "A layout cannot be adopted from {day}, before {first}.":
        "Une mise en page ne s’adopte pas à partir du {day}, avant le {first} : les papiers émis gardent la leur.",
    "The adoption {number} was withdrawn by {who}.": "{who} a déjà retiré cette adoption.",
    "The layout of {paper} is in force since {day}.": "Cette mise en page est en vigueur depuis le {day} : adoptez-en une autre.",
    "{name} is not changed here.": "{name} ne se règle pas ici : c’est un choix de l’installation.",
    "{row} is used elsewhere.": "{row} sert ailleurs : fermez-le plutôt que de le supprimer.",
    "Others keep importing the same rows.": "D’autres importent les mêmes lignes : recommencez.",
    "The view has no name.": "Donnez un nom à la vue.",
    "This list has {count} views already.": "Cette liste a déjà {count} vues : oubliez-en une.",
}  # fmt: skip
