"""The parts about the area, the identification of the year, and who left the register."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.annual_reports.figures import (
    Figure,
    Line,
    Listing,
    Rows,
    Section,
    Sentence,
    Table,
    Unit,
    permille,
    summed,
)
from app.domain.annual_reports.models import Part
from app.domain.annual_reports.scope import Scope, counted_rows, households
from app.domain.annual_reports.tables import HOUSEHOLDS, PEOPLE, TOGETHER, VILLAGE, pivot_table
from app.domain.appraisals.models import Meeting
from app.domain.areas.models import Area, AreaLevel, VillageFigures
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection, Outcome
from app.domain.policies.vocabulary import LinePurpose
from app.domain.reports.figures import STAGE_LABELS, Count, Stage, list_departures, totals_by_village
from app.domain.rounds.models import Round
from app.domain.statistics.rules import Who

VILLAGES = Rows(Listing.VILLAGES)
#: what the households that were registered in the year are told apart by
_ABOUT = (
    ("cause", N_("Registered in the year, by main cause")),
    ("attribute", N_("Registered in the year, by kind of household")),
    ("age", N_("People registered in the year, by age")),
    ("health", N_("People registered in the year, by health")),
    ("labour", N_("People registered in the year, by ability to work")),
    ("education", N_("People registered in the year, by education")),
)


def basics(scope: Scope) -> Section:
    """Villages, groups, inhabitants, and who is in the register at the end of the year."""
    rows = _figures(scope)
    villages, known = [village for village, _ in rows], [known for _, known in rows if known]
    registered = scope.table(Who.REGISTERED, "village")
    poor = registered.row_sums
    population = sum(one.population for one in known)
    in_register = counted_rows(Who.REGISTERED)
    first, second = households("basics.registered", registered.total, in_register)
    sentences = (
        Sentence(
            N_(
                "%(area)s has %(villages)s villages and communities with %(groups)s villagers' groups; %(poor)s of "
                "them are poor villages. %(households)s households with %(population)s people live there."
            ),
            {
                "villages": Figure("basics.villages", len(villages), VILLAGES),
                "groups": Figure("basics.groups", _count_groups(scope), VILLAGES),
                "poor": Figure("basics.poor_villages", sum(one.is_poor_village for one in known), VILLAGES),
                "households": Figure("basics.households", sum(one.households for one in known), VILLAGES),
                "population": Figure("basics.population", population, VILLAGES),
            },
            {"area": scope.area.name},
        ),
        Sentence(
            N_(
                "On %(day)s %(households)s households with %(people)s people were in the register of poor "
                "households: %(share)s of the inhabitants."
            ),
            {
                "households": first,
                "people": second,
                "share": Figure(
                    "basics.incidence", permille(registered.total.people, population), VILLAGES, Unit.PERMILLE
                ),
            },
            {"day": scope.on},
        ),
    )
    lines = [_village_line(village, known, poor.get(village.code, Count())) for village, known in rows]
    sums = [VILLAGES, VILLAGES, in_register, in_register]
    heads = (
        VILLAGE,
        N_("All households"),
        N_("Inhabitants"),
        N_("Households in the register"),
        N_("People in the register"),
    )
    title = Message(N_("Villages"))
    table = Table(title, heads, tuple(lines), summed(TOGETHER, "basics.sum", lines, sums), bars=3)
    return Section(Part.BASICS, sentences, (table,))


def identification(scope: Scope) -> Section:
    """The year's round: how far households came, why others left, and what those registered are like."""
    round_ = scope.round
    if round_ is None:
        return Section(Part.IDENTIFICATION)
    totals = [one for one in totals_by_village(round_) if one.village.path.startswith(scope.path)]
    sums = {stage: sum((one.at(stage) for one in totals), Count()) for stage in Stage}
    entered = scope.counted(Who.ENTERED)
    lines = [
        Line(one.village.name, tuple(_of_stage(one.at(stage), stage, one.village.code) for stage in _SHOWN))
        for one in totals
    ]
    stage_rows = [_stage_rows(stage) for stage in _SHOWN]
    stages = Table(
        Message(N_("How far the households came, by village (households)")),
        (VILLAGE, *(STAGE_LABELS[stage] for stage in _SHOWN)),
        tuple(lines),
        summed(TOGETHER, "identification.stages.sum", lines, stage_rows),
        bars=len(_SHOWN) - 1,
    )
    tables = [stages, _departures(scope, round_)]
    tables += [pivot_table(scope.table(Who.ENTERED, key), key, title) for key, title in _ABOUT]
    sentences = _course(scope, round_, sums, entered)
    return Section(Part.IDENTIFICATION, sentences, tuple(table for table in tables if table.lines))


