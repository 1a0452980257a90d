"""From a proposal for exit and what is known of its household to what stands on the sheet that the household signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.dossier_sheets import code
from app.documents.exit_papers import ExitIncome, ExitPaper, GuaranteeLine, HelpLine, SaidBefore
from app.documents.household_lines import income_lines, member_lines, plain_yuan
from app.documents.papers import NOTHING, Line, Text
from app.domain.applications.models import Application
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.assistance.catalogue import BY_VALUE
from app.domain.assistance.done import load_done
from app.domain.assistance.models import Measure
from app.domain.exits import queries
from app.domain.exits.models import ExitAnswer, ExitCheck
from app.domain.exits.rules import GUARANTEES
from app.domain.households import codes, registration, rules
from app.domain.households.models import Household
from app.domain.households.registration import Membership
from app.domain.pairings.models import Helper
from app.domain.pairings.queries import helpers_of
from app.domain.rounds.models import Round

#: so many measures stand on a sheet, the latest ones
MOST_HELP = 6


@dataclass(frozen=True)
class Known:
    """What was read of some proposals, by application or household."""

    checks: Mapping[int, ExitCheck]
    answers: Mapping[int, ExitAnswer]
    help: Mapping[int, Sequence[Measure]]
    helpers: Mapping[int, Helper]
    places: Mapping[int, Membership]


def papers_of(village: Area, applications: Sequence[Application]) -> list[ExitPaper]:
    """The sheets of some proposals of a village, in their order."""
    ids, households = (
        [one.id for one in applications],
        [one.household_id for one in applications],
    )
    known = Known(
        queries.load_checks(ids),
        queries.load_answers(ids),
        load_done(households),
        helpers_of(households),
        registration.memberships(households),
    )
    above = [find_ancestor(village, level) for level in (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)]
    county, township = (area.name if area else NOTHING for area in above)
    return [_paper(one, known, county, township) for one in applications]


def _paper(
    application: Application, known: Known, county: BilingualText, township: BilingualText
) -> ExitPaper:
    household, round_ = application.household, application.round
    check, answer = known.checks.get(application.id), known.answers.get(application.id)
    done = known.help.get(household.id, ())
    return ExitPaper(
        county=county,
        township=township,
        village=household.village.name,
        round_name=round_.name,
        number=application.number,
        head_name=household.head_name,
        group=household.group.name if household.group else "",
        people=household.people,
        facts=_facts(household, known),
        members=member_lines(household),
        income=_income(household, round_),
        guarantees=tuple(
            GuaranteeLine(Message(label), getattr(check, name) if check is not None else None)
            for name, label in GUARANTEES.items()
        ),
        help=tuple(_help(one) for one in done[:MOST_HELP]),
        more_help=max(0, len(done) - MOST_HELP),
        help_months=round_.policy.exit_policy_months,
        watch_months=round_.policy.exit_watch_months,
        checked_on=check.visit.visited_on if check is not None else None,
        checkers=tuple(str(one["name"]) for one in check.visit.visitors) if check is not None else (),
        findings=check.visit.findings if check is not None else "",
        said=SaidBefore(answer.accepts, answer.said_on, answer.signed_by, answer.reason) if answer else None,
    )


def _facts(household: Household, known: Known) -> tuple[Line, ...]:
    able = sum(1 for member in household.members if member.labour in codes.ABLE_LABOUR)
    row, helper = known.places[household.id].registration, known.helpers.get(household.id)
    safe: Text = ""
    if household.water_is_safe is not None:
        safe = Message(N_("Yes")) if household.water_is_safe else Message(N_("No"))
    pairs: list[tuple[str, Text]] = [
        (N_("In the register since"), Message(N_("%(day)s"), day=row.registered_on) if row else ""),
        (N_("Main cause"), code("cause", household.main_cause)),
        (N_("Of them able to work"), str(able)),
        (N_("Farmland (mu)"), "" if household.farmland_mu is None else f"{household.farmland_mu:g}"),
        (N_("Helper"), helper.name if helper is not None else ""),
        (N_("Grade of the house"), code("house_grade", household.house_grade)),
        (N_("Safe drinking water"), safe),
        (N_("Road to the house"), code("road", household.road_type)),
    ]
    return tuple(Line(Message(label), value) for label, value in pairs)


def _income(household: Household, round_: Round) -> ExitIncome:
    year = round_.reference_year
    income = rules.income_of(household.incomes, year)
    per_head, line = rules.per_head_fen(household, year), round_.policy.leaving_line(year)
    over = per_head - line.amount_fen if per_head is not None and line is not None else None
    return ExitIncome(
        year=year,
        lines=income_lines(income),
        net_yuan=plain_yuan(rules.net_income_fen(income) if income is not None else None),
        per_head_yuan=plain_yuan(per_head),
        line_yuan=plain_yuan(line.amount_fen if line is not None else None),
        over_yuan=plain_yuan(over) if over is not None and over > 0 else "",
        line_document=line.document if line is not None else "",
    )


def _help(measure: Measure) -> HelpLine:
    what: Text = Message(BY_VALUE[measure.kind].label)
    if measure.content:
        what = Message(N_("%(one)s; %(other)s"), one=what, other=measure.content)
    return HelpLine(what, measure.done_on, measure.result)
