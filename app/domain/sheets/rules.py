"""What a photograph of a sheet can prove: what its codes name, what the sheet needs, and why not. All pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.notices.codes import SheetCode
from app.domain.notices.labels import label_of
from app.domain.notices.models import Notice, NoticeState, Posting
from app.domain.notices.queries import Standing
from app.domain.sheets.models import Sheet, SheetPurpose

#: beside the pages of its list, at least one row each, a sheet has no more than these
OTHER_PAGES = 3
NO_TIME = N_("The file does not say when the photograph was taken; the day that was entered counts.")
NOT_HUNG = N_("It is not recorded yet that the notice hangs at this place. Photograph it first.")
OVER = N_(
    "The period of this notice is over. Take the sheet down, then record that with a photograph of the empty place."
)
UNREADABLE = N_(
    "No code of a sheet can be read on this photograph. The code stands at the lower left of each page. "
    "Go nearer and take it again, or say which sheet it shows."
)


@dataclass(frozen=True)
class Read:
    """A code as it was read: the notice that it names, and that notice's sheet with its number, if there are such."""

    code: SheetCode
    standing: Standing | None = None
    sheet: Sheet | None = None

    @property
    def is_of_a_sheet(self) -> bool:
        return why_no_sheet(self) is None


def most_pages(notice: Notice) -> int:
    """More pages than this no sheet of *notice* can have, whatever its type."""
    return notice.households + OTHER_PAGES


def why_no_sheet(read: Read) -> Message | None:
    """Why this code proves no sheet of a notice in force, or ``None``."""
    if read.standing is None:
        return Message(
            N_("The code %(code)s belongs to no notice of this portal. Hang a sheet that was printed here."),
            code=read.code.printed,
        )
    notice = read.standing.notice
    if read.standing.state is NoticeState.REPLACED:
        return Message(
            N_(
                "The photograph shows notice %(number)s, which was replaced. Take it down and hang %(newer)s."
            ),
            number=notice.number,
            newer=read.standing.replaced_by or "",
        )
    if read.standing.state is NoticeState.WITHDRAWN:
        return Message(
            N_("The photograph shows notice %(number)s, which was withdrawn. Take this sheet down."),
            number=notice.number,
        )
    if read.code.ordinal == 0:
        return Message(
            N_(
                "The photograph shows a copy of notice %(number)s that belongs to no place. "
                "Print the sheet of this place and hang that one."
            ),
            number=notice.number,
        )
    if read.sheet is None or read.code.page > most_pages(notice):
        return Message(
            N_("The code %(code)s names a sheet that notice %(number)s does not have. Print it anew."),
            code=read.code.printed,
            number=notice.number,
        )
    return None


def why_another(read: Read, wanted: Sheet) -> Message:
    """In words that a code is not the one of *wanted*: what was read instead, and what to do."""
    fault = why_no_sheet(read)
    if fault is not None or read.sheet is None:
        return fault or Message(UNREADABLE)
    notice, place = read.sheet.notice, read.sheet.place.name
    if notice.id != wanted.notice_id:
        return Message(
            N_(
                "The photograph shows notice %(number)s (%(kind)s), not %(wanted)s. "
                "Photograph the sheet of %(wanted)s, alone and from near."
            ),
            number=notice.number,
            kind=Message(label_of(notice)),
            wanted=wanted.notice.number,
        )
    return Message(
        N_(
            "This is the sheet of “%(place)s”, not of “%(wanted)s”. Hang at each place the sheet that bears its name."
        ),
        place=place,
        wanted=wanted.place.name,
    )


def choose(reads: Sequence[Read], wanted: Sheet) -> Message | None:
    """Why *reads*, of which there is at least one, do not prove *wanted*; ``None`` when they do."""
    for read in reads:
        if read.is_of_a_sheet and read.sheet is not None and read.sheet.id == wanted.id:
            return None
    return why_another(reads[0], wanted)


