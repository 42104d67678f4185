"""Who may do what: one table, capability × role. What is not in it is refused."""

from __future__ import annotations

from dispatch.accounts.models import ROLES

PERMISSIONS: dict[str, frozenset[str]] = {
    # the planner's work
    "day.read": frozenset({"planner", "manager", "administrator"}),
    "day.plan": frozenset({"planner", "administrator"}),
    "day.release": frozenset({"planner", "administrator"}),
    "pack.print": frozenset({"planner", "administrator"}),
    # a driver sees the tours that are theirs; whose a tour is stands on the tour
    "tour.read": frozenset({"planner", "driver", "manager", "administrator"}),
    "tour.read_all": frozenset({"planner", "manager", "administrator"}),
    "tour.own": frozenset({"driver"}),
    # the sales desk's work
    "order.read": frozenset({"planner", "sales", "manager", "administrator"}),
    "customer.read": frozenset({"planner", "sales", "manager", "administrator"}),
    "product.read": frozenset({"planner", "sales", "manager", "administrator"}),
    "quote.read": frozenset({"sales", "manager", "administrator"}),
    "quote.make": frozenset({"sales", "administrator"}),
    "book.read": frozenset({"sales", "manager", "administrator"}),
    "control.read": frozenset({"sales", "manager", "administrator"}),
    "acknowledgement.issue": frozenset({"sales", "administrator"}),
    "order.write": frozenset({"sales", "administrator"}),
    "order.confirm": frozenset({"sales", "administrator"}),
    "credit.release": frozenset({"manager", "administrator"}),
    "credit.rule": frozenset({"manager", "administrator"}),
    "gap.accept": frozenset({"sales", "manager", "administrator"}),
    "receipt.read": frozenset({"sales", "manager", "administrator"}),
    "receipt.confirm": frozenset({"sales", "administrator"}),
    "claim.work": frozenset({"sales", "manager", "administrator"}),
    "trigger.read": frozenset({"sales", "manager", "administrator"}),
    "trigger.export": frozenset({"sales", "administrator"}),
    "invoice.read": frozenset({"sales", "manager", "administrator"}),
    "payment.record": frozenset({"sales", "administrator"}),
    "invoice.issue": frozenset({"sales", "administrator"}),
    # files that come in, and what they leave to do
    "import.read": frozenset({"planner", "sales", "manager", "administrator"}),
    "import.run": frozenset({"planner", "sales", "administrator"}),
    "site.place": frozenset({"planner", "sales", "administrator"}),
    "product.weigh": frozenset({"planner", "sales", "administrator"}),
    "document.read": frozenset({"planner", "sales", "manager", "administrator"}),
    # the company's files
    "file.read": frozenset({"planner", "sales", "manager", "administrator"}),
    "customer_file.read": frozenset({"sales", "manager", "administrator"}),
    "customer_file.write": frozenset({"sales", "administrator"}),
    "site_file.read": frozenset({"planner", "sales", "manager", "administrator"}),
    "site_file.write": frozenset({"planner", "sales", "administrator"}),
    "product_file.read": frozenset({"sales", "manager", "administrator"}),
    "product_file.write": frozenset({"sales", "administrator"}),
    "fleet_file.read": frozenset({"planner", "manager", "administrator"}),
    "fleet_file.write": frozenset({"planner", "administrator"}),
    "production_file.read": frozenset({"planner", "manager", "administrator"}),
    "production_file.write": frozenset({"planner", "administrator"}),
    "company_file.read": frozenset({"manager", "administrator"}),
    "company_file.write": frozenset({"administrator"}),
    # the look of the papers
    "layout.read": frozenset({"manager", "administrator"}),
    "layout.edit": frozenset({"administrator"}),
    "layout.adopt": frozenset({"administrator"}),
    # the installation
    "user.manage": frozenset({"administrator"}),
    "token.manage": frozenset({"administrator"}),
    "installation.manage": frozenset({"administrator"}),
    "journal.read": frozenset({"manager", "administrator"}),
}


def may(role: str, capability: str) -> bool:
    """Whether the role has the capability; an unknown capability is a defect, not a no."""
    return role in PERMISSIONS[capability]


assert all(roles <= set(ROLES) for roles in PERMISSIONS.values())
