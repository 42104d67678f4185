// Every word of the page, French and English side by side: the phone changes language without a network.

const WORDS = {
  // head
  tour: ["Tournée {letter}", "Tour {letter}"],
  stop_of: ["{letter} · arrêt {n} / {all}", "{letter} · stop {n} / {all}"],
  all_stops: ["Tous les arrêts", "All stops"],
  online: ["à jour", "up to date"],
  to_send: ["à envoyer : {n}", "to send: {n}"],
  sending: ["envoi : {n}", "sending: {n}"],
  offline: ["hors réseau", "no network"],
  offline_to_send: ["hors réseau · à envoyer : {n}", "no network · to send: {n}"],
  to_look_at: ["à revoir : {n}", "to look at: {n}"],
  loading: ["Chargement de la tournée…", "Loading the tour…"],
  // tour
  delivered_of: ["{n} / {all} livrés", "{n} of {all} delivered"],
  next_stop: ["Prochain arrêt", "Next stop"],
  open_stop: ["Ouvrir l’arrêt", "Open stop"],
  stops: ["Arrêts", "Stops"],
  all_done: ["Tout est livré", "Everything is delivered"],
  all_done_more: ["Bon retour au dépôt.", "Have a safe drive back."],
  trip: ["Trajet {n}", "Trip {n}"],
  reorder_title: ["Changer l’ordre des arrêts", "Change the order of the stops"],
  reorder_text: ["Les arrêts à venir, dans l’ordre où vous les ferez. Le dépôt recalcule les heures et prévient les clients.", "The stops to come, as you will serve them. The depot works out the times and tells the customers."],
  reorder_keep: ["Garder cet ordre", "Keep this order"],
  reorder_up: ["Plus tôt : {name}", "Earlier: {name}"],
  reorder_down: ["Plus tard : {name}", "Later: {name}"],
  reorder_queued: ["Le dépôt reçoit le nouvel ordre", "The depot is told the new order"],
  refused_no_reorder: ["L’ordre de cette tournée se change au dépôt. Appelez-le.", "The order of this tour is changed at the depot. Call them."],
  late_title: ["En retard ? Le dépôt le sait d’un geste", "Running late? One tap tells the depot"],
  late_told: ["Retard annoncé : {n} min à {at}", "Announced: {n} min late at {at}"],
  late_minutes: ["+{n} min", "+{n} min"],
  late_hour: ["+{n} h", "+{n} h"],
  late_by: ["en retard de {n} min", "{n} min late"],
  late_queued: ["Retard de {n} min annoncé", "{n} min late announced"],
  call_depot: ["Appeler le dépôt", "Call the depot"],
  ready_offline: ["Prête sans réseau", "Ready without a network"],
  not_ready_offline: ["Ce téléphone ne peut pas rouvrir la page sans réseau : laissez-la ouverte.", "This phone cannot reopen the page without a network: leave it open."],
  read_early: ["Tournée du {day}. À lire seulement : elle se livre le jour même.", "Tour of {day}. To be read only: it is delivered on its day."],
  read_over: ["Tournée du {day}, passée. À lire seulement ; ce qui attend sur ce téléphone part encore.", "Tour of {day}, over. To be read only; what waits on this phone still leaves."],
  gone_title: ["Cette tournée n’est plus valable", "This tour is no longer valid"],
  gone_text: ["Elle a été retirée ou remplacée. Appelez le dépôt avant de continuer.", "It was withdrawn or replaced. Call the depot before you go on."],
  no_tour: ["Pas de réseau, et cette tournée n’est pas encore sur ce téléphone. Réessayez dès qu’il y a du réseau.", "No network, and this tour is not on this phone yet. Try again when there is one."],
  retry: ["Réessayer", "Try again"],
  cannot_read: ["Le dépôt ne répond pas. Ce qui est affiché date de {at}.", "The depot does not answer. What is shown is from {at}."],
  // stop
  planned: ["prévu", "planned"],
  window: ["fenêtre {from}–{to}", "window {from}–{to}"],
  call: ["Appeler", "Call"],
  go: ["Y aller", "Navigate"],
  arrive: ["Je suis arrivé", "I have arrived"],
  arrived_at: ["Arrivé à {at}", "Arrived at {at}"],
  parcel: ["{n} colis", "{n} parcel"],
  parcels: ["{n} colis", "{n} parcels"],
  kilograms: ["{n} kg", "{n} kg"],
  order: ["commande {order}", "order {order}"],
  reference: ["votre réf. {reference}", "your ref. {reference}"],
  collect: ["À encaisser", "To collect"],
  collected: ["Encaissé, en euros", "Collected, in euros"],
  means: ["Moyen", "Means"],
  means_cheque: ["chèque", "cheque"],
  means_cash: ["espèces", "cash"],
  means_card: ["carte", "card"],
  means_transfer: ["virement", "transfer"],
  less: ["Un de moins : {name}", "One less: {name}"],
  more: ["Un de plus : {name}", "One more: {name}"],
  accepted_qty: ["Quantité acceptée : {name}", "Accepted quantity: {name}"],
  of_loaded: ["sur {n}", "of {n}"],
  rest: ["reliquat {n}", "still due {n}"],
  rest_on: ["reliquat {n} le {day}", "still due {n} on {day}"],
  lots: ["lot {lots}", "lot {lots}"],
  fingerprint: ["empreinte {hash}", "fingerprint {hash}"],
  // réserves
  reserve: ["Réserve", "Remark"],
  reserve_title: ["Réserve précise", "What is wrong, precisely"],
  line: ["Ligne", "Line"],
  kind: ["Ce qui en est fait", "What becomes of it"],
  kind_missing: ["Manquant", "Missing"],
  kind_refused: ["Refusé", "Refused"],
  kind_noted: ["Accepté avec réserve", "Accepted, but noted"],
  nature: ["Nature", "What is wrong"],
  quantity: ["Quantité", "Quantity"],
  words: ["Précisions", "In words"],
  words_hint: ["ex. : carton écrasé, coin arrière", "e.g. carton crushed, rear corner"],
  photo: ["Photo", "Photo"],
  photos: ["Photo ({n})", "Photo ({n})"],
  photo_failed: ["Cette photo ne se lit pas. Reprenez-la.", "This photo cannot be read. Take it again."],
  photos_full: ["Six photos au plus.", "Six photos at most."],
  keep: ["Garder", "Keep"],
  remove: ["Retirer", "Remove"],
  cancel: ["Annuler", "Cancel"],
  void: ["« Sous réserve de déballage » ne vaut rien : dites ce qui est abîmé ou manquant, et combien.", "“Subject to unpacking” has no legal value: say what is damaged or missing, and how much."],
  needs_words: ["Dites en quelques mots ce qui ne va pas.", "Say in a few words what is wrong."],
  needs_quantity: ["Donnez une quantité, ou des mots.", "Give a quantity, or words."],
  nature_missing: ["manquant", "missing"],
  nature_damaged: ["abîmé", "damaged"],
  nature_wrong_product: ["mauvais produit", "wrong product"],
  nature_wrong_quantity: ["mauvaise quantité", "wrong quantity"],
  nature_late: ["retard", "late"],
  nature_refused: ["refusé", "refused"],
  nature_other: ["autre", "other"],
  // signature
  signature: ["Signature du client", "Customer’s signature"],
  sign_here: ["Signez ici", "Sign here"],
  clear: ["Effacer", "Clear"],
  signer: ["Nom en capitales", "Name in capitals"],
  quality: ["Qualité", "Position"],
  quality_hint: ["réceptionnaire, gérant…", "receiving, manager…"],
  qualities: ["réceptionnaire|responsable réception|magasinier|gérant|gardien|assistante", "receiving clerk|receiving manager|storekeeper|manager|caretaker|assistant"],
  needs_signature: ["Il manque la signature.", "The signature is missing."],
  needs_signer: ["Il manque le nom de qui signe.", "The name of who signs is missing."],
  deliver: ["Livré", "Delivered"],
  deliver_with: ["Livré · 1 réserve", "Delivered · 1 remark"],
  deliver_with_many: ["Livré · {n} réserves", "Delivered · {n} remarks"],
  undo: ["Annuler", "Undo"],
  // problem
  problem: ["Impossible de livrer", "Cannot deliver"],
  problem_title: ["Impossible de livrer", "Cannot deliver"],
  problem_text: ["Le bon reste à livrer ; le dépôt est prévenu et décide.", "The note stays open; the depot is told and decides."],
  problem_closed: ["Fermé", "Closed"],
  problem_absent: ["Personne pour recevoir", "Nobody to receive"],
  problem_refused: ["Livraison refusée", "Delivery refused"],
  problem_access: ["Accès impossible", "No access"],
  problem_vehicle: ["Véhicule en panne", "Vehicle broken down"],
  problem_other: ["Autre", "Other"],
  tell_depot: ["Prévenir le dépôt", "Tell the depot"],
  // states
  done_delivered: ["livré à {at}", "delivered at {at}"],
  done_delivered_plain: ["livré", "delivered"],
  done_waiting: ["livré à {at} · à envoyer", "delivered at {at} · to send"],
  done_sent: ["Enregistré au dépôt", "Recorded at the depot"],
  done_unsent: ["Pas encore envoyé", "Not sent yet"],
  done_being_sent: ["Envoi en cours", "Being sent"],
  done_paper: ["Confirmé au bureau sur papier", "Confirmed at the desk on paper"],
  done_by: ["reçu par {name}", "received by {name}"],
  conform: ["conforme", "conform"],
  with_reserves: ["avec réserves", "with remarks"],
  state_arrived: ["sur place", "on site"],
  state_problem: ["problème", "problem"],
  toast_delivered: ["{name} : livré", "{name}: delivered"],
  toast_arrived: ["Arrivée notée", "Arrival noted"],
  toast_problem: ["Le dépôt est prévenu", "The depot is told"],
  undone: ["Annulé", "Undone"],
  too_late: ["Déjà envoyé : appelez le dépôt pour corriger.", "Already sent: call the depot to correct it."],
  following: ["Arrêt suivant", "Next stop"],
  // refusals
  refused_received: ["Ce bon était déjà confirmé, au bureau ou sur un autre téléphone. Rien n’est compté deux fois ; votre signature est gardée.", "This note was confirmed already, at the desk or on another phone. Nothing is counted twice; your signature is kept."],
  refused_note_cancelled: ["Ce bon a été annulé. Appelez le dépôt.", "This note was cancelled. Call the depot."],
  refused_tour_cancelled: ["Cette tournée a été retirée. Appelez le dépôt.", "This tour was withdrawn. Call the depot."],
  refused_other_sheet: ["Le bon a changé depuis. Rechargez et refaites signer.", "The note has changed since. Reload and have it signed again."],
  refused_void_words: ["Une réserve n’a pas de valeur : dites ce qui est abîmé ou manquant, et combien.", "A remark has no legal value: say what is damaged or missing, and how much."],
  refused_not_today: ["Ce n’est plus le jour de cette tournée. Appelez le dépôt.", "It is not the day of this tour. Call the depot."],
  refused_invalid: ["Les quantités ne s’accordent pas. Corrigez et refaites signer.", "The quantities do not agree. Correct and have it signed again."],
  refused_other: ["Le dépôt n’a pas pu le prendre ({reason}). Appelez-le.", "The depot could not take it ({reason}). Call them."],
  understood: ["Compris", "Understood"],
  again: ["Corriger", "Correct"],
};

