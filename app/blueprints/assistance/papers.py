"""Views that print: a household's plan, the sheet for a visit, the set of a village or township. Never kept."""

from werkzeug.wrappers import Response

from app.blueprints.assistance import blueprint, presenter
from app.blueprints.assistance.sets import asked_year, gather_set
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents.bound import bound_pdf
from app.documents.bound_papers import yuan
from app.documents.dossier_sheets import code
from app.documents.help_papers import (
    HelpPaper,
    MeasureRow,
    PlanLine,
    VisitRow,
    help_visit_pdf,
    household_plan_pdf,
)
from app.documents.papers import NOTHING, Line, PersonLine, Text
from app.documents.plan_sets import set_paper
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor, get_place_with_boards
from app.domain.assistance import queries, rules
from app.domain.assistance.catalogue import BY_VALUE, unit_of
from app.domain.assistance.models import HelpVisit, HouseholdPlan, Measure, Need
from app.domain.households import codes, identity
from app.domain.households.models import Household, Member
from app.domain.households.queries import get_household
from app.domain.pairings.models import PairingRole
from app.domain.pairings.queries import find_pairings
from app.web.access import requires
from app.web.pages import text_argument
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("/households/<household_no>/plan.pdf")
@requires(P.ASSISTANCE_VIEW, load=get_household)
def plan_pdf(household: Household) -> Response:
    """The household's plan, to be read aloud and signed."""
    data = household_plan_pdf(paper_of(household, for_visit=False), paper_language())
    return unkept_paper(data, f"plan-{household.household_no}")


@blueprint.get("/households/<household_no>/visit-sheet.pdf")
@requires(P.ASSISTANCE_VIEW, load=get_household)
def visit_sheet_pdf(household: Household) -> Response:
    """The sheet for a visit, with the household's data filled in."""
    data = help_visit_pdf(paper_of(household, for_visit=True), paper_language())
    return unkept_paper(data, f"visit-{household.household_no}")


@blueprint.get("/areas/<code>/set.pdf")
@requires(P.ASSISTANCE_VIEW, load=get_place_with_boards)
def area_pdf(area: Area) -> Response:
    """The set of a village or township for a year."""
    year = asked_year(text_argument("year", 4))
    paper = set_paper(gather_set(area, year), made_on=clock.today())
    return unkept_paper(bound_pdf(paper, paper_language()).data, f"plan-{area.code}-{year}")


def paper_of(household: Household, *, for_visit: bool) -> HelpPaper:
    """What is known of a household and its help. A visit's sheet has what is open; a plan everything but dropped."""
    village = household.village
    county, township = find_ancestor(village, AreaLevel.COUNTY), find_ancestor(village, AreaLevel.TOWNSHIP)
    measures = [one for one in queries.list_measures(household.id) if _is_printed(one, for_visit=for_visit)]
    plans = [one for one in queries.list_plans(household.id) if one.ended_on is None]
    visits = [one for one in queries.list_visits(household.id) if one.withdrawn_on is None]
    return HelpPaper(
        county=county.name if county else NOTHING,
        township=township.name if township else NOTHING,
        village=village.name,
        household_no=household.household_no,
        head_name=household.head_name,
        group=household.group.name if household.group else "",
        printed_on=clock.today(),
        facts=_facts(household),
        record=_record(household),
        members=tuple(_member(household, one) for one in household.members),
        plans=tuple(_plan(one) for one in plans),
        measures=tuple(_measure(one) for one in measures),
        visits=tuple(_visit(one) for one in visits[:1]),
    )


def _is_printed(measure: Measure, *, for_visit: bool) -> bool:
    if for_visit:
        return measure.is_open or (measure.done_on is not None and measure.answer is None)
    return not measure.drop_reason


