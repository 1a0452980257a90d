"""Checks of a household as a whole: size, causes against members, kind, contact, monitoring."""

from app.core.messages import N_, Message
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts
from app.domain.checkups.models import Severity
from app.domain.checkups.rule import Rule, household_rule

_FIVE_GUARANTEE = frozenset({"five_guarantee", "special_support"})
_PHONE_DIGITS = 11


def many_people(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Large households are often two that were written as one."""
    people = len(household.members)
    if people < limits.checkup_household_max_people:
        return None
    return Message(N_("The household has %(people)s people."), people=people)


def cause_missing(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Exactly one main cause."""
    if household.main_cause:
        return None
    return Message(N_("The main cause is empty."))


def labour_cause_with_workers(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Lack of labour, and many who can work."""
    workers = sum(member.is_able for member in household.members)
    if household.main_cause != "labour" or workers <= limits.checkup_lack_of_labour_max_workers:
        return None
    return Message(N_("The main cause is lack of labour, and %(workers)s members can work."), workers=workers)


def schooling_cause_without_student(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Schooling, and nobody at school."""
    if household.main_cause != "schooling" or any(member.is_student for member in household.members):
        return None
    return Message(N_("The main cause is schooling, and nobody is at school."))


def disability_cause_without_disabled(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Disability, and nobody disabled."""
    if household.main_cause != "disability" or any(member.is_disabled for member in household.members):
        return None
    return Message(N_("The main cause is disability, and nobody is entered as disabled."))


def illness_cause_without_ill(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Illness, and nobody ill."""
    if household.main_cause != "illness" or any(
        member.is_ill or member.is_disabled for member in household.members
    ):
        return None
    return Message(N_("The main cause is illness, and nobody is entered as ill."))


def five_guarantee_with_labour(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Five-guarantee care is for those who cannot work."""
    if household.attribute not in _FIVE_GUARANTEE:
        return None
    for member in household.members:
        age = member.age(limits)
        of_age = age is not None and (
            limits.checkup_five_guarantee_labour_min <= age <= limits.checkup_five_guarantee_labour_max
        )
        if of_age and member.is_able:
            return Message(
                N_("%(name)s, %(age)s, can work in a five-guarantee household."), name=member.name, age=age
            )
    return None


def ordinary_with_allowance(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Ordinary household, and a member with the allowance."""
    names = "、".join(member.name for member in household.members if member.allowance)
    if household.attribute != "ordinary" or not names:
        return None
    return Message(N_("An ordinary household, and %(names)s receives the allowance."), names=names)


def allowance_without_member(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Allowance household, and nobody with the allowance."""
    if household.attribute not in ("allowance", "allowance_only"):
        return None
    if any(member.allowance or member.allowance is None for member in household.members):
        return None
    return Message(N_("An allowance household in which nobody receives the allowance."))


def phone_digits(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """A telephone number has 11 digits; none at all is no fault."""
    if not household.phone or (household.phone.isdigit() and len(household.phone) == _PHONE_DIGITS):
        return None
    return Message(N_("The telephone number does not have 11 digits."))


def phone_missing(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Somebody must be reachable."""
    if household.phone:
        return None
    return Message(N_("No telephone number is entered."))


def bank_incomplete(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Bank and account belong together."""
    if bool(household.bank_name) == bool(household.bank_account):
        return None
    return Message(N_("Of bank and bank account only one is entered."))


def monitored_without_help(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """A monitored household with labour gets help to develop, not only relief."""
    if not household.monitoring_kind or household.has_development_help is not False:
        return None
    if not any(member.is_able for member in household.members):
        return None
    return Message(N_("A monitored household with labour, and no help to develop."))


def work_risk_without_worker(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Unstable work as the risk, and nobody works."""
    if "unstable_work" not in household.risks or any(member.is_at_work for member in household.members):
        return None
    return Message(N_("The risk is unstable work, and nobody goes out to work."))


RULES: tuple[Rule, ...] = (
    household_rule("many_people", Severity.HINT, N_("Large household"), many_people),
    household_rule("cause_missing", Severity.CHECK, N_("Main cause empty"), cause_missing),
    household_rule(
        "labour_cause_with_workers",
        Severity.CHECK,
        N_("Lack of labour with labourers"),
        labour_cause_with_workers,
    ),
    household_rule(
        "schooling_cause_without_student",
        Severity.CHECK,
        N_("Schooling without a student"),
        schooling_cause_without_student,
    ),
    household_rule(
        "disability_cause_without_disabled",
        Severity.CHECK,
        N_("Disability without a disabled member"),
        disability_cause_without_disabled,
    ),
    household_rule(
        "illness_cause_without_ill",
        Severity.CHECK,
        N_("Illness without an ill member"),
        illness_cause_without_ill,
    ),
    household_rule(
        "five_guarantee_with_labour",
        Severity.CHECK,
        N_("Five-guarantee household with labour"),
        five_guarantee_with_labour,
    ),
    household_rule(
        "ordinary_with_allowance",
        Severity.CHECK,
        N_("Ordinary household with an allowance member"),
        ordinary_with_allowance,
    ),
    household_rule(
        "allowance_without_member",
        Severity.CHECK,
        N_("Allowance household without an allowance member"),
        allowance_without_member,
    ),
    household_rule("phone_digits", Severity.CHECK, N_("Telephone not of 11 digits"), phone_digits),
    household_rule("phone_missing", Severity.HINT, N_("No telephone"), phone_missing),
    household_rule("bank_incomplete", Severity.CHECK, N_("Bank or account missing"), bank_incomplete),
    household_rule(
        "monitored_without_help",
        Severity.CHECK,
        N_("Monitored, with labour, without help to develop"),
        monitored_without_help,
    ),
    household_rule(
        "work_risk_without_worker",
        Severity.CHECK,
        N_("Risk of unstable work without work"),
        work_risk_without_worker,
    ),
)
