"""The three criteria worked out, what the form must hold, what the panel's points come to. All pure.

One high: the village's share of poor people is at least the policy's multiple of the province's. One low: its net
income a head is below the policy's part of the province's average. One none: it has no collective income, where the
policy asks for that. All that are asked for must be met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.core.messages import N_, Message
from app.domain.policies.rules import Policy
from app.domain.poor_villages.models import FIGURES, PanelMember, PanelScore

FIGURE_LABELS = {
    "natural_villages": N_("Natural villages"),
    "households": N_("Households"),
    "people": N_("People"),
    "poor_households": N_("Poor households"),
    "poor_people": N_("Poor people"),
    "income_yuan": N_("Net income a head, yuan"),
    "collective_yuan": N_("Collective income, yuan"),
}
CRITERION_LABELS = {
    "incidence": N_("One high: the share of poor people"),
    "income": N_("One low: the net income a head"),
    "collective": N_("One none: the collective income"),
}
SCORE_LABELS = {
    "poverty": N_("Poverty"),
    "income": N_("Income"),
    "conditions": N_("Water, road, housing, school, clinic"),
    "will": N_("What the villagers want to do themselves"),
}


@dataclass(frozen=True)
class Figures:
    """What a village's form says, or what the register knows of it; what nobody knows is ``None``."""

    natural_villages: int | None = None
    households: int | None = None
    people: int | None = None
    poor_households: int | None = None
    poor_people: int | None = None
    income_yuan: int | None = None
    collective_yuan: int | None = None

    @property
    def incidence(self) -> Fraction | None:
        """The share of poor people; unknown without people."""
        if not self.people or self.poor_people is None:
            return None
        return Fraction(self.poor_people, self.people)


@dataclass(frozen=True)
class Difference:
    """A figure of the form that the register has otherwise."""

    name: str
    typed: int
    register: int

    @property
    def label(self) -> str:
        return FIGURE_LABELS[self.name]

    @property
    def by(self) -> int:
        """How much more the form says."""
        return self.typed - self.register


@dataclass(frozen=True)
class Criterion:
    """One criterion: whether it is met, and in plain words how that was worked out."""

    name: str
    is_met: bool
    words: tuple[Message, ...]

    @property
    def label(self) -> str:
        return CRITERION_LABELS[self.name]


def percent(share: Fraction) -> str:
    """A share as it is written: ``12.50 %``, to a hundredth of a per cent."""
    hundred = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return f"{hundred.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"


def missing_of_province(policy: Policy) -> list[Message]:
    """What of the province's figures the round's policy does not hold; without it nothing can be worked out."""
    found = []
    if not policy.province_year:
        found.append(Message(N_("The round's policy does not say of which year the province's figures are.")))
    if not policy.province_incidence:
        found.append(Message(N_("The round's policy has no share of poor people of the province.")))
    if not policy.province_income_yuan:
        found.append(Message(N_("The round's policy has no average income of the province.")))
    return found


def incidence_limit(policy: Policy) -> Fraction:
    """The share of poor people that a poor village reaches at least."""
    return policy.province_incidence * policy.poor_village_incidence_percent / 100


def income_limit(policy: Policy) -> Fraction:
    """The net income a head below which a poor village stands, in yuan."""
    return Fraction(policy.province_income_yuan * policy.poor_village_income_percent, 100)


def criteria_of(figures: Figures, policy: Policy) -> tuple[Criterion, ...]:
    """Each criterion that the policy asks for, worked out from *figures*; none while the province's are missing."""
    if missing_of_province(policy):
        return ()
    found = [_incidence(figures, policy), _income(figures, policy)]
    if policy.poor_village_no_collective:
        found.append(_collective(figures))
    return tuple(found)


def _incidence(figures: Figures, policy: Policy) -> Criterion:
    share, limit = figures.incidence, incidence_limit(policy)
    asked = Message(
        N_("Asked for: at least %(limit)s, that is %(times)s times the province's %(province)s."),
        limit=percent(limit),
        times=_times(policy.poor_village_incidence_percent),
        province=percent(policy.province_incidence),
    )
    if share is None:
        return Criterion("incidence", False, (Message(N_("Without people there is no share.")), asked))
    worked_out = Message(
        N_("%(poor)s of %(people)s people are poor: %(share)s."),
        poor=f"{figures.poor_people:,}",
        people=f"{figures.people:,}",
        share=percent(share),
    )
    return Criterion("incidence", share >= limit, (worked_out, asked, _verdict(share >= limit)))


