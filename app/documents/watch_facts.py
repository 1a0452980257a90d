"""From the frozen facts of a notice of households at risk to what stands on paper and on the web. Pure.

``Notice.content["facts"]`` is plain JSON (``app/domain/monitoring/publishing.py``): ``households`` and ``people``, how
many are of which kind (``kinds``, where the policy lets it be public), and the notices that an announcement follows
(``before``). Who they are stands in the rows.
"""

from collections.abc import Mapping
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.fund_shapes import FundFacts
from app.documents.fund_words import is_empty, pair
from app.documents.papers import Text
from app.domain.households.codes import MONITORING_KIND
from app.domain.policies.vocabulary import NoticeKind

K = NoticeKind
ATTACHED = {
    K.WATCH_NOTICE: N_("List of households proposed for the watch"),
    K.WATCH_ANNOUNCEMENT: N_("List of households in the watch"),
    K.RELEASE_NOTICE: N_("List of households whose watch is to end"),
    K.RELEASE_ANNOUNCEMENT: N_("List of households whose watch has ended"),
}
_OPENINGS = {
    K.WATCH_NOTICE: N_(
        "After visits at home, the comparison of data and the review by villagers, %(place)s proposes to watch over "
        "and help these households, lest they fall into poverty. Households: %(households)s, people: %(people)s. "
        "Nothing is decided yet."
    ),
    K.WATCH_ANNOUNCEMENT: N_(
        "After the village's notice, the check by the township and the approval by the county, these households of "
        "%(place)s are watched over and helped, lest they fall into poverty. Households: %(households)s, "
        "people: %(people)s."
    ),
    K.RELEASE_NOTICE: N_(
        "After another visit and the review by villagers, %(place)s proposes to end the watch over these households, "
        "because their risk is gone. Households: %(households)s, people: %(people)s. Nothing is decided yet."
    ),
    K.RELEASE_ANNOUNCEMENT: N_(
        "After the village's notice, the check by the township and the approval by the county, the watch over these "
        "households of %(place)s ends, because their risk is gone. Households: %(households)s, people: %(people)s."
    ),
}


def watch_facts(kind: NoticeKind, content: Mapping[str, Any], *, households: int = 0) -> FundFacts:
    """What a notice of *kind* (one of ``WATCH_KINDS``) says; *households* are its rows."""
    facts: Mapping[str, Any] = content.get("facts") or {}
    opening = Message(
        _OPENINGS[kind],
        place=_place(content),
        households=int(facts.get("households") or households),
        people=int(facts.get("people") or 0),
    )
    return FundFacts(
        kind=kind.value,
        subject=Message(N_("Year %(year)s"), year=str(content.get("round_year") or "")),
        opening=(opening, *_kinds(facts), *_before(facts)),
        attached=Message(ATTACHED[kind]),
    )


def _place(content: Mapping[str, Any]) -> BilingualText:
    village, township = pair(content.get("village")), pair(content.get("township"))
    if is_empty(township):
        return village
    return BilingualText(f"{township.zh}{village.zh}", f"{village.in_('en')}, {township.in_('en')}")


def _kinds(facts: Mapping[str, Any]) -> tuple[Text, ...]:
    counted = {kind: int(number) for kind, number in (facts.get("kinds") or {}).items()}
    if not counted:
        return ()
    known = [item for item in MONITORING_KIND if counted.get(item.value)]
    said = BilingualText(
        "，".join(f"{item.zh}{counted[item.value]}户" for item in known),
        "; ".join(f"{item.en}: {counted[item.value]}" for item in known),
    )
    return (Message(N_("By kind: %(kinds)s."), kinds=said),)


def _before(facts: Mapping[str, Any]) -> tuple[Text, ...]:
    numbers = [str(one) for one in facts.get("before") or ()]
    if not numbers:
        return ()
    said = BilingualText("、".join(numbers), ", ".join(numbers))
    return (Message(N_("The village's notice before it: %(numbers)s."), numbers=said),)
