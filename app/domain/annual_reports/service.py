"""Writing into a report, taking over last year's words, finishing it, opening it again."""

from app.core import audit, clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.annual_reports import gathering, queries
from app.domain.annual_reports.figures import values_of
from app.domain.annual_reports.models import AnnualReport, Part, ReportParagraph
from app.domain.annual_reports.scope import Scope
from app.domain.areas.models import Area

LONGEST_TEXT = 6_000
LONGEST_REASON = 300


def write(
    *,
    actor: Actor,
    area: Area,
    year: int,
    part: Part,
    text: BilingualText,
    expected_version: int | None = None,
) -> ReportParagraph:
    """Put *text* in place of what stands in *part*; nothing in either language empties it.

    Raises ``Invalid`` for what is too long or holds a personal number, ``Refused`` when the report is finished,
    ``Conflict`` when the words are not of *expected_version* (0: there were none) any more.
    """
    report = _open_report(actor, area, year)
    zh, en = _plain(text.zh), _plain(text.en)
    for name, value in (("text_zh", zh), ("text_en", en)):
        if len(value) > LONGEST_TEXT:
            raise Invalid(Message(N_("At most %(max)s characters, please."), max=LONGEST_TEXT), name)
    check_texts(text_zh=zh, text_en=en)
    row = queries.find_paragraph(report, part)
    if expected_version is not None and expected_version != (row.version if row else 0):
        words = N_(
            "Somebody else changed these words while you were writing. They stand below; yours are kept."
        )
        raise Conflict(Message(words))
    if row is None:
        row = ReportParagraph(report=report, part=part)
        db.session.add(row)
    row.text_zh, row.text_en = zh, en
    row.written_by_id, row.written_at = _who(actor), clock.now()
    db.session.flush()
    audit.record("report_paragraph_written", actor=actor, subject=report, year=year, part=part.value)
    db.session.flush()
    return row


def keep_words(*, actor: Actor, area: Area, year: int, parts: list[Part] | None = None) -> int:
    """Take over the newest earlier words of *parts* (all) that have none yet; how many parts that were.

    Raises ``Refused`` when the report is finished.
    """
    report = _open_report(actor, area, year)
    written = {one.part for one in report.paragraphs if one.text_zh or one.text_en}
    kept = 0
    for part, row in queries.load_paragraphs_before(area, year).items():
        if part not in written and (parts is None or part in parts):
            write(actor=actor, area=area, year=year, part=part, text=row.text)
            kept += 1
    return kept


def finish(*, actor: Actor, area: Area, year: int) -> AnnualReport:
    """Keep the figures as they are now. Raises ``Refused`` when it is finished already, or before the year began."""
    if year > clock.today().year:
        raise Refused([Message(N_("This year has not begun yet."))])
    report = _open_report(actor, area, year)
    report.figures = values_of(gathering.gather(Scope(area, year, clock.today())))
    report.finished_at, report.finished_by_id = clock.now(), _who(actor)
    db.session.flush()
    audit.record("annual_report_finished", actor=actor, subject=report, year=year)
    db.session.flush()
    return report


def reopen(*, actor: Actor, report: AnnualReport, reason: str) -> AnnualReport:
    """Let a finished report be worked on again, for a *reason*; its figures are counted afresh."""
    _allow(actor, report.area)
    if not report.is_finished:
        raise Conflict(Message(N_("This report is open already.")))
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid(Message(N_("Give a reason in a few words.")), "reason")
    check_texts(reason=reason)
    report.figures = report.finished_at = report.finished_by_id = None
    db.session.flush()
    audit.record("annual_report_reopened", actor=actor, subject=report, reason=reason, year=report.year)
    db.session.flush()
    return report


def _open_report(actor: Actor, area: Area, year: int) -> AnnualReport:
    _allow(actor, area)
    report = queries.find_report(area, year)
    if report is None:
        report = AnnualReport(area=area, year=year, paragraphs=[])
        db.session.add(report)
        db.session.flush()
    if report.is_finished:
        raise Refused([Message(N_("This report is finished. Open it again before you change it."))])
    return report


def _allow(actor: Actor, area: Area) -> None:
    if not can(actor, Permission.REPORT_WRITE, area):
        raise Forbidden()


def _who(actor: Actor) -> int:
    if actor.id is None:
        raise Forbidden()
    return actor.id


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()
