"""Checks of a household's income: missing, too high, too low, and money that its kind does not get."""

from app.core.messages import N_, Message
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts
from app.domain.checkups.models import Severity
from app.domain.checkups.rule import Rule, household_rule

_ALLOWANCE_KINDS = frozenset({"allowance", "allowance_only"})
_GROUNDS = frozenset({"illness", "disability", "schooling"})


def income_missing(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Without income nothing can be compared with the line."""
    if household.income is not None:
        return None
    return Message(N_("No income is entered."))


def income_negative(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Costs beyond all income."""
    if household.income is None or household.income.net_fen >= 0:
        return None
    return Message(N_("The costs are higher than the income."))


def over_ceiling(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Far too much for a household that has not exited."""
    income = household.per_head_yuan
    if income is None or household.has_exited or income <= limits.checkup_income_ceiling_yuan:
        return None
    return Message(N_("The income is %(income)s yuan a head."), income=f"{income:.0f}")


def over_line_without_ground(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Over the line, and no illness, disability or schooling that eats it up."""
    income, line = household.per_head_yuan, limits.income_line_yuan
    if income is None or line is None or household.has_exited or income <= line:
        return None
    if _GROUNDS.intersection(household.causes):
        return None
    if any(member.is_ill or member.is_disabled or member.is_student for member in household.members):
        return None
    return Message(
        N_("%(income)s yuan a head, over the line of %(line)s, without illness, disability or schooling."),
        income=f"{income:.0f}",
        line=line,
    )


def exited_below_line(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Out of poverty, and poor."""
    income, line = household.per_head_yuan, limits.income_line_yuan
    if income is None or line is None or not household.has_exited or income >= line:
        return None
    return Message(
        N_("Out of poverty with %(income)s yuan a head, below the line of %(line)s."),
        income=f"{income:.0f}",
        line=line,
    )


def business_without_cost(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Nothing grows for nothing."""
    income = household.income
    if income is None or not income.business_fen or income.business_cost_fen:
        return None
    return Message(N_("There is business income without any production cost."))


def cost_without_business(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Costs of a business that brings nothing."""
    income = household.income
    if income is None or income.business_fen or not income.business_cost_fen:
        return None
    return Message(N_("There is production cost without any business income."))


def wages_without_worker(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Wages, and nobody entered as working; or the reverse is left to the months."""
    if household.income is None or not household.income.wages_fen:
        return None
    if any(member.is_at_work or member.is_able for member in household.members):
        return None
    return Message(N_("There are wages, and nobody works or can work."))


def two_supports(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Allowance and five-guarantee money exclude one another."""
    income = household.income
    if income is None or not income.allowance_fen or not income.five_guarantee_fen:
        return None
    return Message(N_("The household receives allowance and five-guarantee money at once."))


def allowance_money_without_kind(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Allowance money, and not an allowance household."""
    income = household.income
    if income is None or not income.allowance_fen or household.attribute in _ALLOWANCE_KINDS:
        return None
    return Message(N_("The household receives allowance money and is not an allowance household."))


def pension_too_young(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """A pension, and nobody of the age for it."""
    income = household.income
    if income is None or not income.pension_fen:
        return None
    return _too_young(
        household, limits, limits.checkup_pension_min_age, N_("A pension, and nobody is %(age)s years old.")
    )


def old_age_supplement_too_young(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """An old-age supplement, and nobody of the age for it."""
    income = household.income
    if income is None or not income.old_age_fen:
        return None
    return _too_young(
        household,
        limits,
        limits.checkup_old_age_allowance_min_age,
        N_("An old-age supplement, and nobody is %(age)s years old."),
    )


def _too_young(household: HouseholdFacts, limits: CheckupLimits, least: int, msgid: str) -> Message | None:
    ages = [member.age(limits) for member in household.members]
    if any(age is None or age >= least for age in ages):
        return None
    return Message(msgid, age=least)


RULES: tuple[Rule, ...] = (
    household_rule("income_missing", Severity.SEVERE, N_("No income"), income_missing),
    household_rule("income_negative", Severity.HINT, N_("Costs higher than income"), income_negative),
    household_rule("over_ceiling", Severity.CHECK, N_("Very high income"), over_ceiling),
    household_rule(
        "over_line_without_ground",
        Severity.CHECK,
        N_("Over the line without a ground"),
        over_line_without_ground,
    ),
    household_rule(
        "exited_below_line", Severity.CHECK, N_("Out of poverty below the line"), exited_below_line
    ),
    household_rule(
        "business_without_cost", Severity.CHECK, N_("Business income without cost"), business_without_cost
    ),
    household_rule(
        "cost_without_business", Severity.HINT, N_("Production cost without income"), cost_without_business
    ),
    household_rule("wages_without_worker", Severity.HINT, N_("Wages without a worker"), wages_without_worker),
    household_rule("two_supports", Severity.CHECK, N_("Allowance and five-guarantee money"), two_supports),
    household_rule(
        "allowance_money_without_kind",
        Severity.CHECK,
        N_("Allowance money in another kind of household"),
        allowance_money_without_kind,
    ),
    household_rule("pension_too_young", Severity.CHECK, N_("Pension below the age"), pension_too_young),
    household_rule(
        "old_age_supplement_too_young",
        Severity.CHECK,
        N_("Old-age supplement below the age"),
        old_age_supplement_too_young,
    ),
)
