"""Chinese text as a paper sets it: punctuation, quotes, dates, names, levels of headings, numbers with their units.

For what people typed (a basis, a reason, an address), never for what is compared or kept. Text without a Chinese
character is left alone. Punctuation follows GB/T 15834-2011, numbers GB/T 15835-2011, the levels of headings
GB/T 9704-2012, 7.3.3. That no line begins with a comma or a full stop is the text engine's work, not this module's.
Pure.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Chinese marks that open or close something, or end it
MARKS = "\u3001-\u3003\u3008-\u3011\u3014-\u301b，．。；：？！（）“”‘’…—"
MIDDLE_DOT = "·"

_HAN = re.compile(f"[{HAN}]")
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a％]")
_DOTS = re.compile("[•‧∙⋅・･‣]")
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_AT_MARK = re.compile(f" +(?=[{MARKS}])|(?<=[{MARKS}]) +")
_BLANK_AT_NUMBER = re.compile(rf"(?<=[{HAN}]) +(?=\d)|(?<=\d) +(?=[{HAN}])")
_BRACKETED = re.compile(r"\(([^()\n]*)\)")
_TITLED = re.compile(r"<<([^<>\n]+)>>")
_DOTTED = re.compile(r"\.{3,}|。{3,}|…{3,}")
_DAY = re.compile(
    r"(?<![A-Za-z0-9_./-])(\d{4})(?:年 *0?(\d{1,2})月 *0?(\d{1,2})日|-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})"
    r"|\.(\d{1,2})\.(\d{1,2}))(?![\d./-])"
)
_MONTH = re.compile(r"(?<=\d年)0(?=[1-9]月)|(?<=月)0(?=[1-9]日)")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_SIGN = re.compile(r"[,;:?!.]")
#: corner brackets are quotes elsewhere; official papers use the curved ones
_CORNERS = str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")
#: what a number is never parted from; the longer ones first
_UNITS = (
    "working days|people|persons?|households?|days?|yuan|个工作日|平方米|万元|公里|年度"
    "|户|人|口|元|天|日|月|年|时|分|组|号|页|岁|亩|个|份|次|名|间|楼|层|件"
)
_NUMBER_AND_UNIT = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{4}-\d+-[A-Z]\d+"
    rf"|(?:第 ?|No\. |¥ ?|RMB )?\d[\d,.:%‰-]*(?: ?(?:{_UNITS})(?![A-Za-z])[，。；：、？！）]?)?"
)
_TAG = re.compile(r"(<[^>]*>|&#?\w+;)")

#: how a heading of each level begins, as typed in one way or another
_LEVELS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"([一二三四五六七八九十]{1,3})[、．.,，] *"), "{}、"),
    (re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)][、．.,，]? *"), "（{}）"),
    (re.compile(r"(\d{1,2})(?:[、．，]|[.,](?!\d)) *"), "{}."),
    (re.compile(r"[（(](\d{1,2})[）)][、．.,，]? *"), "（{}）"),
)
#: a line of a higher level that is no longer than this is a heading altogether, if it ends no sentence
HEADING_MOST = 30


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: *level* 1 to 4 where it begins with a number, else 0; *heading* is what stands out of it.

    Level 1 is set in Hei, 2 in Kai, 3 and 4 in FangSong like the text.
    """

    level: int
    heading: str
    text: str


def set_text(text: str) -> str:
    """*text* with Chinese punctuation between Chinese, no blanks beside it, dates and dots as they are printed.

    Lines stay lines. Text without Chinese comes back as it was.
    """
    if not _HAN.search(text):
        return text
    return "\n".join(_set_line(line) for line in text.splitlines())


def set_name(name: str) -> str:
    """A name with the middle dot of minority names, whichever dot was typed, and its characters in their usual form.

    Radicals and doubled code points look like the character that is meant; out of a PDF they come back as that.
    """
    name = unicodedata.normalize("NFC", _DOTS.sub(MIDDLE_DOT, name))
    return _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), name)


