"""The sheets of a dossier up to the comparison: register form, application, home visit, data comparison."""

from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.bound_papers import (
    NOTHING,
    Cell,
    Facts,
    Grid,
    Section,
    Words,
    copy_of,
    day,
    plain,
    yes_no,
    yuan,
)
from app.documents.papers import Line, Text
from app.domain.applications.models import Application, ComparisonResult
from app.domain.comparisons.models import HitSettlement
from app.domain.dossiers.cases import Case
from app.domain.dossiers.checklist import RECORD_LABELS
from app.domain.households import codes, identity, rules
from app.domain.households.models import Household, IncomeYear, Member
from app.domain.policies.vocabulary import COMPARISON_LABELS

RESULTS = {
    ComparisonResult.NO_HIT: N_("nothing found"),
    ComparisonResult.HIT_EXPLAINED: N_("something found, and explained"),
    ComparisonResult.HIT: N_("something found"),
}
SETTLEMENTS = {
    HitSettlement.OPEN: N_("not settled yet"),
    HitSettlement.EXPLAINED: N_("explained; does not exclude"),
    HitSettlement.EXCLUDES: N_("excludes the household"),
    HitSettlement.NOT_THE_PERSON: N_("not this person"),
}


def code(name: str, value: str | list[str] | None) -> Text:
    """The label of a stored value, or of several, in both languages."""
    if not value:
        return NOTHING
    known = codes.CODE_LISTS[name]
    if isinstance(value, str):
        return BilingualText(known.label(value, "zh"), known.label(value, "en"))
    return BilingualText(known.labels(value, "zh"), known.labels(value, "en"))


def facts(*pairs: tuple[str, Text]) -> Facts:
    """Labels (message ids) with their values."""
    return Facts(tuple(Line(Message(label), value) for label, value in pairs))


def heads(*labels: str) -> tuple[Text, ...]:
    """The heads of a table from message ids."""
    return tuple(Message(label) for label in labels)


def register_sheet(case: Case, *, in_full: bool) -> Section:
    """The register form: the household, its people, its income, how it lives. Numbers masked unless *in_full*."""
    household = case.household
    kind = facts(
        (N_("Household number"), household.household_no),
        (N_("Head of the household"), plain(household.head_name)),
        (N_("Village"), household.village.name),
        (N_("Group in the village"), plain(household.group.name if household.group else None)),
        (N_("People in the family"), str(household.people)),
        (N_("The record describes"), day(household.data_as_of)),
        (N_("Telephone"), plain(_telephone(household, in_full=in_full))),
        (N_("Bank account"), plain(_account(household, in_full=in_full))),
        (N_("Kind of household"), code("attribute", household.attribute)),
        (N_("Standard of identification"), code("standard", household.standard)),
        (N_("Main cause"), code("cause", household.main_cause)),
        (N_("Other causes"), code("cause", household.other_causes)),
    )
    blocks: list[Any] = [kind, _members(household, in_full=in_full), _incomes(household), _living(household)]
    if case.registrations:
        blocks.append(_registrations(case))
    return Section(Message(N_("Register form of the household")), tuple(blocks), ("register",))


def _telephone(household: Household, *, in_full: bool) -> str:
    return (household.telephone or "") if in_full else rules.masked_telephone(household.telephone)


def _account(household: Household, *, in_full: bool) -> str:
    return (household.bank_account or "") if in_full else rules.masked_account(household.bank_account)


def _members(household: Household, *, in_full: bool) -> Grid:
    ordered = sorted(household.members, key=lambda one: (not one.is_head, one.sequence))
    return Grid(
        heads(
            N_("Member's name"),
            N_("Relation to the head"),
            N_("Sex"),
            N_("Identity number"),
            N_("Age in years"),
            N_("Ethnicity"),
            N_("Schooling"),
            N_("State of health"),
            N_("Able to work"),
            N_("Work"),
        ),
        tuple(_member(one, household, in_full=in_full) for one in ordered),
        Message(N_("Members of the household")),
        frozenset({4}),
        frozenset({3}),
    )


def _member(member: Member, household: Household, *, in_full: bool) -> tuple[Cell, ...]:
    number = (member.id_number or "") if in_full else rules.masked_id_number(member.id_number)
    born_on = member.born_on or identity.birth_date_of(member.id_number or "")
    age = (
        identity.age_on(born_on, household.data_as_of)
        if born_on and born_on <= household.data_as_of
        else None
    )
    schooling = member.student_status or member.education
    return (
        member.name,
        code("relation", member.relation),
        code("sex", member.sex),
        plain(number),
        plain(age),
        code("ethnicity", member.ethnicity),
        code("student_status" if member.student_status else "education", schooling),
        code("health", member.health),
        code("labour", member.labour),
        _work(member),
    )


def _work(member: Member) -> Text:
    place = code("work_place", member.work_place)
    if member.work_months is None or not isinstance(place, BilingualText):
        return place
    return Message(N_("%(place)s, %(months)s months"), place=place, months=member.work_months)


def _incomes(household: Household) -> Grid:
    return Grid(
        heads(
            N_("Year"),
            N_("Wages"),
            N_("Business, net"),
            N_("Property"),
            N_("Transfers"),
            N_("Net income"),
            N_("Net income per person"),
        ),
        tuple(_income(household, one) for one in sorted(household.incomes, key=lambda one: -one.year)),
        Message(N_("Income, in yuan")),
        frozenset(range(7)),
    )


