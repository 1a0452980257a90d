"""The files of the open data: columns with meanings, and the rows. Names of columns are promises and never change."""

import datetime as dt
from collections.abc import Iterator

from app.blueprints.open_data.addresses import whole
from app.blueprints.open_data.columns import Column, Kind, Table, Value
from app.blueprints.open_data.delivery_table import DELIVERIES
from app.blueprints.open_data.fund_tables import FUND_TABLES
from app.core import clock
from app.core.messages import N_
from app.domain.notices.codes import code_of
from app.domain.notices.models import NoticeState
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reports import figures, open_data
from app.domain.reviews.models import ReviewLevel

Row = tuple[Value, ...]

YEAR = Column("year", Kind.NUMBER, N_("Year of the round"))
ROUND = Column("round", Kind.TEXT, N_("Code of the round"))
VILLAGE = (
    Column("village_code", Kind.TEXT, N_("Division code of the village, 12 digits")),
    Column("village_zh", Kind.TEXT, N_("Name of the village in Chinese")),
    Column("village_en", Kind.TEXT, N_("Name of the village in English"), may_be_empty=True),
)
NUMBER = Column("notice", Kind.TEXT, N_("Number of the notice"))
KIND = Column("kind", Kind.TEXT, N_("Which kind of notice it is"), tuple(NoticeKind))
HOUSEHOLDS = Column("households", Kind.NUMBER, N_("Number of households"))
PEOPLE = Column("people", Kind.NUMBER, N_("Number of people in these households"))


def _notices() -> Iterator[Row]:
    for standing in open_data.list_notices():
        notice, period, village = standing.notice, standing.period, standing.notice.village
        withdrawn_on = clock.local(notice.withdrawn_at).date() if notice.withdrawn_at else None
        yield (
            *(notice.number, code_of(notice.digest), notice.kind.value, notice.round.year, notice.round.code),
            *(village.code, village.name_zh, village.name_en),
            *(notice.issued_on, period.first_day, period.last_day, period.begun, standing.state.value),
            *(notice.households, notice.people, withdrawn_on),
            notice.replaces.number if notice.replaces else None,
            *(standing.replaced_by, notice.digest),
            whole("public.show_notice", number=notice.number),
            whole("verify.show", code=code_of(notice.digest)),
        )


def _totals() -> Iterator[Row]:
    for total in open_data.list_totals():
        village = total.village
        yield (
            *(total.round.year, total.round.code, village.code, village.name_zh, village.name_en),
            *("left" if total.has_left else "reached", total.step),
            *(total.count.households, total.count.people),
        )


def _villages() -> Iterator[Row]:
    for one in open_data.list_village_years():
        village, township, given = one.village, one.township, one.figures
        yield (
            *(village.code, village.name_zh, village.name_en),
            *((township.code, township.name_zh, township.name_en) if township else (None, None, None)),
            *((given.year, given.households, given.population) if given else (None, None, None)),
            given.is_poor_village if given else None,
            whole("public.show_village", code=village.code),
        )


def _objections() -> Iterator[Row]:
    for one in open_data.list_objection_counts():
        notice = one.notice
        yield (
            *(notice.number, notice.kind.value, notice.round.year, notice.round.code),
            *(notice.village.code, notice.village.name_zh, notice.village.name_en),
            *(one.received, one.undecided, one.upheld, one.partly, one.rejected),
        )


def _draws() -> Iterator[Row]:
    for sample in open_data.list_draws():
        inputs, village = sample.inputs or {}, sample.candidate_list.village
        yield (
            *(sample.public_id, inputs["notice"], village.code, village.name_zh, village.name_en),
            *(sample.level.value, clock.local(sample.drawn_at), dt.date.fromisoformat(inputs["day"])),
            *(inputs["source"], str(inputs["value"]), len(inputs["entries"]), len(inputs["drawn"])),
            whole("samples.public_draw", public_id=sample.public_id),
        )


