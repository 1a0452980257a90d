"""The command line: ``flask <room> <verb>``. Each module here has a ``register(app)``."""

import importlib
import pkgutil

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every command group to *app*."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        commands = importlib.import_module(f"{__name__}.{module.name}")
        if hasattr(commands, "register"):
            commands.register(app)
