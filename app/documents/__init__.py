"""Paper: what is printed, beside the web and above the domain."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to bind yet: papers are made on demand and kept in the derived folder."""
