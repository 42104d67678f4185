"""A phone may report the order in which its driver means to serve the stops to come.

The table is frozen and a view reads it, so that SQLite, which cannot change a CHECK in place, is not made to copy it:
its text in the schema is replaced, as https://www.sqlite.org/lang_altertable.html#otheralter has it for changes that
touch no row.
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE, NAME = "phone_events", "ck_phone_events_kind_known"
BEFORE = "kind IN ('arrive', 'deliver', 'problem', 'late')"
AFTER = "kind IN ('arrive', 'deliver', 'problem', 'late', 'reorder')"


def upgrade() -> None:
    _change(BEFORE, AFTER)


def downgrade() -> None:
    _change(AFTER, BEFORE)


def _change(before: str, after: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(NAME), TABLE, type_="check")
        op.create_check_constraint(op.f(NAME), TABLE, after)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?", (before, after, TABLE)
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
