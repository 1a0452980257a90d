"""``flask prepare``: everything between the set-up of the machine and the first request, in one process.

Brings the tables up to date, fills an empty database with the demonstration township, and says where to look
and how to sign in. Run by ``./run`` before the server; safe to run again at any time. Installing packages is
not here: that has to work before there is a Python to run this with.
"""

import contextlib
import io
import os
from pathlib import Path

import click
import flask_migrate
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.commands import certificates
from app.commands.demo import demonstration_is_loaded, load_demonstration, show_accounts
from app.commands.unchanged import ADDRESS, WELCOME, address, is_free
from app.core.db import db, unit_of_work
from app.domain.areas.models import Area
from app.domain.objections import codes
from app.web.published.watching import current_store


@click.command("prepare")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address the server will listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_appcontext
def prepare(host: str, port: int) -> None:
    """Upgrade the database, load the demonstration into an empty one, say where to look."""
    refuse_taken_port(host, port)
    flask_migrate.upgrade()
    with unit_of_work():
        codes.give_codes()
    if wants_demonstration() and is_empty():
        click.echo("Loading the demonstration township; this happens once and takes about a minute.")
        load_demonstration()
        certificates.make_demonstration()
    forget_published()
    show_welcome(host, port)


def refuse_taken_port(host: str, port: int) -> None:
    """Stop with a plain sentence when something else already listens there, or nothing may."""
    if not is_free(host, port):
        raise click.ClickException(
            f"the portal cannot listen on {host} port {port}. Perhaps it is running already.\n"
            f"Another port: PORT={port + 1} ./run"
        )


def forget_published() -> None:
    """Pages of an earlier start are rendered anew: the power may have failed, a backup may have been put back."""
    store = current_store()
    if store is not None:
        store.forget()


def wants_demonstration() -> bool:
    """False when the environment says GONGSHI_DEMO=0."""
    return os.environ.get("GONGSHI_DEMO", "1") != "0"


def is_empty() -> bool:
    """True while not even an area is known: a fresh installation."""
    return db.session.scalar(sa.select(Area.id).limit(1)) is None


def show_welcome(host: str, port: int) -> None:
    """Print the address, and the accounts when the demonstration is what the visitor will meet.

    The words are kept for ``unchanged.py``, except where they would not be true the next time.
    """
    words = io.StringIO()
    with contextlib.redirect_stdout(words):
        click.echo(f"\n  Gongshi  {ADDRESS}\n")
        if demonstration_is_loaded():
            show_accounts()
            click.echo("  Receipts to try at /card:  flask --app wsgi demo receipts")
        elif is_empty():
            click.echo('  The database is empty. First steps: docs/operations.md, "The first day".')
        click.echo("\n  Ctrl-C stops the server; ./run starts it again with every record kept.\n")
    click.echo(words.getvalue().replace(ADDRESS, address(host, port)), nl=False)
    if not is_empty():
        kept = Path(current_app.instance_path) / WELCOME
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(words.getvalue(), encoding="utf-8")


def register(app: Flask) -> None:
    """Add the command to *app*."""
    app.cli.add_command(prepare)
