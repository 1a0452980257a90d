"""The catalogue of measures: what may be done for a household, to which of the six and the five it belongs.

The six to village and household (六个到村到户) are those of Guizhou's plan of 2014, the five ways (五个一批) those of
the central decision of November 2015. Which cause or need leads to which kind is the usual practice of townships and
a proposal only: whoever draws up a plan decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_
from app.domain.assistance.models import Need, PlanPart


class Category(StrEnum):
    """What a measure is about, for the person who looks for one."""

    INDUSTRY = "industry"
    TRAINING = "training"
    POST = "post"
    LOAN = "loan"
    HOUSING = "housing"
    RELOCATION = "relocation"
    SCHOOL = "school"
    ALLOWANCE = "allowance"
    MEDICAL = "medical"
    LIVING = "living"


class FiveWay(StrEnum):
    """The five ways out of poverty (五个一批)."""

    PRODUCTION = "production"
    RELOCATION = "relocation"
    ECOLOGY = "ecology"
    EDUCATION = "education"
    SECURITY = "security"


@dataclass(frozen=True)
class Kind:
    """One kind of measure. *label* and *counted* (what its quantity counts) are message ids; *causes* as in ``CAUSE``.

    *part* is the sub-plan that it is gathered in, nothing for what belongs to none of the six; *way* likewise of the
    five. *is_long* says that it bears fruit after more than a year. *is_personal*: it is for one member.
    """

    value: str
    label: str
    category: Category
    counted: str
    part: PlanPart | None = None
    way: FiveWay | None = None
    causes: frozenset[str] = frozenset()
    needs: frozenset[Need] = frozenset()
    is_long: bool = False
    is_personal: bool = False


HEAD = N_("head")
BIRDS = N_("birds")
MU = N_("mu")
PERSONS = N_("person(s)")
HOUSES = N_("houses")
POSTS = N_("posts")
PLACES = N_("connections")
METRES = N_("metres")
SHARES = N_("shares")
LOANS = N_("loans")
PUPILS = N_("pupils")

_POOR_MEANS = frozenset({"funds", "skills", "land", "motivation"})
_WEAK = frozenset({"illness", "disability", "labour"})
_INCOME = frozenset({Need.INCOME})
C, P, W = Category, PlanPart, FiveWay

KINDS = (
    Kind(
        "cattle", N_("Cattle"), C.INDUSTRY, HEAD, P.INDUSTRY, W.PRODUCTION, _POOR_MEANS, _INCOME, is_long=True
    ),
    Kind("pigs", N_("Pigs"), C.INDUSTRY, HEAD, P.INDUSTRY, W.PRODUCTION, _POOR_MEANS, _INCOME),
    Kind("sheep", N_("Sheep and goats"), C.INDUSTRY, HEAD, P.INDUSTRY, W.PRODUCTION, _POOR_MEANS, _INCOME),
    Kind(
        "poultry",
        N_("Poultry"),
        C.INDUSTRY,
        BIRDS,
        P.INDUSTRY,
        W.PRODUCTION,
        _POOR_MEANS | {"illness", "disability"},
        _INCOME,
    ),
    Kind("crops", N_("Crops and vegetables"), C.INDUSTRY, MU, P.INDUSTRY, W.PRODUCTION, _POOR_MEANS, _INCOME),
    Kind(
        "orchard",
        N_("Fruit, tea, medicinal plants"),
        C.INDUSTRY,
        MU,
        P.INDUSTRY,
        W.PRODUCTION,
        _POOR_MEANS,
        _INCOME,
        is_long=True,
    ),
    Kind(
        "cooperative",
        N_("Share in a cooperative"),
        C.INDUSTRY,
        SHARES,
        P.INDUSTRY,
        W.PRODUCTION,
        _WEAK | {"land", "funds"},
        _INCOME,
        is_long=True,
    ),
    Kind(
        "small_loan",
        N_("Small loan"),
        C.LOAN,
        LOANS,
        P.INDUSTRY,
        W.PRODUCTION,
        frozenset({"funds", "disaster"}),
        frozenset({Need.CAPITAL}),
    ),
    Kind(
        "skills_training",
        N_("Skills training"),
        C.TRAINING,
        PERSONS,
        P.TRAINING,
        W.EDUCATION,
        frozenset({"skills", "motivation"}),
        frozenset({Need.SKILLS}),
        is_personal=True,
    ),
    Kind(
        "work_placement",
        N_("Work found outside"),
        C.TRAINING,
        PERSONS,
        P.TRAINING,
        W.PRODUCTION,
        frozenset({"skills", "land", "transport", "motivation"}),
        frozenset({Need.WORK, Need.INCOME}),
        is_personal=True,
    ),
    Kind(
        "public_post",
        N_("Public-interest post"),
        C.POST,
        POSTS,
        P.TRAINING,
        W.SECURITY,
        frozenset({"labour", "disability", "illness"}),
        frozenset({Need.WORK}),
        is_personal=True,
    ),
    Kind(
        "ranger",
        N_("Forest ranger"),
        C.POST,
        POSTS,
        None,
        W.ECOLOGY,
        frozenset({"land"}),
        frozenset({Need.WORK}),
        is_personal=True,
    ),
    Kind(
        "ecology_payment",
        N_("Payment for forest or farmland given back to nature"),
        C.ALLOWANCE,
        MU,
        None,
        W.ECOLOGY,
        frozenset({"land", "disaster"}),
        _INCOME,
    ),
    Kind(
        "school_aid",
        N_("Aid for pupils and students"),
        C.SCHOOL,
        PUPILS,
        P.TRAINING,
        W.EDUCATION,
        frozenset({"schooling"}),
        frozenset({Need.SCHOOL}),
        is_personal=True,
    ),
    Kind(
        "vocational_school",
        N_("Vocational schooling (Yulu plan)"),
        C.SCHOOL,
        PUPILS,
        P.TRAINING,
        W.EDUCATION,
        frozenset({"schooling", "skills"}),
        frozenset({Need.SCHOOL, Need.SKILLS}),
        is_long=True,
        is_personal=True,
    ),
    Kind(
        "house_repair",
        N_("Repair of a dangerous house"),
        C.HOUSING,
        HOUSES,
        P.HOUSING,
        None,
        needs=frozenset({Need.HOUSE}),
    ),
    Kind(
        "house_rebuilding",
        N_("Rebuilding of a dangerous house"),
        C.HOUSING,
        HOUSES,
        P.HOUSING,
        None,
        needs=frozenset({Need.HOUSE}),
    ),
    Kind(
        "relocation",
        N_("Relocation"),
        C.RELOCATION,
        PERSONS,
        P.RELOCATION,
        W.RELOCATION,
        frozenset({"transport", "disaster", "water"}),
        frozenset({Need.HOUSE}),
        is_long=True,
    ),
    Kind(
        "living_allowance",
        N_("Minimum living allowance"),
        C.ALLOWANCE,
        PERSONS,
        None,
        W.SECURITY,
        _WEAK,
        frozenset({Need.CARE}),
    ),
    Kind(
        "special_support",
        N_("Support for those with nobody (five guarantees)"),
        C.ALLOWANCE,
        PERSONS,
        None,
        W.SECURITY,
        frozenset({"labour"}),
        frozenset({Need.CARE}),
        is_long=True,
    ),
    Kind(
        "disability_allowance",
        N_("Allowance for disabled people"),
        C.ALLOWANCE,
        PERSONS,
        None,
        W.SECURITY,
        frozenset({"disability"}),
        frozenset({Need.CARE}),
        is_personal=True,
    ),
    Kind(
        "emergency_relief",
        N_("Emergency relief"),
        C.ALLOWANCE,
        PERSONS,
        None,
        W.SECURITY,
        frozenset({"disaster", "bereavement", "marriage"}),
    ),
    Kind(
        "medical_aid",
        N_("Help with the cost of illness"),
        C.MEDICAL,
        PERSONS,
        None,
        W.SECURITY,
        frozenset({"illness"}),
        frozenset({Need.MEDICAL}),
        is_personal=True,
    ),
    Kind(
        "insurance",
        N_("Medical insurance paid for"),
        C.MEDICAL,
        PERSONS,
        None,
        W.SECURITY,
        frozenset({"illness"}),
        frozenset({Need.MEDICAL}),
    ),
    Kind(
        "drinking_water",
        N_("Safe drinking water"),
        C.LIVING,
        PLACES,
        P.INFRASTRUCTURE,
        None,
        frozenset({"water"}),
        frozenset({Need.WATER}),
    ),
    Kind(
        "entry_road",
        N_("Road to the house paved"),
        C.LIVING,
        METRES,
        P.INFRASTRUCTURE,
        None,
        frozenset({"transport"}),
        frozenset({Need.ROAD}),
    ),
    Kind("toilet", N_("Kitchen, yard or toilet improved"), C.LIVING, HOUSES, P.INFRASTRUCTURE),
)
BY_VALUE = {kind.value: kind for kind in KINDS}
#: those for which the grades of danger before and after are asked
OF_HOUSES = frozenset({"house_repair", "house_rebuilding"})

#: what a quantity of one is counted in, where the word is another one then
_ONE = {
    BIRDS: N_("bird"),
    HOUSES: N_("house"),
    POSTS: N_("post"),
    PLACES: N_("connection"),
    METRES: N_("metre"),
    SHARES: N_("share"),
    LOANS: N_("loan"),
    PUPILS: N_("pupil"),
}


def unit_of(kind: str, number: float) -> str:
    """In what a kind is counted, for a quantity of *number*: a message id."""
    counted = BY_VALUE[kind].counted
    return _ONE.get(counted, counted) if number == 1 else counted


CATEGORY_LABELS = {
    Category.INDUSTRY: N_("Own production"),
    Category.TRAINING: N_("Training and work"),
    Category.POST: N_("Posts"),
    Category.LOAN: N_("Loans"),
    Category.HOUSING: N_("House"),
    Category.RELOCATION: N_("Relocation"),
    Category.SCHOOL: N_("School aid"),
    Category.ALLOWANCE: N_("Allowances"),
    Category.MEDICAL: N_("Illness"),
    Category.LIVING: N_("Water, road and yard"),
}
WAY_LABELS = {
    FiveWay.PRODUCTION: N_("by production"),
    FiveWay.RELOCATION: N_("by relocation"),
    FiveWay.ECOLOGY: N_("by ecological compensation"),
    FiveWay.EDUCATION: N_("by education"),
    FiveWay.SECURITY: N_("by social security"),
}
PART_LABELS = {
    PlanPart.WHOLE: N_("The whole plan"),
    PlanPart.PAIRING: N_("Sub-plan 1: pairing"),
    PlanPart.INDUSTRY: N_("Sub-plan 2: industry"),
    PlanPart.TRAINING: N_("Sub-plan 3: education and training"),
    PlanPart.HOUSING: N_("Sub-plan 4: dangerous houses"),
    PlanPart.RELOCATION: N_("Sub-plan 5: relocation"),
    PlanPart.INFRASTRUCTURE: N_("Sub-plan 6: infrastructure"),
    PlanPart.TASKS: N_("Task breakdown"),
}
