"""From the frozen facts of a notice of poor villages to what stands on paper and on the web. Pure.

``Notice.content["facts"]`` is plain JSON (``app/domain/poor_villages/publishing.py``): ``villages`` with their figures
and, of each criterion, how it was worked out; ``limits``, against which; ``refused``, whom the county did not choose.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.fund_shapes import Card, Column, Entry, FundFacts, Row, Table
from app.documents.fund_words import is_empty, lines, pair, text
from app.documents.papers import Text
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages.rules import CRITERION_LABELS

K = NoticeKind
VILLAGE_HEAD = N_("Village %(place)s: %(name)s")
ATTACHED = {
    K.VILLAGE_NOTICE: N_("Table of the villages proposed"),
    K.VILLAGE_ANNOUNCEMENT: N_("Table of the poor villages"),
}
#: of one village, and of several
_OPENINGS = {
    K.VILLAGE_NOTICE: (
        N_(
            "%(village)s applied of its own accord to be a poor village. %(place)s has looked at it and proposes it "
            "to the county. Nothing is decided yet."
        ),
        N_(
            "%(count)s villages applied of their own accord to be poor villages. %(place)s has looked at them and "
            "proposes them to the county. Nothing is decided yet."
        ),
    ),
    K.VILLAGE_ANNOUNCEMENT: (
        N_("The county has decided: of %(place)s, %(village)s is a poor village."),
        N_("The county has decided: of %(place)s, %(count)s villages are poor villages."),
    ),
}
_NONE_CHOSEN = N_("The county has decided: of %(place)s, no village is a poor village.")


def village_facts(kind: NoticeKind, content: Mapping[str, Any], *, households: int = 0) -> FundFacts:
    """What a notice of *kind* (one of ``VILLAGE_KINDS``) says. It names no *households*."""
    facts: Mapping[str, Any] = content.get("facts") or {}
    villages: Sequence[Mapping[str, Any]] = facts.get("villages") or ()
    year = str(content.get("round_year") or "")
    cards = tuple(_card(place, one) for place, one in enumerate(villages, 1))
    return FundFacts(
        kind=kind.value,
        subject=Message(N_("Year %(year)s"), year=year),
        opening=(_opening(kind, content, villages), *_rule(facts), *_refused(facts)),
        attached=Message(ATTACHED[kind]),
        cards=cards,
        projects=_table(kind, villages) if villages else None,
        cards_first=True,
    )


def _opening(kind: NoticeKind, content: Mapping[str, Any], villages: Sequence[Mapping[str, Any]]) -> Message:
    place = _place(content)
    if not villages:
        return Message(_NONE_CHOSEN, place=place)
    single, several = _OPENINGS[kind]
    if len(villages) == 1:
        return Message(single, place=place, village=text(villages[0].get("name")))
    return Message(several, place=place, count=len(villages))


def _place(content: Mapping[str, Any]) -> BilingualText:
    township = pair(content.get("township"))
    return pair(content.get("village")) if is_empty(township) else township


def _rule(facts: Mapping[str, Any]) -> tuple[Text, ...]:
    """The rule in plain words, as it held when the notice was issued."""
    said = (facts.get("limits") or {}).get("words") or ()
    return tuple(text(one) for one in said)


def _refused(facts: Mapping[str, Any]) -> tuple[Text, ...]:
    return tuple(
        Message(
            N_("%(village)s was not chosen. The reason, in Chinese: %(reason)s"),
            village=text(one.get("name")),
            reason=text(one.get("reason")),
        )
        for one in facts.get("refused") or ()
    )


def _card(place: int, one: Mapping[str, Any]) -> Card:
    criteria: Sequence[Mapping[str, Any]] = one.get("criteria") or ()
    entries = [
        Entry(Message(N_("Natural villages")), (_number(one, "natural_villages"),)),
        Entry(Message(N_("Households and people")), (_households_and_people(one),)),
        Entry(Message(N_("Of them poor")), (_poor(one),)),
    ]
    entries += [
        Entry(Message(CRITERION_LABELS[said["name"]]), lines(*map(text, said["words"]))) for said in criteria
    ]
    if note := one.get("note"):
        entries.append(Entry(Message(N_("What the village adds")), (pair(note),)))
    if scores := one.get("scores"):
        words = N_("%(average)s of %(most)s points, the average of %(count)s members")
        said = Message(words, average=scores["average"], most=scores["most"], count=scores["members"])
        entries.append(Entry(Message(N_("The county's panel gave")), (said,)))
    return Card(
        str(one.get("code") or ""), place, text(one.get("name")), tuple(entries), VILLAGE_HEAD, is_whole=True
    )


def _number(one: Mapping[str, Any], name: str) -> str:
    return f"{int(one.get(name) or 0):,}"


def _households_and_people(one: Mapping[str, Any]) -> Message:
    words = N_("%(households)s households, %(people)s people in all")
    return Message(words, households=_number(one, "households"), people=_number(one, "people"))


def _poor(one: Mapping[str, Any]) -> Message:
    words = N_("%(households)s households, %(people)s people")
    return Message(words, households=_number(one, "poor_households"), people=_number(one, "poor_people"))


def _table(kind: NoticeKind, villages: Sequence[Mapping[str, Any]]) -> Table:
    """The villages in rows: the figures that the criteria are worked out from."""
    shares = (
        (N_("No."), 6.0),
        (N_("Village"), 16.0),
        (N_("Natural villages"), 9.0),
        (N_("Households"), 9.0),
        (N_("People"), 10.0),
        (N_("Poor households"), 10.0),
        (N_("Poor people"), 10.0),
        (N_("Share of poor people"), 10.0),
        (N_("Net income a head, yuan"), 10.0),
        (N_("Collective income, yuan"), 10.0),
    )
    columns = tuple(
        Column(Message(head), share, is_number=at != 1) for at, (head, share) in enumerate(shares)
    )
    rows = tuple(
        Row(
            (
                (str(place),),
                (text(one.get("name")),),
                *(
                    (_number(one, name),)
                    for name in ("natural_villages", "households", "people", "poor_households", "poor_people")
                ),
                (str(one.get("incidence") or ""),),
                (_number(one, "income_yuan"),),
                (_number(one, "collective_yuan"),),
            )
        )
        for place, one in enumerate(villages, 1)
    )
    return Table(Message(ATTACHED[kind]), columns, rows, is_wide=True)
