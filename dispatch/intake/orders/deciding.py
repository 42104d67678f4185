"""Order rows against what is stored: each breach of a rule is an error of its row, nothing is written here."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.intake.columns import Incoming, Row
from dispatch.intake.findings import Findings
from dispatch.intake.orders.amendments import amend, line_draft
from dispatch.intake.orders.credit import warn_of_credit
from dispatch.intake.orders.decision import OrdersDecision
from dispatch.intake.orders.facts import SOURCE, Facts, read_facts
from dispatch.intake.orders.grouping import Group, group_rows
from dispatch.intake.orders.ledger import Ledger
from dispatch.orders.register import OrderDraft
from dispatch.orders.sellable import unlawful_goods


def decide(session: Session, incoming: Incoming) -> OrdersDecision:
    """Sort the rows into new orders, amendments and what is there already."""
    findings = incoming.findings
    groups = group_rows(incoming.rows, findings)
    facts = read_facts(session, groups.values())
    ledger = Ledger(facts, findings, incoming.bad_subjects)
    decision = OrdersDecision()
    frameworks_first = sorted(groups.values(), key=lambda group: group.shared.get("kind") != "framework")
    found: dict[str, OrderDraft] = {}
    for group in frameworks_first:
        decision.unchanged += group.repeats
        _check_references(group, facts, findings)
        _check_deal(group, facts, findings)
        _refuse_unsold(group, facts, findings)
        good = [row for row in group.rows if row.number not in findings.bad_rows]
        if not good or not ledger.accepts_kind(group):
            ledger.ignore(group.reference)
            continue
        for row in good:
            _doubt_line(session, row, facts, findings)
        if group.reference in facts.orders:
            amend(group, good, facts, ledger, decision)
        else:
            draft = _draft(group, good, facts)
            ledger.register(group, draft, good)
            found[group.reference] = draft
            decision.created += len(good)
        if len(good) < len(group.rows):
            ledger.ignore(group.reference)
    decision.drafts = [found[reference] for reference in groups if reference in found]
    if not findings.errors:
        warn_of_credit(session, groups, facts, decision, findings)
    return decision


def _check_references(group: Group, facts: Facts, findings: Findings) -> None:
    for row in group.rows:
        for column, known in (("customer", facts.customers), ("site", facts.sites), ("product", facts.products)):
            code = row.values[column]
            if code not in known and row.number not in findings.bad_rows:
                findings.error(
                    "unknown_reference",
                    row=row.number,
                    column=column,
                    value=code,
                    subject=row.subject,
                    kind=f"{column}s",
                )


def _check_deal(group: Group, facts: Facts, findings: Findings) -> None:
    """A deal exists, is the customer's, and is open unless the order is under it already."""
    code = group.shared.get("deal", "")
    if not code or group.first.number in findings.bad_rows:
        return
    deal, customer, stored = (
        facts.deals.get(code),
        facts.customers.get(group.shared["customer"]),
        facts.orders.get(group.reference),
    )
    if deal is None:
        _refuse_deal(group, "unknown_reference", findings, kind="deals")
    elif customer is not None and deal.customer_id != customer.id:
        _refuse_deal(group, "deal_of_other_customer", findings)
    elif deal.state != "open" and (stored is None or stored.deal_id != deal.id):
        _refuse_deal(group, "deal_closed", findings)


def _refuse_deal(group: Group, code: str, findings: Findings, **params: object) -> None:
    row = group.first
    findings.error(code, row=row.number, column="deal", value=row.raw["deal"], subject=row.subject, **params)


def _refuse_unsold(group: Group, facts: Facts, findings: Findings) -> None:
    """New lines of products that are no longer sold; a call-off takes what its framework has promised."""
    stored = facts.orders.get(group.reference)
    kept = {line.line_no for line in stored.lines} if stored else set()
    for row in group.rows:
        product = facts.products.get(row.values["product"])
        if product is None or product.active or row.values["line"] in kept or group.shared.get("kind") == "call_off":
            continue
        if row.number not in findings.bad_rows:
            value = row.raw["product"]
            findings.error("product_not_sold", row=row.number, column="product", value=value, subject=row.subject)


def _doubt_line(session: Session, row: Row, facts: Facts, findings: Findings) -> None:
    values = row.values
    site, customer = facts.sites[values["site"]], facts.customers[values["customer"]]
    if site.customer_id != customer.id:
        _warn(findings, "site_of_other_customer", row, "site", site=values["site"])
    product = facts.products[values["product"]]
    limit = unlawful_goods(session, customer.id, [product.id]).get(product.id) if product.regulated else None
    if limit is not None:
        text = limit.limit_fr if findings.language == "fr" else limit.limit_en
        _warn(findings, "terms_illegal", row, "product", limit=text, article=limit.article)
    multiple = facts.products[values["product"]].multiple_qty
    if values["quantity"] % multiple:
        _warn(findings, "not_a_multiple", row, "quantity", multiple=f"{multiple / 1000:g}")
    due = values.get("promised_on") or values["requested_on"]
    latest = values.get("latest_on")
    if latest is not None and latest < due and values.get("kind") != "framework":
        _warn(findings, "lapses_before_due", row, "latest_on", latest=latest)


def _warn(findings: Findings, code: str, row: Row, column: str, **params: object) -> None:
    findings.warn(code, row=row.number, column=column, value=row.raw[column], subject=row.subject, **params)


def _draft(group: Group, rows: list[Row], facts: Facts) -> OrderDraft:
    shared = group.shared
    kind = shared.get("kind", "firm")
    partial, minimum = shared.get("partial", ("allowed", 0))
    ends = [row.values.get("latest_on") for row in rows]
    return OrderDraft(
        customer_id=facts.customers[shared["customer"]].id,
        site_id=facts.sites[shared["site"]].id,
        lines=tuple(line_draft(row, facts) for row in rows),
        reference=group.reference,
        source=SOURCE,
        kind=kind,
        framework=shared.get("framework", "") if kind == "call_off" else "",
        origin=shared.get("origin", "direct"),
        customer_reference=shared.get("customer_reference", ""),
        deal_id=deal.id if (deal := facts.deals.get(shared.get("deal", ""))) else None,
        partial=partial,
        partial_minimum_qty=minimum,
        priority=shared.get("priority", 1),
        valid_until=max(ends) if kind == "framework" and all(ends) else None,  # type: ignore[type-var]
        state=shared.get("status", "confirmed"),
    )
