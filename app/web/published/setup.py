"""Binding the published pages to an application."""

import hashlib
from pathlib import Path

from flask import Flask

from app.config import Config
from app.web import security
from app.web.published import rendering, watching
from app.web.published.front import Front
from app.web.published.nginx import Shape
from app.web.published.shelf import Shelf
from app.web.published.store import Store

#: what shapes a page beside the database: when one of these changes, everything is rendered anew
SHAPING = (".py", ".html", ".css", ".js", ".po", ".toml", ".svg", ".conf")
BOOT = Path("/proc/sys/kernel/random/boot_id")


def shape_of(config: Config) -> Shape:
    """The headers of a portal with these settings."""
    return Shape(security.standing_headers(is_secure=config.secure_cookies))


def build_of(app: Flask, config: Config) -> str:
    """Names this version of the portal, its settings and this run of the machine: a page of another is not valid."""
    boot = BOOT.read_text(encoding="ascii") if BOOT.exists() else ""
    digest = hashlib.sha256(
        f"{boot}{config.database_url}{config.public_address}{config.secure_cookies}".encode()
    )
    for path in sorted(Path(app.root_path).rglob("*")):
        if path.suffix in SHAPING:
            stat = path.stat()
            digest.update(f"{path}\0{stat.st_mtime_ns}\0{stat.st_size}\0".encode())
    return digest.hexdigest()[:20]


def init_app(app: Flask, config: Config) -> None:
    """Put the front before *app* and watch its session. Called last: the front stands outermost."""
    if not config.publishes or app.debug:  # who works on a page wants to see it as it is now
        return
    shape = shape_of(config)
    store = Store(config.published, build_of(app, config), shape.digest)
    shelf = Shelf(store)
    app.extensions[watching.EXTENSION] = store
    watching.listen()
    rendering.prepare(app, store, shelf)
    front = Front(app.wsgi_app, shelf, shape, config.public_address, strict=config.testing)
    app.wsgi_app = front  # type: ignore[method-assign]  # Flask's documented way to wrap the app
