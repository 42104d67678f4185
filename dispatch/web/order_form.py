"""The head of an order as typed: who, where, since when, by which rule; kept as typed so that a refused form comes back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from dispatch import clock
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.orders.choices import CustomerChoice, customer_choice, products_named
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.models import ORIGINS, PARTIALS
from dispatch.orders.sellable import unlawful_goods
from dispatch.web import desk_form
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.line_form import Row, Typed, read_rows, rows_of, with_blanks
from dispatch.web.params import day_in, number_in


@dataclass(slots=True)
class EntryForm:
    """A form of head and lines; `errors` by field, what concerns none of them under the empty name."""

    values: Mapping[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=lambda: with_blanks([]))
    errors: dict[str, str] = field(default_factory=dict)
    customer: CustomerChoice | None = None

    def of(self, name: str, default: str = "") -> str:
        """One field of the head."""
        return self.values.get(name, default)

    @property
    def is_faulty(self) -> bool:
        """Whether something was found wrong."""
        return bool(self.errors) or any(row.errors for row in self.rows)

    @property
    def deal_id(self) -> int | None:
        """The deal chosen, if it is an open one of the customer's."""
        chosen = number_in(self.values, "deal")
        return chosen if chosen in [one.id for one in (self.customer.deals if self.customer else ())] else None

    @property
    def site_id(self) -> int | None:
        """The site chosen, if it is one of the customer's; the only one where there is one."""
        sites = self.customer.sites if self.customer else ()
        chosen = number_in(self.values, "site")
        if chosen in [one.id for one in sites]:
            return chosen
        return sites[0].id if len(sites) == 1 else None


def form_of(session: Session, form: MultiDict[str, str]) -> EntryForm:
    """What was typed, the customer found and the pasted lines laid out."""
    values = {name: value.strip()[:500] for name, value in form.items() if name != "pasted"}
    found = EntryForm(values, rows_of(form, form.get("pasted", "")[:200_000]))
    if found.of("customer"):
        try:
            found.customer = customer_choice(session, found.of("customer"))
        except NotFoundError:
            found.errors["customer"] = _("Ce client n’existe pas : tapez le début du code ou du nom.")
    return found


def read_lines(session: Session, form: EntryForm) -> list[Typed]:
    """The lines; what is wrong with them, or that there is none, is told in the form."""
    texts = [row.of("product") for row in form.rows]
    customer_id = form.customer.id if form.customer else None
    lines = read_rows(form.rows, products_named(session, texts, customer_id, clock.today()))
    if not form.rows:
        form.errors[""] = _("Il faut au moins une ligne : un produit et une quantité.")
    return lines


def read_party(form: EntryForm) -> tuple[int, int]:
    """Customer and site; what is missing is told in the form (0 stands for it)."""
    if not form.of("customer"):
        form.errors["customer"] = _("Choisissez le client.")
    elif form.customer and form.site_id is None:
        form.errors["site"] = (
            _("Choisissez où livrer.") if form.customer.sites else _("Ce client n’a pas de site de livraison.")
        )
    return (form.customer.id if form.customer else 0), form.site_id or 0


def read_order(session: Session, form: EntryForm, *, kind: str = "firm", framework: str = "") -> OrderDraft | None:
    """The order that the form means; None, and the form says why, when it means none yet."""
    customer_id, site_id = read_party(form)
    lines = read_lines(session, form)
    wanted_on = day_in(form.values, "requested_on")
    if wanted_on is None and any(line.requested_on is None for line in lines):
        form.errors["requested_on"] = _("Pour quel jour ? Une date ici vaut pour toutes les lignes.")
    _refuse_past_days(form)
    minimum = read_minimum(form)
    valid_until = day_in(form.values, "valid_until")
    if kind == "framework" and valid_until is None:
        form.errors["valid_until"] = _("Une commande ouverte a une fin.")
    _check_goods(session, form)
    if form.is_faulty:
        return None
    return OrderDraft(
        customer_id=customer_id,
        site_id=site_id,
        lines=line_drafts(lines, wanted_on or clock.today()),
        kind=kind,
        framework=framework,
        forecast=kind == "call_off" and form.of("forecast") == "yes",
        deal_id=form.deal_id,
        origin=form.of("origin") if form.of("origin") in ORIGINS else "telephone",
        customer_reference=form.of("customer_reference")[:64],
        partial=form.of("partial_order") if form.of("partial_order") in PARTIALS else "allowed",
        partial_minimum_qty=minimum,
        priority=min(max(number_in(form.values, "priority") or 1, 1), 3),
        valid_until=valid_until if kind == "framework" else None,
        state="draft" if form.of("action") == "draft" else "confirmed",
    )


def _refuse_past_days(form: EntryForm) -> None:
    """Tell at its field a day that is over: a wrong year would make an order that is late from its first minute."""
    today, said = clock.today(), _("Ce jour est passé.")
    asked = day_in(form.values, "requested_on")
    if asked is not None and asked < today:
        form.errors["requested_on"] = said
    for row in form.rows:
        for name in ("requested", "promised"):
            on = day_in(row.values, name)
            if on is not None and on < today:
                row.errors.setdefault(name, said)


def _check_goods(session: Session, form: EntryForm) -> None:
    """Tell at its product where the law wants shorter terms for goods of its kind."""
    if form.customer is None:
        return
    found = unlawful_goods(session, form.customer.id, [row.product.id for row in form.rows if row.product])
    for row in form.rows:
        if row.product is not None and row.product.id in found:
            limit = found[row.product.id]
            row.errors["product"] = _(
                "Conditions de règlement trop longues : %(limit)s au plus (%(article)s).",
                limit=limit.limit_en if reader_language() == "en" else limit.limit_fr,
                article=limit.article,
            )


def line_drafts(lines: Sequence[Typed], wanted_on: date, first: int = 1) -> tuple[LineDraft, ...]:
    """Lines as the register takes them, numbered in their order."""
    return tuple(
        LineDraft(
            line_no=number,
            product_id=line.product.id,
            quantity=line.quantity,
            requested_on=line.requested_on or wanted_on,
            promised_on=line.promised_on,
            unit_price_micros=line.price_micros,
            partial=line.partial,
            partial_minimum_qty=line.minimum_qty,
            multiple_qty=line.multiple_qty,
            max_deliveries=line.max_deliveries,
        )
        for number, line in enumerate(lines, first)
    )


def read_minimum(form: EntryForm) -> int:
    """The smallest delivery of each line, in milli-units; what is wrong with it is told in the form."""
    if form.of("partial_order") != "minimum":
        return 0
    try:
        found = desk_form.quantity(form.of("partial_minimum"), _("Minimum par ligne"))
    except InvalidInputError as error:
        form.errors["partial_minimum"] = error.detail
        return 0
    if not found:
        form.errors["partial_minimum"] = _("Combien au moins, par ligne ?")
    return found
