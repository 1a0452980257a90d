"""Arranging what the public pages say: a notice's state in words, its sheet, its list, what left a list and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.public import fund_words
from app.core import clock
from app.core.bilingual import BilingualText
from app.documents.fund_words import pair
from app.documents.notices import columns_of, extra_of, notice_paper_from
from app.documents.papers import Change, NoticePaper, NoticeRow
from app.domain.notices import queries, showing
from app.domain.notices.labels import titled
from app.domain.notices.models import Notice, NoticeState
from app.domain.notices.queries import Standing
from app.domain.notices.reading import village_ids_of
from app.domain.notices.showing import ShownRow
from app.domain.policies.vocabulary import NoticeKind
from app.web.notice_sizes import size_of
from app.web.pages import printed_address
from app.web.sheets import sheet_address
from app.web.templating import bilingual, format_day

#: days before the end from which the state is shown as urgent
NEARLY_OVER = 2


@dataclass(frozen=True)
class StateWords:
    """How a notice stands, for people: a tone, one word, one sentence in large type, and what it means."""

    tone: str
    word: str
    headline: str
    detail: str = ""
    days_left: str = ""


@dataclass(frozen=True)
class Line:
    """A notice in a list: the row, what it is called, how it stands."""

    standing: Standing
    title: str
    words: StateWords

    @property
    def notice(self) -> Notice:
        return self.standing.notice

    @property
    def size(self) -> str:
        """So many households and people, as one phrase; or so many projects."""
        return size_of(self.notice)

    @property
    def url(self) -> str:
        return url_for("public.show_notice", number=self.notice.number)


def lines_of(standings: Sequence[Standing]) -> list[Line]:
    """Notices as the lines of a list."""
    on = clock.today()
    return [Line(standing, title_of(standing.notice), state_words(standing, on)) for standing in standings]


def kind_of(notice: Notice) -> str:
    """What a notice is called: first publicity notice, …"""
    return str(_(titled(notice)))


def title_of(notice: Notice) -> str:
    """What a notice is called among others: one about a single project names it."""
    projects: Sequence[Any] = (notice.content.get("facts") or {}).get("projects") or ()
    if notice.kind is NoticeKind.FUNDS or len(projects) != 1:
        return kind_of(notice)
    return f"{kind_of(notice)} · {bilingual(pair(projects[0].get('name')))}"


def state_words(standing: Standing, on: dt.date, withdrawal_reason: str = "") -> StateWords:
    """The state of a notice in words."""
    notice, period = standing.notice, standing.period
    if standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        day = format_day(clock.local(notice.withdrawn_at).date()) if notice.withdrawn_at else ""
        word = _("Replaced") if standing.replaced_by else _("Withdrawn")
        return StateWords("bad", word, _("Withdrawn on %(day)s", day=day), withdrawal_reason)
    if not notice.is_of_list:
        return _of_funds(standing, on)
    if standing.state is NoticeState.CLOSED:
        return _over(notice, format_day(period.last_day))
    if not period.begun:
        return _not_hung(standing)
    if not period.is_certain(on):
        return _held_up(standing)
    return _running(notice, format_day(period.last_day), period.days_left(on))


def _of_funds(standing: Standing, on: dt.date) -> StateWords:
    tone, word, headline, detail, is_time = fund_words.state_words(standing, on)
    return StateWords(tone, word, headline, detail, detail if is_time else "")


def _over(notice: Notice, last_day: str) -> StateWords:
    if notice.kind is NoticeKind.ANNOUNCEMENT:
        return StateWords("good", _("Announced"), _("Announced; hung until the end of %(day)s", day=last_day))
    return StateWords("idle", _("Over"), _("Over since the end of %(day)s", day=last_day))


def _running(notice: Notice, last_day: str, left: int) -> StateWords:
    final = notice.kind is NoticeKind.ANNOUNCEMENT
    headline = (
        _("Announced; hangs until the end of %(day)s", day=last_day)
        if final
        else _("Open until the end of %(day)s", day=last_day)
    )
    days_left = (
        _("Today is the last day.")
        if left == 1
        else ngettext("%(num)s day left, today included.", "%(num)s days left, today included.", left)
    )
    tone = "warn" if left <= NEARLY_OVER else "info"
    return StateWords(tone, _("Announced") if final else _("Open"), headline, days_left, days_left)


def _not_hung(standing: Standing) -> StateWords:
    period = standing.period
    detail = _(
        "Places where it must hang: %(required)s; it hangs at %(hanging)s so far. "
        "The days are counted only when it hangs at all of them. You can already object.",
        hanging=period.hanging,
        required=period.required,
    )
    return StateWords("warn", _("Not hung yet"), _("Not hung in the village yet"), detail)


def _held_up(standing: Standing) -> StateWords:
    """All its days are over or none is counted, and it stays open until the sheets are seen again."""
    final, period = standing.notice.kind is NoticeKind.ANNOUNCEMENT, standing.period
    word = _("Announced") if final else _("Open")
    if period.stands_still:
        detail = _(
            "A sheet is missing from its place. The days go on when it hangs again. You can still object."
        )
        return StateWords("warn", word, _("Its days are not counted now"), detail)
    detail = _("A photograph must still show that it hung to the end. Until then you can object.")
    headline = _("Its last day was %(day)s; it is still open", day=format_day(period.last_day))
    return StateWords("warn", word, headline, detail)


def sheet_of(standing: Standing, rows: Sequence[ShownRow]) -> NoticePaper:
    """What stands on the sheet, as everybody may read it: *rows* are those that may be shown."""
    notice, period = standing.notice, standing.period
    real = (period.first_day, period.last_day)
    paper = notice_paper_from(
        notice,
        (),
        public_url=sheet_address(notice),
        replaced_by=standing.replaced_by or "",
        estimated=period.is_estimated,
        period=real if real != (notice.first_day, notice.last_day) else None,
    )
    clean = Cleaner(village_ids_of(notice), _free_texts(paper))
    lines = tuple(_paper_row(row) for row in rows)
    return replace(
        paper,
        rows=lines,
        columns=_columns(notice, lines),
        changes=tuple(replace(change, reason=_cleaned(clean, change)) for change in paper.changes),
        withdrawal=replace(paper.withdrawal, reason=clean(paper.withdrawal.reason))
        if paper.withdrawal
        else None,
        replaces=notice.replaces.number if notice.replaces else "",
    )


def withdrawal_reason_of(notice: Notice) -> str:
    """Why a notice was withdrawn, without the names that an officer may have written."""
    reason = notice.withdrawal_reason
    return Cleaner(village_ids_of(notice), [reason])(reason) if reason else ""


class Cleaner:
    """Hides villagers' names and personal numbers in what officers wrote. Two statements for any number of texts."""

    def __init__(self, village_ids: Sequence[int], texts: Sequence[str]) -> None:
        self.names = queries.list_names_within(village_ids, "\n".join(texts))

    def __call__(self, text: str) -> str:
        return showing.without_names(text, self.names)


