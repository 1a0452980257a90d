"""``flask comparisons``: comparing a department's file with the register, of any size."""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from app.commands.households import Teller, actor_named, find_round
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.errors import DomainError, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Role
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.comparisons import folder, service
from app.domain.comparisons.columns import TAKEN_LABELS
from app.domain.comparisons.examining import examine
from app.domain.comparisons.matching import Outcome
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.reader import column_letters
from app.domain.policies.vocabulary import COMPARISON_LABELS, ComparisonKind
from app.domain.rounds import queries as rounds

group = AppGroup("comparisons", help="Departments' files compared with the register.")
CLEAN, FAILED, DOUBTFUL = 0, 1, 2


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in ComparisonKind]), required=True)
@click.option("--source", required=True, help="Which office sent the file.")
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the data; today unless given."
)
@click.option("--round", "round_name", required=True, metavar="R", help="Code, year or id of the round.")
@click.option(
    "--area", "area_code", help="Compare only with this area's households; the round's unless given."
)
@click.option(
    "--apply", "is_applied", is_flag=True, help="Put the hits in force; else only say what was found."
)
@click.option("--by", "username", help="Account in whose name the file is handed in.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of what is said.")
def import_(
    file: Path,
    kind: str,
    source: str,
    as_of: dt.datetime | None,
    round_name: str,
    area_code: str | None,
    is_applied: bool,
    username: str | None,
    lang: str | None,
) -> None:
    """Compare FILE (.xlsx or .csv, any number of rows) with the register. Without --apply nothing is kept.

    Exit code 0; 2 when rows are doubtful or unreadable; 1 when FILE cannot be read at all.
    """
    say = Teller(lang or ("en" if os.environ.get("LANG", "").lower().startswith("en") else "zh"))
    try:
        round_ = find_round(round_name, say)
        area = get_area(area_code) if area_code else round_.area
        actor = actor_named(
            username, area, say, role=Role.COUNTY_APPROVER, command="flask comparisons import"
        )
        outcome = examine(file, area_path=area.path, round_id=round_.id)
        given = (ComparisonKind(kind), source, as_of.date() if as_of else clock.today())
        ids = round_.id, area.id
        db.session.rollback()
        if is_applied:
            _apply(actor, ids, given, file, outcome)
    except WorkbookRefused as refusal:
        say.fail(refusal.reason, refusal.advice)
    except Refused as error:
        say.fail(*error.blockers)
    except DomainError as error:
        say.fail(error.message)
    _report(say, outcome, kind)
    say.tell(
        N_("The hits are in force.") if is_applied else N_("Only looked at: nothing was kept. --apply does.")
    )
    raise SystemExit(DOUBTFUL if outcome.doubtful or outcome.unreadable else CLEAN)


def _apply(
    actor: Actor,
    ids: tuple[int, int],
    given: tuple[ComparisonKind, str, dt.date],
    path: Path,
    outcome: Outcome,
) -> None:
    kind, source, as_of = given
    with unit_of_work():
        file = service.receive(
            actor=actor,
            round_=rounds.get_round(ids[0]),
            area=db.session.get_one(Area, ids[1]),
            kind=kind,
            source=source,
            as_of=as_of,
            filename=path.name,
            digest=folder.digest_of(path),
        )
        service.record_preview(actor=actor, file=file, outcome=outcome)
        service.apply(actor=actor, file=file)


def _report(say: Teller, outcome: Outcome, kind: str) -> None:
    summary = outcome.as_summary()
    say.tell(COMPARISON_LABELS[kind])
    _columns(say, summary["sheets"])
    say.tell(
        N_("Compared with %(households)s households, %(people)s people."),
        households=summary["households"],
        people=summary["people"],
    )
    say.tell(
        N_("Rows: %(rows)s; matched %(matched)s, doubtful %(doubtful)s, of nobody here %(unmatched)s."),
        **{name: summary[name] for name in ("rows", "matched", "doubtful", "unmatched")},
    )
    if outcome.unreadable:
        say.tell(
            N_("Rows without a usable number: %(number)s (%(rows)s …)."),
            number=outcome.unreadable,
            rows=", ".join(map(str, outcome.unreadable_rows[:5])),
        )
    say.tell(
        N_("Hits: %(hits)s in %(households)s households."),
        hits=summary["hits"],
        households=summary["hit_households"],
    )


def _columns(say: Teller, sheets: Sequence[dict[str, Any]]) -> None:
    for sheet in sheets:
        for index, heading, taken in sheet["columns"]:
            label = say(Message(TAKEN_LABELS[taken]))
            click.echo(f"  {sheet['name']} {column_letters(index)} {heading}: {label}")


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(group)
