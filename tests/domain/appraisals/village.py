"""A village whose applications wait for a meeting, for the tests of this room."""

from typing import Any

from app.core.db import db as database
from app.core.permissions import Actor
from app.domain.applications.models import Application, ApplicationState, HomeVisit
from app.domain.appraisals import service
from app.domain.appraisals.attendance import Comer, set_attendance
from app.domain.appraisals.models import Meeting
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official, Post
from app.domain.policies.vocabulary import MeetingKind
from app.domain.rounds.models import Round
from tests import factories
from tests.conftest import SetClock
from tests.people import People

S = ApplicationState


class Village:
    """A village whose applications wait for a meeting."""

    def __init__(self, people: People, clock: SetClock) -> None:
        self.people, self.clock = people, clock
        self.round: Round = factories.a_round(policy={"comparison_required": False})

    @property
    def officer(self) -> Actor:
        return self.people.actor("village_officer")

    def ready(self, number: int = 3, village: Any = None) -> list[Application]:
        """Applications that were visited."""
        village = village or self.people.village
        found = []
        for _ in range(number):
            application = factories.an_application(
                factories.a_household(village), state=S.VISITED, round_=self.round
            )
            application.visits.append(
                HomeVisit(
                    visited_on=self.clock.today,
                    visitors=[{"name": "张三", "user_id": None}, {"name": "李四", "user_id": None}],
                    findings="属实",
                    recorded_by_id=self.officer.id,
                )
            )
            found.append(application)
        database.session.flush()
        return found

    def open(self, agenda: list[Application], who: str = "village_officer", **given: Any) -> Meeting:
        values: dict[str, Any] = {
            "round_": self.round,
            "village": self.people.village,
            "kind": MeetingKind.REPRESENTATIVES,
            "held_on": self.clock.today,
            "place": "村委会",
            "chair_name": "王主任",
            "recorder_name": "赵会计",
            "due": 30,
            "present": 24,
        } | given
        return service.open_meeting(actor=self.people.actor(who), agenda=agenda, **values)

    def on_the_roster(self, *names: str, **given: Any) -> list[Official]:
        """Representatives of these names."""
        values = {"post": Post.REPRESENTATIVE, "represents": True, "since": self.clock.today} | given
        return [factories.add(Official(area=self.people.village, name=name, **values)) for name in names]

    def relate(self, official: Official, application: Application) -> None:
        """The official has declared a relative in the household of *application*."""
        factories.add(
            Kinship(
                official=official,
                household=application.household,
                relation=Relation.SIBLING,
                declared_on=self.clock.today,
                declared_by_id=self.officer.id,
            )
        )

    def vote(
        self,
        meeting: Meeting,
        application: Application,
        *votes: int,
        left: tuple[str, ...] = (),
        **given: Any,
    ) -> None:
        service.record_votes(
            actor=self.officer,
            meeting=meeting,
            application=application,
            votes_for=votes[0],
            votes_against=votes[1],
            votes_abstained=votes[2],
            left_room=left,
            **given,
        )

    def tick(self, meeting: Meeting, names: tuple[str, ...], present: int, due: int = 30) -> None:
        """Attendance by name: *names* and others up to *present* came, up to *due* were due."""
        everybody = [*names, *(f"村民{number}" for number in range(len(names) + 1, due + 1))]
        comers = [Comer(name, number <= present) for number, name in enumerate(everybody, 1)]
        set_attendance(actor=self.officer, meeting=meeting, comers=comers)

    def sign(self, meeting: Meeting) -> None:
        service.attach_minutes(actor=self.officer, meeting=meeting, copy=factories.an_attachment())