def _free_texts(paper: NoticePaper) -> list[str]:
    written = [change.reason for change in paper.changes if isinstance(change.reason, str)]
    return [*written, paper.withdrawal.reason] if paper.withdrawal else written


def _cleaned(clean: Cleaner, change: Change) -> BilingualText | str:
    reason = change.reason
    if isinstance(reason, str):
        return clean(reason)
    if isinstance(reason, BilingualText):
        return BilingualText(clean(reason.zh or ""), clean(reason.en) if reason.en else None)
    return str(reason)


def _paper_row(row: ShownRow) -> NoticeRow:
    return NoticeRow(row.sequence, row.group_name, row.head_name, row.people, extra_of(row))


def _columns(notice: Notice, rows: Sequence[NoticeRow]) -> tuple[str, ...]:
    if not notice.is_of_list:
        return columns_of(notice.kind, notice.content, rows)
    optional = showing.optional_columns(notice.round.policy)
    return ("sequence", "group", "head_name", "people", *optional)


def rows_of(standing: Standing, search: str = "", *, group: str | None = None) -> list[ShownRow]:
    """The rows of a notice (of one group) as the web may show them now; none once the names are down."""
    if not standing.names_show:
        return []
    policy = standing.notice.round.policy
    values = queries.list_row_values(standing.notice.id, group=group, search=search)
    return showing.shown_rows(values, policy, policy.web_name, search=search)


def public_address(notice: Notice) -> str:
    """The permanent address of the notice's page."""
    return printed_address(url_for("public.show_notice", number=notice.number))
