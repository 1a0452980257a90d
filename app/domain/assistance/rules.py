"""What is true of plans and measures without asking the database: words, proposals with reasons, why not."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.assistance.catalogue import BY_VALUE, KINDS, Kind
from app.domain.assistance.models import (
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    MeasureState,
    Need,
    Term,
)
from app.domain.households import codes
from app.domain.households.models import Household, Member

LONGEST_WORDS = 500
#: years before and after the present one for which plans are drawn up
YEARS_BACK, YEARS_AHEAD = 3, 1
#: a day for a measure without a plan lies within so many years of the present one
DUE_WITHIN = 10
#: what a house's grade of danger calls for
REPAIR, REBUILD = "c", "d"
UPPER_STAGES = frozenset({"senior", "higher"})

TERM_LABELS = {Term.ONE_YEAR: N_("Plan of one year"), Term.THREE_YEARS: N_("Plan of three years")}
NEED_LABELS = {
    Need.INCOME: N_("a better income"),
    Need.WORK: N_("a job"),
    Need.SKILLS: N_("skills"),
    Need.CAPITAL: N_("capital to begin with"),
    Need.HOUSE: N_("a safe house"),
    Need.SCHOOL: N_("money for schooling"),
    Need.MEDICAL: N_("treatment"),
    Need.CARE: N_("care for those who cannot work"),
    Need.WATER: N_("safe water"),
    Need.ROAD: N_("a road to the house"),
}
STATE_LABELS = {
    MeasureState.PLANNED: N_("planned"),
    MeasureState.BEGUN: N_("begun"),
    MeasureState.DONE: N_("done"),
    MeasureState.DROPPED: N_("dropped"),
}
ANSWER_LABELS = {
    HouseholdAnswer.CONFIRMED: N_("confirmed by the household"),
    HouseholdAnswer.DENIED: N_("denied by the household"),
}


@dataclass(frozen=True)
class Facts:
    """What of a household bears on its measures. *causes*: the main one first, values of ``CAUSE``."""

    causes: tuple[str, ...] = ()
    needs: frozenset[Need] = frozenset()
    house_grade: str | None = None
    is_water_safe: bool | None = None
    road: str | None = None
    has_toilet: bool | None = None
    people: int = 0
    able: int = 0
    pupils: int = 0
    older_pupils: int = 0
    ill: int = 0
    disabled: int = 0


@dataclass(frozen=True)
class Proposal:
    """A kind of measure with the reasons for it, and how much of it where that follows from the household."""

    kind: Kind
    reasons: tuple[Message, ...]
    quantity: int | None = None


def facts_of(household: Household, needs: Collection[Need] = ()) -> Facts:
    """The facts of a household whose members are loaded."""
    members = household.members
    main = [household.main_cause] if household.main_cause else []
    return Facts(
        causes=tuple(dict.fromkeys([*main, *(household.other_causes or ())])),
        needs=frozenset(needs),
        house_grade=household.house_grade,
        is_water_safe=household.water_is_safe,
        road=household.road_type,
        has_toilet=household.has_sanitary_toilet,
        people=len(members),
        able=sum(one.labour in codes.ABLE_LABOUR for one in members),
        pupils=sum(codes.is_student(one.student_status) for one in members),
        older_pupils=sum(codes.school_stage(one.student_status) in UPPER_STAGES for one in members),
        ill=sum(bool({"chronic", "serious"} & set(one.health or ())) for one in members),
        disabled=sum("disabled" in (one.health or ()) for one in members),
    )


def propose(facts: Facts) -> list[Proposal]:
    """What to look at first for such a household, with why, in the order of the catalogue; the best founded first.

    What the household's own record calls for (a dangerous house, unsafe water) counts most, then its causes, then
    what it says it needs. Own production is left out where nobody can work.
    """
    found = []
    for kind in KINDS:
        called_for, quantity = _called_for(kind.value, facts)
        caused = [cause for cause in facts.causes if cause in kind.causes]
        needed = [need for need in Need if need in facts.needs and need in kind.needs]
        if not (called_for or ((caused or needed) and _is_fitting(kind, facts))):
            continue
        reasons = [*called_for, *(_because_of(cause) for cause in caused)]
        reasons += [
            Message(N_("The household asks for it: %(need)s"), need=Message(NEED_LABELS[one]))
            for one in needed
        ]
        weight = (
            bool(called_for),
            facts.causes[:1] == tuple(caused[:1]) and bool(caused),
            len(caused) + len(needed),
        )
        found.append((weight, Proposal(kind, tuple(reasons), quantity)))
    found.sort(key=lambda one: one[0], reverse=True)
    return [proposal for _, proposal in found]


def _because_of(cause: str) -> Message:
    entry = codes.CAUSE.get(cause)
    return Message(N_("Cause: %(cause)s"), cause=BilingualText(entry.zh, entry.en))


def _called_for(kind: str, facts: Facts) -> tuple[list[Message], int | None]:
    """What the record itself says for *kind*, and how much of it."""
    grade = facts.house_grade
    by_record: dict[str, tuple[bool, str, int | None]] = {
        "house_repair": (grade == REPAIR, N_("The house is of grade C: repair."), 1),
        "house_rebuilding": (grade == REBUILD, N_("The house is of grade D: rebuild."), 1),
        "drinking_water": (facts.is_water_safe is False, N_("Its drinking water is not safe."), 1),
        "entry_road": (facts.road == "earth", N_("The road to the house is of earth."), None),
        "toilet": (facts.has_toilet is False, N_("It has no sanitary toilet."), 1),
        "school_aid": (facts.pupils > 0, N_("Children of the household are in school."), facts.pupils),
        "vocational_school": (
            facts.older_pupils > 0,
            N_("Somebody is past the nine years of school."),
            facts.older_pupils,
        ),
        "living_allowance": (
            facts.people > 0 and facts.able == 0,
            N_("Nobody in the household is a full worker."),
            facts.people,
        ),
        "disability_allowance": (
            facts.disabled > 0,
            N_("Somebody in the household is disabled."),
            facts.disabled,
        ),
        "medical_aid": (
            facts.ill > 0,
            N_("Somebody in the household is ill for long or seriously."),
            facts.ill,
        ),
    }
    holds, words, quantity = by_record.get(kind, (False, "", None))
    return ([Message(words)], quantity) if holds else ([], None)


def _is_fitting(kind: Kind, facts: Facts) -> bool:
    """Whether a cause or a need is enough for *kind* in such a household."""
    if kind.value in _ONLY_BY_RECORD:
        return False
    if kind.value == "special_support":
        return facts.able == 0
    return facts.able > 0 or kind.value not in _FOR_HANDS


#: proposed only where the household's record calls for them
_ONLY_BY_RECORD = frozenset(
    {
        "house_repair",
        "house_rebuilding",
        "school_aid",
        "vocational_school",
        "disability_allowance",
        "medical_aid",
    }
)
#: what somebody able to work must carry
_FOR_HANDS = frozenset(
    {"cattle", "pigs", "sheep", "crops", "orchard", "skills_training", "work_placement", "ranger"}
)


def why_no_plan(term: Term, first_year: int, today: dt.date) -> Message | None:
    """Why a plan cannot begin in *first_year*; nothing when it can."""
    if not today.year - YEARS_BACK <= first_year <= today.year + YEARS_AHEAD:
        words = N_("A plan begins between %(first)s and %(last)s.")
        return Message(words, first=today.year - YEARS_BACK, last=today.year + YEARS_AHEAD)
    return None


def why_not_due(plan: HouseholdPlan | None, due_on: dt.date, today: dt.date) -> Message | None:
    """Why a measure cannot be due on a day: outside its plan, or without one far from the present."""
    if plan is not None:
        if plan.first_year <= due_on.year <= plan.last_year:
            return None
        words = N_("The plan covers %(first)s to %(last)s.")
        return Message(words, first=plan.first_year, last=plan.last_year)
    first, last = today.year - DUE_WITHIN, today.year + DUE_WITHIN
    if first <= due_on.year <= last:
        return None
    return Message(N_("A day between %(first)s and %(last)s, please."), first=first, last=last)


def why_not_done(measure: Measure, done_on: dt.date, today: dt.date) -> Message | None:
    """Why a measure cannot have been done on a day."""
    if done_on > today:
        return Message(N_("This day has not come yet."))
    if measure.plan is not None and done_on.year < measure.plan.first_year:
        return Message(N_("The plan begins only in %(year)s."), year=measure.plan.first_year)
    return None


def is_late(measure: Measure, today: dt.date) -> bool:
    """Still to be done, and its day is over."""
    return measure.is_open and measure.due_on < today


def kind_of(measure: Measure) -> Kind:
    """The entry of the catalogue."""
    return BY_VALUE[measure.kind]


def names_of(members: Collection[Member]) -> list[str]:
    """Who of a household may speak for it."""
    return [one.name for one in members]
