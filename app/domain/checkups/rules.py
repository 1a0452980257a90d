"""The check-up itself: all rules by key, and what they find in a household.

Lives here: :data:`RULES` and :func:`check_up`. Does not live here: the rules one by one (``rules_*.py``), keeping
findings and their explanations (``service.py``).
"""

from dataclasses import dataclass

from app.core.messages import Message
from app.domain.checkups import rules_household, rules_identity, rules_income, rules_person, rules_shared
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts, MemberFacts
from app.domain.checkups.models import Severity
from app.domain.checkups.rule import Rule

RULES: tuple[Rule, ...] = (
    *rules_identity.RULES,
    *rules_person.RULES,
    *rules_household.RULES,
    *rules_income.RULES,
    *rules_shared.RULES,
)
RULES_BY_KEY: dict[str, Rule] = {rule.key: rule for rule in RULES}

_MEMBER_RULES = tuple((rule, rule.member_check) for rule in RULES if rule.member_check)
_HOUSEHOLD_RULES = tuple((rule, rule.household_check) for rule in RULES if rule.household_check)


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that holds against one subject: a member, or the household itself."""

    rule: Rule
    message: Message
    member: MemberFacts | None = None

    @property
    def severity(self) -> Severity:
        """That of the rule."""
        return self.rule.severity


def check_up(household: HouseholdFacts, limits: CheckupLimits) -> tuple[Hit, ...]:
    """Everything that the rules have to say about one household, in the order of the rules."""
    hits = [
        Hit(rule, message, member)
        for rule, check in _MEMBER_RULES
        for member in household.members
        if (message := check(member, household, limits)) is not None
    ]
    hits += [
        Hit(rule, message)
        for rule, check in _HOUSEHOLD_RULES
        if (message := check(household, limits)) is not None
    ]
    return tuple(hits)
