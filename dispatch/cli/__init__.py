"""The command line: `dispatch …`. Each command loads only what it needs."""

from __future__ import annotations

from dispatch.cli.group import main

__all__ = ["main"]
