"""What a project's record must hold, how its quantity is written, when it is late, how far it has come. All pure."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from app.core.bilingual import BilingualText
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import MajorityOf
from app.domain.projects.kinds import KINDS, SERVES_LABELS, SERVES_ONE, UNIT_LABELS, Unit
from app.domain.projects.models import (
    Milestone,
    MilestoneKind,
    PhotoStage,
    ProgressReport,
    Project,
    ProjectMeeting,
    ProjectState,
    Tender,
)

S = ProjectState
#: quantities are kept in thousandths of their unit
MILLI = 1000
MOST_MILLI = 10**12
FULL = 100
#: in which the record may still be changed
EDITABLE = frozenset({S.DRAFT, S.PROPOSED})
#: from which on work may be decided on, begun and photographed
LISTED = frozenset({S.LIBRARY, S.PLANNED, S.UNDER_WAY, S.COMPLETED, S.ACCEPTED})
#: in which something is still to be done
OPEN_STATES = tuple(state for state in ProjectState if state not in (S.CLOSED, S.DROPPED))
#: how the history calls a change of the places
PLACES = "places"
#: what of a record the villagers' meeting votes on: after a change of it a new meeting decides
VOTED_ON = frozenset({"budget_fen", "quantity_milli", PLACES})

MILESTONE_LABELS: dict[MilestoneKind, str] = {
    MilestoneKind.TOWNSHIP_CHECK: N_("Checked by the township"),
    MilestoneKind.APPROVAL: N_("Approved by the county"),
    MilestoneKind.PLAN: N_("Put into the year's plan"),
    MilestoneKind.START: N_("Work begun"),
    MilestoneKind.COMPLETION: N_("Work done"),
    MilestoneKind.ACCEPTANCE: N_("Accepted"),
}

#: when a photograph of a project was taken
STAGE_LABELS: dict[PhotoStage, str] = {
    PhotoStage.BEFORE: N_("Before the work"),
    PhotoStage.DURING: N_("During the work"),
    PhotoStage.AFTER: N_("After the work"),
}

#: what a project needs before it can be proposed: the column, and how it is asked for. The fields are those of the
#: project library (项目库) of the State Council's poverty office; without a target nothing enters it
ASKED_FOR: tuple[tuple[str, str], ...] = (
    ("name_zh", N_("The project has no name.")),
    ("content_zh", N_("Write what is to be done.")),
    (
        "target_zh",
        N_("Write the target: what is to be reached, and how it will be measured. No target, no entry."),
    ),
    ("participation_zh", N_("Write how the villagers take part.")),
    ("benefit_zh", N_("Write how poor households benefit.")),
    ("financing_zh", N_("Write where the money is to come from.")),
    ("unit_zh", N_("Write which office is responsible.")),
    ("person_in_charge", N_("Write who answers for it.")),
    ("office_telephone", N_("Write the office's telephone number.")),
    ("budget_fen", N_("Write what it will cost.")),
    ("quantity_milli", N_("Write how much is to be done, in the project's unit.")),
    ("serves_number", N_("Write how many it will serve.")),
    ("starts_on", N_("Write when the work is to begin.")),
    ("due_on", N_("Write when the work is to be done.")),
)


@dataclass(frozen=True)
class Missing:
    """What the record lacks: the *field* of the form and what to write there."""

    field: str
    message: Message


def missing(project: Project) -> list[Missing]:
    """What the record of *project* lacks before it can be proposed, in the order of the form."""
    found = [Missing(name, Message(words)) for name, words in ASKED_FOR if not getattr(project, name)]
    if KINDS[project.kind].for_households and not project.subsidy_zh:
        found.append(Missing("subsidy_zh", Message(N_("Write what each household gets, and by which rule."))))
    if not project.places:
        found.append(Missing("places", Message(N_("Write in which villages it is carried out."))))
    elif fault := _why_places_differ(project):
        found.append(Missing("places", fault))
    return found


def missing_fields(project: Project) -> list[Message]:
    """The same as words alone: empty when the record is complete."""
    return [one.message for one in missing(project)]


def _why_places_differ(project: Project) -> Message | None:
    total = sum(place.quantity_milli for place in project.places)
    if total == project.quantity_milli:
        return None
    return Message(
        N_(
            "The places add up to %(sum)s, the project says %(whole)s: %(difference)s too much or too little."
        ),
        sum=quantity_text(total),
        whole=quantity_text(project.quantity_milli),
        difference=quantity_text(abs(total - project.quantity_milli)),
    )


def unit_of(project: Project) -> Unit:
    """In what the quantity of *project* is counted."""
    return KINDS[project.kind].unit


def quantity_text(milli: int) -> str:
    """Thousandths as people write them: 26,400 is ``26.4``, 3,975,000 is ``3,975``."""
    number = Decimal(milli) / MILLI
    return f"{number:,.3f}".rstrip("0").rstrip(".")


def quantity_words(milli: int, unit: Unit) -> Message:
    """A quantity with its unit: ``26.4 km``."""
    return Message(N_("%(number)s %(unit)s"), number=quantity_text(milli), unit=Message(UNIT_LABELS[unit]))


def serves_words(project: Project) -> Message:
    """Whom *project* serves: ``30 households``."""
    if project.serves_number == 1:
        return Message(SERVES_ONE[project.serves])
    unit = Message(SERVES_LABELS[project.serves])
    return Message(N_("%(number)s %(unit)s"), number=f"{project.serves_number:,}", unit=unit)


def read_quantity(text: str, field_name: str | None = None) -> int:
    """What somebody typed (``26.4``, ``3,975``, ``1，000``) in thousandths. Raises ``Invalid`` beside *field_name*."""
    plain = re.sub(r"[,，\s]", "", text).replace("．", ".")
    try:
        number = Decimal(plain) * MILLI
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or number > MOST_MILLI:
        raise Invalid(Message(N_("Write a number such as 26.4.")), field_name)
    if number != number.to_integral_value():
        raise Invalid(Message(N_("At most three digits after the point.")), field_name)
    return int(number)


@dataclass(frozen=True)
class Done:
    """How far something has come by a report: percent, thousandths of the unit done, on which day."""

    percent: int
    done_milli: int
    on: dt.date
    part: BilingualText = field(default=BilingualText(""))
    place_id: int | None = None


@dataclass(frozen=True)
class Progress:
    """How far a project has come. *on* is missing where nothing was reported yet; *places* by the place's id."""

    percent: int
    done_milli: int
    on: dt.date | None
    places: dict[int, Done]
    parts: tuple[Done, ...]


