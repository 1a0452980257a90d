"""The preflight: the finished bytes of a paper held against what is wanted of it. It fails closed.

Nothing is printed, kept or handed out that did not pass. A check that cannot be carried out is a finding, too.
"""

import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import structlog

from app.core.messages import N_, Message
from app.documents.faults import NotFitToPrint
from app.documents.preflight import active, codes, faces, ink, privacy, sheet, wording
from app.documents.preflight.leaves import Leaf, Unopenable, opened
from app.documents.preflight.outline import Outline, outline_of
from app.documents.preflight.report import NAMES, Check, Finding, Report
from app.documents.preflight.sheet import Paper
from app.documents.preflight.wanted import Wanted

#: So many findings of one kind are told one by one.
MOST_OF_A_KIND = 12
#: More pages than any paper of ours has.
MOST_PAGES = 3000

PageCheck = Callable[[Leaf, Wanted], Iterable[Finding]]
PaperCheck = Callable[[Paper, Wanted], Iterable[Finding]]

ON_EACH_PAGE: tuple[tuple[Check, PageCheck], ...] = (
    (Check.GLYPHS, faces.check_glyphs),
    (Check.TYPE, faces.check_type),
    (Check.MARGINS, ink.check_margins),
    (Check.TEXT, ink.check_unseen),
    (Check.SEAL, ink.check_seal),
    (Check.PERSONAL, privacy.check_page_numbers),
)
ON_THE_PAPER: tuple[tuple[Check, PaperCheck], ...] = (
    *sheet.CHECKS,
    (Check.FONTS, faces.check_fonts),
    (Check.GLYPHS, faces.check_boxes),
    (Check.SEAL, ink.check_seal_place),
    (Check.LIST, wording.check_list),
    (Check.LIST, wording.check_tables),
    (Check.WORDS, wording.check_words),
    (Check.ACTIVE, active.check_active),
    (Check.ENCLOSURES, active.check_enclosures),
    (Check.PERSONAL, privacy.check_hidden_numbers),
)
#: What is looked at in a file that holds copies of others' papers.
ON_A_BOUND_PAPER: tuple[tuple[Check, PaperCheck], ...] = (
    *sheet.CHECKS,
    (Check.ACTIVE, active.check_active),
    (Check.ENCLOSURES, active.check_enclosures),
)

_log = structlog.get_logger("gongshi")


def ensure(data: bytes, wanted: Wanted) -> bytes:
    """*data* when it is fit to be printed. Raises :class:`NotFitToPrint` with the report when it is not."""
    report = examine(data, wanted)
    if not report.is_fit:
        raise NotFitToPrint(report, data)
    return data


def examine(data: bytes, wanted: Wanted) -> Report:
    """What is wrong with the finished paper *data*; nothing is raised, whatever the bytes are."""
    try:
        findings, pages = _looked_at(data, wanted)
    except Unopenable as error:
        message = (
            N_("The file is locked with a password: nobody can check it.")
            if error.is_locked
            else N_("The file cannot be opened.")
        )
        return Report((Finding(Check.FILE, Message(message)),))
    except Exception as error:
        return Report((_not_done(Check.FILE, error),))
    order = sorted(enumerate(findings), key=lambda item: (item[1].page or 0, item[0]))
    return Report(tuple(_summed_up([finding for _, finding in order])), pages)


def _looked_at(data: bytes, wanted: Wanted) -> tuple[list[Finding], int]:
    findings: list[Finding] = []
    with opened(data) as pages:
        count = len(pages)
        if not 0 < count <= MOST_PAGES:
            raise ValueError(f"{count} pages")
        leaves: list[Leaf] = []
        read: list[str] = []
        read_codes: PageCheck = partial(codes.check_codes, read=read)
        page_checks = (*ON_EACH_PAGE, (Check.CODES, read_codes))
        for number in range(1, count + 1) if not wanted.is_bound else ():
            has_code = bool(wanted.code_of(number) or wanted.codes_somewhere)
            leaf = pages.leaf(number, is_fine=has_code, has_seal=wanted.seal is not None)
            for check, look in page_checks:
                findings += _done(check, partial(look, leaf, wanted), number)
            leaf.forget_ink()
            leaves.append(leaf)
    outline = _outline(data, findings)
    if outline is not None:
        paper = Paper(leaves, outline, count)
        codes_read: PaperCheck = partial(codes.check_codes_somewhere, read=read)
        checks = ON_A_BOUND_PAPER if wanted.is_bound else (*ON_THE_PAPER, (Check.CODES, codes_read))
        for check, hold in checks:
            findings += _done(check, partial(hold, paper, wanted))
    return findings, count


def _outline(data: bytes, findings: list[Finding]) -> Outline | None:
    try:
        outline = outline_of(data)
        if outline.reader.is_encrypted:
            raise Unopenable(is_locked=True)
    except Unopenable:
        raise
    except Exception as error:
        findings.append(_not_done(Check.FILE, error))
        return None
    return outline


def _done(check: Check, look: Callable[[], Iterable[Finding]], page: int | None = None) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:
        return [_not_done(check, error, page)]


def _not_done(check: Check, error: Exception, page: int | None = None) -> Finding:
    frames = traceback.extract_tb(error.__traceback__)[-3:]  # the places only: values may name somebody
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    _log.error("preflight_broke", check=check.value, kind=type(error).__name__, where=where)
    return Finding(
        check,
        Message(N_("This could not be checked: %(what)s. So it does not count as right."), what=NAMES[check]),
        page=page,
    )


def _summed_up(findings: Sequence[Finding]) -> Iterable[Finding]:
    """*findings* with no more than :data:`MOST_OF_A_KIND` of each kind, and how many there are beside."""
    told: dict[Check, int] = {}
    for finding in findings:
        told[finding.check] = told.get(finding.check, 0) + 1
        if told[finding.check] <= MOST_OF_A_KIND:
            yield finding
    for check, count in told.items():
        if count > MOST_OF_A_KIND:
            message = Message(
                N_("%(what)s: %(count)s more of this kind."), what=NAMES[check], count=count - MOST_OF_A_KIND
            )
            yield Finding(check, message)
