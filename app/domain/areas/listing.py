"""Reading a list of villages (CSV): columns found by their headers, every fault with line, column and advice.

Lives here: bytes to rows, without the database. What becomes of the rows: ``service.py``.
"""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.areas import rules
from app.domain.areas.models import AreaLevel

#: field -> the names its column goes by, without blanks and brackets
HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("行政区划代码", "区划代码", "代码", "code"),
    "name_zh": ("村社区", "村", "村名", "名称", "中文名", "name"),
    "name_en": ("英文名", "英文名称", "englishname"),
    "groups": ("村民小组数", "村民组数", "小组数", "groups"),
    "households": ("户数", "总户数", "households"),
    "population": ("户籍人口", "人口", "总人口", "registeredpopulation", "population"),
    "is_poor_village": ("是否贫困村", "贫困村", "poorvillage"),
    "quota_people": ("识别规模人", "识别规模", "规模", "quota"),
}
NEEDED = ("code", "name_zh")
NEEDED_OF_VILLAGES = ("groups", "households", "population")
YES, NO = ("是", "yes", "y", "1", "true"), ("否", "no", "n", "0", "false", "")
TOTALS = ("合计", "总计", "小计", "total")
LARGEST = 10_000_000
FILE_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class AreaRow:
    """One line of the list. The figures of a county or township are not read."""

    line: int
    code: str
    name_zh: str
    name_en: str = ""
    groups: int = 0
    households: int = 0
    population: int = 0
    is_poor_village: bool = False
    quota_people: int | None = None

    @property
    def level(self) -> AreaLevel:
        return rules.level_of(self.code)


@dataclass(frozen=True)
class ListingFinding:
    """One fault: on which *line*, in which *column*, the *value* that stands there, why, what to do."""

    line: int
    column: str
    value: str
    problem: Message
    advice: Message


def read_listing(data: bytes) -> tuple[list[AreaRow], list[ListingFinding]]:
    """The rows of a CSV in UTF-8 or GB 18030, and everything that is wrong with it."""
    text = _decoded(data)
    if text is None or "\0" in text:
        return [], [
            ListingFinding(
                1,
                "",
                "",
                Message(N_("This is not a CSV file in UTF-8 or GB 18030.")),
                Message(N_("Save the table as CSV and try again.")),
            )
        ]
    lines = list(csv.reader(io.StringIO(text, newline="")))
    header = next((n for n, cells in enumerate(lines[:10]) if _columns(cells).keys() >= set(NEEDED)), None)
    if header is None:
        return [], [_no_header(lines)]
    columns = _columns(lines[header])
    reader = _Reader(columns, lines[header])
    rows = [reader.row(number, cells) for number, cells in enumerate(lines[header + 1 :], start=header + 2)]
    found = [row for row in rows if row is not None]
    return found, [*reader.findings, *_repeated(found, reader.name_of("code"))]


def _decoded(data: bytes) -> str | None:
    if len(data) > FILE_LIMIT:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return codecs.decode(data, encoding)
        except UnicodeDecodeError:
            continue
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u3000", " ").strip()


def _header_key(text: str) -> str:
    return "".join(c for c in _plain(text).lower() if c not in "() \n\r\t_")


def _columns(cells: Sequence[str]) -> dict[str, int]:
    keys = [_header_key(cell) for cell in cells]
    found = {}
    for field, names in HEADERS.items():
        place = next((keys.index(name) for name in names if name in keys), None)
        if place is not None:
            found[field] = place
    return found


def _no_header(lines: Sequence[Sequence[str]]) -> ListingFinding:
    return ListingFinding(
        1,
        "",
        ", ".join(lines[0])[:80] if lines else "",
        Message(N_("No line with the headers was found.")),
        Message(N_("The headers must include 行政区划代码 (division code) and 村(社区) (village).")),
    )


def _repeated(rows: Iterable[AreaRow], column: str) -> list[ListingFinding]:
    first: dict[str, int] = {}
    findings = []
    for row in rows:
        if row.code in first:
            problem = Message(N_("This code already stands on line %(line)s."), line=first[row.code])
            advice = Message(N_("Keep one of the two lines, or correct the code."))
            findings.append(ListingFinding(row.line, column, row.code, problem, advice))
        first.setdefault(row.code, row.line)
    return findings


