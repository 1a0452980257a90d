"""The kinds of projects as townships report them, each with its unit and whom it serves, and their words."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_


class ProjectKind(StrEnum):
    """What is built or given."""

    ROAD = "road"
    WATER = "water"
    POWER_GRID = "power_grid"
    INDUSTRY_BASE = "industry_base"
    CROP_INPUTS = "crop_inputs"
    LIVESTOCK = "livestock"
    LAND_TRANSFER = "land_transfer"
    TRAINING = "training"
    HOUSING_REPAIR = "housing_repair"
    RELOCATION = "relocation"
    NEW_VILLAGE = "new_village"
    ACTIVITY_CENTRE = "activity_centre"
    EDUCATION_AID = "education_aid"
    SUBSIDY = "subsidy"
    OTHER = "other"


class Nature(StrEnum):
    """建设性质: something new, or more of what is there."""

    NEW = "new"
    EXTENDED = "extended"
    REBUILT = "rebuilt"


class Serves(StrEnum):
    """Whom a project serves, and so what its number of beneficiaries counts."""

    HOUSEHOLDS = "households"
    PEOPLE = "people"
    GROUPS = "groups"
    VILLAGES = "villages"


class TenderMethod(StrEnum):
    """How it was decided who does the work."""

    OPEN_TENDER = "open_tender"
    INVITED_TENDER = "invited_tender"
    NEGOTIATION = "negotiation"
    INQUIRY = "inquiry"
    SINGLE_SOURCE = "single_source"
    VILLAGERS_BUILD = "villagers_build"


class Unit(StrEnum):
    """In what a project's quantity is counted."""

    KM = "km"
    MU = "mu"
    HOUSEHOLD = "household"
    HEAD = "head"
    PERSON_TIME = "person_time"
    PERSON = "person"
    SQUARE_METRE = "square_metre"
    ITEM = "item"


@dataclass(frozen=True)
class Kind:
    """A kind of project: its name, its unit, whom it serves as a rule, whether households get something each.

    *has_builder*: somebody builds it, who must be decided on before the work begins.
    """

    label: str
    unit: Unit
    serves: Serves
    for_households: bool = False
    has_builder: bool = False


KINDS: dict[ProjectKind, Kind] = {
    ProjectKind.ROAD: Kind(N_("Village road"), Unit.KM, Serves.VILLAGES, has_builder=True),
    ProjectKind.WATER: Kind(N_("Drinking water works"), Unit.HOUSEHOLD, Serves.HOUSEHOLDS, has_builder=True),
    ProjectKind.POWER_GRID: Kind(N_("Power grid"), Unit.HOUSEHOLD, Serves.HOUSEHOLDS, has_builder=True),
    ProjectKind.INDUSTRY_BASE: Kind(N_("Industry base"), Unit.MU, Serves.HOUSEHOLDS),
    ProjectKind.CROP_INPUTS: Kind(N_("Seed and seedlings"), Unit.HOUSEHOLD, Serves.HOUSEHOLDS, True),
    ProjectKind.LIVESTOCK: Kind(N_("Livestock"), Unit.HEAD, Serves.HOUSEHOLDS, True),
    ProjectKind.LAND_TRANSFER: Kind(N_("Land transfer"), Unit.MU, Serves.HOUSEHOLDS),
    ProjectKind.TRAINING: Kind(N_("Training"), Unit.PERSON_TIME, Serves.PEOPLE),
    ProjectKind.HOUSING_REPAIR: Kind(N_("Housing repair"), Unit.HOUSEHOLD, Serves.HOUSEHOLDS, True),
    ProjectKind.RELOCATION: Kind(N_("Relocation"), Unit.HOUSEHOLD, Serves.HOUSEHOLDS, True, has_builder=True),
    ProjectKind.NEW_VILLAGE: Kind(N_("New village"), Unit.HOUSEHOLD, Serves.VILLAGES, has_builder=True),
    ProjectKind.ACTIVITY_CENTRE: Kind(
        N_("Activity centre"), Unit.SQUARE_METRE, Serves.VILLAGES, has_builder=True
    ),
    ProjectKind.EDUCATION_AID: Kind(N_("Aid for schooling"), Unit.PERSON, Serves.PEOPLE, True),
    ProjectKind.SUBSIDY: Kind(N_("Subsidy to households"), Unit.HOUSEHOLD, Serves.HOUSEHOLDS, True),
    ProjectKind.OTHER: Kind(N_("Other"), Unit.ITEM, Serves.VILLAGES),
}

#: message ids with the number before the unit
UNIT_LABELS: dict[Unit, str] = {
    Unit.KM: N_("km"),
    Unit.MU: N_("mu"),
    Unit.HOUSEHOLD: N_("households"),
    Unit.HEAD: N_("animals"),
    Unit.PERSON_TIME: N_("person-times"),
    Unit.PERSON: N_("people"),
    Unit.SQUARE_METRE: N_("square metres"),
    Unit.ITEM: N_("items"),
}
SERVES_LABELS: dict[Serves, str] = {
    Serves.HOUSEHOLDS: N_("households"),
    Serves.PEOPLE: N_("people"),
    Serves.GROUPS: N_("villagers' groups"),
    Serves.VILLAGES: N_("villages"),
}
#: where it is only one
SERVES_ONE: dict[Serves, str] = {
    Serves.HOUSEHOLDS: N_("one household"),
    Serves.PEOPLE: N_("a single person"),
    Serves.GROUPS: N_("one villagers' group"),
    Serves.VILLAGES: N_("one village"),
}
NATURE_LABELS: dict[Nature, str] = {
    Nature.NEW: N_("New"),
    Nature.EXTENDED: N_("Extension"),
    Nature.REBUILT: N_("Rebuilding"),
}
METHOD_LABELS: dict[TenderMethod, str] = {
    TenderMethod.OPEN_TENDER: N_("Open tender"),
    TenderMethod.INVITED_TENDER: N_("Tender by invitation"),
    TenderMethod.NEGOTIATION: N_("Competitive negotiation"),
    TenderMethod.INQUIRY: N_("Inquiry of prices"),
    TenderMethod.SINGLE_SOURCE: N_("Single source"),
    TenderMethod.VILLAGERS_BUILD: N_("The villagers build it themselves"),
}
