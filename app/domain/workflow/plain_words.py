"""The plain words of the steps and guards, for the page that tells everybody how a list comes about.

A step without words here shows its label; a guard without words is not told, and a test names it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.core.messages import N_, Message
from app.domain.calendars.rules import CountFrom, DayKind
from app.domain.notices.labels import KIND_TITLES
from app.domain.policies.rules import Policy, Threshold
from app.domain.policies.vocabulary import (
    COMPARISON_LABELS,
    MEETING_CHOICES,
    MajorityOf,
    MeetingKind,
    NoticeKind,
    ShareRule,
)
from app.domain.reviews.models import ReviewLevel


@dataclass(frozen=True)
class Fact:
    """One sentence with the policy *fields* that set its numbers, and perhaps a list (message ids) below it."""

    text: Message
    fields: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepWords:
    """What a step is called, what happens, what a villager can do meanwhile, and where to turn; message ids."""

    title: str
    what: str = ""
    you_can: str = ""
    disagree: str = ""


NOTICE_NAMES = KIND_TITLES
LEVEL_NAMES = {"township": N_("the township"), "county": N_("the county")}

STEPS: dict[str, StepWords] = {
    "apply": StepWords(
        N_("Your household applies"),
        N_("You tell the village committee, or you send your request on this website. You get a receipt."),
        N_("Keep the receipt. With its code you see how far your matter is."),
        N_("Nobody takes your application? Call the township."),
    ),
    "record_visit": StepWords(
        N_("Somebody comes to your home"),
        N_("The visitors ask about people, house, income and costs. They write it down, and you sign."),
        N_("Have your papers ready. Read before you sign, or have it read to you."),
        N_("Something is written down wrong? Have it corrected before you sign."),
    ),
    "record_comparison": StepWords(
        N_("The data are compared"),
        N_("Offices check whether car, flat, firm or wage stand in their files."),
        N_("A hit can be explained. Bring the papers that show it."),
        N_("A hit is not yours? Say so in the village. It is looked into and written down."),
    ),
    "pass": StepWords(
        N_("The village meets and votes"),
        N_("Each application is read out and voted on. What the comparison found is read out too."),
        N_("You may ask to come and listen. The village tells you when it is."),
        N_("You were not passed? The why-card says the reason, and what would change it."),
    ),
    "publish_first_notice": StepWords(
        N_("The village posts the first notice"),
        N_("The village hangs the list on its boards, and it stands on this website."),
        N_("Look whether all is right. You can object, with or without your name."),
        N_("Object while it hangs. The township looks into it, not the village."),
    ),
    "forward_to_township": StepWords(
        N_("The list goes to the township"),
        N_("When the first notice is over, the village hands the list up."),
        N_("Follow the list on your village's page."),
        N_("An objection that is still undecided holds only that household back."),
    ),
    "publish_second_notice": StepWords(
        N_("The township reviews and posts the second notice"),
        N_("The township decides on each household. Then the list hangs in the village again."),
        N_("Compare it with the first notice. What changed stands there, and why."),
        N_("You can object once more. The township looks into it."),
    ),
    "forward_to_county": StepWords(
        N_("The list goes to the county"),
        N_("When the second notice is over, the township hands the list up."),
        N_("Follow the list on your village's page."),
        N_("An objection that is still undecided holds only that household back."),
    ),
    "announce": StepWords(
        N_("The county decides and announces"),
        N_("The county decides on each household. The households on the list are registered that day."),
        N_("Read on the announcement who is registered. Ask for your why-card."),
        N_("You can object to the announcement too. The county looks into it."),
    ),
}

#: what must be there before a step, by the guard's name; empty where it says nothing to a villager
PROOF: dict[str, str] = {
    "round_is_open": "",
    "has_entries": "",
    "has_posting_place": "",
    "everybody_has_a_head": "",
    "day_has_come": "",
    "nobody_forgotten": N_("Every household that was passed is on the list, or was told why not."),
    "meeting_had_quorum": N_("The minutes are signed, and enough people were at the meeting."),
    "numbers_add_up": N_("Enough people are there. The votes add up. The minutes are signed."),
    "room_was_right": N_("Relatives of a household leave the room and do not vote on it."),
    "applications_ready": N_("Home visit and comparison are done before the vote."),
    "findings_explained": N_("Whatever looks odd in the data is explained in writing."),
    "comparison_ran": N_("Every household on the list was compared."),
    "hits_explained": N_("Every hit of the comparison is explained in writing."),
    "_ExcludedAreOff": N_("Whoever the comparison rules out is off the list."),
    "no_person_twice": N_("Nobody stands on two lists."),
    "duplicates_decided": N_("Nobody stands in two households."),
    "_KinshipStated": N_("Officials have stated in writing which relatives of theirs applied."),
    "_PeriodIsOver": N_("Photographs show that the notice hung. Its last day is over."),
    "somebody_goes_on": N_("Households with an undecided objection wait. The others go on."),
    "_AllDecided": N_("Each household was decided on by itself, by nobody who is a relative."),
    "changes_considered": N_("What changed in a household meanwhile was looked at."),
    "_SampleChecked": N_("Some households were drawn by lot and visited again."),
    "no_open_objection": N_("No objection is undecided."),
    "took_no_part": N_("Whoever decided before does not decide again here."),
}
#: proof that is asked for only where the policy says so
ONLY_IF: dict[str, str] = {
    "comparison_ran": "comparison_required",
    "_KinshipStated": "kinship_statements_required",
}


def guard_name(guard: Any) -> str:
    """The name by which the words of a guard are found."""
    qualified = getattr(guard, "__qualname__", "")
    return str(qualified).split(".")[0] if qualified else type(guard).__name__


def proof_of(guard: Any, policy: Policy) -> Fact | None:
    """What *guard* asks for, in plain words; ``None`` where it says nothing to a villager."""
    name = guard_name(guard)
    text, switch = PROOF.get(name, ""), ONLY_IF.get(name)
    if not text or (switch and not getattr(policy, switch)):
        return None
    if name == "_SampleChecked":
        return _sample(guard.level, policy)
    return Fact(Message(text), (switch,) if switch else ())


def _sample(level: ReviewLevel, policy: Policy) -> Fact:
    field = f"{ReviewLevel(level).value}_sample_share"
    share: Fraction = getattr(policy, field)
    return Fact(
        Message(
            N_("Drawn by lot, %(share)s of the households are visited again, at least %(least)s."),
            share=spelled(share),
            least=policy.sample_minimum,
        ),
        (field, "sample_minimum"),
    )


def facts_of(key: str, policy: Policy) -> Iterator[Fact]:
    """The numbers that bind at a step."""
    maker = _FACTS.get(key)
    if maker is not None:
        yield from maker(policy)


def notice_facts(kind: NoticeKind, policy: Policy) -> Iterator[Fact]:
    """How long and where a notice hangs."""
    length = days(policy.notice_days(kind), policy.notice_day_kind(kind))
    yield Fact(
        Message(N_("It hangs for at least %(length)s."), length=length),
        (f"{kind.value}_days", f"{kind.value}_day_kind"),
    )
    if kind is NoticeKind.FIRST_NOTICE:
        yield from _counting(policy)


def objection_facts(policy: Policy) -> Iterator[Fact]:
    """The numbers that bind for an objection."""
    yield Fact(
        Message(
            N_("You get an answer within %(length)s."),
            length=days(policy.objection_answer_days, policy.objection_answer_day_kind),
        ),
        ("objection_answer_days", "objection_answer_day_kind"),
    )
    yield Fact(
        Message(N_("At least %(n)s people look into it."), n=policy.investigators_min), ("investigators_min",)
    )
    kind = policy.objection_answer_day_kind
    yield Fact(
        Message(
            N_("Not satisfied with the answer? Say so once, within %(length)s."),
            length=days(policy.second_look_ask_days, kind),
        ),
        ("second_look_ask_days",),
    )
    yield Fact(
        Message(
            N_("Somebody else looks again and answers within %(length)s. That answer is final."),
            length=days(policy.second_look_answer_days, kind),
        ),
        ("second_look_answer_days",),
    )
    anonymous = policy.objection_anonymous_allowed
    yield Fact(
        Message(
            N_("You need not give your name.")
            if anonymous
            else N_("Your name is asked for. The village does not see it.")
        ),
        ("objection_anonymous_allowed",),
    )


def days(number: int, kind: DayKind | str) -> Message:
    """7 days, 5 working days."""
    if DayKind(kind) is DayKind.WORKING:
        return Message(N_("%(n)s working days"), n=number)
    return Message(N_("%(n)s days"), n=number)


def spelled(share: Fraction) -> Message:
    """A share as people say it."""
    if share == Fraction(1, 2):
        return Message(N_("half"))
    if share == 1:
        return Message(N_("all"))
    return Message(N_("%(n)s in %(of)s"), n=share.numerator, of=share.denominator)


def _at_least(threshold: Threshold) -> Message:
    if threshold.rule == ShareRule.AT_LEAST:
        return Message(N_("at least %(share)s"), share=spelled(threshold.share))
    return Message(N_("more than %(share)s"), share=spelled(threshold.share))


def _counting(policy: Policy) -> Iterator[Fact]:
    yield Fact(
        Message(
            N_("Places where it must hang before the days count: %(n)s. In a small village, all its places."),
            n=policy.posting_places_required,
        ),
        ("posting_places_required",),
    )
    is_next_day = policy.count_from == CountFrom.NEXT_DAY
    from_when = (
        N_("The days count from the day after it was hung.")
        if is_next_day
        else N_("The days count from the day on which it was hung.")
    )
    yield Fact(Message(from_when), ("count_from",))
    if policy.extend_over_holiday:
        yield Fact(
            Message(N_("Does it end on a day off? Then it hangs until the next working day.")),
            ("extend_over_holiday",),
        )


def _apply(policy: Policy) -> Iterator[Fact]:
    yield Fact(
        Message(
            N_("Sent by yourself: somebody comes or calls within %(length)s."),
            length=days(policy.help_request_visit_days, DayKind.WORKING),
        ),
        ("help_request_visit_days",),
    )
    yield Fact(
        Message(
            N_("It is taken up within %(length)s, or you are told why not."),
            length=days(policy.help_request_answer_days, DayKind.WORKING),
        ),
        ("help_request_answer_days",),
    )


def _visit(policy: Policy) -> Iterator[Fact]:
    yield Fact(Message(N_("At least %(n)s people come."), n=policy.home_visitors_min), ("home_visitors_min",))


def _comparison(policy: Policy) -> Iterator[Fact]:
    kinds = tuple(COMPARISON_LABELS[kind] for kind in policy.comparison_kinds)
    if kinds:
        yield Fact(Message(N_("These files are looked into:")), ("comparison_kinds",), kinds)
    excluding = tuple(COMPARISON_LABELS[kind] for kind in policy.comparison_exclusions)
    if excluding:
        yield Fact(
            Message(N_("A hit in these rules a household out as a rule:")),
            ("comparison_exclusions",),
            excluding,
        )


def _meeting(policy: Policy) -> Iterator[Fact]:
    yield Fact(
        Message(
            N_("The invitation goes out at least %(length)s before."),
            length=days(policy.invitation_days, DayKind.CALENDAR),
        ),
        ("invitation_days",),
    )
    names = {MeetingKind(choice.value): choice.label for choice in MEETING_CHOICES}
    for kind in policy.meeting_kinds:
        yield Fact(
            Message(
                N_("%(meeting)s: %(share)s of those who belong to it must be there."),
                meeting=Message(names[MeetingKind(kind)]),
                share=_at_least(policy.quorum(kind)),
            ),
            ("meeting_kinds", f"quorum_{MeetingKind(kind).value}"),
        )
    of_whom = (
        N_("Passed is who gets the votes of %(share)s of those present.")
        if policy.majority_of == MajorityOf.PRESENT
        else N_("Passed is who gets the votes of %(share)s of all who belong to the meeting.")
    )
    yield Fact(Message(of_whom, share=_at_least(policy.votes_needed)), ("majority", "majority_of"))


_FACTS: dict[str, Callable[[Policy], Iterator[Fact]]] = {
    "apply": _apply,
    "record_visit": _visit,
    "record_comparison": _comparison,
    "pass": _meeting,
}
