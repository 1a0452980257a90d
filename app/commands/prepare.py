"""``flask prepare``: everything between the set-up of the machine and the first request, in one process.

Brings the tables up to date, fills an empty database with the demonstration township, and says where to look
and how to sign in. Run by ``./run`` before the server; safe to run again at any time. Installing packages is
not here: that has to work before there is a Python to run this with.
"""

import os
import socket

import click
import flask_migrate
import sqlalchemy as sa
from flask import Flask
from flask.cli import with_appcontext

from app.commands.demo import demonstration_is_loaded, load_demonstration, show_accounts
from app.core.db import db
from app.domain.areas.models import Area


@click.command("prepare")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address the server will listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_appcontext
def prepare(host: str, port: int) -> None:
    """Upgrade the database, load the demonstration into an empty one, say where to look."""
    refuse_taken_port(host, port)
    flask_migrate.upgrade()
    if wants_demonstration() and is_empty():
        click.echo("Loading the demonstration township; this happens once and takes about a minute.")
        load_demonstration()
    show_welcome(host, port)


def refuse_taken_port(host: str, port: int) -> None:
    """Stop with a plain sentence when something else already listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"the portal cannot listen on {host} port {port}: {error.strerror}.\n"
                f"Perhaps it is running already. Another port: PORT={port + 1} ./run"
            ) from error


def wants_demonstration() -> bool:
    """False when the environment says GONGSHI_DEMO=0."""
    return os.environ.get("GONGSHI_DEMO", "1") != "0"


def is_empty() -> bool:
    """True while not even an area is known: a fresh installation."""
    return db.session.scalar(sa.select(Area.id).limit(1)) is None


def show_welcome(host: str, port: int) -> None:
    """Print the address, and the accounts when the demonstration is what the visitor will meet."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared, not bound
    click.echo(f"\n  Gongshi  http://{shown}:{port}/\n")
    if demonstration_is_loaded():
        show_accounts()
    elif is_empty():
        click.echo('  The database is empty. First steps: docs/operations.md, "The first day".')
    click.echo("  Ctrl-C stops the server; ./run starts it again with every record kept.\n")


def register(app: Flask) -> None:
    """Add the command to *app*."""
    app.cli.add_command(prepare)
