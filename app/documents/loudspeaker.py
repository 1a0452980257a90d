"""A notice as it is read out over the village loudspeaker: short sentences, numbers in words. Pure, and in Chinese.

What may not be read on the web is not in the script either: the door hands over the names as the page shows them, and
a name that is partly hidden is not read out.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.bilingual import BilingualText
from app.documents import loudspeaker_facts, spoken
from app.documents.papers import NoticePaper
from app.domain.notices.models import NoticeState

#: characters a minute: slowly, so that it is understood out of doors
PACE = 180
_HAN = re.compile(r"[㐀-鿿]")
KINDS = {
    "first_notice": "第一次公示",
    "second_notice": "第二次公示",
    "announcement": "公告",
    **loudspeaker_facts.KINDS,
}


@dataclass(frozen=True)
class SpokenGroup:
    """A group's part of the list: how many, and (name, people) of each where names are read out."""

    name: str
    households: int
    people: int
    rows: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Script:
    """Paragraphs of sentences, in the order in which they are read."""

    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def minutes(self) -> int:
        """How long reading it once takes."""
        text = "".join(sentence for paragraph in self.paragraphs for sentence in paragraph)
        return max(1, math.ceil(len(_HAN.findall(text)) / PACE))


@dataclass(frozen=True)
class Occasion:
    """What the script says beside the paper: the notice's state, where it hangs, which groups, how to object.

    *is_certain* is false while it is not known when the period will be over. *facts* are those of a notice
    without a list, as they were frozen.
    """

    state: NoticeState
    begun: bool
    places: Sequence[str] = ()
    groups: Sequence[SpokenGroup] = ()
    without_name: bool = True
    is_certain: bool = True
    facts: Mapping[str, Any] | None = None


def script_of(paper: NoticePaper, occasion: Occasion) -> Script:
    """What is to be read out of *paper* now; of a notice that no longer stands, only that it does not."""
    if occasion.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return _script(_greeting(paper), _withdrawn(paper))
    if occasion.state is NoticeState.CLOSED:
        return _script(_greeting(paper), _over(paper, occasion), _telephones(paper), ["谢谢大家。"])
    if occasion.facts is not None:
        return _script(
            _greeting(paper),
            loudspeaker_facts.what_is_said(paper.kind, occasion.facts, paper.households),
            _period(paper, occasion, "公示"),
            _asking(paper, occasion),
            _telephones(paper),
            ["谢谢大家。"],
        )
    return _script(
        _greeting(paper),
        _what(paper),
        _period(paper, occasion),
        *_list(occasion),
        _objecting(paper, occasion),
        _telephones(paper),
        _once_more(paper, occasion),
    )


def _script(*paragraphs: Iterable[str]) -> Script:
    kept = (tuple(sentence for sentence in paragraph if sentence) for paragraph in paragraphs)
    return Script(tuple(paragraph for paragraph in kept if paragraph))


def _zh(text: BilingualText) -> str:
    return spoken.words(text.zh or "")


def _size(households: int, people: int) -> str:
    return f"{spoken.number(households, counted=True)}户，一共{spoken.number(people, counted=True)}口人"


def _greeting(paper: NoticePaper) -> list[str]:
    return [
        "乡亲们，请注意，现在播一个通知。",
        f"{_place(paper)}，{_zh(paper.round_name)}，{KINDS[paper.kind]}。",
    ]


def _place(paper: NoticePaper) -> str:
    """Township and village; a township's own notice names it once."""
    return "".join(dict.fromkeys((_zh(paper.township), _zh(paper.village))))


def _what(paper: NoticePaper) -> list[str]:
    size = _size(paper.households, paper.people)
    if paper.leaving is not None:
        return _who_leaves(paper, size)
    if paper.kind == "first_notice":
        return ["各户先申请，干部上门看过，村里开会评过。", f"现在提出的名单有{size}。"]
    if paper.kind == "second_notice":
        return ["第一次公示已经过了，乡镇也审过了。", f"现在名单上有{size}。"]
    return ["两次公示已经过了，县里已经定了。", f"最后的名单有{size}。"]


def _who_leaves(paper: NoticePaper, size: str) -> list[str]:
    if paper.kind == "first_notice":
        return ["村里开会评过，干部上门核对过，本人也签字同意。", f"现在提出可以脱贫退出的有{size}。"]
    if paper.kind == "second_notice":
        return ["第一次公示已经过了，乡镇也核查过了。", f"现在准备退出的有{size}。"]
    return [
        "两次公示已经过了，县里已经定了。",
        f"脱贫退出的有{size}。",
        "退出以后，该有的帮扶还会保留一段时间。",
    ]