def purpose_now(standing: Standing, posting: Posting | None, on: dt.date) -> SheetPurpose | None:
    """What a photograph taken on a day can say of a sheet, as things stand; ``None`` when nothing any more."""
    period = standing.period
    if posting is None:
        return SheetPurpose.HUNG if standing.is_open else None
    if posting.taken_down_on is not None:
        return None
    if not standing.is_open:
        return SheetPurpose.TAKEN_DOWN
    if posting.open_gap is not None:
        return SheetPurpose.REHUNG
    return SheetPurpose.END if is_end_wanted(standing, posting, on) and period.begun else SheetPurpose.PRESENT


def is_end_wanted(standing: Standing, posting: Posting, on: dt.date) -> bool:
    """True when the end of this sheet is to be photographed on a day: the last day or later, and not done yet."""
    period = standing.period
    if not standing.notice.round.policy.end_photographs_required or not period.begun or period.stands_still:
        return False
    return on >= period.last_day and (posting.end_on is None or posting.end_on < period.last_day)


def why_not_now(
    standing: Standing, posting: Posting | None, purpose: SheetPurpose, on: dt.date
) -> Message | None:
    """Why a photograph of a day cannot be taken for *purpose*, or ``None``. The acts check once more."""
    if standing.notice.withdrawn_at is not None and purpose is not SheetPurpose.TAKEN_DOWN:
        return Message(N_("This notice was withdrawn; hang the one that replaces it."))
    if purpose is SheetPurpose.HUNG:
        if posting is not None:
            return Message(N_("It is already recorded that the notice hangs at this place."))
        return None
    if posting is None:
        return Message(NOT_HUNG)
    if posting.taken_down_on is not None:
        return Message(N_("It is already recorded that this sheet was taken down."))
    if purpose is SheetPurpose.REHUNG:
        return _why_not_again(posting, on)
    if purpose is SheetPurpose.END:
        return _why_not_end(standing, posting, on)
    if purpose is SheetPurpose.PRESENT and posting.open_gap is not None:
        return Message(N_("This sheet is missing since %(day)s."), day=posting.open_gap.missing_on)
    if on < posting.posted_on:
        return Message(N_("The sheet hangs since %(day)s."), day=posting.posted_on)
    return None


def _why_not_again(posting: Posting, on: dt.date) -> Message | None:
    gap = posting.open_gap
    if gap is None:
        return Message(N_("This sheet is not recorded as missing."))
    return (
        Message(N_("It was found missing on %(day)s."), day=gap.missing_on) if on < gap.missing_on else None
    )


def _why_not_end(standing: Standing, posting: Posting, on: dt.date) -> Message | None:
    period = standing.period
    if not period.begun or period.stands_still:
        return Message(N_("Too few sheets of this notice hang. Its days are not counted now."))
    if posting.open_gap is not None:
        return Message(N_("This sheet is missing since %(day)s."), day=posting.open_gap.missing_on)
    if on < period.last_day:
        return Message(
            N_("The last day is %(day)s. Photograph the sheet on that day or later."), day=period.last_day
        )
    if posting.end_on is not None and posting.end_on >= period.last_day:
        return Message(N_("The end of this sheet is photographed already."))
    return None


def why_not_that_day(
    claimed_on: dt.date | None, camera_on: dt.date | None, today: dt.date
) -> tuple[dt.date, Message | None]:
    """The day of a photograph, and what is wrong with it: entered and camera's day must be the same.

    The camera's day is taken where none was entered, today where the file says nothing.
    """
    day = claimed_on or camera_on or today
    if camera_on is not None and camera_on > today:
        return day, Message(
            N_("By the camera this photograph was taken on %(day)s, which is still to come. Set its clock."),
            day=camera_on,
        )
    if camera_on is not None and camera_on != day:
        return day, Message(
            N_(
                "By the camera this photograph was taken on %(camera)s, not on %(day)s. "
                "Enter that day, or take a photograph today."
            ),
            camera=camera_on,
            day=day,
        )
    return day, None
