"""What is to be done about each sheet, in the words of whoever stands before the wall."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.permissions import Permission, can
from app.domain.areas.models import PostingPlace
from app.domain.notices.codes import sheet_code
from app.domain.notices.labels import label_of
from app.domain.notices.models import NoticeState
from app.domain.sheets.models import SheetPurpose
from app.domain.sheets.tasks import Task, TaskKind
from app.web.access import current_actor
from app.web.i18n import translate
from app.web.templating import format_day

K = TaskKind


@dataclass(frozen=True)
class Action:
    """Something to press. *is_post*: it acts at once; else it leads to a page."""

    label: str
    url: str
    kind: str = "secondary"
    is_post: bool = False


@dataclass(frozen=True)
class Line:
    """A sheet at its place: what it is, how it stands, what can be done."""

    place: BilingualText
    photo_url: str
    paper: str
    number: str
    kind: str
    code: str
    words: str
    tone: str
    note: str = ""
    actions: tuple[Action, ...] = ()


@dataclass
class Part:
    """Sheets with which the same is to be done, under one heading."""

    kind: TaskKind
    title: str
    lead: str
    lines: list[Line] = field(default_factory=list)


def parts_of(tasks: Iterable[Task]) -> list[Part]:
    """The village's sheets by what is to be done, the most urgent first; what hangs well comes last."""
    parts = {kind: Part(kind, title, lead) for kind, (title, lead) in _headings().items()}
    for task in tasks:
        parts[task.kind].lines.append(line_of(task))
    return [part for part in parts.values() if part.lines]


def _headings() -> dict[TaskKind, tuple[str, str]]:
    return {
        K.MISSING: (_("Found missing: hang it again"), _("Print it, hang it, photograph it where it hangs.")),
        K.HANG: (_("Hang this today"), _("Print it, hang it, photograph it where it hangs.")),
        K.TAKE_DOWN: (_("Take down"), _("Take it off the wall, then photograph the place.")),
        K.END: (
            _("Photograph once more"),
            _("Photograph the sheet on its last day or later, then take it down."),
        ),
        K.WAITS: (
            _("Waits for a second person"),
            _(
                "No code could be read on the photograph. Somebody else looks at it; until then it does not count."
            ),
        ),
        K.LOOK: (
            _("Have a look"),
            _("Nobody has scanned these sheets for some days. Do they still hang, and can they be read?"),
        ),
        K.NOTHING: (_("Hangs well"), _("Nothing is to be done here now.")),
    }


def line_of(task: Task) -> Line:
    """One sheet at its place."""
    notice, place = task.notice, task.place
    words, tone = _words(task)
    return Line(
        place=place.name,
        photo_url=place_photo(place),
        paper=_("%(size)s, large type", size=place.sheet_size.value.upper())
        if place.large_type
        else place.sheet_size.value.upper(),
        number=notice.number,
        kind=translate(label_of(notice)),
        code=sheet_code(notice.digest, task.sheet.ordinal, 1) if task.sheet else "",
        words=words,
        tone=tone,
        note=_note(task),
        actions=tuple(_actions(task)),
    )


def place_photo(place: PostingPlace) -> str:
    """The address of the place's photograph, or ""."""
    if place.photo_id is None:
        return ""
    return url_for("areas.show_place", code=place.village.code, place_id=place.id)


def _words(task: Task) -> tuple[str, str]:
    today, due = clock.today(), task.due_on
    if task.kind is K.MISSING:
        return _("missing since %(day)s", day=format_day(since_of(task))), "bad"
    if task.kind is K.HANG:
        since = since_of(task)
        if since is not None and since < today:
            return _("should have hung since %(day)s", day=format_day(since)), "bad"
        return (_("today"), "warn") if due == today else (_("on %(day)s", day=format_day(due)), "info")
    if task.kind is K.TAKE_DOWN:
        if task.standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
            return _("withdrawn: take it down now"), "bad"
        return _("its time is over"), "info"
    if task.kind is K.END:
        return (_("today"), "warn") if due == today else (_("due since %(day)s", day=format_day(due)), "warn")
    if task.kind is K.WAITS:
        return _("does not count yet"), "warn"
    if task.kind is K.LOOK:
        words = ngettext("not scanned for %(num)s day", "not scanned for %(num)s days", task.silent_days)
        return words, "warn"
    return _until(task), "good"


def since_of(task: Task) -> dt.date | None:
    """Since when a sheet does not hang that should; ``None`` for one that hangs, or is not due yet."""
    if task.posting is None:
        return task.notice.hang_on if task.kind in (K.HANG, K.WAITS) else None
    gap = task.posting.open_gap
    return gap.missing_on if gap is not None else None


def _until(task: Task) -> str:
    period = task.standing.period
    if not period.is_certain(clock.today()):
        return _("hangs since %(day)s", day=format_day(_hung_on(task)))
    return _("until the end of %(day)s", day=format_day(period.last_day))


def _hung_on(task: Task) -> dt.date | None:
    return task.posting.posted_on if task.posting is not None else None


def _note(task: Task) -> str:
    shown = task.photograph
    if task.kind in (K.HANG, K.MISSING) and shown is not None:
        return _("The last photograph was not accepted: %(reason)s", reason=shown.settled_reason)
    if task.kind is K.WAITS and shown is not None:
        return _("Sent on %(day)s.", day=format_day(clock.local(shown.sent_at).date()))
    if task.kind in (K.NOTHING, K.LOOK) and task.scans:
        return ngettext("Seen %(num)s time", "Seen %(num)s times", task.scans)
    return ""


def _actions(task: Task) -> list[Action]:
    actor, notice = current_actor(), task.notice
    may_record = can(actor, Permission.POSTING_RECORD, notice)
    found: list[Action] = []
    if task.kind in (K.HANG, K.MISSING) and may_record:
        making = url_for("postings.make_sheets", number=notice.number)
        found.append(Action(_("Sheet to print"), making, "primary", is_post=True))
    if task.kind is K.WAITS and task.photograph is not None:
        look = url_for("postings.photograph", photograph_id=task.photograph.id)
        may = can(actor, Permission.POSTING_CONFIRM, notice) and task.photograph.sent_by_id != actor.id
        found.append(
            Action(_("Look and decide") if may else _("Look at it"), look, "primary" if may else "link")
        )
    if not may_record:
        return found
    if task.kind is K.TAKE_DOWN and task.posting is not None:
        down = url_for("postings.take_down", posting_id=task.posting.id)
        return [*found, Action(_("Record taking down"), down, "primary")]
    by_hand = _by_hand(task)
    found += [by_hand] if by_hand else []
    hangs = task.posting is not None and task.posting.open_gap is None and task.posting.taken_down_on is None
    if task.kind in (K.NOTHING, K.LOOK) and hangs and task.posting is not None:
        gone = url_for("postings.missing", posting_id=task.posting.id)
        found.append(Action(_("It is missing"), gone, "link"))
    return found


BY_HAND = {
    K.MISSING: SheetPurpose.REHUNG,
    K.HANG: SheetPurpose.HUNG,
    K.END: SheetPurpose.END,
    K.LOOK: SheetPurpose.PRESENT,
}


def _by_hand(task: Task) -> Action | None:
    purpose = BY_HAND.get(task.kind)
    if task.kind is K.WAITS and task.photograph is not None:
        purpose = task.photograph.purpose  # a clearer photograph needs no second person
    if purpose is None:
        return None
    url = url_for("postings.new", number=task.notice.number, place=task.place.id, what=purpose.value)
    return Action(_("Photograph this sheet"), url, "secondary")
