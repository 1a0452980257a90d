"""Notices and announcements as paper: from the frozen notice to what stands on the sheet, and to its PDF.

What a notice's ``content`` must hold (JSON; ``{zh, en}`` is an object with both texts, ``en`` may be null)::

    round_name, county, township, village, issuer   {zh, en}
    basis                 {zh, en}   the document that the procedure follows
    columns               ["sequence", "group", "head_name", "people", "attribute"?, "cause"?]
    days                  int        the length of the period
    day_kind              "calendar" | "working"
    changes               {"removed": [{"reason", "households", "people"}, ...],
                           "set_aside": {"households", "people"} | null}
                          a reason is a string, {zh, en}, or a stored message ({msgid, params})
    telephones            [{"zh", "en", "number"}, ...]
    address               {zh, en}   where to go with an objection
    objections_to         {zh, en}   the office that takes objections
    hotline               "12317" or ""
    answer_days           int, answer_day_kind "calendar" | "working"
    supplementary         bool       a list of those who were set aside earlier

and may hold ``income_line_yuan`` ("2736"), ``income_line_year`` (2013), ``replaces`` (number of the notice
before). What is absent is left out on the sheet. The optional columns stand in an entry's ``extra`` under the
column's name, as ``{zh, en}`` or a string.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.core.bilingual import BilingualText
from app.core.clock import local
from app.core.messages import Message, N_
from app.documents import setting, store
from app.documents.papers import NOTHING, Change, NoticePaper, NoticeRow, Telephone, Text, Withdrawal
from app.documents.titles import title_lines
from app.domain.notices.models import Notice, NoticeEntry, NoticeKind

TITLES = {
    NoticeKind.FIRST_NOTICE: N_("First publicity notice"),
    NoticeKind.SECOND_NOTICE: N_("Second publicity notice"),
    NoticeKind.ANNOUNCEMENT: N_("Public announcement"),
}
SHEETS = ("paper.css", "notice.css")
DENSITIES = ("standard", "close", "closest")
#: Ems of the title's size that fit the line.
TITLE_LIMIT = {"zh": 17.5, "en": 22.0}


def notice_paper_from(
    notice: Notice,
    entries: Iterable[NoticeEntry],
    *,
    public_url: str = "",
    replaced_by: str = "",
    estimated: bool | None = None,
    period: tuple[dt.date, dt.date] | None = None,
) -> NoticePaper:
    """What stands on the sheet of *notice*. *period* overrides the printed days where the notice ran longer."""
    content = notice.content
    first_day, last_day = period or (notice.first_day, notice.last_day)
    return NoticePaper(
        number=notice.number,
        kind=str(notice.kind),
        households=notice.households,
        people=notice.people,
        issued_on=notice.issued_on,
        first_day=first_day,
        last_day=last_day,
        period_is_estimated=notice.period_is_estimated if estimated is None else estimated,
        rows=tuple(_row(entry) for entry in entries),
        digest=notice.digest,
        public_url=public_url,
        columns=tuple(content.get("columns") or NoticePaper.columns),
        changes=_changes(content.get("changes") or {}),
        withdrawal=_withdrawal(notice, replaced_by),
        replaces=str(content.get("replaces") or ""),
        **_words(content, NoticeKind(notice.kind)),
        **_numbers(content, (last_day - first_day).days + 1),
    )


def notice_pdf(paper: NoticePaper, lang: str) -> bytes:
    """The sheet as PDF: from the store when it was printed before, else set and kept."""
    return store.kept(paper, lang=lang, make=lambda: set_notice(paper, lang))


def set_notice(paper: NoticePaper, lang: str) -> bytes:
    """The sheet as PDF, set anew. The first page moves its lines closer rather than spill a few onto a second."""
    context: dict[str, Any] = {"paper": paper, "title": notice_title(paper, lang)}
    density = setting.tightest_that_fits(
        "notice.html", lang, sheets=SHEETS, steps=DENSITIES, with_list=False, **context
    )
    return setting.set_paper("notice.html", lang, sheets=SHEETS, density=density, with_list=True, **context)


def notice_title(paper: NoticePaper, lang: str) -> tuple[str, ...]:
    """The lines of the title, broken where the sense breaks."""
    with setting.speaking(lang) as translate:
        kind = translate(TITLES[NoticeKind(paper.kind)])
    place, round_name = _place(paper, lang), paper.round_name.in_(lang)
    if lang == "en":
        return title_lines((kind, round_name, place), limit=TITLE_LIMIT[lang], joint=" · ")
    return title_lines((place, round_name, kind), limit=TITLE_LIMIT[lang])


def _place(paper: NoticePaper, lang: str) -> str:
    village, township = paper.village.in_(lang), paper.township.in_(lang)
    return f"{village}, {township}" if lang == "en" else f"{township}{village}"


def _row(entry: NoticeEntry) -> NoticeRow:
    extra = {name: _text(value) for name, value in (entry.extra or {}).items()}
    return NoticeRow(entry.sequence, entry.group_name, entry.head_name, entry.people, extra)


def _text(value: Any) -> Text:
    """A text as it stands in the frozen content."""
    if isinstance(value, Mapping):
        if "msgid" in value:
            return Message.from_data(dict(value))
        return BilingualText(value.get("zh"), value.get("en"))
    return "" if value is None else str(value)


def _pair(content: Mapping[str, Any], name: str, default: BilingualText = NOTHING) -> BilingualText:
    value = content.get(name)
    if isinstance(value, Mapping):
        return BilingualText(value.get("zh"), value.get("en"))
    return BilingualText(str(value)) if value else default


def _words(content: Mapping[str, Any], kind: NoticeKind) -> dict[str, Any]:
    names = ("round_name", "county", "township", "village", "issuer", "basis", "address")
    words = {name: _pair(content, name) for name in names}
    by_default = words["county" if kind is NoticeKind.ANNOUNCEMENT else "township"]
    words["objections_to"] = _pair(content, "objections_to", by_default)
    return words


def _numbers(content: Mapping[str, Any], days: int) -> dict[str, Any]:
    telephones: Sequence[Mapping[str, Any]] = content.get("telephones") or []
    return {
        "days": int(content.get("days") or days),
        "day_kind": str(content.get("day_kind") or "calendar"),
        "answer_days": int(content.get("answer_days") or 0),
        "answer_day_kind": str(content.get("answer_day_kind") or "working"),
        "hotline": str(content.get("hotline") or ""),
        "income_line_yuan": str(content.get("income_line_yuan") or ""),
        "income_line_year": int(content.get("income_line_year") or 0),
        "supplementary": bool(content.get("supplementary")),
        "telephones": tuple(
            Telephone(_text(one.get("label") or one), str(one["number"])) for one in telephones if one.get("number")
        ),
    }


def _changes(changes: Mapping[str, Any]) -> tuple[Change, ...]:
    removed = [
        Change("removed", int(one["households"]), int(one["people"]), _text(one.get("reason")))
        for one in changes.get("removed") or []
    ]
    aside = changes.get("set_aside") or {}
    if aside.get("households"):
        removed.append(
            Change("set_aside", int(aside["households"]), int(aside["people"]), _text(aside.get("reason")))
        )
    return tuple(removed)


def _withdrawal(notice: Notice, replaced_by: str) -> Withdrawal | None:
    if notice.withdrawn_at is None:
        return None
    return Withdrawal(local(notice.withdrawn_at).date(), notice.withdrawal_reason, replaced_by)