def progress(reports: Iterable[ProgressReport], planned: dict[int, int] | None = None) -> Progress:
    """How far a project has come by its *reports*; *planned* is place id -> thousandths of the unit.

    The latest report of the whole counts, unless every place has one of its own: then they are added up, and the
    percentage is the places' weighted by what is planned there. Places without a report count as nought.
    """
    latest: dict[tuple[int | None, str], ProgressReport] = {}
    for report in sorted(reports, key=lambda one: (one.on, one.id or 0)):
        latest[report.place_id, report.part_zh] = report
    if not latest:
        return Progress(0, 0, None, {}, ())
    places = {
        place_id: _done(report)
        for (place_id, part), report in latest.items()
        if place_id is not None and not part
    }
    parts = tuple(_done(report) for (_place, part), report in latest.items() if part)
    last_on = max(report.on for report in latest.values())
    whole = latest.get((None, ""))
    planned = planned or {}
    if places and (whole is None or set(planned) <= set(places)):
        return Progress(
            _weighted(places, planned), sum(one.done_milli for one in places.values()), last_on, places, parts
        )
    if whole is None:
        return Progress(0, 0, last_on, places, parts)
    return Progress(whole.percent, whole.done_milli, last_on, places, parts)


def progress_of(project: Project) -> Progress:
    """How far *project* has come."""
    return progress(project.reports, {place.id: place.quantity_milli for place in project.places})


def _done(report: ProgressReport) -> Done:
    part = BilingualText(report.part_zh, report.part_en)
    return Done(report.percent, report.done_milli, report.on, part, report.place_id)


def _weighted(places: dict[int, Done], planned: dict[int, int]) -> int:
    weights = {place_id: planned.get(place_id, 0) for place_id in planned | dict.fromkeys(places, 0)}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    done = sum(
        weight * places[place_id].percent for place_id, weight in weights.items() if place_id in places
    )
    return done // sum(weights.values())


