"""The dossier of one household (一户一档): all its records in the order of the procedure, bound into one file."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.messages import N_, Message
from app.documents import dossier_course as course
from app.documents import dossier_sheets as sheets
from app.documents.bound import Made, bound_pdf
from app.documents.bound_papers import BoundPaper, ContentsLine, Grid, Section, Words, day
from app.documents.dossier_sheets import heads
from app.documents.papers import Line, Text
from app.domain.areas.models import Area
from app.domain.dossiers.cases import Case
from app.domain.dossiers.checklist import Record, RecordState
from app.domain.dossiers.queries import Dossier
from app.domain.notices import showing
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds.models import Round

TITLE = N_("Household dossier")
#: the signed minutes name other households
IN_THE_BOOK = Message(N_("Bound into the village book."))


def dossier_pdf(paper: BoundPaper, lang: str) -> Made:
    """The file. It names one household, so it is kept only while a village's set of them is."""
    return bound_pdf(paper, lang)


def dossier_paper(
    dossier: Dossier, *, in_full: bool, hidden: list[str], closed: frozenset[str], made_on: dt.date | None
) -> BoundPaper:
    """All that stands in a dossier. *hidden* names are shortened in what was written about the case; files whose
    digest is in *closed* stay out, because whoever asks may not open them. Numbers are masked unless *in_full*."""
    case = dossier.case
    found = [_without(section, closed) for section in _sections(case, in_full=in_full, hidden=hidden)]
    remarks = [
        Message(N_("Identity numbers, telephone and bank card are shown in full."))
        if in_full
        else Message(N_("Identity numbers, telephone and bank card are shown in part.")),
        Message(
            N_("Objectors are never named, and the words of other households are no part of this dossier.")
        ),
    ]
    if any(len(one.copies) < len(before.copies) for one, before in found):
        remarks.append(Message(N_("Copies that whoever put this together may not open were left out.")))
    return BoundPaper(
        title=Message(TITLE),
        header=Message(
            N_("%(number)s %(name)s"), number=case.household.household_no, name=case.household.head_name
        ),
        about=_about(case),
        contents=tuple(_line(record) for record in dossier.records),
        sections=tuple(section for section, _before in found),
        remarks=tuple(remarks),
        made_on=made_on,
    )


def free_texts(case: Case) -> list[str]:
    """What officers wrote about the case, in which other people may be named."""
    texts = [part for ballot in case.ballots for part in (ballot.remark, ballot.adjourned_reason)]
    texts += [one.reason for one in case.decisions] + [one.findings for one in case.checks]
    texts += [one.final_reply for one in case.objections]
    return [text for text in texts if text]


def _sections(case: Case, *, in_full: bool, hidden: list[str]) -> Iterator[Section]:
    def hide(text: str) -> str:
        return showing.without_names(text, hidden)

    yield sheets.register_sheet(case, in_full=in_full)
    application = case.application
    if application is not None:
        yield sheets.application_sheet(case, application)
        yield from _there(
            sheets.visit_sheet(application),
            sheets.comparison_sheet(case, application),
            course.relatives_sheet(case),
        )
    yield from _there(
        course.meeting_sheet(case, hide),
        course.notice_sheet(case, NoticeKind.FIRST_NOTICE, hide),
        course.decision_sheet(case, ReviewLevel.TOWNSHIP, hide),
        course.notice_sheet(case, NoticeKind.SECOND_NOTICE, hide),
        course.decision_sheet(case, ReviewLevel.COUNTY, hide),
        course.notice_sheet(case, NoticeKind.ANNOUNCEMENT, hide),
        course.card_sheet(case),
        course.afterwards_sheet(case),
    )


def _there(*found: Section | None) -> Iterator[Section]:
    yield from (section for section in found if section is not None)


def _without(section: Section, closed: frozenset[str]) -> tuple[Section, Section]:
    """The section without copies that stay out, and as it was."""
    kept = tuple(copy for copy in section.copies if copy.digest not in closed)
    return replace(section, copies=kept), section


def _about(case: Case) -> tuple[Line, ...]:
    household = case.household
    number = case.application.number if case.application is not None else "—"
    return (
        Line(Message(N_("Head of the household")), household.head_name or "—"),
        Line(Message(N_("Household number")), household.household_no),
        Line(Message(N_("Village")), household.village.name),
        Line(Message(N_("Round")), case.round.name),
        Line(Message(N_("Number of the application")), number),
        Line(Message(N_("The record describes")), day(household.data_as_of)),
    )


def _line(record: Record) -> ContentsLine:
    return ContentsLine(
        code=record.code,
        label=Message(record.label),
        state=record.state.value,
        state_label=Message(record.state_label),
        note=IN_THE_BOOK
        if record.code == "minutes_copy" and record.state is RecordState.THERE
        else record.note or "",
        on=record.on,
        who=record.who,
    )


def contents_of_set(
    village: Area,
    round_: Round,
    listed: Sequence[tuple[str, str, int, Sequence[Message]]],
    lacking: Sequence[str],
    *,
    made_on: dt.date,
) -> BoundPaper:
    """What lies in a village's set: number, head, pages and missing records of each household."""
    rows = tuple(
        (order, number, head, pages, _together(missing))
        for order, (number, head, pages, missing) in enumerate(listed, 1)
    )
    columns = heads(
        N_("No."), N_("Household number"), N_("Head of the household"), N_("Pages"), N_("Missing")
    )
    blocks: list[Grid | Words] = [Grid(columns, rows, "", frozenset({0, 3}), frozenset({4}))]
    if lacking:
        words = Message(N_("Not put together, look into each: %(numbers)s"), numbers="、".join(lacking))
        blocks.append(Words(words))
    title = Message(N_("Dossiers of the village"))
    return BoundPaper(
        title=title,
        header=Message(N_("%(village)s, %(round)s"), village=village.name, round=round_.name),
        about=(
            Line(Message(N_("Village")), village.name),
            Line(Message(N_("Round")), round_.name),
            Line(Message(N_("Dossiers")), str(len(listed))),
            Line(Message(N_("Pages in all")), str(sum(pages for _no, _head, pages, _missing in listed))),
        ),
        contents=(ContentsLine("set", title),),
        sections=(Section(title, tuple(blocks), ("set",)),),
        made_on=made_on,
    )


def _together(missing: Sequence[Message]) -> Text:
    found: Text = "—"
    for one in missing:
        found = one if found == "—" else Message(N_("%(one)s; %(other)s"), one=found, other=one)
    return found