def leaving(scope: Scope) -> Section:
    """Who left the register in the year, and who is still in it."""
    out = scope.counted(Who.OUT)
    stays = scope.counted(Who.REGISTERED)
    if not out.households:
        return Section(Part.EXIT)
    first, second = households("exit.out", out, counted_rows(Who.OUT))
    third, fourth = households("exit.stays", stays, counted_rows(Who.REGISTERED))
    sentence = Sentence(
        N_(
            "%(out)s households with %(out_people)s people left the register in the year. %(stays)s households with "
            "%(stays_people)s people are still in it."
        ),
        {"out": first, "out_people": second, "stays": third, "stays_people": fourth},
    )
    tables = (
        pivot_table(
            scope.table(Who.OUT, "village"), "village", N_("Out of the register, by village"), Who.OUT
        ),
        pivot_table(
            scope.table(Who.REGISTERED, "cause"), "cause", N_("Still in it, by cause"), Who.REGISTERED
        ),
    )
    return Section(Part.EXIT, (sentence,), tables)


_SHOWN = (Stage.APPLIED, Stage.PASSED, Stage.FIRST_NOTICE, Stage.SECOND_NOTICE, Stage.ANNOUNCED)


def _course(scope: Scope, round_: Round, sums: dict[Stage, Count], entered: Count) -> tuple[Sentence, ...]:
    line = round_.policy.income_line(round_.reference_year, LinePurpose.IDENTIFICATION)
    applied = _pair("applied", sums[Stage.APPLIED], _stage_rows(Stage.APPLIED))
    passed = _pair("passed", sums[Stage.PASSED], _stage_rows(Stage.PASSED))
    announced = _pair("announced", entered, counted_rows(Who.ENTERED))
    meetings, notices = _count_meetings(scope, round_), _count_notices(scope, round_)
    objections, upheld = _count_objections(scope, round_)
    sentences = [
        Sentence(
            N_(
                "%(applied)s households with %(applied_people)s people applied. %(meetings)s review meetings "
                "passed %(passed)s households with %(passed_people)s people."
            ),
            applied
            | passed
            | {"meetings": Figure("identification.meetings", meetings, Rows(Listing.MEETINGS))},
        ),
        Sentence(
            N_(
                "%(notices)s notices and announcements were posted; %(objections)s objections came in, %(upheld)s of "
                "them were upheld."
            ),
            {
                "notices": Figure("identification.notices", notices, Rows(Listing.NOTICES)),
                "objections": Figure("identification.objections", objections, Rows(Listing.OBJECTIONS)),
                "upheld": Figure("identification.upheld", upheld, Rows(Listing.OBJECTIONS, "upheld")),
            },
        ),
        Sentence(
            N_("%(announced)s households with %(announced_people)s people were announced and registered."),
            announced,
        ),
    ]
    if line is not None:
        words = N_("The line of %(year)s was %(line)s a head and year.")
        figure = Figure("identification.line", line.amount_fen, None, Unit.FEN)
        sentences.insert(0, Sentence(words, {"line": figure}, {"year": str(round_.reference_year)}))
    return tuple(sentences)


def _pair(name: str, counted: Count, rows: Rows) -> dict[str, Figure]:
    first, second = households(f"identification.{name}", counted, rows)
    return {name: first, f"{name}_people": second}