def _income(figures: Figures, policy: Policy) -> Criterion:
    limit = income_limit(policy)
    asked = Message(
        N_(
            "Asked for: below %(limit)s yuan, that is %(part)s%% of the province's average of %(province)s yuan."
        ),
        limit=_yuan(limit),
        part=policy.poor_village_income_percent,
        province=f"{policy.province_income_yuan:,}",
    )
    income = figures.income_yuan
    if income is None:
        return Criterion("income", False, (Message(N_("The income is not known.")), asked))
    worked_out = Message(N_("%(income)s yuan a head and year."), income=f"{income:,}")
    return Criterion("income", income < limit, (worked_out, asked, _verdict(income < limit)))


def _collective(figures: Figures) -> Criterion:
    income, is_met = figures.collective_yuan, figures.collective_yuan == 0
    said = (
        Message(N_("The village itself takes in nothing."))
        if is_met
        else Message(N_("The village itself takes in %(income)s yuan a year."), income=f"{income or 0:,}")
    )
    return Criterion("collective", is_met, (said, Message(N_("Asked for: none.")), _verdict(is_met)))


def _verdict(is_met: bool) -> Message:
    return Message(N_("This is met.")) if is_met else Message(N_("This is not met."))


def _times(hundredths: int) -> str:
    return (
        f"{Decimal(hundredths) / 100:f}".rstrip("0").rstrip(".")
        if hundredths % 100
        else str(hundredths // 100)
    )


def _yuan(limit: Fraction) -> str:
    found = Decimal(limit.numerator) / Decimal(limit.denominator)
    return f"{found:,.2f}".removesuffix(".00")


def differences(typed: Figures, register: Figures) -> tuple[Difference, ...]:
    """Each figure of the form that the register knows and has otherwise."""
    found = []
    for name in FIGURES:
        said, known = getattr(typed, name), getattr(register, name)
        if said is not None and known is not None and said != known:
            found.append(Difference(name, said, known))
    return tuple(found)


def why_not_form(typed: Figures) -> tuple[str, Message] | None:
    """The first fault in the figures of a form, as (field, message)."""
    for name in FIGURES:
        value = getattr(typed, name)
        if value is None or value < 0:
            return name, Message(N_("Write a whole number."))
    if not typed.people or not typed.households:
        return "people", Message(N_("A village has households and people."))
    if (typed.people or 0) < (typed.households or 0):
        return "people", Message(N_("There cannot be more households than people."))
    if (typed.poor_households or 0) > (typed.households or 0):
        return "poor_households", Message(N_("There cannot be more poor households than households."))
    if (typed.poor_people or 0) > (typed.people or 0):
        return "poor_people", Message(N_("There cannot be more poor people than people."))
    return None


def most_points(policy: Policy) -> dict[str, int]:
    """What a member can give at most, by criterion; those with nought are not asked for."""
    found = {name: int(getattr(policy, f"village_score_{name}")) for name in SCORE_LABELS}
    return {name: most for name, most in found.items() if most}


def why_not_points(points: Mapping[str, int | None], policy: Policy) -> tuple[str, Message] | None:
    """The first fault in the points of a sheet, as (field, message)."""
    for name, most in most_points(policy).items():
        given = points.get(name)
        if given is None or not 0 <= given <= most:
            return name, Message(N_("Write a number from %(lowest)s to %(highest)s."), lowest=0, highest=most)
    return None


def average(scores: Sequence[PanelScore]) -> Decimal | None:
    """The average of what the members gave, to a hundredth; nothing without a sheet."""
    if not scores:
        return None
    total = Decimal(sum(one.total for one in scores)) / len(scores)
    return total.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def why_not_member(
    member: PanelMember, village_code: str, village_path_codes: Sequence[str], officials: Sequence[str]
) -> Message | None:
    """Why *member* may not judge a village: he stated a tie, or holds a post in it or in its township; else nothing."""
    if any(code in member.tied_to for code in (village_code, *village_path_codes)):
        return Message(
            N_("%(name)s has stated a tie to this village and does not judge it."), name=member.name
        )
    if member.name in officials:
        return Message(
            N_("%(name)s holds a post in this village or its township and does not judge it."),
            name=member.name,
        )
    return None


def rule_in_words(policy: Policy) -> list[Message]:
    """What makes a village a poor village under *policy*, and of which year the province's figures are."""
    words = (
        N_(
            "A poor village is one of which all of this is true: its share of poor people is at least %(share)s, its "
            "net income a head is below %(income)s yuan, and the village itself takes in nothing."
        )
        if policy.poor_village_no_collective
        else N_(
            "A poor village is one of which both is true: its share of poor people is at least %(share)s, and its net "
            "income a head is below %(income)s yuan."
        )
    )
    return [
        Message(words, share=percent(incidence_limit(policy)), income=_yuan(income_limit(policy))),
        Message(N_("The province's figures are those of %(year)s."), year=policy.province_year),
    ]
