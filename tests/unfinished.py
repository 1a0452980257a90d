"""TEMPORARY, gone once every door is there."""

from flask import Flask


def tolerate_unfinished() -> None:
    """TEMPORARY: a door or command that cannot be imported yet is left out, with a word on standard error."""
    import importlib
    import pkgutil
    import sys

    import app.blueprints
    import app.commands

    def opener(package, use):
        def init_app(portal: Flask) -> None:
            for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
                try:
                    found = importlib.import_module(f"{package.__name__}.{module.name}")
                except Exception as error:
                    print(f"LEFT OUT {package.__name__}.{module.name}: {error!r}", file=sys.stderr)
                    continue
                use(found, portal)

        return init_app

    def open_door(found, portal):
        if not hasattr(found, "blueprint"):
            return
        portal.register_blueprint(found.blueprint)
        if hasattr(found, "init_app"):
            found.init_app(portal)

    def add_commands(found, portal):
        if hasattr(found, "register"):
            found.register(portal)

    app.blueprints.init_app = opener(app.blueprints, open_door)
    app.commands.init_app = opener(app.commands, add_commands)