NOTICES = Table(
    "notices",
    N_("Notices"),
    N_("Every notice that was ever issued, how it stands today, and its totals."),
    (
        Column("number", Kind.TEXT, N_("Number of the notice")),
        Column("code", Kind.TEXT, N_("Code by which the paper is checked")),
        KIND,
        YEAR,
        ROUND,
        *VILLAGE,
        Column("issued_on", Kind.DAY, N_("Day of issue")),
        Column("first_day", Kind.DAY, N_("First day of the period as it really ran")),
        Column("last_day", Kind.DAY, N_("Last day of the period as it really ran")),
        Column("begun", Kind.TRUTH, N_("Whether it hangs at all places that are asked for")),
        Column("state", Kind.TEXT, N_("How it stands on the day of the file"), tuple(NoticeState)),
        HOUSEHOLDS,
        PEOPLE,
        Column("withdrawn_on", Kind.DAY, N_("Day of the withdrawal"), may_be_empty=True),
        Column("replaces", Kind.TEXT, N_("Number of the notice that it replaces"), may_be_empty=True),
        Column("replaced_by", Kind.TEXT, N_("Number of the notice in its place"), may_be_empty=True),
        Column("digest", Kind.TEXT, N_("Digest (SHA-256) of the frozen notice with its list")),
        Column("page", Kind.ADDRESS, N_("Page of the notice")),
        Column("check", Kind.ADDRESS, N_("Page that checks the paper")),
    ),
    _notices,
)
TOTALS = Table(
    "totals",
    N_("Totals by stage"),
    N_("How many households of a village reached each stage of a round, and how many left at each step."),
    (
        YEAR,
        ROUND,
        *VILLAGE,
        Column(
            "measure", Kind.TEXT, N_("Whether households reached the step or left there"), ("reached", "left")
        ),
        Column(
            "step",
            Kind.TEXT,
            N_("The stage reached, or the step at which households left"),
            (*figures.Stage, *open_data.DEPARTURES.values()),
        ),
        HOUSEHOLDS,
        PEOPLE,
    ),
    _totals,
)
VILLAGES = Table(
    "villages",
    N_("Villages"),
    N_("Every village with its figures, one row for each year."),
    (
        *VILLAGE,
        Column("township_code", Kind.TEXT, N_("Division code of the township, 12 digits"), may_be_empty=True),
        Column("township_zh", Kind.TEXT, N_("Name of the township in Chinese"), may_be_empty=True),
        Column("township_en", Kind.TEXT, N_("Name of the township in English"), may_be_empty=True),
        Column("figures_year", Kind.NUMBER, N_("Year of the figures"), may_be_empty=True),
        Column(
            "registered_households",
            Kind.NUMBER,
            N_("Households registered in the village"),
            may_be_empty=True,
        ),
        Column("registered_people", Kind.NUMBER, N_("People registered in the village"), may_be_empty=True),
        Column(
            "is_poor_village", Kind.TRUTH, N_("Whether the village was a poor village"), may_be_empty=True
        ),
        Column("page", Kind.ADDRESS, N_("Page of the village")),
    ),
    _villages,
)
OBJECTIONS = Table(
    "objections",
    N_("Objections in numbers"),
    N_("How many objections each notice received, and what came of them. Never who, whom or the words."),
    (
        NUMBER,
        KIND,
        YEAR,
        ROUND,
        *VILLAGE,
        Column("received", Kind.NUMBER, N_("Objections received")),
        Column("undecided", Kind.NUMBER, N_("Objections not answered yet")),
        Column("upheld", Kind.NUMBER, N_("Objections upheld")),
        Column("partly", Kind.NUMBER, N_("Objections upheld in part")),
        Column("rejected", Kind.NUMBER, N_("Objections not upheld")),
    ),
    _objections,
)
DRAWS = Table(
    "draws",
    N_("Draws of home checks"),
    N_("Every draw of households to be checked at home, with the public number that it was made from."),
    (
        Column("draw", Kind.TEXT, N_("Identifier of the draw")),
        NUMBER,
        *VILLAGE,
        Column("level", Kind.TEXT, N_("Which level checks"), tuple(ReviewLevel)),
        Column("drawn_at", Kind.INSTANT, N_("Instant of the draw")),
        Column("value_day", Kind.DAY, N_("Day of the public number")),
        Column("value_source", Kind.TEXT, N_("Where the public number comes from")),
        Column("value", Kind.TEXT, N_("The public number")),
        Column("households_in_draw", Kind.NUMBER, N_("Households that could be drawn")),
        Column("households_drawn", Kind.NUMBER, N_("Households that were drawn")),
        Column("page", Kind.ADDRESS, N_("Page of the draw, with all that is needed to repeat it")),
    ),
    _draws,
)

TABLES = {
    table.name: table for table in (NOTICES, TOTALS, VILLAGES, OBJECTIONS, DRAWS, DELIVERIES, *FUND_TABLES)
}
#: made when somebody asks: totals count applications, which change all day long; of money there are very many rows
STREAMED = (TOTALS.name, *(table.name for table in FUND_TABLES))
