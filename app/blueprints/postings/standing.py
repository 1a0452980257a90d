"""One notice on the wall: for each place how it stands and what proves it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.postings import presenter
from app.blueprints.postings.presenter import Line
from app.domain.accounts.queries import load_names
from app.domain.notices.labels import label_of
from app.domain.notices.models import Notice, Posting, PostingGap, PostingProof
from app.domain.notices.queries import Standing, standing
from app.domain.sheets import queries, scans, tasks
from app.domain.sheets.labels import OUTCOME_LABELS, PURPOSE_LABELS
from app.domain.sheets.models import PhotographOutcome, SheetPhotograph
from app.domain.sheets.tasks import Task, TaskKind
from app.web.i18n import translate
from app.web.templating import format_day


@dataclass(frozen=True)
class Sent:
    """A photograph that was sent of a sheet: for what, what became of it, who looked at it."""

    purpose: str
    outcome: str
    tone: str
    day: dt.date
    taken_at: dt.datetime | None
    sender: str
    settled: str
    url: str
    photo_id: int
    original_id: int


@dataclass(frozen=True)
class Hung:
    """A place of the notice: the line of what is to be done, what proves it, gaps, photographs, the end."""

    line: Line
    posting: Posting | None
    proof: str
    tone: str
    facts: list[tuple[str, str]]
    gaps: list[str]
    sent: list[Sent]


@dataclass(frozen=True)
class Shown:
    """A notice with its places."""

    standing: Standing
    kind: str
    places: list[Hung]
    waits_for_photograph: bool


def standing_of(notice: Notice) -> Shown:
    """*notice* with each of its places, in their order."""
    now = standing(notice)
    found = sorted(_every_task(notice, now), key=lambda task: (task.place.ordinal, task.place.id))
    photographs: dict[int, list[SheetPhotograph]] = {}
    sheets = [task.sheet.id for task in found if task.sheet is not None]
    for one in queries.list_photographs(sheets):
        photographs.setdefault(one.sheet_id, []).append(one)
    every = [one for several in photographs.values() for one in several]
    people = {one.sent_by_id for one in every} | {one.settled_by_id for one in every if one.settled_by_id}
    names = load_names(people)
    places = [_hung(task, photographs.get(task.sheet.id, []) if task.sheet else [], names) for task in found]
    waits = any(task.kind in (TaskKind.HANG, TaskKind.MISSING, TaskKind.END) for task in found)
    return Shown(now, translate(label_of(notice)), places, waits)


def _every_task(notice: Notice, now: Standing) -> list[Task]:
    """What is to be done of the notice, and the places where nothing is to be done any more."""
    found = tasks.list_tasks([notice])
    have = {task.place.id for task in found}
    sheets = {sheet.place_id: sheet for sheet in queries.list_sheets(notice)}
    totals = scans.load_totals([notice.id])
    for posting in notice.postings:
        if posting.place_id not in have:
            sheet = sheets.get(posting.place_id)
            seen = totals.get((notice.id, sheet.ordinal), 0) if sheet is not None else 0
            found.append(Task(TaskKind.NOTHING, now, posting.place, sheet, posting, scans=seen))
    return found


def _hung(task: Task, photographs: Sequence[SheetPhotograph], names: dict[int, str]) -> Hung:
    posting = task.posting
    sent = [_sent(one, names) for one in photographs]
    proof, tone = _proof(posting, photographs)
    return Hung(
        line=presenter.line_of(task),
        posting=posting,
        proof=proof,
        tone=tone,
        facts=_facts(task, posting),
        gaps=[_gap(gap) for gap in posting.gaps] if posting else [],
        sent=sent,
    )


def _facts(task: Task, posting: Posting | None) -> list[tuple[str, str]]:
    facts = []
    if posting is not None:
        facts.append((_("Hung on"), format_day(posting.posted_on)))
        if posting.end_on is not None:
            facts.append((_("Still there at the end"), format_day(posting.end_on)))
        if posting.taken_down_on is not None:
            facts.append((_("Taken down"), format_day(posting.taken_down_on)))
    facts.append((_("Scanned by villagers"), seen_words(task.scans)))
    return facts


def seen_words(number: int) -> str:
    """How often a sheet's code was scanned."""
    if not number:
        return _("not yet")
    return ngettext("Seen %(num)s time", "Seen %(num)s times", number)


def _proof(posting: Posting | None, photographs: Sequence[SheetPhotograph]) -> tuple[str, str]:
    """By what it is known that the sheet hung, and how firm that is."""
    if posting is None:
        return "", "idle"
    if posting.proof is PostingProof.CODE:
        return _("The code was read from the photograph."), "good"
    if posting.proof is PostingProof.CONFIRMED:
        proven = next((one for one in photographs if one.photo_id == posting.photo_id), None)
        why = proven.settled_reason if proven is not None else ""
        return _("Confirmed by a second person, because: %(reason)s", reason=why), "warn"
    return _("A photograph only; no code was read from it."), "idle"


def _gap(gap: PostingGap) -> str:
    if gap.rehung_on is None:
        return _("Missing since %(day)s: %(reason)s", day=format_day(gap.missing_on), reason=gap.reason)
    return _(
        "Missing from %(day)s, hung again on %(again)s: %(reason)s",
        day=format_day(gap.missing_on),
        again=format_day(gap.rehung_on),
        reason=gap.reason,
    )


TONES = {
    PhotographOutcome.READ: "good",
    PhotographOutcome.UNREAD: "idle",
    PhotographOutcome.WAITING: "warn",
    PhotographOutcome.CONFIRMED: "info",
    PhotographOutcome.REFUSED: "bad",
}


def _sent(one: SheetPhotograph, names: dict[int, str]) -> Sent:
    settled = ""
    if one.settled_by_id is not None:
        who, why = names.get(one.settled_by_id, ""), one.settled_reason
        settled = _("%(who)s: %(reason)s", who=who, reason=why)
    return Sent(
        purpose=translate(PURPOSE_LABELS[one.purpose]),
        outcome=translate(OUTCOME_LABELS[one.outcome]),
        tone=TONES[one.outcome],
        day=one.claimed_on,
        taken_at=one.taken_at,
        sender=names.get(one.sent_by_id, ""),
        settled=settled,
        url=url_for("postings.photograph", photograph_id=one.id),
        photo_id=one.photo_id,
        original_id=one.original_id,
    )
