"""Arranging applications for their pages: tabs with counts, the way of one, what a household's register says."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core.messages import N_
from app.core.permissions import Permission, Role, can
from app.domain.accounts.models import User
from app.domain.accounts.queries import list_staff_over
from app.domain.applications import queries
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.applications.rules import Person
from app.domain.applications.steps import MACHINE, label_in, label_of
from app.domain.candidate_lists.models import EntryStanding, ListEntry, ListState
from app.domain.households import codes, identity, rules
from app.domain.households.models import Household, Member
from app.domain.policies.vocabulary import LinePurpose
from app.web.access import current_actor
from app.web.choosing import Choice
from app.web.i18n import current_locale, translate
from app.web.templating import format_money

S = ApplicationState
STATE_TONES = {
    S.FILED: "info",
    S.VISITED: "info",
    S.COMPARED: "info",
    S.PASSED: "good",
    S.LISTED: "good",
    S.REGISTERED: "good",
    S.RETURNED: "warn",
    S.LEFT_OUT: "warn",
    S.REJECTED: "bad",
    S.REMOVED: "bad",
    S.WITHDRAWN: "idle",
}
RESULT_WORDS = {
    ComparisonResult.NO_HIT: (N_("nothing found"), "good"),
    ComparisonResult.HIT_EXPLAINED: (N_("something found, and explained"), "warn"),
    ComparisonResult.HIT: (N_("something found"), "bad"),
}
STANDING_WORDS = {
    EntryStanding.STANDING: (N_("On the list"), "good"),
    EntryStanding.REMOVED: (N_("Removed"), "bad"),
    EntryStanding.SET_ASIDE: (N_("Set aside"), "warn"),
    EntryStanding.RETURNED: (N_("Returned"), "warn"),
}
#: the steps that have a page of their own: endpoint and look of the button
PAGES = {
    "record_visit": ("applications.visit", "primary"),
    "record_comparison": ("applications.compare", "primary"),
    "withdraw": ("applications.withdraw", "danger"),
}
VISITORS = (Role.VILLAGE_OFFICER, Role.WORK_TEAM, Role.TOWNSHIP_REVIEWER, Role.COUNTY_APPROVER)


@dataclass(frozen=True)
class Tab:
    """A link above the list, with how many stand behind it."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Stop:
    """A stop of the way that an application travels."""

    label: str
    state: str
    on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class StepLink:
    """A step that the reader may take, as the step panel shows it."""

    label: str
    url: str
    kind: str
    allowed: bool = True
    blockers: tuple[str, ...] = ()
    hint: str = ""


def state_of(text: str) -> ApplicationState | None:
    """The state that an address asks for, if it is one."""
    return ApplicationState(text) if text in list(ApplicationState) else None


def badge_of(application: Application) -> tuple[str, str]:
    """(words, tone) for an application's state."""
    return _(label_of(application)), STATE_TONES[application.state]


def tabs(choice: Choice, state: ApplicationState | None, q: str, *, without: bool = False) -> list[Tab]:
    """All applications, those of each state that occurs, and for officers the households without one."""
    if choice.round is None:
        return []
    villages = [choice.village] if choice.village else choice.villages
    counts: dict[str, int] = {}
    for (_village, name), (number, _people) in queries.count_by_state(
        choice.round.id, [village.id for village in villages]
    ).items():
        counts[name] = counts.get(name, 0) + number
    asked: dict[str, Any] = {**choice.arguments, **({"q": q} if q else {})}
    found = [
        Tab(_("All"), url_for("applications.index", **asked), not state and not without, sum(counts.values()))
    ]
    for name in ApplicationState:
        if counts.get(name) or name is state:
            url = url_for("applications.index", state=name.value, **asked)
            label = label_in(choice.round, name)
            found.append(Tab(_(label), url, name is state, counts.get(name, 0)))
    if current_actor().has(Permission.APPLICATION_FILE):
        found.append(
            Tab(_("Households without an application"), url_for("applications.new", **asked), without)
        )
    return found


def way_of(application: Application, entry: ListEntry | None, meeting_on: dt.date | None) -> list[Stop]:
    """The stops from application to announcement: what is behind it, where it stands, what is to come."""
    policy = application.round.policy
    first = _("Proposal") if application.round.is_exit else _("Application")
    stops = [Stop(first, "done", application.filed_on)]
    if policy.home_visit_required or application.visits:
        on = application.visits[-1].visited_on if application.visits else None
        stops.append(Stop(_("Home visit"), "done" if on else "todo", on))
    if policy.comparison_required or application.comparisons:
        on = application.comparisons[-1].compared_on if application.comparisons else None
        stops.append(Stop(_("Data comparison"), "done" if on else "todo", on))
    decided = application.state not in (S.FILED, S.VISITED, S.COMPARED, S.RETURNED, S.WITHDRAWN)
    stops.append(Stop(_("Review meeting"), "done" if decided else "todo", meeting_on if decided else None))
    stops += _list_stops(application, entry)
    return _with_present(application, stops)


def _list_stops(application: Application, entry: ListEntry | None) -> list[Stop]:
    """First notice, second notice, announcement, by where the list stands."""
    labels = (_("First notice"), _("Second notice"), _("Announcement"))
    over = {
        ListState.DRAFT: 0,
        ListState.FIRST_NOTICE: 0,
        ListState.TOWNSHIP_REVIEW: 1,
        ListState.SECOND_NOTICE: 1,
        ListState.COUNTY_REVIEW: 2,
        ListState.ANNOUNCED: 3,
    }
    listed = entry is not None and application.state in (S.LISTED, S.REGISTERED)
    done = over[entry.candidate_list.state] if listed and entry is not None else 0
    return [Stop(label, "done" if index < done else "todo") for index, label in enumerate(labels)]