@dataclass(frozen=True)
class Lateness:
    """What of a project is late on a day: since when a start, a report or the completion is missing."""

    start_due_on: dt.date | None = None
    report_due_on: dt.date | None = None
    completion_due_on: dt.date | None = None

    def __bool__(self) -> bool:
        return any((self.start_due_on, self.report_due_on, self.completion_due_on))

    def words(self, on: dt.date) -> list[Message]:
        """What is late, each with the number of days."""
        said = (
            (self.completion_due_on, N_("The work should have been done by %(day)s: %(days)s days late.")),
            (self.report_due_on, N_("A report of the progress was due on %(day)s: %(days)s days late.")),
            (self.start_due_on, N_("The work should have begun on %(day)s: %(days)s days late.")),
        )
        return [Message(words, day=day, days=(on - day).days) for day, words in said if day is not None]


def report_due_on(project: Project, policy: Policy) -> dt.date | None:
    """When the next report of the progress is due; nothing before the start and after the completion."""
    if project.state is not S.UNDER_WAY:
        return None
    last = latest_report(project)
    began = latest_milestone(project, MilestoneKind.START)
    since = last.on if last is not None else began.on if began is not None else project.starts_on
    return since + dt.timedelta(days=policy.project_report_days) if since is not None else None


def lateness(project: Project, policy: Policy, on: dt.date) -> Lateness:
    """What of *project* is late on a day."""
    report = report_due_on(project, policy)
    is_running = project.state is S.UNDER_WAY
    is_waiting = project.state is S.PLANNED
    return Lateness(
        start_due_on=project.starts_on if is_waiting and _before(project.starts_on, on) else None,
        report_due_on=report if _before(report, on) else None,
        completion_due_on=project.due_on
        if (is_running or is_waiting) and _before(project.due_on, on)
        else None,
    )


def _before(day: dt.date | None, on: dt.date) -> bool:
    return day is not None and day < on


def latest_report(project: Project) -> ProgressReport | None:
    """The report of the latest day."""
    return max(project.reports, key=lambda report: (report.on, report.id), default=None)


def latest_milestone(project: Project, kind: MilestoneKind) -> Milestone | None:
    """The milestone of *kind* that counts: the one recorded last."""
    found = [milestone for milestone in project.milestones if milestone.kind is kind]
    return found[-1] if found else None


def latest_tender(project: Project) -> Tender | None:
    """The decision on who does the work that counts: the one recorded last."""
    return project.tenders[-1] if project.tenders else None


def why_no_builder(project: Project) -> Message | None:
    """Where something is built: that it is not decided yet who does the work; nothing where it is."""
    if not KINDS[project.kind].has_builder or latest_tender(project) is not None:
        return None
    return Message(N_("It is not decided yet who does the work: enter the bids and the award."))


def why_meeting_does_not_carry(meeting: ProjectMeeting, policy: Policy) -> Message | None:
    """Why a meeting does not carry a project by the policy's quorum and majority, or nothing.

    Source: the Organic Law of Villagers' Committees, articles 22 and 24, as the policy's shares say it.
    """
    quorum = policy.quorum(meeting.kind)
    if not quorum.is_met(meeting.present, meeting.due):
        return Message(
            N_("At the meeting of %(day)s were %(present)s of %(due)s; %(least)s must be there."),
            day=meeting.held_on,
            present=meeting.present,
            due=meeting.due,
            least=quorum.least(meeting.due),
        )
    of = meeting.due if policy.majority_of is MajorityOf.DUE else meeting.present
    if not policy.votes_needed.is_met(meeting.in_favour, of):
        return Message(
            N_("At the meeting of %(day)s %(votes)s voted for it; %(least)s votes are needed."),
            day=meeting.held_on,
            votes=meeting.in_favour,
            least=policy.votes_needed.least(of),
        )
    return None


def carrying_meeting(meetings: Sequence[ProjectMeeting], policy: Policy) -> ProjectMeeting | None:
    """The latest meeting that carries a project."""
    return next((one for one in reversed(meetings) if why_meeting_does_not_carry(one, policy) is None), None)
