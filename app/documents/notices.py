"""Notices and announcements as paper: from the frozen notice to what stands on the sheet.

The keys of ``Notice.content`` are those of ``app/domain/notices/content.py``. Read beside them, where they are there:
``objections_to`` ({zh, en}, else the township's or the county's office), ``income_line_year`` (else the year whose
income counts in the round). What is absent is left out on the sheet. A reason of a change is a string, {zh, en}, or a
stored message ({msgid, params}).
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from app.core.bilingual import BilingualText
from app.core.clock import local
from app.core.messages import N_, Message, in_words
from app.documents import setting
from app.documents.faults import PrivateNumber
from app.documents.fund_words import amount
from app.documents.papers import NOTHING, Change, Leaving, NoticePaper, NoticeRow, Telephone, Text, Withdrawal
from app.documents.said_facts import facts_of
from app.documents.titles import title_lines
from app.documents.typesetting import set_text
from app.domain.areas.models import AreaLevel
from app.domain.notices import showing
from app.domain.notices.labels import EXIT_TITLES, KIND_TITLES
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.objections.rules import level_of
from app.domain.policies.vocabulary import LIST_KINDS, NameDisplay, NoticeKind
from app.domain.workflow.stages import line_from_data

TITLES = KIND_TITLES
#: A name that ends so is an office's already.
OFFICES = ("政府", "委员会", "办公室", "局", "中心")
#: More lines than this would push the text off its page; what is beyond is summed up.
CHANGES_MOST = 5
YEAR = "年"
#: what stands beside a name on a notice without a candidate list: what somebody receives, or what of a risk is public
BESIDE_NAMES = ("amount", "goods", "watch", "risk", "help")
OFFICE_OF = {AreaLevel.VILLAGE: "village", AreaLevel.TOWNSHIP: "township"}
#: Ems of the title's size that fit the line.
TITLE_LIMIT = {"zh": 17.5, "en": 22.0}
#: in large type
TITLE_LIMIT_LARGE = {"zh": 16.0, "en": 22.0}


def notice_paper_from(
    notice: Notice,
    entries: Iterable[NoticeEntry],
    *,
    public_url: str = "",
    replaced_by: str = "",
    estimated: bool | None = None,
    period: tuple[dt.date, dt.date] | None = None,
) -> NoticePaper:
    """The sheet of *notice* for the board in the village: heads named as the policy wants it on paper.

    *period* overrides the printed days where the notice ran longer.
    """
    content, kind = notice.content, NoticeKind(notice.kind)
    rows = _board_rows(notice, entries)
    first_day, last_day = period or (notice.first_day, notice.last_day)
    return NoticePaper(
        number=notice.number,
        kind=kind.value,
        households=notice.households,
        people=notice.people,
        issued_on=notice.issued_on,
        first_day=first_day,
        last_day=last_day,
        days=_days(content, first_day, last_day, as_printed=period is None),
        period_is_estimated=notice.period_is_estimated if estimated is None else estimated,
        rows=rows,
        digest=notice.digest,
        public_url=public_url,
        columns=columns_of(kind, content, rows),
        changes=_changes(content.get("changes") or {}),
        stages=tuple(line_from_data(one) for one in content.get("stages") or ()),
        withdrawal=_withdrawal(notice, replaced_by),
        replaces=notice.replaces.number if notice.replaces else "",
        income_line_year=int(content.get("income_line_year") or notice.round.reference_year),
        leaving=Leaving(**content["leaving"]) if content.get("leaving") else None,
        facts=facts_of(notice),
        **_words(content, issued_by(notice), level_of(notice).value),
        **_numbers(content),
    )


def columns_of(kind: NoticeKind, content: Mapping[str, Any], rows: Sequence[NoticeRow]) -> tuple[str, ...]:
    """The columns of its list: what was decided, or without a candidate list what stands beside each of *rows*."""
    if kind in LIST_KINDS:
        return tuple(content.get("columns") or NoticePaper.columns)
    beside = (name for name in BESIDE_NAMES if any(row.extra.get(name) for row in rows))
    return (*NoticePaper.columns, *beside)


def issued_by(notice: Notice) -> str:
    """Whose office speaks in *notice*: ``village``, ``township`` or ``county``."""
    if not notice.is_of_list:
        return OFFICE_OF.get(notice.issuer.level, "county")
    by_kind = {NoticeKind.FIRST_NOTICE: "village", NoticeKind.SECOND_NOTICE: "township"}
    return by_kind.get(NoticeKind(notice.kind), "county")


def notice_title(paper: NoticePaper, lang: str, *, large: bool = False) -> tuple[str, ...]:
    """The lines of the title, broken where the sense breaks."""
    with setting.speaking(lang) as translate:
        kind = translate(_title(paper))
        subject = paper.facts.subject if paper.facts else paper.round_name
        round_name = str(in_words(subject, translate, lang))
    place = _place(paper, lang)
    if paper.facts and round_name.startswith(paper.village.in_(lang)):
        place = paper.township.in_(lang)  # the project is called by its village already
    limit = (TITLE_LIMIT_LARGE if large else TITLE_LIMIT)[lang]
    if lang == "en":
        return title_lines((kind, round_name, place), limit=limit, joint=" · ")
    if round_name.endswith(YEAR) and kind.startswith(YEAR):  # 2014年 and 年度…: the sign once, in one piece
        return title_lines((place, round_name + kind.removeprefix(YEAR)), limit=limit)
    return title_lines((place, round_name, kind), limit=limit)


def _title(paper: NoticePaper) -> str:
    """What the sheet is called; a round that says in its name that households leave need not say it twice."""
    kind = NoticeKind(paper.kind)
    if paper.leaving is None or "退出" in (paper.round_name.zh or ""):
        return TITLES[kind]
    return EXIT_TITLES[kind]


def refuse_private_numbers(paper: NoticePaper) -> None:
    """Raise :class:`PrivateNumber` where one stands on *paper*.

    The office's own telephones are not looked at; whatever comes from the register or a pen is.
    """
    offices = {*paper.facts.telephones, ""} if paper.facts else {""}
    looked_at = (paper.changes, paper.rows, paper.withdrawal, paper.facts)
    for words in _texts_in(looked_at):
        if words not in offices and showing.has_personal_number(unicodedata.normalize("NFKC", words)):
            raise PrivateNumber(words)


def _texts_in(value: Any) -> Iterator[str]:
    """Every text within *value*, also those that a message takes in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BilingualText):
        yield from (value.zh or "", value.en or "")
    elif isinstance(value, Message):
        yield from _texts_in(value.params)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from _texts_in(tuple(value.values()))
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts_in(one)


