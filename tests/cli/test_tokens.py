"""Tokens from the command line: shown once, listed without their text, revoked."""

from __future__ import annotations

import json

from click.testing import CliRunner

from dispatch.cli.group import main
from dispatch.db import Database


def test_a_token_is_made_listed_and_revoked(database: Database) -> None:
    def run(*words: str) -> str:
        answer = CliRunner().invoke(main, ["--database", database.url, "token", *words])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    text = run("create", "erp", "--role", "sales", "--scope", "trigger.read", "--until", "2099-12-31").strip()
    assert text.startswith("tournee_")
    listed = run("list", "--json")
    assert text not in listed
    (row,) = json.loads(listed)
    assert (row["name"], row["scopes"], row["open"], row["created_by"]) == ("erp", ["trigger.read"], True, "operator")
    run("revoke", str(row["id"]))
    assert "closed" in run("list")