def _facts(household: Household) -> tuple[Line, ...]:
    pairings = find_pairings(household.id)
    pairing, second = pairings.get(PairingRole.FIRST), pairings.get(PairingRole.SECOND)
    able = sum(one.labour in codes.ABLE_LABOUR for one in household.members)
    lines: list[tuple[str, Text]] = [
        (N_("People in the family"), str(household.people)),
        (N_("Of them able to work"), str(able)),
        (N_("Main cause"), code("cause", household.main_cause)),
        (N_("Other causes"), code("cause", household.other_causes)),
        (N_("Helper"), pairing.helper.name if pairing else ""),
        (N_("Unit of the helper"), pairing.helper.unit.name if pairing else ""),
        *([(N_("Second helper"), f"{second.helper.name} {second.helper.unit.name}")] if second else []),
        (N_("Farmland, mu"), "" if household.farmland_mu is None else f"{household.farmland_mu:g}"),
    ]
    return tuple(Line(Message(label), value) for label, value in lines)


def _record(household: Household) -> tuple[Line, ...]:
    labels = {
        "house_grade": N_("Grade of danger"),
        "water_is_safe": N_("Safe drinking water"),
        "water_source": N_("Drinking water"),
        "road_type": N_("Road to the house"),
        "main_fuel": N_("Main fuel"),
        "has_sanitary_toilet": N_("Sanitary toilet"),
    }
    return tuple(
        Line(Message(label), _on_record(name, getattr(household, name))) for name, label in labels.items()
    )


def _on_record(name: str, value: str | bool | None) -> Text:
    if isinstance(value, bool):
        return Message(N_("yes") if value else N_("no"))
    return code(presenter.RECORD_FIELDS[name], value) if value else ""


def _member(household: Household, member: Member) -> PersonLine:
    born_on = member.born_on or identity.birth_date_of(member.id_number or "")
    return PersonLine(
        name=member.name,
        relation=code("relation", member.relation) if member.relation else "",
        age=identity.age_on(born_on, clock.today()) if born_on else None,
        health=code("health", member.health) if member.health else "",
        labour=code("labour", member.labour) if member.labour else "",
    )


def _plan(plan: HouseholdPlan) -> PlanLine:
    labels = [rules.NEED_LABELS[Need(one)] for one in plan.needs]
    needs: Text = Message(labels[0]) if labels else ""
    for label in labels[1:]:
        needs = Message(N_("%(one)s; %(other)s"), one=needs, other=Message(label))
    years = str(plan.first_year)
    if plan.last_year != plan.first_year:
        years = f"{plan.first_year}–{plan.last_year}"
    agreed = Message(N_("%(day)s, by %(name)s"), day=plan.agreed_on, name=plan.agreed_by)
    return PlanLine(
        Message(N_("%(term)s, %(years)s"), term=Message(rules.TERM_LABELS[plan.term]), years=years),
        needs,
        plan.goal,
        agreed if plan.agreed_on else "",
    )


def _measure(measure: Measure) -> MeasureRow:
    kind = BY_VALUE[measure.kind]
    what: Text = Message(kind.label)
    if measure.quantity is not None:
        number = Message(
            N_("%(number)s %(unit)s"),
            number=f"{measure.quantity:,.10g}",
            unit=Message(unit_of(measure.kind, measure.quantity)),
        )
        what = Message(N_("%(kind)s: %(number)s"), kind=what, number=number)
    if measure.content:
        what = Message(N_("%(one)s; %(other)s"), one=what, other=measure.content)
    answered = measure.answer is not None
    label = rules.ANSWER_LABELS[measure.answer] if measure.answer else rules.STATE_LABELS[measure.state]
    batch = measure.account.batch if measure.account else measure.batch
    return MeasureRow(
        what=what,
        cost=Message(N_("without cost")) if measure.cost_fen == 0 else yuan(measure.cost_fen),
        source=BilingualText(batch.name_zh, batch.name_en) if batch else measure.source_note,
        due_on=measure.due_on,
        who=" ".join(part for part in (measure.unit, measure.person) if part),
        stands=Message(label),
        result=measure.result if measure.done_on and not answered else "",
    )


def _visit(visit: HelpVisit) -> VisitRow:
    words = " ".join(part for part in (visit.heard, visit.done) if part)
    return VisitRow(visit.visited_on, "、".join(visit.visitors), words, visit.left_open)
