"""A household with every record of its dossier, and a neighbour on the same papers. What is taken away is missing."""

import io
from dataclasses import dataclass

from PIL import Image
from pypdf import PdfWriter

from app.core import clock
from app.core.db import db
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Attendance, Ballot, Meeting
from app.domain.attachments import service as attachments
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists.models import CandidateList, ListEntry, ListState
from app.domain.households.models import Household
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import LIST_KINDS, NoticeKind
from app.domain.reviews.models import Decision, DecisionOutcome, HomeCheck, ReviewLevel, Sample
from app.domain.rounds.models import Round
from app.domain.why_cards.models import CardStage, WhyCard
from tests import factories
from tests.people import People

NEIGHBOUR = "欧阳邻居"


def a_picture(people: People, colour: str = "white") -> Attachment:
    """A stored photograph."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return stored(people, out.getvalue(), "photo.jpg")


def a_scan(people: People, pages: int = 2, rotated: int = 0) -> Attachment:
    """A stored PDF file of *pages* pages."""
    writer, out = PdfWriter(), io.BytesIO()
    for number in range(pages):
        page = writer.add_blank_page(420 + number, 595)
        if rotated:
            page.rotate(rotated)
    writer.write(out)
    return stored(people, out.getvalue(), "scan.pdf")


def stored(people: People, data: bytes, name: str) -> Attachment:
    actor = people.actor("village_officer")
    path = people.village.path
    return attachments.store(data=data, filename=name, kind="copy", area_path=path, actor=actor)


@dataclass
class Planted:
    """The rows behind one complete dossier."""

    round: Round
    household: Household
    neighbour: Household
    application: Application
    meeting: Meeting
    list: CandidateList
    entry: ListEntry
    notices: dict[NoticeKind, Notice]
    checks: dict[ReviewLevel, HomeCheck]


def a_full_case(people: People, clock_: object) -> Planted:
    """One household on the announced list, with every record; the clock stands after the last day of all notices."""
    round_ = factories.a_round(policy={"comparison_required": False})
    year = round_.reference_year
    household = factories.a_household(people.village, year=year)
    neighbour = factories.a_household(people.village, year=year, head_name=NEIGHBOUR)
    drawn_up = factories.a_candidate_list(people.village, entries=0, state=ListState.ANNOUNCED, round_=round_)
    applications = []
    for one in (household, neighbour):
        scan = a_scan(people)
        applications.append(factories.an_application(one, round_=round_, signed_copy=scan))
        factories.a_visit(applications[-1], sheet=a_picture(people, "grey"))
    meeting = _meet(people, round_, applications)
    entries = [factories.an_entry(drawn_up, application=one) for one in applications]
    for application in applications:
        application.state = ApplicationState.REGISTERED
    notices = {
        kind: factories.a_notice(drawn_up, kind=kind, content={"places": 1}, posted=False)
        for kind in LIST_KINDS
    }
    place = factories.a_posting_place(people.village)
    for notice in notices.values():
        factories.a_posting(notice, place, photo=a_picture(people, "brown"))
    planted = Planted(
        round_, household, neighbour, applications[0], meeting, drawn_up, entries[0], notices, {}
    )
    for level in ReviewLevel:
        _decide(people, planted, entries, level)
    factories.add(
        WhyCard(
            application_id=planted.application.id,
            ordinal=1,
            stage=CardStage.COUNTY,
            content=A_CARD,
            digest="0" * 64,
            frozen_at=clock.now(),
        )
    )
    clock_.move(days=60)  # type: ignore[attr-defined]  # the fixture
    db.session.flush()
    return planted


def _meet(people: People, round_: Round, applications: list[Application]) -> Meeting:
    meeting = factories.a_meeting(people.village, ballots=0, round_=round_, minutes_copy=a_scan(people, 1))
    for sequence, application in enumerate(applications, 1):
        meeting.ballots.append(
            Ballot(
                application=application,
                sequence=sequence,
                votes_for=30,
                votes_against=3,
                votes_abstained=2,
                passed=True,
                remark=f"{NEIGHBOUR}反映情况属实",
                left_room=[NEIGHBOUR],
            )
        )
    meeting.attendance.append(Attendance(sequence=1, name=NEIGHBOUR, is_present=True))
    return meeting


def _decide(people: People, planted: Planted, entries: list[ListEntry], level: ReviewLevel) -> None:
    officer = factories.the_officer()
    for entry in entries:
        values = {"list_id": planted.list.id, "decided_by_id": officer.id, "decided_at": clock.now()}
        factories.add(Decision(entry=entry, level=level, outcome=DecisionOutcome.KEEP, **values))
    sample = factories.add(
        Sample(
            list_id=planted.list.id,
            level=level,
            seed=level.value,
            population=2,
            entry_ids=[planted.entry.id],
            drawn_by_id=officer.id,
            drawn_at=clock.now(),
        )
    )
    planted.checks[level] = factories.add(
        HomeCheck(
            sample=sample,
            entry=planted.entry,
            checked_on=clock.today(),
            checkers=[{"name": "甲", "user_id": None}],
            agrees=True,
            findings="情况属实",
            sheet=a_picture(people),
            recorded_by_id=officer.id,
        )
    )


_PAIR = {"zh": "一", "en": "One"}
A_CARD = {
    "number": "SQ",
    "head_name": "户主",
    "people": 3,
    "group": _PAIR,
    "village": _PAIR,
    "round": _PAIR,
    "state": "registered",
    "on": "2026-05-11",
    "lines": [],
    "standing": "passed",
    "conclusion": {"msgid": "Registered"},
    "changes": [],
    "review": {"ways": [], "until": None, "notice": "", "telephones": [], "hotline": ""},
}
