"""Passwords: argon2id with a cost that two hundred drivers at 05:30 can afford, and a check that takes its time for nobody."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from dispatch.errors import InvalidInputError

MIN_CHARS, MAX_CHARS = 10, 256

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


def hash_password(password: str) -> str:
    """Return the argon2id hash (t = 2, m = 19 MiB, p = 1) of a password that is long enough.

    Raises
    ------
    InvalidInputError
        When it has fewer than `MIN_CHARS` or more than `MAX_CHARS` characters.
    """
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise InvalidInputError(
            f"A password has {MIN_CHARS} to {MAX_CHARS} characters; this one has {len(password)}.",
            "A short sentence is easy to remember and hard to guess.",
        )
    return _HASHER.hash(password)


def verify(stored_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed; without a hash the same time is spent, and the answer is no."""
    try:
        _HASHER.verify(stored_hash or _decoy(), password[: MAX_CHARS + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored_hash)


@cache
def _decoy() -> str:
    """A hash that no user has, so that an unknown login takes as long as a wrong password."""
    return _HASHER.hash("nobody has this password")