def _income(household: Household, income: IncomeYear) -> tuple[Cell, ...]:
    return (
        income.year,
        yuan(income.wages_fen),
        yuan(rules.business_net_fen(income)),
        yuan(income.property_fen),
        yuan(income.transfers_fen),
        yuan(rules.net_income_fen(income)),
        yuan(rules.per_head_fen(household, income.year)),
    )


def _living(household: Household) -> Facts:
    return facts(
        (N_("Farmland, mu"), _measure(household.farmland_mu)),
        (N_("Forest, mu"), _measure(household.forest_mu)),
        (N_("Living space, m²"), _measure(household.house_area_m2)),
        (N_("Structure of the house"), code("housing_structure", household.house_structure)),
        (N_("Grade of danger"), code("house_grade", household.house_grade)),
        (N_("Built in"), plain(household.house_built_year)),
        (N_("Safe drinking water"), yes_no(household.water_is_safe)),
        (N_("Drinking water"), code("water_source", household.water_source)),
        (N_("Road to the house"), code("road", household.road_type)),
        (N_("Main fuel"), code("fuel", household.main_fuel)),
    )


def _measure(value: float | None) -> Text:
    return NOTHING if value is None else f"{value:g}"


def _registrations(case: Case) -> Grid:
    return Grid(
        heads(N_("Registered on"), N_("People"), N_("Struck on"), N_("Reason")),
        tuple(
            (day(one.registered_on), one.people, day(one.struck_on), plain(one.struck_reason))
            for one in case.registrations
        ),
        Message(N_("Registration in this round")),
        frozenset({1}),
    )


def application_sheet(case: Case, application: Application) -> Section:
    """What stands on the application, with its signed copy."""
    proxy = "、".join(part for part in (application.proxy_name, application.proxy_relation) if part)
    lines = facts(
        (N_("Number"), application.number),
        (N_("Day of the application"), day(application.filed_on)),
        (N_("Applicant"), application.applicant_name),
        (N_("On the applicant's behalf"), plain(proxy)),
        (N_("People in the family"), str(application.people)),
        (N_("Net income per person, yuan"), yuan(application.per_head_fen)),
        (N_("Main cause of poverty"), code("cause", application.cause)),
        (N_("Agrees to the comparison"), yes_no(application.consents_to_comparison)),
        (N_("Taken by"), plain(case.name_of(application.filed_by_id))),
    )
    words = Words(application.reason, Message(N_("Why we apply")))
    ended = (
        (Words(application.closing_reason, Message(N_("Why it ended"))),)
        if application.closing_reason
        else ()
    )
    return Section(
        Message(N_("Application")),
        (lines, words, *ended),
        ("application",),
        copy_of(application.signed_copy, "application_copy", Message(RECORD_LABELS["application_copy"])),
    )


def visit_sheet(application: Application) -> Section | None:
    """Every home visit, with its signed sheets."""
    if not application.visits:
        return None
    blocks: list[Facts | Words] = []
    for visit in application.visits:
        visitors = "、".join(str(one.get("name", "")) for one in visit.visitors)
        blocks.append(
            facts((N_("Day of the visit"), day(visit.visited_on)), (N_("Visitors"), plain(visitors)))
        )
        blocks.append(Words(visit.findings, Message(N_("What the visitors found"))))
    caption = Message(RECORD_LABELS["visit_sheet"])
    copies = tuple(
        copy for visit in application.visits for copy in copy_of(visit.sheet, "visit_sheet", caption)
    )
    return Section(Message(N_("Home visit")), tuple(blocks), ("visit",), copies)


def comparison_sheet(case: Case, application: Application) -> Section | None:
    """What the departments' files said of the household, and what became of each hit."""
    if not (application.comparisons or case.hits or case.covered):
        return None
    blocks: list[Any] = []
    if case.covered:
        kinds = sorted(case.covered, key=lambda one: one.value)
        compared = tuple((Message(COMPARISON_LABELS[kind.value]),) for kind in kinds)
        blocks.append(Grid(heads(N_("Compared with")), compared))
    if application.comparisons:
        rows = tuple(
            (
                day(one.compared_on),
                Message(RESULTS[one.result]),
                plain(one.note),
                case.name_of(one.recorded_by_id),
            )
            for one in application.comparisons
        )
        blocks.append(Grid(heads(N_("Day"), N_("Result"), N_("Remarks"), N_("Handled by")), rows))
    if case.hits:
        blocks.append(_hits(case))
    elif case.covered:
        blocks.append(Words(Message(N_("Nothing was found about this household in these files."))))
    return Section(Message(N_("Result of the data comparison")), tuple(blocks), ("comparison",))


def _hits(case: Case) -> Grid:
    return Grid(
        heads(
            N_("Member"),
            N_("File"),
            N_("Day"),
            N_("What it says"),
            N_("Settled"),
            N_("Explanation"),
            N_("Handled by"),
        ),
        tuple(
            (
                hit.member_name,
                Message(COMPARISON_LABELS[hit.file.kind.value]),
                day(hit.happened_on or hit.file.as_of),
                "；".join(f"{label}：{text}" for label, text in hit.details) or NOTHING,
                Message(SETTLEMENTS[hit.settlement]),
                plain(hit.explanation),
                plain(case.name_of(hit.settled_by_id)),
            )
            for hit in case.hits
        ),
        Message(N_("Hits")),
    )
