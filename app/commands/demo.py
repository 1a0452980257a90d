"""``flask demo``: the demonstration township."""

from flask import Flask


def load_demonstration() -> None:
    """Load the demonstration township."""
    raise NotImplementedError("not built yet")


def demonstration_is_loaded() -> bool:
    """True when the demonstration's accounts exist."""
    return False


def show_accounts() -> None:
    """Print the demonstration's accounts and their common password."""


def register(app: Flask) -> None:
    """Add the group to *app*."""
