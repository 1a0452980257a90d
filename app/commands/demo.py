"""``flask demo``: the demonstration township, loaded whole or not at all."""

import datetime as dt
import time

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from app.commands import certificates
from app.commands.demonstration import (
    assistance,
    doubts,
    ground,
    leaving,
    own_requests,
    pairing,
    past,
    poor_villages,
    present,
    projects,
    publicity,
    reporting,
    roster,
    tasks,
)
from app.commands.demonstration.receipts import money_to_try, objections_to_try, receipts_to_try
from app.commands.demonstration.story import stand_at
from app.core import clock
from app.core.db import db, unit_of_work
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.households import registration
from app.domain.rounds.queries import list_rounds

demo = AppGroup("demo", help="The demonstration township.")


def demonstration_is_loaded() -> bool:
    """True when the demonstration's accounts exist."""
    return db.session.scalar(sa.select(User.id).where(User.is_demonstration).limit(1)) is not None


def load_demonstration() -> None:
    """Build the demonstration township in one transaction; says how far it is.

    Raises ``click.ClickException`` when the database holds other areas already.
    """
    began = time.monotonic()
    today = present.present_day()
    try:
        with unit_of_work():
            if db.session.scalar(sa.select(Area.id).limit(1)) is not None:
                raise click.ClickException(
                    "this database is in use; load the demonstration into an empty one"
                )
            _play_both_rounds(today)
    finally:
        clock.set_to(None)
    click.echo(f"  Loaded in {time.monotonic() - began:.0f} seconds.")


def _play_both_rounds(today: dt.date) -> None:
    stand_at(past.OPENED)
    click.echo("  Areas, accounts, policies, calendar")
    villages = ground.lay_areas()
    people = ground.open_accounts(villages)
    ground.adopt_policies()
    first = ground.open_past_round(people, villages)
    click.echo("  The clerk's workbook of 2014")
    past.load_register(first, people)
    roster.begin(people, villages, first)
    past.play(first, people, villages, click.echo)
    households, persons = registration.totals(first.id)
    click.echo(f"  2014 announced: {households} households, {persons} people")
    stand_at(past.DONE)
    ground.close_past_round(first, people)
    click.echo("  Poor villages of 2014")
    poor_villages.play(people, villages)
    click.echo("  Exits of 2015")
    leaving.play_past(people, villages)
    click.echo("  Helpers and their households")
    pairing.play(first, people, villages, today)
    reporting.play_past(people)
    stand_at(today - present.OPENED_BEFORE)
    ground.take_later_figures()
    now = ground.open_present_round(people)
    present.play(now, people, villages, today, click.echo)
    doubts.play(now, people, villages, today)
    own_requests.play(now, people, villages, today)
    publicity.play(people, today)
    leaving.play_present(people, villages, today)
    pairing.write_down_days(people, villages, today)
    click.echo("  Projects and money")
    projects.play(people, villages, today, lambda diary: tasks.note(diary, people, villages))
    click.echo("  Plans, measures, visits")
    assistance.play(people, villages, today)
    reporting.play_present(people, villages, today)


@demo.command("load")
def load() -> None:
    """Load the demonstration township; does nothing when it is loaded already."""
    if demonstration_is_loaded():
        click.echo("The demonstration township is loaded already.")
        return
    load_demonstration()
    certificates.make_demonstration()
    show_accounts()
    show_receipts()
    show_money()


@demo.command("accounts")
def accounts() -> None:
    """Print the demonstration's accounts and their common password."""
    show_accounts()


def show_accounts() -> None:
    """The demonstration's accounts and their common password."""
    with db.session.no_autoflush:
        users = db.session.scalars(sa.select(User).where(User.is_demonstration).order_by(User.id)).all()
    if not users:
        return
    click.echo("  Sign in with one of these accounts; the password of all is  " + ground.PASSWORD)
    for user in users:
        grant = user.grants[0]
        click.echo(f"    {user.username:<12} {grant.role.label}, {grant.area.name_en or grant.area.name_zh}")


@demo.command("receipts")
def receipts() -> None:
    """Print numbers and codes of a few households, to read their cards at /card."""
    show_receipts()


def show_receipts() -> None:
    """A few receipts to try on the page where a household reads its card."""
    with db.session.no_autoflush:
        found = receipts_to_try()
    if found:
        click.echo("  A household reads why it is on the list, or not, at  /card  with number and code:")
    for words, number, code in found:
        click.echo(f"    {number}  {code}  {words}")
    with db.session.no_autoflush:
        asked = own_requests.requests_to_try()
    if asked:
        click.echo(
            "  A household that asked by itself follows its request at  /apply/follow  with its words:"
        )
    for words, number, code in asked:
        click.echo(f"    {number}  {code}  {words}")
    with db.session.no_autoflush:
        objected = objections_to_try()
    if objected:
        click.echo("  Whoever objected follows it at  /objections  with its words:")
    for words, number, code in objected:
        click.echo(f"    {number}  {code}  {words}")


@demo.command("money")
def money() -> None:
    """Print where the projects and the money of the present year are, and what waits there to be done."""
    show_money()


def show_money() -> None:
    """Addresses of projects and money to try."""
    with db.session.no_autoflush:
        found = money_to_try()
    if found:
        click.echo("  Projects and money of the present year:")
    for address, words in found:
        click.echo(f"    {address:<36} {words}")


@demo.command("totals")
def totals() -> None:
    """Print what each round ended with, for comparison with the town's report."""
    for round_ in reversed(list_rounds()):
        households, people = registration.totals(round_.id)
        click.echo(f"{round_.code}: {households} households, {people} people registered")


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(demo)
