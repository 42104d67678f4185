"""Balances of framework orders while a file is read: those stored, those in the file, and what its call-offs take."""

from __future__ import annotations

from dispatch.intake.columns import Row
from dispatch.intake.findings import Findings
from dispatch.intake.orders.facts import Facts
from dispatch.intake.orders.grouping import Group
from dispatch.orders.frameworks import Framework, FrameworkLine, Refusal
from dispatch.orders.models import OrderLine
from dispatch.orders.register import OrderDraft

COLUMN_OF = {
    "above_balance": "quantity",
    "product_not_in_framework": "product",
    "framework_expired": "requested_on",
    "framework_of_other_customer": "customer",
}


class Ledger:
    """Follows the balances; what a call-off may not take is an error of its row."""

    def __init__(self, facts: Facts, findings: Findings, bad_subjects: set[str]) -> None:
        self._facts = facts
        self._findings = findings
        self._known = dict(facts.frameworks)
        self._ignored = set(bad_subjects)

    def ignore(self, reference: str) -> None:
        """An order that has errors of its own: whoever draws on it is not blamed."""
        self._ignored.add(reference)

    def accepts_kind(self, group: Group) -> bool:
        """Whether the order names a framework exactly when it is a call-off."""
        kind, framework = group.shared.get("kind", "firm"), group.shared.get("framework", "")
        if kind == "call_off" and not framework:
            self.error("framework_missing", group.first, "framework", framework=framework)
            return False
        if kind != "call_off" and framework:
            self.error("framework_unexpected", group.first, "framework", framework=framework)
            return False
        return True

    def register(self, group: Group, draft: OrderDraft, rows: list[Row]) -> None:
        """A new order: a framework's balances open, a call-off takes from them."""
        if draft.kind == "framework":
            self._known[group.reference] = Framework(
                reference=group.reference,
                customer_id=draft.customer_id,
                state=draft.state,
                valid_until=draft.valid_until,
                lines=[
                    FrameworkLine(
                        key=(group.reference, line.line_no),
                        product_id=line.product_id,
                        unit_price_micros=line.unit_price_micros or 0,
                        committed_qty=line.quantity,
                        called_qty=0,
                        latest_on=line.latest_on,
                    )
                    for line in draft.lines
                ],
            )
        elif draft.kind == "call_off":
            self.call(group, rows)

    def call(self, group: Group, rows: list[Row]) -> None:
        """Take the quantities of a call-off's rows."""
        framework = self.framework_of(group)
        if framework is None:
            return
        customer = self._facts.customers[group.shared["customer"]]
        for row in rows:
            product = self._facts.products[row.values["product"]]
            found = framework.take(customer.id, product.id, row.values["quantity"], row.values["requested_on"])
            if isinstance(found, Refusal):
                column = COLUMN_OF.get(found.code, "framework")
                self.error(found.code, row, column, **found.params)

    def framework_of(self, group: Group) -> Framework | None:
        """The framework that a call-off names; an unknown one is an error, unless it has errors itself."""
        reference = group.shared["framework"]
        framework = self._known.get(reference)
        if reference in self._ignored:
            return None
        if framework is None:
            self.error("unknown_framework", group.first, "framework", framework=reference)
        return framework

    def resize_call(self, group: Group, row: Row, line: OrderLine, difference: int) -> None:
        """A call-off's line changes its quantity."""
        framework = self.framework_of(group)
        if framework is None:
            return
        source = next((found for found in framework.lines if found.key == line.framework_line_id), None)
        if source is None:
            return
        refused = framework.resize(source, difference)
        if refused:
            self.error(refused.code, row, "quantity", **refused.params)

    def resize_framework(self, group: Group, line: OrderLine, difference: int) -> None:
        """A framework's line changes its quantity."""
        for found in self._known[group.reference].lines:
            if found.key == line.id:
                found.committed_qty += difference

    def reopen_framework(self, group: Group, rows: list[Row]) -> Framework:
        """A framework that exists, with what the file says of its state and new lines."""
        framework = self._known[group.reference]
        if framework.state == "draft" and group.shared.get("status") == "confirmed":
            framework.state = "confirmed"
        for row in rows:
            framework.lines.append(
                FrameworkLine(
                    key=(group.reference, row.values["line"]),
                    product_id=self._facts.products[row.values["product"]].id,
                    unit_price_micros=row.values.get("unit_price") or 0,
                    committed_qty=row.values["quantity"],
                    called_qty=0,
                    latest_on=row.values.get("latest_on"),
                )
            )
        return framework

    def error(self, code: str, row: Row, column: str, **params: object) -> None:
        """Note an error of a row."""
        value = row.raw.get(column, "")
        self._findings.error(code, row=row.number, column=column, value=value, subject=row.subject, **params)
