"""Who investigates, and what may be filed when. All pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.core.messages import N_, Message
from app.domain.areas.models import AreaLevel
from app.domain.notices.models import Notice, NoticeState
from app.domain.objections.models import Level, ObjectionAbout
from app.domain.policies.vocabulary import NoticeKind

NO_SUCH_ROW = N_("There is no number %(number)s on this list.")
LONGEST_GROUNDS = 2000
SHORTEST_GROUNDS = 4
#: a question of the office, and an answer to it
LONGEST_MESSAGE = 1000


def level_for(kind: NoticeKind) -> Level:
    """A village's own work is investigated by the township, as is its own review; the announcement by the county.

    Source: Guizhou regulation on poverty alleviation, article 15 (re-checks by the township; during the county's
    announcement by the county).
    """
    return Level.COUNTY if kind is NoticeKind.ANNOUNCEMENT else Level.TOWNSHIP


def level_of(notice: Notice) -> Level:
    """Who answers what is said about *notice*: without a list of households the office above the one that issued it."""
    if notice.is_of_list:
        return level_for(notice.kind)
    return Level.TOWNSHIP if notice.issuer.level is AreaLevel.VILLAGE else Level.COUNTY


def why_not_fileable(state: NoticeState, *, is_of_list: bool = True) -> list[Message]:
    """Reasons why no objection can be filed against a notice in this state; empty when one can.

    A notice without a list stays open for good: what is asked about it is answered when its period is over too.
    """
    if state is NoticeState.OPEN or (state is NoticeState.CLOSED and not is_of_list):
        return []
    if state is NoticeState.CLOSED:
        return [Message(N_("The period of this notice is over."))]
    return [
        Message(
            N_(
                "This notice was withdrawn. A corrected one stands on the village's page as soon as it is posted."
            )
        )
    ]


def filing_problem(
    about: ObjectionAbout,
    *,
    has_entry: bool,
    left_out_name: str,
    grounds: str,
    name: str,
    may_be_anonymous: bool,
) -> tuple[str, Message] | None:
    """The first fault in what was entered, as (field, message)."""
    if about is ObjectionAbout.ENTRY and not has_entry:
        return "entry", Message(N_("Please choose the household on the list."))
    if about is ObjectionAbout.LEFT_OUT and not left_out_name.strip():
        return "left_out_name", Message(N_("Please write who was left out."))
    if len(grounds.strip()) < SHORTEST_GROUNDS:
        return "grounds", Message(N_("Please write what is not right, in a few words."))
    if len(grounds) > LONGEST_GROUNDS:
        return "grounds", Message(N_("At most %(number)s characters, please."), number=LONGEST_GROUNDS)
    if not may_be_anonymous and not name.strip():
        return "objector_name", Message(
            N_("This round's policy asks for a name. It is not shown to the village.")
        )
    return None


def why_not_about(notice: Notice, about: ObjectionAbout) -> Message | None:
    """A notice without a list has no households to be chosen: only something about the notice can be said."""
    if notice.is_of_list or about is ObjectionAbout.OTHER:
        return None
    return Message(N_("This notice has no list of households. Write your question or what is not right."))


def why_no_second_look(
    *, is_answered: bool, was_asked: bool, today: dt.date, last_day: dt.date | None
) -> Message | None:
    """Why nobody can say "not satisfied" now, or ``None``. *last_day* is the last on which it can be said."""
    if not is_answered or last_day is None:
        return Message(N_("It is not answered yet."))
    if was_asked:
        return Message(N_("A second look was asked for already. There is one, not two."))
    if today > last_day:
        return Message(N_("A second look could be asked for until %(day)s."), day=last_day)
    return None


def words_problem(words: str, longest: int) -> Message | None:
    """What is wrong with a question, an answer or reasons, or ``None``."""
    if len(words.strip()) < 2:
        return Message(N_("Please write a few words."))
    if len(words) > longest:
        return Message(N_("At most %(number)s characters, please."), number=longest)
    return None


def took_part(person: Sequence[int | str | None], recorded: Iterable[Mapping[str, Any]]) -> bool:
    """True when somebody (*person*: account id and name) stands among those *recorded* as ``{"name", "user_id"}``."""
    known = {value for one in recorded for value in (one.get("user_id"), one.get("name")) if value}
    return any(value in known for value in person if value)
