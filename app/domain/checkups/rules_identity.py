"""Checks of who somebody is: identity number, date of birth, sex, relation."""

from app.core.messages import N_, Message
from app.domain.checkups.facts import CheckupLimits, HouseholdFacts, MemberFacts
from app.domain.checkups.models import Severity
from app.domain.checkups.rule import Rule, household_rule, member_rule
from app.domain.households import codes, identity
from app.domain.households.identity import IdFault

_STAND_IN = ("99999", "00000000", "12345678")


def id_missing(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Without a number nobody can be compared or decided on."""
    if member.id_number:
        return None
    return Message(N_("%(name)s has no identity number."), name=member.name)


def id_shape(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """18 characters: 17 digits and a digit or X."""
    if not member.id_number or _fault(member, limits) not in (IdFault.LENGTH, IdFault.CHARACTERS):
        return None
    return Message(
        N_("The identity number of %(name)s does not have 17 digits and a digit or X."), name=member.name
    )


def id_date(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """The date inside must exist and lie before the day of reference."""
    if not member.id_number or _fault(member, limits) is not IdFault.DATE:
        return None
    return Message(N_("The identity number of %(name)s holds an impossible date of birth."), name=member.name)


def id_check_digit(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """GB 11643."""
    if not member.id_number or _fault(member, limits) is not IdFault.CHECK_DIGIT:
        return None
    return Message(N_("The check digit in the identity number of %(name)s is wrong."), name=member.name)


def id_stand_in(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Numbers like …99999… are typed to get past an empty cell."""
    if not member.id_number or not any(run in member.id_number for run in _STAND_IN):
        return None
    return Message(N_("The identity number of %(name)s looks like a stand-in."), name=member.name)


def id_twice(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """A person belongs to one household."""
    if not member.id_also_at:
        return None
    return Message(
        N_("The identity number of %(name)s also stands in household %(households)s."),
        name=member.name,
        households="、".join(sorted(set(member.id_also_at))),
    )


def birth_not_as_in_id(
    member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits
) -> Message | None:
    """The date of birth as written against the one in the number."""
    in_number = identity.birth_date_of(member.id_number or "")
    if in_number is None or member.birth_on is None or member.birth_on == in_number:
        return None
    return Message(N_("The date of birth of %(name)s differs from the identity number."), name=member.name)


def sex_not_as_in_id(member: MemberFacts, household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """The sex as written against the one in the number."""
    in_number = identity.sex_of(member.id_number or "")
    if in_number is None or member.sex is None or member.sex == in_number:
        return None
    return Message(N_("The sex of %(name)s differs from the identity number."), name=member.name)


def no_head(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """Every household goes under one person's name."""
    if household.heads:
        return None
    return Message(N_("The household has no head."))


def two_heads(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """And under one only."""
    if len(household.heads) < 2:
        return None
    names = "、".join(head.name for head in household.heads)
    return Message(N_("The household has several heads: %(names)s."), names=names)


def two_spouses(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """One spouse of the head at most."""
    spouses = _spouses(household)
    if len(spouses) < 2:
        return None
    names = "、".join(spouse.name for spouse in spouses)
    return Message(N_("The head has several spouses: %(names)s."), names=names)


def spouse_of_same_sex(household: HouseholdFacts, limits: CheckupLimits) -> Message | None:
    """The sex of one of the two, or the relation, is mistyped."""
    heads, spouses = household.heads, _spouses(household)
    if not heads or not spouses or heads[0].sex is None or heads[0].sex != spouses[0].sex:
        return None
    return Message(N_("Head and spouse are entered with the same sex."))


def _fault(member: MemberFacts, limits: CheckupLimits) -> IdFault | None:
    return identity.fault_of(member.id_number or "", limits.as_of)


def _spouses(household: HouseholdFacts) -> list[MemberFacts]:
    return [member for member in household.members if member.relation == codes.SPOUSE]


RULES: tuple[Rule, ...] = (
    member_rule("id_missing", Severity.CHECK, N_("No identity number"), id_missing),
    member_rule("id_shape", Severity.SEVERE, N_("Identity number without 18 characters"), id_shape),
    member_rule("id_date", Severity.SEVERE, N_("Impossible date in the identity number"), id_date),
    member_rule(
        "id_check_digit", Severity.SEVERE, N_("Wrong check digit in the identity number"), id_check_digit
    ),
    member_rule("id_stand_in", Severity.CHECK, N_("Stand-in for an identity number"), id_stand_in),
    member_rule("id_twice", Severity.SEVERE, N_("Identity number in two households"), id_twice),
    member_rule(
        "birth_not_as_in_id", Severity.SEVERE, N_("Date of birth not as in the number"), birth_not_as_in_id
    ),
    member_rule("sex_not_as_in_id", Severity.CHECK, N_("Sex not as in the number"), sex_not_as_in_id),
    household_rule("no_head", Severity.SEVERE, N_("No head"), no_head),
    household_rule("two_heads", Severity.SEVERE, N_("Several heads"), two_heads),
    household_rule("two_spouses", Severity.CHECK, N_("Several spouses"), two_spouses),
    household_rule(
        "spouse_of_same_sex", Severity.CHECK, N_("Head and spouse of the same sex"), spouse_of_same_sex
    ),
)
