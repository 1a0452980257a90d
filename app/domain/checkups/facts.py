"""What the check-up looks at: a household and its members as plain values, and the numbers of the policy.

Lives here: frozen inputs. Does not live here: the rules (``rules_*.py``), where the values come from (``queries.py``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.households import codes, identity


@dataclass(frozen=True, slots=True)
class CheckupLimits:
    """The numbers that the rules compare with. They come from the round's policy; ages are those on *as_of*."""

    as_of: date
    income_line_yuan: int | None = None
    checkup_labour_min_age: int = 16
    checkup_labour_max_age: int = 65
    checkup_primary_max_age: int = 16
    checkup_senior_min_age: int = 14
    checkup_income_ceiling_yuan: int = 20_000
    checkup_household_max_people: int = 7
    checkup_pension_min_age: int = 60
    checkup_old_age_allowance_min_age: int = 70
    checkup_five_guarantee_labour_min: int = 16
    checkup_five_guarantee_labour_max: int = 59
    checkup_lack_of_labour_max_workers: int = 2


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One member as the register has it. *id_also_at* names the other households with the same identity number."""

    name: str
    relation: str | None = None
    sex: str | None = None
    id_number: str | None = None
    birth_on: date | None = None
    education: str | None = None
    student_status: str | None = None
    health: tuple[str, ...] = ()
    labour: str | None = None
    work_place: str | None = None
    work_months: int | None = None
    medical_insurance: bool | None = None
    pension_insurance: bool | None = None
    allowance: bool | None = None
    id_also_at: tuple[str, ...] = ()
    ref: int = 0

    @property
    def born_on(self) -> date | None:
        """The date of birth: as written, else as the identity number has it."""
        return self.birth_on or (identity.birth_date_of(self.id_number) if self.id_number else None)

    def age(self, limits: CheckupLimits) -> int | None:
        """Full years on the day of reference."""
        born_on = self.born_on
        return None if born_on is None else identity.age_on(born_on, limits.as_of)

    @property
    def is_able(self) -> bool:
        """Whether the member counts as a full worker."""
        return self.labour in codes.ABLE_LABOUR

    @property
    def is_ill(self) -> bool:
        """Chronically or seriously ill."""
        return "chronic" in self.health or "serious" in self.health

    @property
    def is_disabled(self) -> bool:
        """Recorded as disabled."""
        return "disabled" in self.health

    @property
    def is_student(self) -> bool:
        """At school, from kindergarten on."""
        return codes.is_student(self.student_status)

    @property
    def is_at_work(self) -> bool:
        """Works for wages somewhere for some months."""
        return bool(self.work_place) or bool(self.work_months)


@dataclass(frozen=True, slots=True)
class IncomeFacts:
    """The household's year in fen. *transfers_fen* includes the parts named behind it."""

    wages_fen: int = 0
    business_fen: int = 0
    property_fen: int = 0
    transfers_fen: int = 0
    business_cost_fen: int = 0
    allowance_fen: int = 0
    five_guarantee_fen: int = 0
    pension_fen: int = 0
    old_age_fen: int = 0

    @property
    def net_fen(self) -> int:
        """What is left of the year."""
        return (
            self.wages_fen
            + self.business_fen
            + self.property_fen
            + self.transfers_fen
            - self.business_cost_fen
        )


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """One household as the register has it, with the members who belong to it now.

    *phone_also_at* and *account_also_at* name the other households with the same telephone or bank account.
    """

    number: str
    members: tuple[MemberFacts, ...]
    attribute: str | None = None
    main_cause: str | None = None
    other_causes: tuple[str, ...] = ()
    income: IncomeFacts | None = None
    phone: str | None = None
    bank_name: str | None = None
    bank_account: str | None = None
    poverty_status: str | None = None
    monitoring_kind: str | None = None
    risks: tuple[str, ...] = ()
    has_development_help: bool | None = None
    phone_also_at: tuple[str, ...] = ()
    account_also_at: tuple[str, ...] = ()
    ref: int = 0

    @property
    def causes(self) -> tuple[str, ...]:
        """Main and other causes."""
        return ((self.main_cause,) if self.main_cause else ()) + self.other_causes

    @property
    def heads(self) -> tuple[MemberFacts, ...]:
        """The members entered as head: one, if all is well."""
        return tuple(member for member in self.members if member.relation == codes.HEAD)

    @property
    def per_head_yuan(self) -> float | None:
        """Net income a head in yuan; nothing without income or members."""
        if self.income is None or not self.members:
            return None
        return self.income.net_fen / len(self.members) / 100

    @property
    def has_exited(self) -> bool:
        """Whether it counts as out of poverty."""
        return self.poverty_status == "exited"


def with_duplicates_marked(households: Iterable[HouseholdFacts]) -> list[HouseholdFacts]:
    """The same households, each member knowing which other households carry the same identity number."""
    households = list(households)
    holders: dict[str, list[str]] = {}
    for household in households:
        for member in household.members:
            if member.id_number:
                holders.setdefault(member.id_number, []).append(household.number)
    return [_marked(household, holders) for household in households]


def _marked(household: HouseholdFacts, holders: dict[str, list[str]]) -> HouseholdFacts:
    if all(len(holders.get(member.id_number or "", ())) < 2 for member in household.members):
        return household
    members = []
    for member in household.members:
        others = list(holders.get(member.id_number or "", ()))
        if len(others) > 1:
            others.remove(household.number)
            member = replace(member, id_also_at=tuple(others))
        members.append(member)
    return replace(household, members=tuple(members))
