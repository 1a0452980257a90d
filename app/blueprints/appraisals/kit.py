"""From a planned meeting to the papers that are printed for it. No number of a person goes onto paper."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from app.blueprints.appraisals.compared import Compared, compared
from app.blueprints.appraisals.papers import minutes_of
from app.blueprints.appraisals.presenter import KIND_LABELS, majority_rule, quorum_rule
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.kit import KitPart
from app.documents.kit_papers import (
    ApplicationSheet,
    Invitation,
    Invitee,
    MeetingHead,
    MeetingKit,
    VisitNote,
)
from app.documents.notices import office
from app.documents.papers import Line, Text
from app.domain.applications.models import Application
from app.domain.appraisals import queries
from app.domain.appraisals.attendance import comers_due
from app.domain.appraisals.models import Ballot, Meeting
from app.domain.appraisals.room import UNKNOWN, Circumstances
from app.domain.appraisals.rules import invitation_due_on, quorum_needed
from app.domain.comparisons.details import without_numbers
from app.domain.households import codes, rules
from app.domain.households.models import Household
from app.domain.officials.models import Official
from app.domain.officials.rules import POST_LABELS
from app.domain.policies.vocabulary import LinePurpose

NOTHING = BilingualText("", "")
KIT_WORDS = {
    KitPart.INVITATION: N_("Invitation, with a list to sign for it"),
    KitPart.POSTER: N_("Notice of the meeting for the board"),
    KitPart.ATTENDANCE: N_("Attendance sheet"),
    KitPart.AGENDA: N_("Agenda of the review meeting"),
    KitPart.SHEETS: N_("Sheets of the applications"),
    KitPart.TALLY: N_("Tally sheets"),
    KitPart.BALLOTS: N_("Ballots"),
    KitPart.MINUTES: N_("Minutes to fill in and sign"),
}
ILL = frozenset({"chronic", "serious", "disabled"})


def kit_of(meeting: Meeting, today: dt.date) -> MeetingKit:
    """Everything that is printed for *meeting*, as the register and the roster stand now."""
    known = queries.load_circumstances(meeting)
    queries.load_situations(meeting)
    found = compared([ballot.application for ballot in meeting.ballots])
    return MeetingKit(
        head=_head(meeting),
        invitation=invitation_of(meeting, today),
        invitees=invitees_of(meeting),
        sheets=tuple(
            _sheet(ballot, known.get(ballot.application_id, UNKNOWN), found[ballot.application_id])
            for ballot in meeting.ballots
        ),
        minutes=minutes_of(meeting, known),
    )


def invitation_of(meeting: Meeting, today: dt.date) -> Invitation:
    """When the invitation must be out, and whether that can still be kept."""
    policy = meeting.round.policy
    out_on = meeting.invited_on or today
    return Invitation(
        days=policy.invitation_days,
        due_on=invitation_due_on(meeting.held_on, policy),
        out_on=out_on,
        earliest=out_on + dt.timedelta(days=policy.invitation_days),
        is_noted=meeting.invited_on is not None,
    )


def invitees_of(meeting: Meeting) -> tuple[Invitee, ...]:
    """Who is due: the meeting's own list, else the roster's; in the order of the groups."""
    listed: Sequence[tuple[str, str, Official | None]]
    if meeting.attendance:
        listed = [(one.name, one.group_name, one.official) for one in meeting.attendance]
    else:
        comers = comers_due(meeting.kind, meeting.village)
        listed = [(one.name, one.group_name, one.official) for one in comers]
    return tuple(Invitee(name, group, _duty(official)) for name, group, official in listed)


def _duty(official: Official | None) -> Text:
    if official is None:
        return ""
    return official.title or Message(POST_LABELS[official.post])


def _head(meeting: Meeting) -> MeetingHead:
    policy = meeting.round.policy
    places = queries.load_places(meeting)
    return MeetingHead(
        round_name=meeting.round.name,
        county=places["county"],
        township=places["township"],
        village=places["village"],
        issuer=office(places["village"], is_village=True),
        kind=Message(KIND_LABELS[meeting.kind]),
        held_on=meeting.held_on,
        place=meeting.place,
        chair=meeting.chair_name,
        recorder=meeting.recorder_name,
        due=meeting.due,
        needed=quorum_needed(meeting, policy),
        quorum=quorum_rule(policy, meeting.kind),
        majority=majority_rule(policy),
        is_secret=meeting.is_secret,
    )


def _sheet(ballot: Ballot, known: Circumstances, found: Compared) -> ApplicationSheet:
    application = ballot.application
    household = application.household
    return ApplicationSheet(
        sequence=ballot.sequence,
        number=application.number,
        head_name=household.head_name,
        group_name=household.group.name_zh if household.group else "",
        people=application.people,
        facts=_situation(application),
        reason=without_numbers(application.reason),
        comparison=found.words,
        covered=found.covered,
        missing=found.missing,
        hits=found.hits,
        visits=tuple(
            VisitNote(
                visit.visited_on,
                tuple(str(person["name"]) for person in visit.visitors),
                without_numbers(visit.findings),
            )
            for visit in application.visits
        ),
        relatives=known.relatives.names,
    )


def _situation(application: Application) -> tuple[Line, ...]:
    household, round_ = application.household, application.round
    year = round_.reference_year
    line = round_.policy.income_line(year, LinePurpose.IDENTIFICATION)
    per_head = application.per_head_fen
    if per_head is None:
        per_head = rules.per_head_fen(household, year)
    members = household.members
    able = sum(1 for member in members if member.labour in codes.ABLE_LABOUR)
    ill = sum(1 for member in members if ILL.intersection(member.health or ()))
    pupils = sum(1 for member in members if codes.is_student(member.student_status))
    return (
        Line(Message(N_("People in the family")), str(application.people)),
        Line(Message(N_("Of them able to work")), str(able)),
        Line(Message(N_("Of them ill or disabled")), str(ill)),
        Line(Message(N_("Of them at school")), str(pupils)),
        Line(Message(N_("Net income per person in %(year)s, yuan"), year=year), _yuan(per_head)),
        Line(
            Message(N_("Income line of %(year)s, yuan"), year=year), _yuan(line.amount_fen if line else None)
        ),
        Line(Message(N_("House, square metres")), _measure(household.house_area_m2)),
        Line(Message(N_("Built of; grade")), _house(household)),
        Line(Message(N_("Farmland (mu)")), _measure(household.farmland_mu)),
        Line(Message(N_("Main cause of poverty")), _code("cause", application.cause)),
    )


def _house(household: Household) -> BilingualText:
    parts = [
        _code("housing_structure", household.house_structure),
        _code("house_grade", household.house_grade),
    ]
    return BilingualText("；".join(p.zh for p in parts if p.zh), "; ".join(p.en for p in parts if p.en))


def _code(name: str, value: str | None) -> BilingualText:
    listed = codes.CODE_LISTS[name]
    return BilingualText(listed.label(value, "zh"), listed.label(value, "en")) if value else NOTHING


def _measure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}".removesuffix(".00")
