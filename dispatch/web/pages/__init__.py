"""The pages, one blueprint a file."""

from __future__ import annotations

from flask import Flask

from dispatch.web.pages import (
    account,
    acknowledgements,
    actual,
    after,
    auth,
    claims,
    controls,
    credit,
    day,
    day_data,
    desk,
    documents,
    dossiers,
    driver,
    edits,
    files,
    health,
    home,
    imports,
    installation,
    invoices,
    journal,
    lists,
    order_book,
    order_changes,
    order_entry,
    orders,
    papers,
    payments,
    quotes,
    rounds,
    runs,
    scenarios,
    tours,
    trail,
    triggers,
    users,
    versions,
)

BLUEPRINTS = (
    health.bp,
    auth.bp,
    account.bp,
    home.bp,
    day.bp,
    day_data.bp,
    actual.bp,
    runs.bp,
    edits.bp,
    versions.bp,
    quotes.bp,
    rounds.bp,
    scenarios.bp,
    order_entry.bp,
    order_changes.bp,
    orders.bp,
    order_book.bp,
    acknowledgements.bp,
    controls.bp,
    credit.bp,
    trail.bp,
    tours.bp,
    desk.bp,
    after.bp,
    claims.bp,
    triggers.bp,
    invoices.bp,
    payments.bp,
    files.bp,
    dossiers.bp,
    imports.bp,
    users.bp,
    journal.bp,
    documents.bp,
    papers.bp,
    driver.bp,
    lists.bp,
)


def install(app: Flask) -> None:
    """Register every page."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    installation.install(app)