def _stage_rows(stage: Stage, village: str = "") -> Rows:
    return Rows(Listing.STAGE, stage.value, village)


def _of_stage(counted: Count, stage: Stage, village: str) -> Figure:
    key = f"identification.{village}.{stage.value}"
    return Figure(key, counted.households, _stage_rows(stage, village))


def _departures(scope: Scope, round_: Round) -> Table:
    codes = dict(_villages(scope.path))
    steps: dict[str, Count] = {}
    for one in list_departures(round_):
        if one.village_id in codes:
            steps[one.step] = steps.get(one.step, Count()) + one.count
    lines = [
        Line(Message(step), households(f"identification.left.{place}", counted, Rows(Listing.LEFT, step)))
        for place, (step, counted) in enumerate(steps.items())
    ]
    total = summed(TOGETHER, "identification.left.sum", lines, [Rows(Listing.LEFT)] * 2)
    title = Message(N_("Who left on the way, by step"))
    return Table(title, (N_("Step"), HOUSEHOLDS, PEOPLE), tuple(lines), total)


def _village_line(village: Area, known: VillageFigures | None, poor: Count) -> Line:
    key, rows = f"basics.{village.code}", Rows(Listing.VILLAGES)
    first, second = households(f"{key}.poor", poor, counted_rows(Who.REGISTERED, ("village", village.code)))
    all_households = Figure(f"{key}.households", known.households if known else 0, rows)
    return Line(
        village.name,
        (all_households, Figure(f"{key}.population", known.population if known else 0, rows), first, second),
    )


def _figures(scope: Scope) -> list[tuple[Area, VillageFigures | None]]:
    """The villages by code, each with its newest figures that are not younger than the year."""
    statement = (
        sa.select(Area, VillageFigures)
        .outerjoin(
            VillageFigures, sa.and_(VillageFigures.village_id == Area.id, VillageFigures.year <= scope.year)
        )
        .where(Area.level == AreaLevel.VILLAGE, Area.path.startswith(scope.path, autoescape=True))
        .order_by(Area.code, VillageFigures.year)
    )
    found: dict[int, tuple[Area, VillageFigures | None]] = {}
    for village, known in db.session.execute(statement):
        found[village.id] = (village, known)
    return list(found.values())


def _villages(path: str) -> Sequence[Any]:
    statement = sa.select(Area.id, Area.code).where(
        Area.level == AreaLevel.VILLAGE, Area.path.startswith(path, autoescape=True)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def _count_groups(scope: Scope) -> int:
    within = Area.path.startswith(scope.path, autoescape=True)
    statement = sa.select(sa.func.count()).select_from(Area).where(Area.level == AreaLevel.GROUP, within)
    return db.session.scalar(statement) or 0


def _count_meetings(scope: Scope, round_: Round) -> int:
    return _count_at(scope, Meeting, Meeting.village_id, Meeting.round_id == round_.id)


def _count_notices(scope: Scope, round_: Round) -> int:
    return _count_at(
        scope, Notice, Notice.village_id, Notice.round_id == round_.id, Notice.withdrawn_at.is_(None)
    )


def _count_objections(scope: Scope, round_: Round) -> tuple[int, int]:
    upheld = sa.func.sum(sa.case((Objection.outcome.in_((Outcome.UPHELD, Outcome.PARTLY)), 1), else_=0))
    row = db.session.execute(
        sa.select(sa.func.count(), upheld)
        .select_from(Objection)
        .join(Notice, Notice.id == Objection.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(Notice.round_id == round_.id, Area.path.startswith(scope.path, autoescape=True))
    ).one()
    return int(row[0]), int(row[1] or 0)


def _count_at(scope: Scope, model: Any, village_id: Any, *conditions: sa.ColumnElement[bool]) -> int:
    statement = (
        sa.select(sa.func.count())
        .select_from(model)
        .join(Area, Area.id == village_id)
        .where(*conditions, Area.path.startswith(scope.path, autoescape=True))
    )
    return db.session.scalar(statement) or 0
