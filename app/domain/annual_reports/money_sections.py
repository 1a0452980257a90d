"""The parts about the money, about what is not as it should be, and about what comes next."""

import sqlalchemy as sa

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.messages import N_, Message
from app.domain.annual_reports.figures import Figure, Line, Listing, Rows, Section, Sentence, Table, Unit
from app.domain.annual_reports.models import Part
from app.domain.annual_reports.rows import count_rows
from app.domain.annual_reports.scope import Scope, counted_rows, households
from app.domain.annual_reports.tables import TOGETHER
from app.domain.assistance.gathering import sum_of_all
from app.domain.funds.models import Batch
from app.domain.funds.totals import sentence, village_totals
from app.domain.statistics.rules import Who

_BATCHES, _ACCOUNTS = Rows(Listing.BATCHES), Rows(Listing.ACCOUNTS)


def funds(scope: Scope) -> Section:
    """What came, what was given out, what was paid, what is left."""
    if scope.money is None:
        return Section(Part.FUNDS)
    money = sentence(scope.money.id, scope.area)
    if money.is_empty:
        return Section(Part.FUNDS)
    said = Sentence(
        N_(
            "%(received)s came, %(allocated)s of it was given to projects, %(paid)s was paid, %(left)s is left. "
            "%(projects)s projects were paid for, and %(households)s households got something by a roll."
        ),
        {
            "received": Figure("funds.received", money.received_fen, _BATCHES, Unit.FEN),
            "allocated": Figure("funds.allocated", money.allocated_fen, _ACCOUNTS, Unit.FEN),
            "paid": Figure("funds.paid", money.paid_fen, _ACCOUNTS, Unit.FEN),
            "left": Figure("funds.left", money.left_fen, _ACCOUNTS, Unit.FEN),
            "projects": Figure("funds.projects", money.projects, Rows(Listing.ACCOUNTS, "paid")),
            "households": Figure("funds.households", money.households, Rows(Listing.ACCOUNTS, "rolls")),
        },
    )
    tables = (_batches(scope, scope.money.id), _places(scope, scope.money.id))
    return Section(Part.FUNDS, (said,), tuple(table for table in tables if table.lines))


def problems(scope: Scope) -> Section:
    """What the records say of what is missing. The year's own words come from people."""
    late, denied = Rows(Listing.MEASURES, "late"), Rows(Listing.MEASURES, "denied")
    figures = {
        "late": Figure("problems.late", count_rows(scope, late), late),
        "denied": Figure("problems.denied", count_rows(scope, denied), denied),
    }
    sentences = []
    if any(figure.value for figure in figures.values()):
        words = N_("Measures past their day: %(late)s. Measures that the household denied: %(denied)s.")
        sentences.append(Sentence(words, figures))
    unplanned = Rows(Listing.UNPLANNED)
    number = Figure("problems.unplanned", count_rows(scope, unplanned), unplanned)
    if number.value and sum_of_all(scope.path, scope.year).measures:
        words = N_("%(households)s households in the register have no plan for the year.")
        sentences.append(Sentence(words, {"households": number}))
    return Section(Part.PROBLEMS, tuple(sentences))


def next_steps(scope: Scope) -> Section:
    """Who is still in the register, and what is planned for the next year."""
    stays = scope.counted(Who.REGISTERED)
    first, second = households("next.stays", stays, counted_rows(Who.REGISTERED))
    sentences = []
    if stays.households:
        words = N_("%(households)s households with %(people)s people remain in the register.")
        sentences.append(Sentence(words, {"households": first, "people": second}))
    planned = sum_of_all(scope.path, scope.year + 1)
    if planned.measures:
        figures = {
            "measures": Figure("next.measures", planned.measures, Rows(Listing.MEASURES, "next")),
            "households": Figure("next.households", planned.households, Rows(Listing.MEASURES, "next")),
            "cost": Figure("next.cost", planned.cost_fen, Rows(Listing.MEASURES, "next"), Unit.FEN),
        }
        words = N_(
            "%(measures)s measures for %(households)s households are planned for the next year, at a cost of %(cost)s."
        )
        sentences.append(Sentence(words, figures))
    return Section(Part.NEXT_STEPS, tuple(sentences))


def _batches(scope: Scope, round_id: int) -> Table:
    """The batches that the area itself holds."""
    found = db.session.scalars(
        sa.select(Batch)
        .where(Batch.round_id == round_id, Batch.area_id == scope.area.id)
        .order_by(Batch.number)
    ).all()
    lines = tuple(
        Line(
            _name(one),
            (
                Figure(
                    f"funds.batch.{one.number}.received",
                    one.received_fen,
                    Rows(Listing.BATCHES, one.number),
                    Unit.FEN,
                ),
                Figure(
                    f"funds.batch.{one.number}.given",
                    one.allocated_fen,
                    Rows(Listing.BATCHES, one.number),
                    Unit.FEN,
                ),
            ),
        )
        for one in found
    )
    heads = (N_("Fund batch"), N_("Received for the year"), N_("Given to projects"))
    return Table(Message(N_("Fund batches that the area holds")), heads, lines)


def _name(batch: Batch) -> Message:
    return Message(
        N_("%(name)s (%(number)s)"), name=BilingualText(batch.name_zh, batch.name_en), number=batch.number
    )


def _places(scope: Scope, round_id: int) -> Table:
    sums: dict[str, tuple[BilingualText, Rows, list[int]]] = {}
    for one in village_totals(round_id, scope.path):
        place = scope.find_place(one.area.path)
        # What is everybody's in a township stands in a line of its own beside its villages.
        rows = Rows(Listing.ACCOUNTS, "" if place else "own", place.code if place else one.area.code)
        name = place.name if place else one.area.name
        _name, _rows, before = sums.setdefault(rows.place, (name, rows, [0, 0, 0]))
        for number, fen in enumerate((one.allocated_fen, one.paid_fen, one.left_fen)):
            before[number] += fen
    lines = []
    for code, (name, rows, values) in sums.items():
        named = zip(("allocated", "paid", "left"), values, strict=True)
        figures = tuple(Figure(f"funds.{code}.{what}", fen, rows, Unit.FEN) for what, fen in named)
        lines.append(Line(name, figures))
    total = None
    if len(lines) > 1:
        whole = [sum(line.figures[place].value for line in lines) for place in range(3)]
        total = Line(
            TOGETHER,
            tuple(
                Figure(f"funds.places.{place}", value, _ACCOUNTS, Unit.FEN)
                for place, value in enumerate(whole)
            ),
        )
    heads = (N_("Place"), N_("Given"), N_("Paid"), N_("Still left"))
    return Table(Message(N_("Where the money went")), heads, tuple(lines), total, bars=0)
