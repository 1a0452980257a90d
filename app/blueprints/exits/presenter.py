"""What the pages of exits say: why a household waits, the conditions of one, and the year's sum."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.blueprints.exits.forms import CheckForm
from app.core import clock
from app.core.paging import cut
from app.core.permissions import Permission, Role, can
from app.domain.accounts.models import User
from app.domain.accounts.queries import list_staff_over
from app.domain.applications.models import Application
from app.domain.applications.rules import Person
from app.domain.applications.steps import label_of
from app.domain.areas.models import Area
from app.domain.exits import balance, queries, rules
from app.domain.exits.models import ExitAnswer, ExitCheck, ReportedTotal
from app.domain.exits.rules import Balance, Wait
from app.domain.households import registration
from app.domain.households.models import Household, RegisterExit
from app.domain.households.registration import Membership, Place
from app.web.access import current_actor
from app.web.templating import format_day, format_money

P = Permission
VISITORS = (Role.VILLAGE_OFFICER, Role.WORK_TEAM, Role.TOWNSHIP_REVIEWER, Role.COUNTY_APPROVER)
#: what needs doing first stands first
ORDER = list(Wait)
TONES = {
    Wait.NOT_PROPOSED: "warn",
    Wait.CHECK_FAILED: "bad",
    Wait.CHECK_AGAIN: "bad",
    Wait.REFUSED: "bad",
    Wait.NOT_PASSED: "bad",
    Wait.LEFT_OUT: "bad",
    Wait.NOTICES: "good",
}


@dataclass(frozen=True)
class Tab:
    """A reason to wait above the list, with how many households have it."""

    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class Condition:
    """One condition of leaving, and whether it is met; ``None`` while nobody looked."""

    label: str
    is_met: bool | None
    note: str = ""


@dataclass(frozen=True)
class Step:
    """What is to be done next, or what keeps it."""

    label: str
    url: str = ""
    done: str = ""


@dataclass(frozen=True)
class Compared:
    """A reported total beside what was counted."""

    row: ReportedTotal
    difference: Balance

    @property
    def agrees(self) -> bool:
        """Both numbers are the same as counted."""
        return self.difference == rules.NOBODY


def wait_of(why: Wait) -> tuple[str, str]:
    """(words, tone) for a reason to wait."""
    return _(rules.WAIT_LABELS[why]), TONES.get(why, "idle")


def wait_tabs(found: Sequence[queries.Waiting], chosen: Wait | None, arguments: dict[str, Any]) -> list[Tab]:
    """All who wait, and those of each reason that occurs."""
    counts = Counter(one.why for one in found)
    tabs = [Tab(_("All"), url_for("exits.index", **arguments), chosen is None, len(found))]
    return tabs + [
        Tab(
            _(rules.WAIT_LABELS[why]),
            url_for("exits.index", why=why.value, **arguments),
            why is chosen,
            counts[why],
        )
        for why in ORDER
        if counts[why] or why is chosen
    ]


def staff_for(application: Application) -> Sequence[User]:
    """Colleagues who may have gone."""
    return list_staff_over(application.area_path, VISITORS)


def people_of(form: CheckForm, staff: Sequence[User]) -> list[Person]:
    """Everybody who went: the ticked colleagues, then the names that were written."""
    ticked = form.staff.data or []
    known = [Person(user.name, user.id) for user in staff if user.id in ticked]
    return known + [Person(name) for name in form.visitors.data or []]


def names_of(check: ExitCheck) -> str:
    """Who went, in one line."""
    return _(", ").join(str(person["name"]) for person in check.visit.visitors)


def conditions(
    application: Application, check: ExitCheck | None, answer: ExitAnswer | None
) -> list[Condition]:
    """Everything that lets a household leave, one line each."""
    year = application.round.reference_year
    line = application.round.policy.leaving_line(year)
    record = rules.record_of(application.household, year)
    if application.state in queries.ENDED:  # what counted then, whatever is on record by now
        income = check.per_head_fen if check is not None else application.per_head_fen
    else:
        income = record.per_head_fen
    words = _("%(income)s a head in %(year)s", income=format_money(income or 0), year=year) if income else ""
    if line is not None:
        words = _(
            "%(income)s; the line is %(line)s",
            income=words or _("no income"),
            line=format_money(line.amount_fen),
        )
    if check is not None and income != check.per_head_fen:
        words = _(
            "%(words)s; at the check it was %(income)s: check it again",
            words=words,
            income=format_money(check.per_head_fen),
        )
    found = [Condition(_("Income over the line"), rules.is_over_the_line(income, line), words)]
    is_open = application.state not in queries.ENDED
    denied = rules.contradicted(check, record) if check is not None and is_open else []
    found += [
        Condition(
            _(label),
            getattr(check, name) and label not in denied if check is not None else None,
            _("By the register this is not met. Mend the record or check again.") if label in denied else "",
        )
        for name, label in rules.GUARANTEES.items()
    ]
    if application.round.policy.exit_acceptance_required:
        said = answer.accepts if answer is not None else None
        found.append(Condition(_("The household agrees"), said, answer.reason if answer is not None else ""))
    return found


def steps_of(application: Application, check: ExitCheck | None, answer: ExitAnswer | None) -> list[Step]:
    """What can be done with one proposal, by whom it may be done."""
    actor, number = current_actor(), application.number
    found = []
    if application.state in queries.OPEN_FOR_CHECK and can(actor, P.VISIT_RECORD, application):
        done = _("Checked on %(day)s", day=format_day(check.visit.visited_on)) if check is not None else ""
        found.append(Step(_("Record the check"), url_for("exits.check", number=number), done))
    if (
        check is not None
        and application.state not in queries.ENDED
        and can(actor, P.EXIT_ACCEPT, application)
    ):
        done = said_words(answer) if answer is not None else ""
        found.append(Step(_("Record what the household says"), url_for("exits.answer", number=number), done))
    return found


def said_words(answer: ExitAnswer) -> str:
    """What the household said last, in a few words."""
    day = format_day(answer.said_on)
    return _("Agreed on %(day)s", day=day) if answer.accepts else _("Did not agree on %(day)s", day=day)


def state_of(application: Application) -> str:
    """Where a proposal stands."""
    return _(label_of(application))


def membership_words(membership: Membership) -> str:
    """Where a household stands to the register, in a sentence."""
    left = membership.exit
    if membership.place is Place.OUTSIDE:
        return _("Not in the register.")
    if membership.has_returned and membership.registration is not None:
        return _(
            "Fell back and was registered again on %(day)s.",
            day=format_day(membership.registration.registered_on),
        )
    if left is None and membership.registration is not None:
        return _("In the register since %(day)s.", day=format_day(membership.registration.registered_on))
    if left is not None and left.struck_on is not None:
        return _(
            "Left on %(day)s; its number was struck on %(struck)s.",
            day=format_day(left.exited_on),
            struck=format_day(left.struck_on),
        )
    if left is not None:
        return _(
            "Left on %(day)s. The help goes on until %(help)s, the watch until %(watch)s.",
            day=format_day(left.exited_on),
            help=format_day(left.policies_until),
            watch=format_day(left.watch_until),
        )
    return ""


def watch_of(left: RegisterExit, watched: Collection[int]) -> tuple[str, str]:
    """(words, tone) for an exit: under watch, to be struck, struck; not *watched* any more where it came back."""
    if left.struck_on is not None:
        return _("Number struck"), "idle"
    if left.id not in watched:
        return _("Registered again, or struck for another reason"), "idle"
    if left.watch_until <= clock.today():
        return _("Watch is over"), "warn"
    return _("Under watch"), "good"


def compared(area: Area, year: int, counted: Balance) -> list[Compared]:
    """The totals that were reported for a year, each with its difference to what was counted."""
    return [
        Compared(row, rules.difference(counted, Balance(row.households, row.people)))
        for row in queries.list_reported(area.id, year)
    ]


def sum_page(area: Area, year: int, number: int) -> dict[str, Any]:
    """Everything that the page of a year's sum shows; *number* is the page of the households behind it."""
    counted = balance.year_of(area, year)
    return {
        "area": area,
        "year": year,
        "counted": counted,
        "lines": sum_lines(counted),
        "people_changed": sum(one.people for one in counted.moved if one.move is balance.Move.PEOPLE),
        "compared": compared(area, year, counted.after),
        "moved": cut(counted.moved, number),
        "move_labels": balance.MOVE_LABELS,
    }


def sum_lines(year: balance.Year) -> list[tuple[str, Balance, str]]:
    """(label, how many, sign) of each line of the year's sum between before and after."""
    return [
        (_(label), year.of(move), "+" if move in balance.COMES else "−")
        for move, label in balance.MOVE_LABELS.items()
        if move is not balance.Move.PEOPLE and (move is not balance.Move.UNDONE or year.of(move).households)
    ]


def may_remove(household: Household) -> bool:
    """May the reader strike this household from the register now?"""
    allowed = can(current_actor(), P.CANDIDATE_LIST_ANNOUNCE, household)
    return allowed and registration.membership_of(household.id).is_in
