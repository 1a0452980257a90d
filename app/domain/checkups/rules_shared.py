"""Checks of numbers that two households share: a telephone, a bank account.

Lives here: the rules. Does not live here: who shares them (``gathering.py``), shared identity numbers
(``rules_identity.py``).
"""

from app.core.messages import N_, Message
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts
from app.domain.checkups.models import Severity
from app.domain.checkups.rule import Rule, household_rule


def phone_shared(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Often the number of whoever filled in the sheet."""
    if not household.phone_also_at:
        return None
    return Message(
        N_("The telephone number also stands in household %(households)s."),
        households=_list(household.phone_also_at),
    )


def account_shared(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Money for one household would reach another."""
    if not household.account_also_at:
        return None
    return Message(
        N_("The bank account also stands in household %(households)s."),
        households=_list(household.account_also_at),
    )


def _list(numbers: tuple[str, ...]) -> str:
    return "、".join(sorted(set(numbers)))


RULES: tuple[Rule, ...] = (
    household_rule("phone_shared", Severity.HINT, N_("Telephone of two households"), phone_shared),
    household_rule("account_shared", Severity.CHECK, N_("Bank account of two households"), account_shared),
)