def _place(paper: NoticePaper, lang: str) -> str:
    village, township = paper.village.in_(lang), paper.township.in_(lang)
    if village == township or not township:
        return village
    return f"{village}, {township}" if lang == "en" else f"{township}{village}"


def _board_rows(notice: Notice, entries: Iterable[NoticeEntry]) -> tuple[NoticeRow, ...]:
    values = [(one.sequence, one.group_name, one.head_name, one.people, one.extra) for one in entries]
    if not values:
        return ()
    policy = notice.round.policy
    display = NameDisplay(notice.content.get("board_name") or policy.board_name)
    shown = sorted(showing.shown_rows(values, policy, display), key=lambda row: row.sequence)
    return tuple(
        NoticeRow(
            row.sequence,
            row.group_name,
            row.head_name,
            row.people,
            extra_of(row),
        )
        for row in shown
    )


def extra_of(row: showing.ShownRow) -> dict[str, Text]:
    """The optional columns of a row, by name, as far as they may stand."""
    found: dict[str, Text] = {
        name: text
        for name in ("attribute", "cause", "goods", "watch", "risk", "help")
        if (text := getattr(row, name))
    }
    return found | ({"amount": amount(row.amount_fen)} if row.amount_fen is not None else {})


def _days(content: Mapping[str, Any], first_day: dt.date, last_day: dt.date, *, as_printed: bool) -> int:
    """The length to be printed; 0 where the calendar would have to be asked how many working days it became."""
    if content.get("day_kind") == "working":
        return int(content.get("days") or 0) if as_printed else 0
    return (last_day - first_day).days + 1


