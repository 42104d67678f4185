"""The permission table of the console: every endpoint, every method, what it takes. A test asks each row as each role."""

from __future__ import annotations

PUBLIC = "public"
SIGNED_IN = "signed in"

ROUTES: dict[str, dict[str, str]] = {
    "static": {"GET": PUBLIC},
    "health.healthz": {"GET": PUBLIC},
    "health.readyz": {"GET": PUBLIC},
    "auth.login": {"GET": PUBLIC, "POST": PUBLIC},
    "auth.link": {"GET": PUBLIC, "POST": PUBLIC},
    "auth.choose_language": {"POST": PUBLIC},
    "auth.logout": {"POST": SIGNED_IN},
    "auth.alive": {"POST": SIGNED_IN},
    "account.show": {"GET": SIGNED_IN},
    "account.change_password": {"POST": SIGNED_IN},
    "home.start": {"GET": SIGNED_IN},
    "users.index": {"GET": "user.manage", "POST": "user.manage"},
    "users.change": {"POST": "user.manage"},
    "users.link": {"POST": "user.manage"},
    "users.close": {"POST": "user.manage"},
    "users.reopen": {"POST": "user.manage"},
    "journal.index": {"GET": "journal.read"},
    "documents.download": {"GET": "document.read"},
}
