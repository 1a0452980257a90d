"""The report of a sample on paper: inputs, method, numbers drawn, what was found and what follows; for signing."""

import datetime as dt
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.documents import setting
from app.documents.papers import Line, Text

SHEETS = ("paper.css", "forms.css", "sample_report.css")


@dataclass(frozen=True)
class CheckedLine:
    """One household of the sample on paper; *agrees* is nothing while it was not checked."""

    number: int
    head_name: str
    group_name: str
    weight: int | None
    checked_on: dt.date | None
    checkers: tuple[str, ...]
    agrees: bool | None
    findings: str
    photos: int


@dataclass(frozen=True)
class SampleReport:
    """A sample with its checks. *inputs* are the parts of the seed; *drawn* is in the order of drawing."""

    round_name: BilingualText
    county: Text
    township: Text
    village: Text
    list_name: Text
    level: Text
    inputs: tuple[Line, ...]
    population: int
    drawn: tuple[CheckedLine, ...]
    mandatory: tuple[CheckedLine, ...]
    statement: tuple[Message, ...]
    drawn_at: dt.datetime
    record_url: str = ""
    is_repeatable: bool = True
    has_value: bool = True


def sample_report_pdf(paper: SampleReport, lang: str) -> bytes:
    """The report of a sample."""
    return setting.set_paper("sample_report.html", lang, sheets=SHEETS, paper=paper)
