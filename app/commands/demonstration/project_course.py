"""One project on its way, as far as its row says: each method is what somebody does, through the services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.commands.demonstration import papers
from app.commands.demonstration.diary import NOON
from app.core import clock
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.attachments.models import Attachment
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.projects import course, queries, reporting, service
from app.domain.projects.course import Mark, Offer
from app.domain.projects.kinds import KINDS, ProjectKind, TenderMethod
from app.domain.projects.models import PhotoStage, Project, ProjectState
from app.domain.projects.reporting import Picture
from app.domain.projects.rules import FULL, MILLI
from app.domain.projects.service import Place, Record
from app.domain.workflow.projects import take_project_step

if TYPE_CHECKING:
    from app.commands.demonstration.projects import Township

K, S = NoticeKind, ProjectState
Texts = Mapping[str, str]
FEN = 100
DUE, PRESENT, IN_FAVOUR, AGAINST = 36, 33, 31, 1
DECISION = {
    "zh": "同意申报，请村务监督委员会监督。",
    "en": "Agreed to propose it; the supervision committee looks on.",
}
FINANCING = {
    "zh": "财政和帮扶资金（演示所编）。",
    "en": "Public money and aid (invented for the demonstration).",
}
#: whether households get something each -> how villagers take part
PARTICIPATION = {
    True: {"zh": "户主报名，小组评议。", "en": "Households put their names down; each group discusses them."},
    False: {
        "zh": "代表会议讨论，派两人监督。",
        "en": "The representatives discuss it and send two who look on.",
    },
}
STATION = {"zh": "镇乡村振兴站", "en": "The township's revitalisation station"}
CHECKED = {"zh": "到现场看过，资料齐全。", "en": "Looked at on the spot; the papers are complete."}
ACCEPTED = {
    "zh": "五人现场验收：数量够，质量合格。",
    "en": "Accepted on the spot by five people: quantity and quality are right.",
}
NO_NOTE = {"zh": "", "en": ""}
CAPTIONS = {
    PhotoStage.BEFORE: {"zh": "开工前（演示图）", "en": "Before the work (drawn)"},
    PhotoStage.DURING: {"zh": "施工中（演示图）", "en": "During the work (drawn)"},
    PhotoStage.AFTER: {"zh": "完工后（演示图）", "en": "After the work (drawn)"},
}


def milli(quantity: float) -> int:
    """A quantity of the samples in thousandths of its unit."""
    return round(quantity * MILLI)


@dataclass
class Course:
    """One project of the samples on its way."""

    row: Mapping[str, Any]
    town: "Township"
    project: Project = field(init=False)

    @property
    def proposed(self) -> int:
        return int(self.row["proposed"])

    @property
    def is_planned(self) -> bool:
        """It comes as far as the year's plan."""
        return list(S).index(S(self.row["stage"])) >= list(S).index(S.PLANNED)

    @cached_property
    def area(self) -> Area:
        return self.town.area if self.row.get("township") else get_area(self.row["places"][0]["village"])

    @property
    def actor(self) -> Actor:
        return self.town.officer_of(self.area)

    @cached_property
    def paper(self) -> Attachment:
        """The bundle of signed papers of the project."""
        return papers.signed_copy(
            actor=self.actor,
            kind="project_paper",
            area_path=self.area.path,
            name=f"project-{self.row['key']}",
            needs=Permission.PROJECT_VIEW,
        )

    def note(self) -> None:
        """Note the course up to the row's stage, and what is announced, reported and paid on the way."""
        row, proposed = self.row, self.proposed
        accepted = row.get("accepted", 0)
        way = (
            (S.DRAFT, proposed + 4, self.begin),
            (S.PROPOSED, proposed, self.propose),
            (S.TOWNSHIP_CHECK, proposed - 21, _Step(self, "submit")),
            (S.COUNTY_APPROVAL, proposed - 23, _Step(self, "check", note=CHECKED)),
            (S.LIBRARY, proposed - 26, _Step(self, "approve", "示扶批〔示例〕")),
            (S.PLANNED, proposed - 35, _Step(self, "plan", "示扶计〔示例〕")),
            (S.UNDER_WAY, row["begins"], _Step(self, "start")),
            (S.COMPLETED, row.get("done", 0), _Step(self, "complete")),
            (S.ACCEPTED, accepted, _Step(self, "accept", note=ACCEPTED)),
            (S.CLOSED, accepted - 23, _Step(self, "close")),
        )
        states = [state for state, _days, _act in way]
        reached = states.index(S(row["stage"]))
        for _state, days, act in way[: reached + 1]:
            self.town.diary.note(days, act, NOON)
        if reached >= states.index(S.PLANNED):
            self._note_work()
        if reached >= states.index(S.ACCEPTED) and row.get("completion_notice", True):
            self.town.diary.note(accepted - 3, lambda: self.announce(K.PROJECT_COMPLETION))

    def _note_work(self) -> None:
        diary, row = self.town.diary, self.row
        if "tender" in row:
            diary.note(row["tender"]["days"], self.decide_builder)
        self.town.purse.note_project(self)
        if row["begins"] > 0:
            diary.note(row["begins"] + 20, lambda: self.announce(K.PROJECT_START))
        for number, report in enumerate(row.get("reports", ()), 1):
            diary.note(report["days"], _Reporting(self, number, report["percent"]))
        for report in row.get("place_reports", ()):
            diary.note(report["days"], _Reporting(self, 0, report["percent"], report["village"]))
        if row.get("parts"):
            diary.note(row["reports"][-1]["days"] - 2, lambda: self.announce(K.PROJECT_PROGRESS))

    def announce(self, kind: NoticeKind) -> None:
        """The project alone stands on a notice of *kind*."""
        self.town.publish(kind, self.area, self.project.round, [self.project])

    def begin(self) -> None:
        """The record is begun, with a photograph of how it was before."""
        self.project = service.begin_project(
            actor=self.actor,
            round_=self.town.years[bool(self.row.get("year_before"))],
            area=self.area,
            record=self._record(),
            places=[
                Place(
                    get_area(place["village"]),
                    quantity_milli=milli(place["quantity"]),
                    serves_number=place["serves"],
                )
                for place in self.row["places"]
            ],
        )
        self.photograph(PhotoStage.BEFORE)

    def _record(self) -> Record:
        row, kind, ago = self.row, ProjectKind(self.row["kind"]), self.town.diary.ago
        committee = {
            "zh": f"{self.area.name_zh}{'居' if self.area.name_zh.endswith('社区') else ''}委会",
            "en": f"Committee of {self.area.name_en}",
        }
        pairs: dict[str, Texts] = {
            "participation": PARTICIPATION[KINDS[kind].for_households],
            "financing": FINANCING,
            "unit": STATION if self.area is self.town.area else committee,
        }
        for name in ("name", "content", "target", "benefit", "financing", "subsidy"):
            if name in row:
                pairs[name] = row[name]
        columns: dict[str, Any] = {
            f"{name}_{lang}": pair[lang] for name, pair in pairs.items() for lang in ("zh", "en")
        }
        return Record(
            kind=kind,
            serves=KINDS[kind].serves,
            person_in_charge=self.actor.name.split(" ")[-1],
            office_telephone=self.area.telephone or "",
            budget_fen=row["amount_yuan"] * FEN,
            quantity_milli=sum(milli(place["quantity"]) for place in row["places"]),
            serves_number=row["serves_number"],
            starts_on=ago(row["begins"]),
            due_on=ago(row["ends"]),
            is_invented=row["invented"],
            **columns,
        )

    def propose(self) -> None:
        """The villagers' representatives vote for it, and it is proposed."""
        course.record_meeting(
            actor=self.actor,
            project=self.project,
            kind=MeetingKind.REPRESENTATIVES,
            held_on=clock.today(),
            due=DUE,
            present=PRESENT,
            in_favour=IN_FAVOUR,
            against=AGAINST,
            decision_zh=DECISION["zh"],
            decision_en=DECISION["en"],
            minutes=self.paper,
        )
        take_project_step(project=self.project, step="propose", actor=self.actor)

    def decide_builder(self) -> None:
        """Bids are opened and the work is given to one, or the villagers do it themselves."""
        row = self.row["tender"]
        reason = row.get("reason", NO_NOTE)
        course.record_tender(
            actor=self.actor,
            project=self.project,
            method=TenderMethod(row["method"]),
            decided_on=clock.today(),
            decided_by_zh=row["by"]["zh"],
            decided_by_en=row["by"]["en"],
            reason_zh=reason["zh"],
            reason_en=reason["en"],
            paper=self.paper,
            bids=[
                Offer(bid["bidder"], bid["offer_yuan"] * FEN, bid["bidder_en"], bid.get("award", False))
                for bid in self.row.get("bids", ())
            ],
        )

    def photograph(self, stage: PhotoStage) -> None:
        """A photograph outside a report."""
        reporting.add_photographs(actor=self.actor, project=self.project, photographs=[self._picture(stage)])

    def _picture(self, stage: PhotoStage, which: int = 0) -> Picture:
        photo = papers.work_photograph(
            actor=self.actor,
            area_path=self.area.path,
            kind=self.row["kind"],
            stage=stage,
            name=f"{self.row['key']}-{which}",
        )
        caption = CAPTIONS[stage]
        return Picture(stage, photo, clock.today(), caption["zh"], caption["en"])

    def report(self, which: int, percent: int) -> None:
        """How far the work has come, with a photograph; of the last one also by the parts of the work."""
        whole = self.project.quantity_milli * percent // FULL
        stage = PhotoStage.AFTER if percent == FULL else PhotoStage.DURING
        self._report(percent, whole, self._picture(stage, which))
        if which < len(self.row["reports"]):
            return
        for number, part in enumerate(self.row.get("parts", ()), which + 1):
            self._report(part["percent"], milli(part["done"]), self._picture(stage, number), part)

    def report_place(self, village: str, percent: int) -> None:
        """A village reports how far its own part has come."""
        place = next(one for one in self.project.places if one.area.code == village)
        picture = self._picture(PhotoStage.DURING, int(place.area.short_code))
        actor = self.town.officer_of(place.area)
        reporting.report_progress(
            actor=actor,
            project=self.project,
            place=place,
            on=clock.today(),
            percent=percent,
            done_milli=place.quantity_milli * percent // FULL,
            photographs=[picture],
        )

    def _report(self, percent: int, done: int, picture: Picture, part: Texts = NO_NOTE) -> None:
        reporting.report_progress(
            actor=self.actor,
            project=self.project,
            on=clock.today(),
            percent=percent,
            done_milli=done,
            photographs=[picture],
            part_zh=part["zh"],
            part_en=part["en"],
        )


@dataclass(frozen=True)
class _Step:
    """Somebody takes a step of the project's procedure, with its paper; *series* begins the document's number."""

    course: Course
    step: str
    series: str = ""
    note: Texts = field(default_factory=lambda: NO_NOTE)

    def __call__(self) -> None:
        course, people = self.course, self.course.town.people
        number = f"{self.series}{course.proposed}号" if self.series else ""
        mark = Mark(clock.today(), number, self.note["zh"], self.note["en"], course.paper)
        actors = {"check": people.township, "approve": people.county, "plan": people.township}
        actors |= {"accept": people.township, "close": people.township}
        take_project_step(
            project=queries.get_project(course.project.number),
            step=self.step,
            actor=actors.get(self.step, course.actor),
            given={"mark": mark} if self.step not in ("submit", "close") else None,
        )


@dataclass(frozen=True)
class _Reporting:
    """A report of the progress: the so-manieth of its project, or a village's of its own part."""

    course: Course
    which: int
    percent: int
    village: str = ""

    def __call__(self) -> None:
        if self.village:
            self.course.report_place(self.village, self.percent)
        else:
            self.course.report(self.which, self.percent)