def _with_present(application: Application, stops: list[Stop]) -> list[Stop]:
    """Mark the first stop that is to come as the present one, with why an application ended there."""
    closed = application.state in (S.REJECTED, S.WITHDRAWN, S.LEFT_OUT, S.REMOVED)
    words = _(label_of(application)) if closed or application.state is S.RETURNED else ""
    if words and application.closing_reason:
        words = _("%(state)s: %(reason)s", state=words, reason=application.closing_reason)
    here = next((index for index, stop in enumerate(stops) if stop.state == "todo"), None)
    if application.state is S.REJECTED and here is not None:
        here -= 1
    if here is not None:
        stop = stops[here]
        state = stop.state if closed else "current"
        stops[here] = Stop(stop.label, state, stop.on, words)
    return stops


def links(application: Application) -> list[StepLink]:
    """The steps that the reader's role may take from here."""
    found = []
    for offer in MACHINE.offered(application, current_actor()):
        if offer.step.name not in PAGES or (application.round.is_exit and offer.step.name == "record_visit"):
            continue
        endpoint, kind = PAGES[offer.step.name]
        again = (offer.step.name == "record_visit" and application.visits) or (
            offer.step.name == "record_comparison" and application.comparisons
        )
        url = url_for(endpoint, number=application.number)
        reasons = _comparison_blockers(application) if offer.step.name == "record_comparison" else ()
        found.append(StepLink(_(offer.step.label), url, "secondary" if again else kind, not reasons, reasons))
    return found


def _comparison_blockers(application: Application) -> tuple[str, ...]:
    if application.consents_to_comparison:
        return ()
    return (_("The household has not agreed to a data comparison."),)


def situation(
    household: Household, application: Application | None, year: int
) -> list[tuple[str, str | None]]:
    """What the register says of a household, for whoever decides on its application."""
    income = rules.income_of(household.incomes, year)
    per_head = rules.per_head_fen(household, year)
    able = sum(1 for member in household.members if member.labour in codes.ABLE_LABOUR)
    line = application.round.policy.income_line(year, LinePurpose.IDENTIFICATION) if application else None
    facts = [
        (_("Village"), household.village.name.in_(current_locale())),
        (_("Group"), household.group.name.in_(current_locale()) if household.group else None),
        (_("People"), str(household.people)),
        (_("Of them able to work"), str(able)),
        (
            _("Net income in %(year)s", year=year),
            format_money(rules.net_income_fen(income)) if income else None,
        ),
        (_("Net income a head"), format_money(per_head) if per_head is not None else None),
    ]
    if line is not None:
        facts.append((_("Income line of %(year)s", year=line.year), format_money(line.amount_fen)))
    return [
        *facts,
        (_("Farmland"), _("%(mu)s mu", mu=f"{household.farmland_mu:g}") if household.farmland_mu else None),
        (_("House"), _house(household)),
        (_("Main cause in the register"), label("cause", household.main_cause)),
    ]


def _house(household: Household) -> str | None:
    parts = [
        label("housing_structure", household.house_structure),
        label("house_grade", household.house_grade),
    ]
    return " · ".join(part for part in parts if part) or None


def label(name: str, value: str | None) -> str | None:
    """The label of a stored value of the code list *name*."""
    return codes.CODE_LISTS[name].label(value, current_locale()) if value else None


@dataclass(frozen=True)
class MemberLine:
    """A member as the meeting hears of them: no number, no telephone."""

    name: str
    relation: str | None
    age: int | None
    health: str
    labour: str | None


def member_lines(household: Household) -> list[MemberLine]:
    """The members, the head first."""
    ordered = sorted(household.members, key=lambda member: (not member.is_head, member.sequence))
    return [
        MemberLine(
            name=member.name,
            relation=label("relation", member.relation),
            age=age_of(member, household.data_as_of),
            health=codes.HEALTH.labels(member.health or [], current_locale()),
            labour=label("labour", member.labour),
        )
        for member in ordered
    ]


def age_of(member: Member, on: dt.date) -> int | None:
    """A member's full years on the day that the record describes."""
    born_on = member.born_on or identity.birth_date_of(member.id_number or "")
    return None if born_on is None or born_on > on else identity.age_on(born_on, on)


def staff_for(application: Application) -> Sequence[User]:
    """Colleagues who may have visited the household."""
    return list_staff_over(application.area_path, VISITORS)


def people_of(staff: Sequence[User], ticked: Sequence[int], names: Sequence[str]) -> list[Person]:
    """Everybody who went: the ticked colleagues, then the names that were written."""
    known = [Person(user.name, user.id) for user in staff if user.id in ticked]
    return known + [Person(name) for name in names]


def names_of(people: Sequence[dict[str, object]]) -> str:
    """The names of those who visited, in one line."""
    return _(", ").join(str(person["name"]) for person in people)


def reasons(messages: Sequence[object]) -> list[str]:
    """Messages of the domain in the reader's language."""
    return [translate(message) for message in messages]  # type: ignore[arg-type]  # messages


def may_call_meeting(application: Application) -> bool:
    """May the reader put this application before a meeting?"""
    return can(current_actor(), Permission.MEETING_RECORD, application)
