"""Why a notice's period is not over, in words that name what is missing. Pure."""

import datetime as dt
from collections.abc import Sequence

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.areas.models import PostingPlace
from app.domain.notices.models import Notice, Posting
from app.domain.notices.rules import Running, is_proven


def why_not_over(notice: Notice, period: Running, on: dt.date) -> Message | None:
    """The reason why the period of *notice* is not over on a day; ``None`` when it is."""
    if period.has_ended(on):
        return None
    if not period.begun:
        return Message(
            N_(
                "Notice %(number)s must hang, with a photograph, at this many places: %(required)s. "
                "It hangs at %(hanging)s so far."
            ),
            number=notice.number,
            hanging=period.hanging,
            required=period.required,
        )
    if period.stands_still:
        return Message(
            N_(
                "Notice %(number)s hangs at too few places, so its days are not counted. Missing at: %(places)s. "
                "Hang it again and photograph it."
            ),
            number=notice.number,
            places=names_of([posting.place for posting in list_gone(notice)]),
        )
    if on > period.last_day:
        return why_end_is_missing(notice, period)
    return Message(
        N_("The period of notice %(number)s runs until the end of %(day)s."),
        number=notice.number,
        day=period.last_day,
    )


def why_end_is_missing(notice: Notice, period: Running) -> Message:
    """How many places have no end photograph yet, and which ones may be photographed."""
    return Message(
        N_(
            "Notice %(number)s: end photographs still missing: %(missing)s. Not photographed yet: %(places)s. "
            "Photograph the sheet there, then its period is over."
        ),
        number=notice.number,
        missing=period.ends_missing,
        places=names_of([posting.place for posting in list_without_end(notice, period)]),
    )


def list_without_end(notice: Notice, period: Running) -> list[Posting]:
    """The proven sheets that still hang and were not photographed on the last day or later, by place."""
    return [
        posting
        for posting in _in_order(notice)
        if is_proven(posting.proof, notice.round.policy)
        and posting.taken_down_on is None
        and (posting.end_on is None or posting.end_on < period.last_day)
    ]


def list_gone(notice: Notice) -> list[Posting]:
    """The sheets that are missing now, by place."""
    return [posting for posting in _in_order(notice) if posting.open_gap is not None]


def names_of(places: Sequence[PostingPlace]) -> BilingualText:
    """The names of several places, as one phrase."""
    english = ", ".join(place.name.in_("en") for place in places)
    return BilingualText("、".join(place.name_zh for place in places), english)


def _in_order(notice: Notice) -> list[Posting]:
    return sorted(notice.postings, key=lambda posting: (posting.place.ordinal, posting.place_id))
