"""``flask rounds``: opening rounds, reading in quotas, and the totals of a round."""

import csv
import datetime as dt
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from app.core.db import db, unit_of_work
from app.core.errors import DomainError
from app.core.permissions import Actor
from app.domain.accounts.models import User
from app.domain.areas.queries import get_area, get_village
from app.domain.policies.queries import find_in_force, find_profile
from app.domain.reports import figures
from app.domain.rounds import queries, service
from app.domain.rounds.models import RoundKind
from app.domain.rounds.rules import STATE_LABELS

DAY = click.DateTime(["%Y-%m-%d"])

group = AppGroup("rounds", help="Rounds of identification, and years of funds and projects.")


@group.command("open")
@click.argument("code")
@click.option("--year", type=int, required=True)
@click.option("--area", "area_code", required=True, help="Division code of the county.")
@click.option("--policy", "key", help="Key of an adopted profile; without it, the one in force that year.")
@click.option("--name", "name_zh", required=True, help="Name in Chinese.")
@click.option("--name-en", help="Name in English.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in RoundKind]),
    default=RoundKind.IDENTIFICATION.value,
    show_default=True,
    help="What is done in it: households are chosen, or a year's funds and projects.",
)
@click.option(
    "--from", "reference_from", type=DAY, help="First day of the reference period; of funds the year's."
)
@click.option(
    "--until", "reference_until", type=DAY, help="Last day of the reference period; of funds the year's."
)
@click.option("--by", "username", required=True, help="Account in whose name the round is opened.")
def open_round(
    code: str,
    year: int,
    area_code: str,
    key: str | None,
    name_zh: str,
    name_en: str | None,
    kind: str,
    reference_from: dt.datetime | None,
    reference_until: dt.datetime | None,
    username: str,
) -> None:
    """Open the round CODE, such as 2026-identification or 2026-funds. It keeps the policy as it stands now."""
    first, last = _reference(RoundKind(kind), year, reference_from, reference_until)
    try:
        with unit_of_work():
            area = get_area(area_code)
            profile = find_profile(key, area) if key else find_in_force(area, dt.date(year, 1, 1))
            if profile is None:
                raise click.ClickException("no such policy profile is adopted; see: flask policies seed")
            service.open_round(
                code=code,
                year=year,
                area=area,
                profile=profile,
                name_zh=name_zh,
                name_en=name_en,
                reference_from=first,
                reference_until=last,
                kind=RoundKind(kind),
                actor=_actor(username),
            )
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Open: {code}")


@group.command("quotas")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "username", required=True, help="Account in whose name the quotas are set.")
def read_quotas(code: str, file: Path, username: str) -> None:
    """Read the quotas of round CODE from FILE: a CSV with the columns village,population,quota_people."""
    try:
        with unit_of_work(), file.open(encoding="utf-8-sig", newline="") as lines:
            round_ = queries.get_round_by_code(code)
            actor = _actor(username)
            rows = list(csv.DictReader(lines))
            for row in rows:
                service.set_quota(
                    round_=round_,
                    village=get_village(row["village"]),
                    population=int(row["population"]),
                    quota_people=int(row["quota_people"]),
                    actor=actor,
                )
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    except (KeyError, ValueError) as error:
        raise click.ClickException(
            f"{file.name} needs the columns village,population,quota_people"
        ) from error
    click.echo(f"Quotas set: {len(rows)}")


@group.command("list")
def show_all() -> None:
    """Every round, the newest first."""
    for round_ in queries.list_rounds_of_every_kind():
        click.echo(f"{round_.code}  {round_.area.code}  {STATE_LABELS[round_.state]}  {round_.policy_key}")


@group.command("totals")
@click.argument("code")
def totals(code: str) -> None:
    """Households and people of round CODE by village and step, as CSV."""
    try:
        round_ = queries.get_round_by_code(code)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    if round_.kind is not RoundKind.IDENTIFICATION:
        raise click.ClickException(f"in {code} no households are chosen; it has no totals by step")
    rows = figures.totals_by_village(round_)
    names = [f"{stage.value}_{what}" for stage in figures.Stage for what in ("households", "people")]
    click.echo(",".join(["village", *names]))
    for row in rows:
        counts = [row.at(stage) for stage in figures.Stage]
        click.echo(_line(row.village.code, counts))
    click.echo(_line("total", list(figures.sum_totals(rows).values())))


def _reference(
    kind: RoundKind, year: int, first: dt.datetime | None, last: dt.datetime | None
) -> tuple[dt.date, dt.date]:
    """The reference period as given; of a year of funds the year itself, unless it is given."""
    if kind is RoundKind.FUNDS:
        return first.date() if first else dt.date(year, 1, 1), last.date() if last else dt.date(year, 12, 31)
    if first is None or last is None:
        raise click.UsageError("--from and --until are needed: the period whose income counts")
    return first.date(), last.date()


def _line(name: str, counts: list[figures.Count]) -> str:
    numbers = [str(number) for count in counts for number in (count.households, count.people)]
    return ",".join([name, *numbers])


def _actor(username: str) -> Actor:
    user = db.session.scalar(sa.select(User).where(User.username == username, User.is_active))
    if user is None:
        raise click.ClickException(f"there is no account “{username}”")
    return user.as_actor()


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(group)