def paragraphs(text: str) -> list[Paragraph]:
    """*text* line by line, set, with the levels 一、（一）1.（1） recognised; empty lines are left out."""
    return [_paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def keep(markup: str) -> Markup:
    """*markup* in which no line breaks between a number and its unit; tags and their attributes stay as they are."""
    parts = _TAG.split(str(markup))
    parts[::2] = [_NUMBER_AND_UNIT.sub(_held, words) for words in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 - what came in was mark-up already; only spans were added


def _held(match: re.Match[str]) -> str:
    return f'<span class="keep">{match[0]}</span>' if len(match[0]) > 1 else match[0]


def _paragraph(line: str) -> Paragraph:
    for level, (pattern, form) in enumerate(_LEVELS, start=1):
        if begins := pattern.match(line):
            number, rest = form.format(begins[1]), _set_line(line[begins.end() :])
            first, stop, after = rest.partition("。")
            if len(first) > HEADING_MOST:
                return Paragraph(level, number, rest)
            return Paragraph(level, number + first + (stop if after else ""), after)
    return Paragraph(0, "", _set_line(line))


def _set_line(line: str) -> str:
    if not _HAN.search(line):
        return line
    line = _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), line.translate(_CORNERS))
    line = _BLANKS.sub(" ", _DOTS.sub(MIDDLE_DOT, line)).strip()
    line = _DAY.sub(_day, line)
    line = _MONTH.sub("", line)
    line = _TITLED.sub(r"《\1》", line)
    line = _quoted(_quoted(line, '"', "“”"), "'", "‘’")
    line = _DOTTED.sub("……", line)
    line = re.sub(rf"(?<=[{HAN}]) *-{{2,}} *(?=[{HAN}])", "——", line)
    line = _BRACKETED.sub(_bracketed(line), line)
    line = _BLANK_AT_NUMBER.sub("", line)
    line = _SIGN.sub(_sign(line), line)
    return _BLANK_AT_MARK.sub("", line)


def _day(match: re.Match[str]) -> str:
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return match[0]
    return f"{found.year}年{found.month}月{found.day}日"


def _quoted(line: str, straight: str, curved: str) -> str:
    """Straight quotes in pairs become curved ones; an odd one (an inch, an apostrophe) leaves them all."""
    if line.count(straight) % 2:
        return line
    pieces = line.split(straight)
    return "".join(
        piece + (curved[at % 2] if at < len(pieces) - 1 else "") for at, piece in enumerate(pieces)
    )


def _bracketed(line: str) -> "Callable[[re.Match[str]], str]":
    """Brackets turn full width around Chinese, and beside it unless they hold a mere number (0857)."""

    def turned(match: re.Match[str]) -> str:
        inner = match[1].strip()
        beside = line[: match.start()].rstrip()[-1:] + line[match.end() :].lstrip()[:1]
        is_number = not re.search(r"[^\W\d_]", inner)
        wide = bool(_HAN.search(inner)) or (not is_number and bool(_HAN.search(beside)))
        return f"（{inner}）" if wide else match[0]

    return turned


def _sign(line: str) -> "Callable[[re.Match[str]], str]":
    """A comma, stop or colon turns full width behind Chinese, all but the stop before it, the stop at the end too."""

    def turned(match: re.Match[str]) -> str:
        before, behind = line[: match.start()].rstrip()[-1:], line[match.end() :].lstrip()[:1]
        touches = line[match.end() : match.end() + 1]
        if _is_chinese(before):
            inside = match[0] == "." and touches.isascii() and touches.isalnum()
            return match[0] if inside else _FULL[match[0]]
        wide = not behind and not before.isalpha() if match[0] == "." else before and _is_chinese(behind)
        return _FULL[match[0]] if wide else match[0]

    return turned


def _is_chinese(character: str) -> bool:
    return bool(character) and (bool(_HAN.match(character)) or bool(re.match(f"[{MARKS}]", character)))