export const LANGUAGES = ["fr", "en"];
const LOCALES = { fr: "fr-FR", en: "en-GB" };
const KEY = "tournee-language";

let language = "fr";

/** What this phone has chosen, else what it speaks, else the company's. */
export function chooseLanguage(company) {
  const kept = localStorage.getItem(KEY);
  const spoken = navigator.languages.map((one) => one.slice(0, 2)).find((one) => LANGUAGES.includes(one));
  setLanguage(kept ?? spoken ?? company, false);
}

export function setLanguage(chosen, remember = true) {
  language = LANGUAGES.includes(chosen) ? chosen : "fr";
  document.documentElement.lang = language;
  if (remember) localStorage.setItem(KEY, language);
}

export const currentLanguage = () => language;

export function t(key, values = {}) {
  const [french, english] = WORDS[key];
  const text = language === "fr" ? french.replace(/ (?=[:;?!»])|(?<=«) /g, "\u00a0") : english;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export const has = (key) => key in WORDS;

/** `1,5` from 1500 thousandths. */
export const quantity = (milli) => new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 3 }).format(milli / 1000);
export const money = (cents) => new Intl.NumberFormat(LOCALES[language], { style: "currency", currency: "EUR" }).format(cents / 100);
export const kilograms = (grams) => t("kilograms", { n: new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: grams < 10000 ? 1 : 0 }).format(grams / 1000) });

/** The hour of an instant that carries the depot's offset, as the depot's clock shows it. */
export const hour = (iso) => iso.slice(11, 16);

/** The hour of this phone's own clock. */
export const hourOf = (date) => `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;

export function day(iso, style = "long") {
  const date = new Date(`${iso.slice(0, 10)}T12:00:00`);
  const how = style === "long" ? { weekday: "long", day: "numeric", month: "long" } : { weekday: "short", day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(LOCALES[language], how).format(date);
}
