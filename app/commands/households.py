"""``flask households``: taking a clerk's workbook into the register."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from app.core.db import db, unit_of_work
from app.core.errors import DomainError, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Grant, Role
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.checkups import service as checkups
from app.domain.duplicates import service as duplicates
from app.domain.imports import examining, service
from app.domain.imports.archive import ReadLimits
from app.domain.imports.findings import CellFinding, FindingSeverity, WorkbookRefused
from app.domain.imports.models import ImportRun, ImportState
from app.domain.imports.returned import findings_csv
from app.domain.rounds import queries as rounds
from app.domain.rounds.models import Round
from app.web.i18n import translations

group = AppGroup("households", help="The register of households.")

SHOWN_FINDINGS = 20
CLEAN, FAILED, WITH_FINDINGS = 0, 1, 2


class Teller:
    """Says messages in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._gettext = translations(lang).gettext

    def __call__(self, message: Message) -> str:
        return message.render(self._gettext, self.lang)

    def tell(self, msgid: str, **params: Any) -> None:
        """One line to whoever ran the command."""
        click.echo(self(Message(msgid, **params)))

    def fail(self, *messages: Message, code: int = FAILED) -> NoReturn:
        """Say what is wrong and end."""
        for message in messages:
            click.echo(self(message), err=True)
        raise SystemExit(code)