class _Reader:
    """Turns lines into rows and collects what is wrong."""

    def __init__(self, columns: dict[str, int], header: Sequence[str]) -> None:
        self.columns = columns
        self.header = header
        self.findings: list[ListingFinding] = []

    def name_of(self, field: str) -> str:
        place = self.columns.get(field)
        return HEADERS[field][0] if place is None else self.header[place].strip()

    def row(self, line: int, cells: Sequence[str]) -> AreaRow | None:
        """The row of one line; ``None`` for an empty line, a total, or a faulty one."""
        values = {f: _plain(cells[n]) if n < len(cells) else "" for f, n in self.columns.items()}
        if (
            not any(values.values())
            or values["code"] in TOTALS
            or (not values["code"] and values["name_zh"] in TOTALS)
        ):
            return None
        before = len(self.findings)
        self._check_names(line, values)
        figures: dict[str, int | None] = {}
        is_village = rules.is_code(values["code"]) and rules.level_of(values["code"]) is AreaLevel.VILLAGE
        if is_village:
            figures = {f: self._number(line, f, values) for f in (*NEEDED_OF_VILLAGES, "quota_people")}
            self._check_figures(line, values, figures)
        is_poor = self._yes(line, values) if is_village else False
        if len(self.findings) > before:
            return None
        return AreaRow(
            line=line,
            code=values["code"],
            name_zh=values["name_zh"],
            name_en=values.get("name_en", ""),
            groups=figures.get("groups") or 0,
            households=figures.get("households") or 0,
            population=figures.get("population") or 0,
            is_poor_village=is_poor,
            quota_people=figures.get("quota_people"),
        )

    def _find(self, line: int, field: str, value: str, problem: Message, advice: Message) -> None:
        self.findings.append(ListingFinding(line, self.name_of(field), value, problem, advice))

    def _check_names(self, line: int, values: dict[str, str]) -> None:
        if not rules.is_code(values["code"]):
            self._find(
                line,
                "code",
                values["code"],
                Message(N_("A division code has twelve digits.")),
                Message(
                    N_("Format the column as text in the table, so that no digit is lost, and save again.")
                ),
            )
        fault = rules.why_not_nameable(values["name_zh"], values.get("name_en", ""))
        if fault is not None:
            self._find(line, "name_zh", values["name_zh"], fault, Message(N_("Fill in the name.")))

    def _number(self, line: int, field: str, values: dict[str, str]) -> int | None:
        text = values.get(field, "").replace(",", "")
        if not text and field == "quota_people":
            return None
        if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= LARGEST:
            return int(text)
        self._find(
            line,
            field,
            values.get(field, ""),
            Message(N_("This must be a whole number.")) if text else Message(N_("The number is missing.")),
            Message(N_("Write digits only, without a unit.")),
        )
        return None

    def _check_figures(self, line: int, values: dict[str, str], figures: dict[str, int | None]) -> None:
        if (figures["groups"] or 0) > rules.MOST_GROUPS:
            problem = Message(N_("A village has at most %(most)s groups."), most=rules.MOST_GROUPS)
            advice = Message(N_("Is this perhaps the number of another column?"))
            self._find(line, "groups", values["groups"], problem, advice)
        population = figures["population"]
        if population is None:
            return
        for field in ("households", "quota_people"):
            number = figures[field]
            if number is not None and number > population:
                problem = Message(
                    N_("This is more than the registered population of %(people)s."), people=population
                )
                advice = Message(N_("Correct the one or the other."))
                self._find(line, field, values[field], problem, advice)

    def _yes(self, line: int, values: dict[str, str]) -> bool:
        text = values.get("is_poor_village", "").lower()
        if text not in (*YES, *NO):
            problem = Message(N_("Neither yes nor no."))
            self._find(line, "is_poor_village", text, problem, Message(N_("Write 是 (yes) or 否 (no).")))
        return text in YES