def _period(paper: NoticePaper, occasion: Occasion, what: str = "名单") -> list[str]:
    where = (
        f"{what}贴在{'、'.join(spoken.words(place) for place in occasion.places)}。"
        if occasion.places
        else ""
    )
    if not occasion.begun:
        return [where, f"{what}还没有贴齐，贴齐以后才开始算日子。"]
    if not occasion.is_certain:
        return [where, f"日子还没有算完，{what}还要再贴。"]
    first, last = spoken.day(paper.first_day, with_year=True), spoken.day(paper.last_day)
    return [where, f"从{first}起，到{last}为止。"]


def _list(occasion: Occasion) -> list[list[str]]:
    groups = occasion.groups
    if not groups:
        return []
    named = any(group.rows for group in groups)
    found = [["下面念名单，念到的是户主的名字。"] if named else ["下面说各组有几户。"]]
    for group in groups:
        name = spoken.words(group.name) or "没有分组的"
        line = [f"{name}，{_size(group.households, group.people)}。"]
        if named:
            found.append(line + [f"{head}，{_mouths(people)}。" for head, people in group.rows])
        else:
            found[0] += line
    if not named:
        found.append(["是哪些人家，请到贴名单的地方看。"])
    return found


def _mouths(people: int) -> str:
    return f"{spoken.number(people, counted=True)}口人"


def _answer(paper: NoticePaper) -> str:
    if not paper.answer_days:
        return ""
    kind = "个工作日" if paper.answer_day_kind == "working" else "天"
    return f"{spoken.number(paper.answer_days, counted=True)}{kind}以内给答复。"


def _asking(paper: NoticePaper, occasion: Occasion) -> list[str]:
    return [
        "有什么想问的，哪里不对，都可以提。",
        "可以当面说，可以打电话，可以写，也可以在手机上提。",
        "不写名字也可以。" if occasion.without_name else "提的时候请写上名字。",
        _answer(paper),
    ]


def _objecting(paper: NoticePaper, occasion: Occasion) -> list[str]:
    return [
        "谁家还不该退出，都可以提。" if paper.leaving is not None else "谁家不该上，谁家漏了，都可以提。",
        "可以当面说，可以打电话，可以写，也可以在手机上提。",
        "不写名字也可以。" if occasion.without_name else "提的时候请写上名字。",
        "村里看不到是谁提的。",
        _answer(paper),
    ]


def _telephones(paper: NoticePaper) -> list[str]:
    lines = [
        f"{_label(one.label)}的电话：{spoken.digits(one.number)}。" for one in paper.telephones if one.number
    ]
    return [*lines, f"全国监督电话：{spoken.digits(paper.hotline or '12317')}。"]


def _label(label: object) -> str:
    return spoken.words(label.zh or "") if isinstance(label, BilingualText) else spoken.words(str(label))


def _once_more(paper: NoticePaper, occasion: Occasion) -> list[str]:
    if not occasion.begun:
        return ["现在就可以提意见。", "谢谢大家。"]
    if not occasion.is_certain:
        return ["现在还可以提意见。", "谢谢大家。"]
    return [f"再说一遍：最晚{spoken.day(paper.last_day)}。", "谢谢大家。"]


def _over(paper: NoticePaper, occasion: Occasion) -> list[str]:
    day: dt.date = paper.last_day
    ended = f"这个{KINDS[paper.kind]}在{spoken.day(day)}已经结束。"
    if occasion.facts is not None:
        said = loudspeaker_facts.what_is_said(paper.kind, occasion.facts, paper.households)
        return [ended, *said, "还有话要说的，请打电话。"]
    return [
        ended,
        f"名单上有{_size(paper.households, paper.people)}。",
        "还有话要说的，请打电话或者到镇上说。",
    ]


def _withdrawn(paper: NoticePaper) -> list[str]:
    again = "改好的名单已经重新公示，请看新的。" if paper.withdrawal and paper.withdrawal.replaced_by else ""
    what = "名单" if paper.facts is None else "公示"
    return [f"这个{what}已经收回，不算数了。", again.replace("名单", what), "谢谢大家。"]
