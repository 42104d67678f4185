"""The French of what sales administration refuses: quotes, orders, call-offs, credit. English stands where it is raised."""

from __future__ import annotations

TRADE = {
    # what the morning's lists find wrong
    "the counter is at {last}": "il manque ; le compteur en est à {last}",
    "not a number of the series {series}": "ce n’est pas un numéro de la série {series}",
    "{count} more numbers are missing": "{count} autres numéros manquent",
    "goods of stop {stop} are on no delivery note": "la marchandise de l’arrêt {stop} n’est sur aucun bon",
    "it is out and has no delivery note": "elle est partie et n’a aucun bon",
    "all its notes are back, and it is not done": "tous ses bons sont revenus, et elle n’est pas terminée",
    "{state}, its tour is {tour}": "{state}, sa tournée est {tour:f}",
    # quotes
    "A quote cannot end on {day}, before today.": "Un devis ne peut finir le {day}, jour passé : donnez une date à venir.",
    "Quote {number} ended on {day}.": "Le devis {number} a pris fin le {day} : faites-en un nouveau.",
    "Quote {number} went to the customer on {day}.":
        "Le devis {number} est parti chez le client le {day} : il ne se modifie plus, un nouveau devis le remplace.",
    "Quote {number} is {state}.": "Le devis {number} est {state} : faites-en un nouveau à sa place.",
    # framework orders
    "Framework order {framework} is {state}, not confirmed.":
        "La commande ouverte {framework} est {state:f}, pas encore confirmée : confirmez-la d’abord.",
    "Framework order {framework} ended on {until}, the call-off is for {on}.":
        "La commande ouverte {framework} a pris fin le {until}, l’appel est pour le {on} : prolongez-la d’abord.",
    "Framework order {framework} belongs to another customer.": "La commande ouverte {framework} est à un autre client.",
    "Framework order {framework} has no line of this product.":
        "La commande ouverte {framework} n’a pas ce produit : ajoutez-l’y, ou commandez-le ferme.",
    "Framework order {framework} has {left} left, {asked} called.":
        "Il reste {left} sur la commande ouverte {framework}, {asked} appelés : appelez moins, ou augmentez-la.",
    "The framework order has {left} left, {asked} called.":
        "Il reste {left} sur la commande ouverte, {asked} appelés : appelez moins, ou augmentez-la.",
    "There is no framework order {framework}.": "Il n’existe pas de commande ouverte {framework}.",
    # what may be sold
    "A line worth {worth} is beyond {most}.":
        "Une ligne de {worth} € passe le plafond de {most} € : corrigez sa quantité ou son prix.",
    "Product {product} is no longer sold.":
        "Le produit {product} ne se vend plus : choisissez-en un autre, ou réactivez-le dans son fichier.",
    "The terms of {customer} are beyond the law for {product}: {limit} ({article}).":
        "Les conditions de règlement de {customer} sont plus longues que la loi ne permet pour {product} ({article}) :"
        " raccourcissez-les dans sa fiche.",
    # orders
    "Order {order} is registered already.": "La commande {order} est déjà enregistrée : modifiez-la.",
    "Order {order} was changed meanwhile.":
        "La commande {order} a été modifiée entre-temps : rouvrez-la et regardez ce qui a changé, votre saisie reste ci-dessous.",
    "Order {order} is no forecast.": "La commande {order} n’est pas un appel prévisionnel.",
    "A reason is needed.": "Il faut un motif, en quelques mots.",
    "Order {order} is not held for credit.": "La commande {order} n’est pas retenue pour encours : quelqu’un l’a peut-être débloquée.",
    "Order {order}: {more} € more would bring customer {customer} above the credit limit ({total} of {limit} €).":
        "Commande {order} : {more} € de plus mettraient le client {customer} au-dessus de son plafond ({total} € sur {limit} €)."
        " Faites régler, commandez moins, ou faites débloquer.",
    "Order {order}, line {line}: {planned} planned, {delivered} delivered, {called} called.":
        "Commande {order}, ligne {line} : {planned} sur tournée, {delivered} livrés, {called} appelés. Soldez-la plutôt :"
        " seul le reste est abandonné.",
    "Order {order}, line {line}: {planned} is on a tour.":
        "Commande {order}, ligne {line} : {planned} sont sur une tournée. Attendez le retour du bon, ou retirez-les de la tournée.",
    "Order {order}: {asked} is less than the {committed} that are delivered, planned, cancelled or called.":
        "Commande {order} : {asked}, c’est moins que les {committed} livrés, planifiés, soldés ou appelés.",
    "Line {line} of order {order} cannot become {asked}: {taken} is delivered, planned, cancelled or called.":
        "Ligne {line} de la commande {order} : {taken} sont déjà livrés, planifiés, soldés ou appelés, elle ne peut devenir {asked}.",
    "Order {order}: Something of it is planned or delivered, so this stays as it is.":
        "Commande {order} : une partie est planifiée ou livrée, cela ne change donc plus.",
    "Order {order}: Order {same} is {state}.": "La commande {order} est {state:f} : rouvrez-la, ou faites-en une nouvelle.",
}  # fmt: skip
