"""Checks of one person's schooling, health, work and insurance."""

from app.core.messages import N_, Message
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts, MemberFacts
from app.domain.checkups.models import Severity
from app.domain.checkups.rule import Rule, member_rule
from app.domain.households import codes


def schooling_twice(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Either what somebody attends or what somebody finished."""
    if not member.education or not _status(member):
        return None
    return Message(N_("%(name)s has both an education and a student status."), name=member.name)


def schooling_empty(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """One of the two must be there."""
    if member.education or _status(member):
        return None
    return Message(N_("%(name)s has neither an education nor a student status."), name=member.name)


def senior_too_young(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Senior school before the usual age."""
    age = member.age(limits)
    too_young = age is not None and age < limits.checkup_senior_min_age
    if not too_young or codes.school_stage(member.student_status) not in ("senior", "higher"):
        return None
    return Message(N_("%(name)s is at senior school at the age of %(age)s."), name=member.name, age=age)


def primary_too_old(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Still at primary school beyond the usual age."""
    age = member.age(limits)
    too_old = age is not None and age > limits.checkup_primary_max_age
    if not too_old or codes.school_stage(member.student_status) not in ("preschool", "primary"):
        return None
    return Message(N_("%(name)s is at primary school at the age of %(age)s."), name=member.name, age=age)


def health_empty(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """The state of health is always filled in."""
    if member.health:
        return None
    return Message(N_("The state of health of %(name)s is empty."), name=member.name)


def healthy_and_ill(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Healthy beside an illness cannot be."""
    if "healthy" not in member.health or len(member.health) < 2:
        return None
    return Message(N_("%(name)s is entered as healthy and as ill or disabled at once."), name=member.name)


def labour_empty(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """The ability to work is always filled in."""
    if member.labour:
        return None
    return Message(N_("The ability to work of %(name)s is empty."), name=member.name)


def labour_too_young(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """A child is no labour."""
    age = member.age(limits)
    if age is None or age >= limits.checkup_labour_min_age or not _works_at_all(member):
        return None
    return Message(N_("%(name)s counts as labour at the age of %(age)s."), name=member.name, age=age)


def labour_too_old(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Full labour beyond the age at which it ends."""
    age = member.age(limits)
    if age is None or age <= limits.checkup_labour_max_age or not member.is_able:
        return None
    return Message(N_("%(name)s counts as full labour at the age of %(age)s."), name=member.name, age=age)


def healthy_without_labour(
    member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits
) -> Message | None:
    """Lost the ability to work, and healthy."""
    if member.labour != "lost" or member.health != ("healthy",):
        return None
    return Message(N_("%(name)s is healthy and has lost the ability to work."), name=member.name)


def place_without_months(
    member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits
) -> Message | None:
    """Works somewhere, for no time."""
    if not member.work_place or member.work_months:
        return None
    return Message(N_("%(name)s has a place of work and no months."), name=member.name)


def months_without_place(
    member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits
) -> Message | None:
    """Works for some time, nowhere."""
    if member.work_place or not member.work_months:
        return None
    return Message(N_("%(name)s has months at work and no place."), name=member.name)


def works_without_labour(
    member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits
) -> Message | None:
    """Goes out to work though entered as unable to."""
    if not member.is_at_work or member.labour not in ("none", "lost"):
        return None
    return Message(N_("%(name)s goes out to work and counts as unable to work."), name=member.name)


def no_insurance(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Neither medical nor pension insurance, at an age at which both are open."""
    age = member.age(limits)
    if age is None or age < limits.checkup_labour_min_age:
        return None
    if member.medical_insurance is not False or member.pension_insurance is not False:
        return None
    return Message(N_("%(name)s has neither medical nor pension insurance."), name=member.name)


def pension_insurance_too_young(
    member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits
) -> Message | None:
    """Pension insurance begins with the working age."""
    age = member.age(limits)
    if age is None or age >= limits.checkup_labour_min_age or not member.pension_insurance:
        return None
    return Message(N_("%(name)s has pension insurance at the age of %(age)s."), name=member.name, age=age)


def _status(member: MemberFacts) -> str | None:
    return None if member.student_status == codes.NOT_STUDENT else member.student_status


def _works_at_all(member: MemberFacts) -> bool:
    return member.labour in ("ordinary", "skilled", "weak")


RULES: tuple[Rule, ...] = (
    member_rule(
        "schooling_twice", Severity.CHECK, N_("Education and student status at once"), schooling_twice
    ),
    member_rule(
        "schooling_empty", Severity.CHECK, N_("Neither education nor student status"), schooling_empty
    ),
    member_rule("senior_too_young", Severity.CHECK, N_("Too young for senior school"), senior_too_young),
    member_rule("primary_too_old", Severity.CHECK, N_("Too old for primary school"), primary_too_old),
    member_rule("health_empty", Severity.CHECK, N_("Health empty"), health_empty),
    member_rule("healthy_and_ill", Severity.CHECK, N_("Healthy and ill at once"), healthy_and_ill),
    member_rule("labour_empty", Severity.CHECK, N_("Ability to work empty"), labour_empty),
    member_rule("labour_too_young", Severity.CHECK, N_("Labour below the working age"), labour_too_young),
    member_rule("labour_too_old", Severity.HINT, N_("Full labour above the working age"), labour_too_old),
    member_rule(
        "healthy_without_labour", Severity.CHECK, N_("Healthy and unable to work"), healthy_without_labour
    ),
    member_rule(
        "place_without_months", Severity.CHECK, N_("Place of work without months"), place_without_months
    ),
    member_rule(
        "months_without_place", Severity.CHECK, N_("Months at work without place"), months_without_place
    ),
    member_rule(
        "works_without_labour", Severity.HINT, N_("At work though unable to work"), works_without_labour
    ),
    member_rule("no_insurance", Severity.HINT, N_("No insurance"), no_insurance),
    member_rule(
        "pension_insurance_too_young",
        Severity.HINT,
        N_("Pension insurance below the working age"),
        pension_insurance_too_young,
    ),
)
