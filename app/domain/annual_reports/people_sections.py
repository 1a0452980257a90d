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
from app.domain.annual_reports.tables import HOUSEHOLDS, PEOPLE, TOGETHER, pivot_table
from app.domain.appraisals.models import Meeting
from app.domain.areas.models import Area, AreaLevel, VillageFigures
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection, Outcome
from app.domain.policies.vocabulary import LinePurpose
from app.domain.reports.figures import STAGE_LABELS, Count, Stage, list_departures, totals_by_village
from app.domain.rounds.models import Round
from app.domain.statistics.dimensions import Place
from app.domain.statistics.rules import Pivot, Who

VILLAGES, POOR = Rows(Listing.VILLAGES), Rows(Listing.VILLAGES, "poor")
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
    registered = scope.table(Who.REGISTERED, scope.by)
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
                "poor": Figure("basics.poor_villages", sum(one.is_poor_village for one in known), POOR),
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
    lines = _place_lines(scope, rows, registered)
    sums = [VILLAGES, VILLAGES, in_register, in_register]
    heads = (
        scope.place_head,
        N_("All households"),
        N_("Inhabitants"),
        N_("Households in the register"),
        N_("People in the register"),
    )
    title = Message(N_("Villages") if scope.by is Place.VILLAGE else N_("Townships"))
    table = Table(title, heads, tuple(lines), summed(TOGETHER, "basics.sum", lines, sums), bars=3)
    return Section(Part.BASICS, sentences, (table,))


def identification(scope: Scope) -> Section:
    """The year's round: how far households came, why others left, and what those registered are like."""
    round_ = scope.round
    if round_ is None:
        return Section(Part.IDENTIFICATION)
    by_place = _by_place(scope, round_)
    sums = {stage: sum((counts[stage] for _place, counts in by_place), Count()) for stage in Stage}
    entered = scope.counted(Who.ENTERED)
    lines = [
        Line(place.name, tuple(_of_stage(counts[stage], stage, place.code) for stage in _SHOWN))
        for place, counts in by_place
    ]
    stage_rows = [_stage_rows(stage) for stage in _SHOWN]
    stages = Table(
        Message(_STAGES_TITLES[scope.by]),
        (scope.place_head, *(STAGE_LABELS[stage] for stage in _SHOWN)),
        tuple(lines),
        summed(TOGETHER, "identification.stages.sum", lines, stage_rows),
        bars=len(_SHOWN) - 1,
    )
    tables = [stages, _departures(scope, round_)]
    tables += [pivot_table(scope.table(Who.ENTERED, key), key, title) for key, title in _ABOUT]
    sentences = _course(scope, round_, sums, entered)
    return Section(Part.IDENTIFICATION, sentences, tuple(table for table in tables if table.lines))


_STAGES_TITLES = {
    Place.VILLAGE: N_("How far the households came, by village (households)"),
    Place.TOWNSHIP: N_("How far the households came, by township (households)"),
}


def _by_place(scope: Scope, round_: Round) -> list[tuple[Area, dict[Stage, Count]]]:
    """The places of the report that the round concerned, with how far their households came."""
    found: dict[int, tuple[Area, dict[Stage, Count]]] = {}
    for one in totals_by_village(round_):
        if one.village.path.startswith(scope.path):
            place = scope.place_of(one.village)
            _area, counts = found.setdefault(place.id, (place, dict.fromkeys(Stage, Count())))
            for stage in Stage:
                counts[stage] += one.at(stage)
    return list(found.values())


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
        pivot_table(scope.table(Who.OUT, scope.by), scope.by, _OUT_TITLES[scope.by], Who.OUT),
        pivot_table(
            scope.table(Who.REGISTERED, "cause"), "cause", N_("Still in it, by cause"), Who.REGISTERED
        ),
    )
    return Section(Part.EXIT, (sentence,), tables)


_OUT_TITLES = {
    Place.VILLAGE: N_("Out of the register, by village"),
    Place.TOWNSHIP: N_("Out of the register, by township"),
}
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


def _stage_rows(stage: Stage, place: str = "") -> Rows:
    return Rows(Listing.STAGE, stage.value, place)


def _of_stage(counted: Count, stage: Stage, place: str) -> Figure:
    key = f"identification.{place}.{stage.value}"
    return Figure(key, counted.households, _stage_rows(stage, place))


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


def _place_lines(
    scope: Scope, villages: Sequence[tuple[Area, VillageFigures | None]], registered: Pivot
) -> list[Line]:
    """For each place what is known of all its inhabitants, and who of them is in the register."""
    sums: dict[int, tuple[Area, Count]] = {}
    for village, known in villages:
        place = scope.place_of(village)
        _area, before = sums.get(place.id, (place, Count()))
        of_village = Count(known.households, known.population) if known else Count()
        sums[place.id] = (place, before + of_village)
    lines = []
    for place, inhabitants in sums.values():
        key = f"basics.{place.code}"
        poor = registered.row_sums.get(place.code, Count())
        everybody = Rows(Listing.VILLAGES, place=place.code)
        own = counted_rows(Who.REGISTERED, (scope.by, place.code))
        figures = (
            Figure(f"{key}.households", inhabitants.households, everybody),
            Figure(f"{key}.population", inhabitants.people, everybody),
            *households(f"{key}.poor", poor, own),
        )
        lines.append(Line(place.name, figures))
    return lines


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
