"""Replacing a CHECK constraint in place: PostgreSQL does it itself, SQLite by editing the text of its schema.

SQLite would otherwise need the table copied and dropped, which its foreign keys forbid inside a transaction. Editing the
schema is what SQLite's documentation gives for changes that leave the stored rows as they are
(https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
"""

from __future__ import annotations

from sqlalchemy import Connection, text


def replace_check(connection: Connection, table: str, name: str, before: str, after: str) -> None:
    """Let the constraint `name` of a table say `after` instead of `before`.

    Raises
    ------
    LookupError
        SQLite: the table's schema does not hold the old text, so that nothing could be replaced.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({after})"))
        return
    version = connection.execute(text("PRAGMA schema_version")).scalar_one()
    connection.execute(text("PRAGMA writable_schema = ON"))
    changed = connection.execute(
        text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = :table AND instr(sql, :before) > 0"
        ),
        {"before": f"CHECK ({before})", "after": f"CHECK ({after})", "table": table},
    ).rowcount
    connection.execute(text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(text("PRAGMA writable_schema = OFF"))
    if changed != 1:
        raise LookupError(f"{table} has no CHECK ({before})")
