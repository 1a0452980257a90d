"""``flask areas``: taking over a list of villages."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app.core import clock
from app.core.db import unit_of_work
from app.core.permissions import Actor
from app.domain.areas import rules, service
from app.domain.areas.listing import AreaRow, ListingFinding, read_listing
from app.domain.areas.models import AreaLevel

areas = AppGroup("areas", help="Counties, townships, villages.")
COMMAND_LINE = Actor(id=None, name="flask areas")


def parse_parent(text: str, level: AreaLevel) -> AreaRow:
    """A county or township given as ``CODE:中文`` or ``CODE:中文:English``."""
    code, _, names = text.partition(":")
    name_zh, _, name_en = names.partition(":")
    if not rules.is_code(code) or rules.level_of(code) is not level or not name_zh.strip():
        zeros = "000000" if level is AreaLevel.COUNTY else "000"
        raise click.BadParameter(
            f"{text!r}: write CODE:中文名:English name, where CODE has twelve digits and ends in {zeros}"
        )
    return AreaRow(line=0, code=code, name_zh=name_zh.strip(), name_en=name_en.strip())


def print_findings(findings: list[ListingFinding]) -> None:
    """One line a finding: where, what stands there, why, what to do."""
    for finding in sorted(findings, key=lambda finding: finding.line):
        where = f"line {finding.line}" + (f", {finding.column}" if finding.column else "")
        click.echo(f"{where}: “{finding.value}”: {finding.problem} {finding.advice}", err=True)


@areas.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(1949, 2200), help="Year of the figures; this year unless given.")
@click.option("--county", multiple=True, metavar="CODE:中文:English", help="Names a county. Can be repeated.")
@click.option(
    "--township", multiple=True, metavar="CODE:中文:English", help="Names a township. Can be repeated."
)
def import_(file: Path, year: int | None, county: tuple[str, ...], township: tuple[str, ...]) -> None:
    """Take over the villages of FILE (CSV, UTF-8 or GB 18030): all of them or, with a fault in it, none.

    Doing it twice changes nothing. Exit code 2 when something is wrong with FILE.
    """
    named = [parse_parent(text, AreaLevel.COUNTY) for text in county]
    named += [parse_parent(text, AreaLevel.TOWNSHIP) for text in township]
    rows, findings = read_listing(file.read_bytes())
    if findings or not rows:
        print_findings(findings)
        click.echo(f"Nothing was taken over: {len(findings)} finding(s) in {file.name}.", err=True)
        raise SystemExit(2)
    with unit_of_work():
        outcome = service.import_areas(
            rows=[*rows, *named], year=year or clock.today().year, actor=COMMAND_LINE
        )
    click.echo(
        f"{len(outcome.created)} areas created, {len(outcome.changed)} changed, "
        f"{outcome.groups} villagers' groups added."
    )
    for code in outcome.provisional:
        option = "--county" if rules.level_of(code) is AreaLevel.COUNTY else "--township"
        click.echo(
            f"  {code} has no name yet. To name it, run this again with {option} {code}:中文名:English"
        )


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(areas)