def _text(value: Any) -> Text:
    """A text as it stands in the frozen content."""
    if isinstance(value, Mapping):
        if "msgid" in value:
            return Message.from_data(dict(value))
        return BilingualText(set_text(value.get("zh") or ""), value.get("en"))
    return "" if value is None else set_text(str(value))


def _pair(content: Mapping[str, Any], name: str, default: BilingualText = NOTHING) -> BilingualText:
    value = content.get(name)
    if isinstance(value, Mapping):
        return BilingualText(set_text(value.get("zh") or ""), value.get("en"))
    return BilingualText(set_text(str(value))) if value else default


def _words(content: Mapping[str, Any], issuing: str, answering: str) -> dict[str, Any]:
    names = ("round_name", "county", "township", "village", "basis", "address")
    words: dict[str, Any] = {name: _pair(content, name) for name in names}
    words["issuer"] = office(_pair(content, "issuer", words[issuing]), is_village=issuing == "village")
    words["objections_to"] = office(_pair(content, "objections_to", words[answering]))
    return words


def office(place: BilingualText, *, is_village: bool = False) -> Text:
    """The office that speaks for *place*: a village's committee, else the people's government."""
    name = place.zh or ""
    if name.endswith(OFFICES):
        return place
    if not is_village:
        return Message(N_("People's Government of %(place)s"), place=place)
    if name.endswith("社区"):
        return Message(N_("Residents' Committee of %(place)s"), place=place)
    return Message(N_("Villagers' Committee of %(place)s"), place=place)


def _numbers(content: Mapping[str, Any]) -> dict[str, Any]:
    telephones: Sequence[Mapping[str, Any]] = content.get("telephones") or []
    return {
        "day_kind": str(content.get("day_kind") or "calendar"),
        "answer_days": int(content.get("answer_days") or 0),
        "answer_day_kind": str(content.get("answer_day_kind") or "working"),
        "hotline": str(content.get("hotline") or ""),
        "income_line_yuan": str(content.get("income_line_yuan") or ""),
        "supplementary": bool(content.get("supplementary")),
        "relatives": content.get("relatives"),
        "telephones": tuple(
            Telephone(_text(one.get("label") or one), str(one["number"]))
            for one in telephones
            if one.get("number")
        ),
    }


def _changes(changes: Mapping[str, Any]) -> tuple[Change, ...]:
    found: list[Change] = []
    for kind in ("removed", "returned"):
        counted = [
            Change(kind, int(one["households"]), int(one["people"]), _text(one.get("reason")))
            for one in changes.get(kind) or []
        ]
        found += _summed_up(sorted(counted, key=lambda one: -one.households))
    aside = changes.get("set_aside") or {}
    if aside.get("households"):
        found.append(
            Change("set_aside", int(aside["households"]), int(aside["people"]), _text(aside.get("reason")))
        )
    return tuple(found)


def _summed_up(changes: list[Change]) -> list[Change]:
    if len(changes) <= CHANGES_MOST:
        return changes
    shown, rest = changes[: CHANGES_MOST - 1], changes[CHANGES_MOST - 1 :]
    households, people = sum(one.households for one in rest), sum(one.people for one in rest)
    return [*shown, Change(rest[0].kind, households, people, Message(N_("Other reasons")))]


def _withdrawal(notice: Notice, replaced_by: str) -> Withdrawal | None:
    if notice.withdrawn_at is None:
        return None
    return Withdrawal(local(notice.withdrawn_at).date(), set_text(notice.withdrawal_reason), replaced_by)
