"""The village book (一村一册): profile, quota, every stage, minutes, notices with photographs, objections, samples."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from app.core.messages import N_, Message
from app.documents.bound_papers import (
    NOTHING,
    BoundPaper,
    ContentsLine,
    Facts,
    Grid,
    Section,
    Words,
    copy_of,
    day,
    plain,
    yes_no,
)
from app.documents.dossier_course import (
    DECISIONS,
    MEETINGS,
    answered_on,
    facts_of_notice,
    outcome_of,
    photos_of,
)
from app.documents.dossier_sheets import facts, heads
from app.documents.papers import Line, Text
from app.domain.appraisals.models import Ballot, Meeting
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists.models import CandidateList, EntryStanding
from app.domain.dossiers.book import Book
from app.domain.notices.labels import titled
from app.domain.notices.queries import Standing
from app.domain.officials.rules import POST_LABELS
from app.domain.reviews.findings import Progress
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.workflow.stages import WHY_LABELS, Reason, Stage, StageLine, Why

TITLE = N_("Village book")
LEVELS = {ReviewLevel.TOWNSHIP: N_("Township"), ReviewLevel.COUNTY: N_("County")}
STANDINGS = {
    EntryStanding.STANDING: N_("On the list"),
    EntryStanding.REMOVED: N_("Removed"),
    EntryStanding.SET_ASIDE: N_("Set aside"),
    EntryStanding.RETURNED: N_("Returned"),
}
May = Callable[[Attachment], bool]


def book_paper(book: Book, *, made_on: dt.date | None, may: May) -> BoundPaper:
    """All that stands in the book. Files that whoever asks *may* not open stay out."""
    closed = {one.digest for one in _attachments(book) if not may(one)}
    sections = tuple(
        replace(section, copies=tuple(copy for copy in section.copies if copy.digest not in closed))
        for section in _sections(book)
    )
    return BoundPaper(
        title=Message(TITLE),
        header=Message(N_("%(village)s, %(round)s"), village=book.village.name, round=book.round.name),
        about=_about(book),
        contents=tuple(ContentsLine(section.codes[0], section.title) for section in sections),
        sections=sections,
        remarks=(
            Message(N_("Objectors are named nowhere in this book; personal numbers stand in none of it.")),
        ),
        made_on=made_on,
    )


def _attachments(book: Book) -> Iterator[Attachment]:
    yield from (one.minutes_copy for one in book.meetings if one.minutes_copy is not None)
    yield from (posting.photo for one in book.notices for posting in one.notice.postings)


def _about(book: Book) -> tuple[Line, ...]:
    above = [area.name for area in (book.county, book.township) if area is not None]
    return (
        Line(Message(N_("Village")), book.village.name),
        Line(Message(N_("Division code")), book.village.code),
        *(Line(Message(N_("Belongs to")), name) for name in above),
        Line(Message(N_("Round")), book.round.name),
    )


def _sections(book: Book) -> Iterator[Section]:
    yield Section(Message(N_("Profile of the village")), (profile(book), officials(book)), ("profile",))
    yield Section(Message(N_("Quota sheet")), (quota_sheet(book),), ("quota",))
    since = [Words(_moved(N_("Since the announcement: %(why)s, %(size)s"), reason)) for reason in book.gone]
    title = Message(N_("The stages side by side"))
    yield Section(title, (stages_table(book.stages), *since, households_table(book)), ("stages",))
    for number, one in enumerate(book.lists):
        yield _list(one, number)
    for number, meeting in enumerate(book.meetings):
        yield _minutes(meeting, number)
    for standing in book.notices:
        yield _notice(standing)
    yield Section(Message(N_("Objections and their outcomes")), tuple(objections(book)), ("objections",))
    yield Section(Message(N_("Decisions and home checks")), tuple(reviews(book)), ("reviews",))


def profile(book: Book) -> Facts:
    """What the statistics and the register of areas say of the village."""
    figures, village = book.figures, book.village
    return facts(
        (N_("Villagers' groups"), str(book.groups)),
        (N_("Figures of the year"), plain(figures.year if figures else None)),
        (N_("Registered households"), plain(figures.households if figures else None)),
        (N_("Registered population"), plain(figures.population if figures else None)),
        (N_("Poor village"), yes_no(figures.is_poor_village if figures else None)),
        (N_("Telephone of the office"), plain(village.telephone)),
        (N_("Address of the office"), plain(village.address if village.address_zh else None)),
        (N_("Posting places"), str(len(book.places))),
    )


def officials(book: Book) -> Grid:
    """How many hold which post; their names stand in the register of officials."""
    rows = tuple((Message(POST_LABELS[post]), number) for post, number in book.officials.items())
    total = (Message(N_("Due at the representatives' meeting")), book.representatives)
    return Grid(
        heads(N_("Post"), N_("Number of persons")),
        (*rows, total),
        Message(N_("Officials on record")),
        frozenset({1}),
    )


def quota_sheet(book: Book) -> Facts:
    """Population, planned incidence, quota, and how many people applied and were announced beside it."""
    counts = {line.stage: line for line in book.stages}
    quota = book.quota
    listed = next((counts[stage].people for stage in reversed(Stage) if counts[stage].households), 0)
    return facts(
        (N_("Population counted for the quota"), plain(quota.population if quota else None)),
        (N_("Planned incidence"), plain(quota.planned_incidence if quota else None)),
        (N_("Quota, people"), plain(quota.quota_people if quota else None)),
        (N_("Applied, people"), str(counts[Stage.APPLIED].people)),
        (N_("At the furthest stage, people"), str(listed)),
        (N_("Difference to the quota"), f"{listed - quota.quota_people:+d}" if quota else NOTHING),
    )


def stages_table(lines: list[StageLine]) -> Grid:
    """The five stages with who came and who went."""
    columns = heads(
        N_("Stage"), N_("Households"), N_("People"), N_("Came"), N_("Went"), N_("Still under way")
    )
    rows = tuple(
        (
            Message(line.label),
            line.households if line.is_reached else NOTHING,
            line.people if line.is_reached else NOTHING,
            _all(line.came),
            _all(line.went),
            _all(line.under_way),
        )
        for line in lines
    )
    return Grid(
        columns, rows, Message(N_("This village in this round, all its lists together")), frozenset({1, 2})
    )


def _all(reasons: tuple[Reason, ...]) -> Text:
    """Reasons one after another. Messages are joined two by two, for each is translated by itself."""
    found: Text = NOTHING
    for reason in reasons:
        one = _moved(N_("%(why)s: %(size)s"), reason)
        found = one if found == NOTHING else Message(N_("%(one)s; %(other)s"), one=found, other=one)
    return found


def _moved(msgid: str, reason: Reason) -> Message:
    size = Message(
        N_("households %(households)s, people %(people)s"), households=reason.households, people=reason.people
    )
    return Message(msgid, why=Message(reason.label), size=size)


def households_table(book: Book) -> Grid:
    """Every household that applied, with its people at each stage and why it went no further."""
    columns = heads(
        N_("Group"),
        N_("Head of household"),
        N_("Applied"),
        N_("Passed"),
        N_("First notice"),
        N_("Second notice"),
        N_("Announcement"),
        N_("Went, or still under way"),
    )
    rows = tuple(
        (
            course.group_name or NOTHING,
            course.head_name,
            *(course.people.get(stage, NOTHING) for stage in Stage),
            Message(WHY_LABELS[course.why]) if course.why else NOTHING,
        )
        for course in book.courses
    )
    return Grid(columns, rows, Message(N_("Household by household")), frozenset(range(2, 7)))


def _list(one: CandidateList, number: int) -> Section:
    title = (
        Message(N_("Supplementary list %(number)s"), number=one.ordinal - 1)
        if one.is_supplementary
        else Message(N_("Main list"))
    )
    rows = tuple(
        (
            entry.sequence,
            entry.group_name or NOTHING,
            entry.head_name,
            entry.people,
            Message(STANDINGS[entry.standing]),
            Message(WHY_LABELS[Why(entry.removal_cause.value)]) if entry.removal_cause else NOTHING,
            plain(entry.reason),
        )
        for entry in one.entries
    )
    columns = heads(
        N_("List no."),
        N_("Group"),
        N_("Head of household"),
        N_("People"),
        N_("State"),
        N_("Taken off by"),
        N_("Reason"),
    )
    drawn_up = facts((N_("Drawn up on"), day(one.drawn_up_on)), (N_("Announced on"), day(one.announced_on)))
    return Section(title, (drawn_up, Grid(columns, rows, "", frozenset({0, 3}))), (f"list-{number}",))


def _minutes(meeting: Meeting, number: int) -> Section:
    named = [one for one in meeting.attendance if one.is_present]
    lines = facts(
        (N_("Kind of meeting"), Message(MEETINGS[meeting.kind.value])),
        (N_("Day of the meeting"), day(meeting.held_on)),
        (N_("Meeting place"), plain(meeting.place)),
        (N_("Chaired by"), meeting.chair_name),
        (N_("Recorded by"), meeting.recorder_name),
        (N_("Due to attend"), str(meeting.due)),
        (N_("Present"), str(meeting.present)),
        (N_("Ticked off by name"), str(len(named))),
        (N_("Observers"), plain(meeting.observers)),
    )
    votes = Grid(
        heads(
            N_("List no."),
            N_("Head of household"),
            N_("Votes for"),
            N_("Votes against"),
            N_("Votes withheld"),
            N_("Left the room; remarks"),
            N_("Result of the vote"),
        ),
        tuple(_vote(one) for one in meeting.ballots),
        Message(N_("Votes on each application")),
        frozenset({0, 2, 3, 4}),
    )
    blocks: list[Any] = [lines, votes]
    if named:
        blocks.append(Words("、".join(one.name for one in named), Message(N_("Present by name"))))
    if meeting.notes:
        blocks.append(Words(meeting.notes, Message(N_("Notes"))))
    blocks += [
        Words(one.text, Message(N_("Addition, because: %(reason)s"), reason=one.reason))
        for one in meeting.additions
    ]
    title = Message(N_("Minutes of the review meeting of %(day)s"), day=meeting.held_on)
    code = f"minutes-{number}"
    copies = copy_of(
        meeting.minutes_copy, f"{code}-copy", Message(N_("Signed minutes of the review meeting"))
    )
    return Section(title, tuple(blocks), (code,), copies)


def _vote(ballot: Ballot) -> tuple[Any, ...]:
    words = [*(str(name) for name in ballot.left_room or ()), ballot.remark, ballot.adjourned_reason]
    if ballot.adjourned_reason:
        result: Text = Message(N_("Adjourned by the meeting"))
    elif ballot.passed is None:
        result = NOTHING
    else:
        result = Message(N_("Passed")) if ballot.passed else Message(N_("Not passed"))
    return (
        ballot.sequence,
        ballot.application.household.head_name,
        plain(ballot.votes_for),
        plain(ballot.votes_against),
        plain(ballot.votes_abstained),
        "；".join(word for word in words if word) or NOTHING,
        result,
    )


def _notice(standing: Standing) -> Section:
    notice = standing.notice
    lines = facts_of_notice(standing, (N_("Withdrawn because"), plain(notice.withdrawal_reason)))
    places = Grid(
        heads(N_("Place"), N_("Hung on"), N_("Taken down on")),
        tuple((one.place.name, day(one.posted_on), day(one.taken_down_on)) for one in notice.postings),
        Message(N_("Where it hung")),
    )
    code = f"notice-{notice.number}"
    title = Message(N_("%(kind)s no. %(number)s"), kind=Message(titled(notice)), number=notice.number)
    return Section(title, (lines, places), (code,), photos_of(notice, f"{code}-photos"))


def objections(book: Book) -> Iterator[Grid | Words]:
    """Numbers, outcomes and the answers that were published; who objected stands nowhere."""
    if not book.objections:
        yield Words(Message(N_("No objection was received in this round.")))
        return
    yield Grid(
        heads(N_("Number"), N_("Notice"), N_("Received on"), N_("Outcome"), N_("Answered on"), N_("Answer")),
        tuple(
            (
                one.number,
                one.notice.number,
                day(one.received_at.date()),
                outcome_of(one),
                answered_on(one),
                plain(one.final_reply),
            )
            for one in book.objections
        ),
    )


def reviews(book: Book) -> Iterator[Grid]:
    """How the township and the county decided, and what the samples found."""
    outcomes = list(DecisionOutcome)
    yield Grid(
        (Message(N_("Level")), *(Message(DECISIONS[one]) for one in outcomes)),
        tuple(
            (Message(LEVELS[level]), *(book.decided.get((level.value, one.value), 0) for one in outcomes))
            for level in ReviewLevel
        ),
        Message(N_("Decisions on households")),
        frozenset({1, 2, 3}),
    )
    columns = heads(
        N_("Level"),
        N_("Drawn from"),
        N_("Drawn"),
        N_("Checked in any case"),
        N_("Checked"),
        N_("Found wrong"),
        N_("Households wrong in the whole list, 95 %"),
    )
    yield Grid(
        columns,
        tuple(_sample(one) for one in book.samples),
        Message(N_("Samples and home checks")),
        frozenset(range(1, 7)),
    )


def _sample(progress: Progress) -> tuple[Any, ...]:
    said = progress.statement
    return (
        Message(LEVELS[progress.sample.level]),
        progress.sample.population,
        len(progress.drawn),
        len(progress.mandatory),
        progress.checked,
        progress.wrong,
        Message(N_("%(low)s to %(high)s"), low=said.low, high=said.high) if said is not None else NOTHING,
    )