class NothingSavedError(Exception):
    """The workbook has findings that must be put right first; everything is rolled back."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__()
        self.digest = run.digest
        self.summary = dict(run.summary or {})
        self.findings = [examining.finding_from_data(data) for data in run.findings or []]


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--round", "round_name", required=True, metavar="R", help="Code, year or id of the round.")
@click.option("--dry-run", is_flag=True, help="Only say what would be saved.")
@click.option(
    "--findings", "out", type=click.Path(dir_okay=False, path_type=Path), help="CSV for the findings."
)
@click.option("--area", "area_code", help="Take only households of this area; the round's area unless given.")
@click.option("--by", "username", help="Account in whose name the workbook is imported.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the findings.")
def import_(
    file: Path,
    round_name: str,
    dry_run: bool,
    out: Path | None,
    area_code: str | None,
    username: str | None,
    lang: str | None,
) -> None:
    """Take the workbook FILE (.xlsx, .xls, .csv) into the register: all of it or nothing.

    Exit code 0 when nothing was found, 2 with findings (those that block: nothing is saved), 1 when FILE cannot be
    read at all.
    """
    say = Teller(lang or ("en" if os.environ.get("LANG", "").lower().startswith("en") else "zh"))
    with file.open("rb") as stream:
        data = stream.read(ReadLimits().max_bytes + 1)
    try:
        round_ = find_round(round_name, say)
        area = get_area(area_code) if area_code else round_.area
        if dry_run:
            summary, findings, is_saved = _look(round_=round_, area=area, data=data)
        else:
            actor = actor_named(
                username, area, say, role=Role.TOWNSHIP_REVIEWER, command="flask households import"
            )
            summary, findings, is_saved = _save(
                round_=round_, area=area, data=data, filename=file.name, actor=actor
            )
    except WorkbookRefused as refusal:
        _write(out, [_as_finding(refusal, file)], say)
        say.fail(refusal.reason, refusal.advice)
    except Refused as error:
        say.fail(*error.blockers)
    except DomainError as error:
        say.fail(error.message)
    _write(out, findings, say)
    _report(say, summary, findings, is_saved=is_saved, is_dry=dry_run)
    raise SystemExit(WITH_FINDINGS if summary["blocking"] or summary["warnings"] else CLEAN)


def find_round(name: str, say: Teller) -> Round:
    """The round with this code, of this year when there is only one, or with this id."""
    everything = rounds.list_rounds()
    for attribute in ("code", "year", "id"):
        found = [round_ for round_ in everything if str(getattr(round_, attribute)) == name]
        if len(found) == 1:
            return found[0]
        if found:
            codes = "、".join(round_.code for round_ in found)
            say.fail(Message(N_("“%(name)s” may mean several rounds: %(codes)s."), name=name, codes=codes))
    codes = "、".join(round_.code for round_ in everything) or "—"
    say.fail(Message(N_("There is no round “%(name)s”. There are: %(codes)s."), name=name, codes=codes))


Outcome = tuple[dict[str, Any], Sequence[CellFinding], bool]


def _look(*, round_: Round, area: Area, data: bytes) -> Outcome:
    plan = examining.read_plan(data=data, round_=round_, area=area)
    plan, difference = examining.compare_with_register(plan, round_)
    db.session.rollback()
    return examining.summary_of(plan, difference), plan.findings, False


def _save(*, round_: Round, area: Area, data: bytes, filename: str, actor: Actor) -> Outcome:
    round_id, area_id = round_.id, area.id
    plan = examining.read_plan(
        data=data, round_=round_, area=area
    )  # before the writing begins: it takes a while
    try:
        with unit_of_work():
            run = service.import_file(
                actor=actor,
                round_=rounds.get_round(round_id),
                area=db.session.get_one(Area, area_id),
                data=data,
                filename=filename,
                plan=plan,
            )
            if run.state is not ImportState.APPLIED:
                raise NothingSavedError(run)
            checkups.recheck(household_ids=run.touched_ids)
            duplicates.refresh(household_ids=run.touched_ids)
            findings = [examining.finding_from_data(data) for data in run.findings or []]
            return dict(run.summary or {}), findings, True
    except NothingSavedError as nothing:
        service.forget_file(actor=actor, digest=nothing.digest)
        return nothing.summary, nothing.findings, False


def actor_named(username: str | None, area: Area, say: Teller, *, role: Role, command: str) -> Actor:
    """The account named, else whoever runs the machine: called as *command*, with what *role* may do in *area*."""
    if username is None:
        return Actor(id=None, name=command, grants=(Grant(role, area.id, area.path),))
    user = db.session.scalar(sa.select(User).where(User.username == username, User.is_active))
    if user is None:
        say.fail(Message(N_("There is no account “%(name)s”."), name=username))
    return user.as_actor()


def _as_finding(refusal: WorkbookRefused, file: Path) -> CellFinding:
    return CellFinding("", "", file.name, refusal.reason, refusal.advice, FindingSeverity.BLOCKING, "")


def _write(out: Path | None, findings: Sequence[CellFinding], say: Teller) -> None:
    if out is None:
        return
    try:
        out.write_bytes(findings_csv(findings, say))
    except OSError as error:
        say.fail(
            Message(N_("The findings cannot be written to %(file)s."), file=str(out)), Message(str(error))
        )


def _report(
    say: Teller, summary: dict[str, Any], findings: Sequence[CellFinding], *, is_saved: bool, is_dry: bool
) -> None:
    say.tell(N_("%(households)s households, %(people)s people."), **_only(summary, "households", "people"))
    say.tell(
        N_("New: %(new)s, changed: %(changed)s, the same: %(same)s."),
        **_only(summary, "new", "changed", "same"),
    )
    say.tell(
        N_("Findings: %(blocking)s must be put right first, %(warnings)s to look at."),
        **_only(summary, "blocking", "warnings"),
    )
    for finding in findings[:SHOWN_FINDINGS]:
        where = f"{finding.sheet} {finding.cell}"
        click.echo(f"  {where}: {say(finding.problem)} {say(finding.advice)}", err=True)
    hidden = summary["blocking"] + summary["warnings"] - min(len(findings), SHOWN_FINDINGS)
    if hidden > 0:
        click.echo(
            say(Message(N_("  … and %(number)s more; --findings writes them all."), number=hidden)), err=True
        )
    if is_saved and findings:
        say.tell(N_("Saved. What was found does not keep it from the register; look at it all the same."))
    elif is_saved:
        say.tell(N_("Saved."))
    elif is_dry and not summary["blocking"]:
        say.tell(N_("Only tried: nothing was saved."))
    else:
        say.tell(N_("Nothing was saved."))


def _only(summary: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: summary[name] for name in names}


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(group)
