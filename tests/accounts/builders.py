"""Users for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dispatch.accounts.models import User
from dispatch.accounts.users import create_user

PASSWORD = "un tour de roue"


def user(session: Session, login: str = "anna", role: str = "planner", **changes: Any) -> User:
    return create_user(
        session, login, changes.pop("name", f"{login.title()} Martin"), role, **{"password": PASSWORD, **changes}
    )
