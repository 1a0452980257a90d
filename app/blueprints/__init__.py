"""The doors: the web face of the rooms. A door never imports another."""

import importlib
import pkgutil

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    """Open every door: each package here has a ``blueprint`` with its routes."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        door = importlib.import_module(f"{__name__}.{module.name}")
        blueprint: Blueprint = door.blueprint
        app.register_blueprint(blueprint)
        start = getattr(door, "init_app", None)
        if start is not None:
            start(app)
