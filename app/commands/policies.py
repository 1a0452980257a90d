"""``flask policies``: adopting the shipped profiles."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.core.db import unit_of_work
from app.core.permissions import Actor
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import get_area, list_areas
from app.domain.policies import queries, service

COMMAND_LINE = Actor(id=None, name="flask policies")

group = AppGroup("policies", help="Policy profiles.")


@group.command("seed")
@click.option("--area", "code", help="Division code of the area that adopts them; without it, every county.")
def seed(code: str | None) -> None:
    """Adopt every shipped profile that the area does not have yet. What a county has edited stays."""
    with unit_of_work():
        areas = [get_area(code)] if code else list_areas(AreaLevel.COUNTY)
        if not areas:
            raise click.ClickException("there is no county yet; import the areas first")
        added = [
            f"{area.code} {profile.key}"
            for area in areas
            for profile in service.adopt_all(area=area, actor=COMMAND_LINE)
        ]
    for line in added:
        click.echo(f"Adopted: {line}")
    if not added:
        click.echo("Every shipped profile is adopted already.")


@group.command("list")
def show() -> None:
    """Every adopted profile, with its period and the number of values that no source confirms."""
    for profile in queries.list_profiles():
        until = profile.valid_until.isoformat() if profile.valid_until else "open"
        unconfirmed = sum(1 for source in profile.sources.values() if not source["confirmed"])
        period = f"{profile.valid_from.isoformat()} to {until}"
        click.echo(
            f"{profile.area.code}  {profile.key}  {period}  version {profile.version}, {unconfirmed} open"
        )


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(group)
