"""From a household's record to its handbook on paper, and the views that print it. Never kept, no identity numbers."""

from werkzeug.wrappers import Response

from app.blueprints.households import blueprint
from app.core.bilingual import BilingualText
from app.core.db import start_writing
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents.bound_papers import yuan
from app.documents.dossier_sheets import code as label_of
from app.documents.handbook import (
    HELPERS,
    HandbookHelper,
    HandbookIncome,
    HandbookMember,
    HandbookPaper,
    Reached,
    handbook_pdf,
)
from app.documents.papers import NOTHING, Line, Telephone, Text
from app.documents.telephones import telephones_of
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.households import identity, queries, rules, service
from app.domain.households.models import Household, IncomeYear, Member
from app.domain.pairings.models import PairingRole
from app.domain.pairings.queries import list_pairings_of
from app.domain.pairings.rules import LEVEL_LABELS
from app.web.access import current_actor, requires
from app.web.papers import paper_language, unkept_paper
from app.web.portal import reads_first

P = Permission
#: years of income on the handbook's page; the rest of it is for the years to come
YEARS_SHOWN = 3


@blueprint.get("/<household_no>/handbook.pdf")
@requires(P.HOUSEHOLD_VIEW, load=queries.get_household)
def handbook(household: Household) -> Response:
    """The handbook; where the telephone stands there is room for a pen."""
    return _printed(household, with_telephone=False)


@blueprint.post("/<household_no>/handbook.pdf")
@reads_first
@requires(P.PERSONAL_NUMBERS_VIEW, load=queries.get_household, see=P.HOUSEHOLD_VIEW)
def handbook_with_telephone(household: Household) -> Response:
    """The handbook with the household's telephone in it, which is written into the history."""
    number, response = household.household_no, _printed(household, with_telephone=True)
    start_writing()
    service.record_numbers_shown(household=queries.get_household(number), actor=current_actor())
    return response


def _printed(household: Household, *, with_telephone: bool) -> Response:
    paper = paper_of(household, with_telephone=with_telephone)
    return unkept_paper(handbook_pdf(paper, paper_language()), f"handbook-{household.household_no}")


def paper_of(household: Household, *, with_telephone: bool) -> HandbookPaper:
    """What the register puts into the booklet."""
    village = household.village
    county, township = find_ancestor(village, AreaLevel.COUNTY), find_ancestor(village, AreaLevel.TOWNSHIP)
    ordered = sorted(household.members, key=lambda one: (not one.is_head, one.sequence))
    incomes = sorted(household.incomes, key=lambda one: one.year)[-YEARS_SHOWN:]
    own = (Telephone("", household.telephone),) if with_telephone and household.telephone else ()
    reached = Reached(own)
    return HandbookPaper(
        county=county.name if county else NOTHING,
        township=township.name if township else NOTHING,
        village=village.name,
        household_no=household.household_no,
        head_name=household.head_name,
        group=household.group.name if household.group else "",
        as_of=household.data_as_of,
        home=_home(household, reached),
        reached=reached,
        causes=(
            Line(Message(N_("Main cause")), code("cause", household.main_cause)),
            Line(Message(N_("Other causes")), code("cause", household.other_causes)),
        ),
        living=_living(household),
        members=tuple(_member(one) for one in ordered),
        incomes=tuple(_income(household, one) for one in incomes),
        helpers=_helpers(household),
        telephones=telephones_of([village, township]),
        hotline=HOTLINE,
    )


def _helpers(household: Household) -> tuple[HandbookHelper, ...]:
    """Who helps and who did, the first one first; of many the last ones."""
    lines = [
        HandbookHelper(
            one.helper.name,
            one.helper.unit.name,
            Message(LEVEL_LABELS[one.helper.unit.level]),
            one.helper.post,
            one.helper.telephone,
            one.started_on,
            one.role is PairingRole.SECOND,
        )
        for one in reversed(list_pairings_of(household.id))
    ]
    return tuple(lines[-HELPERS:])


#: the country's line for supervision of the work
HOTLINE = "12317"


def _home(household: Household, reached: Reached) -> tuple[Line, ...]:
    head = household.head
    address = BilingualText(
        f"{household.village.name_zh}{household.group.name_zh if household.group else ''}",
        ", ".join(one.name.in_("en") for one in (household.group, household.village) if one is not None),
    )
    lines: list[tuple[str, Text]] = [
        (N_("Head of the household"), household.head_name),
        (N_("Sex"), code("sex", head.sex if head else None)),
        (N_("Ethnicity"), code("ethnicity", head.ethnicity if head else None)),
        (N_("Born in"), _born(head) if head else ""),
        (N_("People in the family"), str(household.people)),
        (N_("Telephone"), reached.telephones[0].number if reached.telephones else ""),
        (N_("Address of the household"), address),
        (N_("Kind of household"), code("attribute", household.attribute)),
        (N_("Standard of identification"), code("standard", household.standard)),
        (N_("Registered since"), _registered(household)),
    ]
    return tuple(Line(Message(label), value) for label, value in lines)


def code(name: str, value: str | list[str] | None) -> Text:
    """The label of a stored value; where nothing is known, room for a pen."""
    return label_of(name, value) if value else ""


def _registered(household: Household) -> Text:
    standing = [one for one in queries.list_registrations(household.id) if one.struck_on is None]
    return Message(N_("%(day)s"), day=standing[0].registered_on) if standing else ""


def _living(household: Household) -> tuple[Line, ...]:
    safe = household.water_is_safe
    lines: list[tuple[str, Text]] = [
        (N_("Farmland, mu"), _measure(household.farmland_mu)),
        (N_("Forest, mu"), _measure(household.forest_mu)),
        (N_("Pasture, mu"), _measure(household.pasture_mu)),
        (N_("Living space, m²"), _measure(household.house_area_m2)),
        (N_("Structure of the house"), code("housing_structure", household.house_structure)),
        (N_("Grade of danger"), code("house_grade", household.house_grade)),
        (N_("Safe drinking water"), "" if safe is None else Message(N_("yes") if safe else N_("no"))),
        (N_("Road to the house"), code("road", household.road_type)),
    ]
    return tuple(Line(Message(label), value) for label, value in lines)


def _member(member: Member) -> HandbookMember:
    schooling = member.student_status or member.education
    return HandbookMember(
        name=member.name,
        relation=code("relation", member.relation),
        sex=code("sex", member.sex),
        born=_born(member),
        ethnicity=code("ethnicity", member.ethnicity),
        health=code("health", member.health),
        labour=code("labour", member.labour),
        schooling=code("student_status" if member.student_status else "education", schooling),
    )


def _born(member: Member) -> str:
    born_on = member.born_on or identity.birth_date_of(member.id_number or "")
    return f"{born_on:%Y-%m}" if born_on else ""


def _income(household: Household, income: IncomeYear) -> HandbookIncome:
    return HandbookIncome(
        year=income.year,
        wages=yuan(income.wages_fen),
        business=yuan(rules.business_net_fen(income)),
        property=yuan(income.property_fen),
        transfers=yuan(income.transfers_fen),
        net=yuan(rules.net_income_fen(income)),
        per_head=yuan(rules.per_head_fen(household, income.year)),
    )


def _measure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
