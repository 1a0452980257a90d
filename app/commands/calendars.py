"""``flask calendars``: the first filling of the working calendar."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.core.db import unit_of_work
from app.core.permissions import Actor
from app.domain.calendars import service

COMMAND_LINE = Actor(id=None, name="flask calendars")

group = AppGroup("calendars", help="The working calendar.")


@group.command("seed")
def seed() -> None:
    """Fill in the holidays and make-up workdays of every year that is known and not recorded yet."""
    with unit_of_work():
        added = service.seed_years(actor=COMMAND_LINE)
    if added:
        click.echo(f"Years added: {added[0]} to {added[-1]} ({len(added)}).")
    else:
        click.echo("Every known year is recorded already.")


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(group)
