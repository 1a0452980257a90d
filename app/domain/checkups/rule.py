"""What a rule of the check-up is.

Lives here: :class:`Rule` and its scopes. A severe rule means that a decision would be wrong or impossible, a check that
something is likely wrong, a hint that it is worth a look. Does not live here: the rules (``rules_identity.py``,
``rules_person.py``, ``rules_household.py``, ``rules_income.py``), running them (``rules.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import Message
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts, MemberFacts
from app.domain.checkups.models import Severity

MemberCheck = Callable[[MemberFacts, HouseholdFacts, CheckupLimits], Message | None]
HouseholdCheck = Callable[[HouseholdFacts, CheckupLimits], Message | None]


class Scope(StrEnum):
    """What a rule is asked about."""

    MEMBER = "member"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Rule:
    """One named check. Exactly one of the two functions is there, according to the scope."""

    key: str
    severity: Severity
    title: str
    member_check: MemberCheck | None = None
    household_check: HouseholdCheck | None = None

    @property
    def scope(self) -> Scope:
        """What it is asked about."""
        return Scope.MEMBER if self.member_check else Scope.HOUSEHOLD


def member_rule(key: str, severity: Severity, title: str, check: MemberCheck) -> Rule:
    """A rule that is asked about each member."""
    return Rule(key, severity, title, member_check=check)


def household_rule(key: str, severity: Severity, title: str, check: HouseholdCheck) -> Rule:
    """A rule that is asked about each household."""
    return Rule(key, severity, title, household_check=check)
