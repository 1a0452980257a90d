"""What each role finds on its desk: three figures and the groups of things to do next."""

from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk import (
    affairs,
    corrections,
    evidence,
    helping,
    ledger,
    poor_villages,
    presenter,
    projects,
    requests,
    tasks,
    walls,
    watching,
)
from app.blueprints.desk.next_things import Thing, next_of
from app.blueprints.desk.presenter import Group, Item
from app.core import clock
from app.core.permissions import Actor, Permission, can
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import ListState
from app.domain.policies.rules import Policy
from app.domain.reports.desk import Desk, VillageLine
from app.domain.reports.house import House
from app.domain.sheets.queries import count_waiting
from app.domain.sheets.tasks import Task, list_tasks
from app.domain.workflow.queries import offered_steps
from app.web.i18n import current_locale, translate

S = ApplicationState
#: an officer of more villages than these reads the reasons on the lists' own pages
FEW_VILLAGES = 3
Figure = tuple[int, str, str | None]


@dataclass
class Section:
    """One role's part of the desk."""

    title: str
    figures: list[Figure]
    groups: list[Group] = field(default_factory=list)
    has_table: bool = False

    @property
    def is_done(self) -> bool:
        return not any(group.items for group in self.groups)

    def next_things(self, policy: Policy | None) -> list[Thing]:
        """The five things that are most urgent among all groups."""
        return next_of((one for group in self.groups for one in group.waiting()), policy)


def village_section(actor: Actor, desk: Desk) -> Section:
    """Village officers and work teams: applications, sheets, lists, households to be told."""
    own = [line for line in desk.villages if can(actor, Permission.APPLICATION_FILE, line.village)]
    lines = [one for line in own for one in line.lists]
    sheets = [sheet for line in own for sheet in line.sheets]
    waiting = sum(line.under_way for line in own)
    hanging = sum(sheet.is_open for sheet in sheets)
    to_tell = sum(line.to_tell for line in own)
    figures: list[Figure] = [
        (waiting, _("applications under way"), None),
        (hanging, ngettext("notice open", "notices open", hanging), None),
        (to_tell, _("households to be told"), None),
    ]
    steps = presenter.step_items(lines, _offers(actor, own))
    on_the_wall = [*walls.village_items(_tasks_of(own)), *presenter.ending_items(sheets, clock.today())]
    groups = [
        Group.of(_("Own requests"), requests.village_items(own), url_for("help_requests.index"), "requests"),
        Group.of(_("Sheets"), [*_confirming(actor), *on_the_wall], url_for("postings.index"), "sheets"),
        Group.of(_("Lists"), steps, url_for("candidate_lists.index"), "lists"),
        Group.of(
            _("Applications"),
            [item for line in own for item in _application_items(actor, desk, line)],
            url_for("applications.index"),
            "applications",
        ),
        Group.of(_("Meetings"), evidence.meeting_items(desk), url_for("appraisals.index"), "meetings"),
        Group.of(_("Projects"), projects.village_items(actor), url_for("projects.index"), "projects"),
        Group.of(_("Village disclosure"), _disclosing(own), url_for("disclosures.index"), "disclosure"),
        Group.of(
            _("Did it reach you?"), affairs.asking_items(actor), url_for("deliveries.cases"), "deliveries"
        ),
        Group.of(_("To be made clear"), evidence.village_items(own), url_for("comparisons.hits"), "clear"),
        Group.of(
            _("Households and objections"), _people_items(own, to_tell), url_for("objections.index"), "people"
        ),
    ]
    groups += [_choosing(poor_villages.village_items(actor)), _at_risk(actor, Permission.WATCH_RECORD)]
    groups += [_visiting(actor), _mending(actor), _year_tasks(actor)]
    return Section(_("In the village"), figures, groups)


def _disclosing(own: list[VillageLine]) -> list[Item]:
    return affairs.village_items([line.village for line in own])


def _offers(actor: Actor, own: list[VillageLine]) -> dict[int, list[tuple[str, str, str]]]:
    """list id -> its next proper steps as (label, name, first reason against); corrections are not proposed."""
    if len(own) > FEW_VILLAGES:
        return {}
    found = {}
    for line in (one for village in own for one in village.lists):
        offers = [
            offer for offer in offered_steps(line.candidate_list, actor) if offer.step.tone == "primary"
        ]
        found[line.candidate_list.id] = [
            (offer.step.label, offer.step.name, translate(offer.blockers[0]) if offer.blockers else "")
            for offer in offers
        ]
    return found


def _application_items(actor: Actor, desk: Desk, line: VillageLine) -> list[Item]:
    code = line.village.code
    ready = (S.COMPARED, S.RETURNED) if desk.compares else (S.VISITED, S.COMPARED, S.RETURNED)
    to_visit, to_vote, to_list = line.count(S.FILED), line.count(*ready), line.count(S.PASSED)
    items = []
    if to_visit:
        words = ngettext(
            "%(num)s application waits for the home visit",
            "%(num)s applications wait for the home visit",
            to_visit,
        )
        items.append(Item(words, url_for("applications.index", village=code, state=S.FILED.value)))
    if to_vote and can(actor, Permission.MEETING_RECORD, line.village):
        words = ngettext(
            "%(num)s application waits for the review meeting",
            "%(num)s applications wait for the review meeting",
            to_vote,
        )
        items.append(Item(words, url_for("appraisals.new", village=code)))
    if to_list and can(actor, Permission.CANDIDATE_LIST_DRAW_UP, line.village):
        words = ngettext(
            "%(num)s household passed and waits for the candidate list",
            "%(num)s households passed and wait for the candidate list",
            to_list,
        )
        items.append(Item(words, url_for("candidate_lists.new", village=code)))
    if desk.rounds and not line.waiting:
        words = _("%(village)s: take the first application", village=line.village.name.in_(current_locale()))
        items.append(Item(words, url_for("applications.new")))
    return items


def _people_items(own: list[VillageLine], to_tell: int) -> list[Item]:
    items = []
    if to_tell:
        words = ngettext(
            "%(num)s household is to be told what changed for it",
            "%(num)s households are to be told what changed for them",
            to_tell,
        )
        items.append(Item(words, url_for("candidate_lists.tellings"), "warn"))
    if cases := sum(line.cases.total for line in own):
        words = ngettext(
            "%(num)s objection to your lists is being looked into",
            "%(num)s objections to your lists are being looked into",
            cases,
        )
        note = _("The township or the county answers; you do not see who wrote.")
        items.append(Item(words, url_for("objections.index"), "idle", note))
    return items


def township_section(actor: Actor, desk: Desk) -> Section:
    """Lists to review, second notices, objections, sheets that do not hang, villages that are late."""
    lines, today = desk.lists, clock.today()
    review = presenter.list_items(lines, ListState.TOWNSHIP_REVIEW)
    second = presenter.list_items(lines, ListState.SECOND_NOTICE)
    cases = sum(line.cases.township for line in desk.places)
    overdue = sum(line.cases.overdue - line.cases.overdue_county for line in desk.places)
    ending = sum(presenter.is_ending(sheet, today) for sheet in desk.sheets)
    figures: list[Figure] = [
        (len(review), _("lists to review"), None),
        (cases, _("objections to be answered"), _overdue(overdue)),
        (ending, _("notices ending soon"), None),
    ]
    lists = url_for("candidate_lists.index")
    groups = [
        Group.of(
            _("Objections"),
            presenter.case_items(desk, county=False),
            url_for("objections.index"),
            "objections",
        ),
        Group.of(_("Own requests"), requests.items_above(desk), url_for("help_requests.index"), "requests"),
        Group.of(_("Lists to review"), review, lists, "lists"),
        Group.of(_("Second notices"), second, lists, "lists"),
        Group.of(_("To be compared"), _comparison_items(desk), url_for("applications.index"), "comparison"),
        Group.of(_("To be made clear"), evidence.deciding_items(desk), url_for("duplicates.index"), "clear"),
        Group.of(_("Sheets"), _on_the_walls(actor, desk), url_for("postings.index"), "sheets"),
        Group.of(_("Projects"), projects.township_items(actor), url_for("projects.index"), "projects"),
        Group.of(
            _("Did it reach you?"), affairs.denial_items(actor), url_for("deliveries.cases"), "deliveries"
        ),
        Group.of(
            _("Village disclosure"),
            _not_disclosed(desk),
            url_for("disclosures.index", show="late"),
            "disclosure",
        ),
        Group.of(_("Late"), presenter.late_items(desk), lists, "late"),
    ]
    books = Group.of(_("Ledger"), ledger.items(actor), url_for("funds.check"), "ledger")
    groups += [
        books,
        _choosing(poor_villages.township_items(actor)),
        _at_risk(actor, Permission.WATCH_DECIDE),
    ]
    groups += [_visiting(actor), _mending(actor), _supervising(actor), _year_tasks(actor)]
    return Section(_("In the township"), figures, groups, has_table=True)


def _not_disclosed(desk: Desk) -> list[Item]:
    return affairs.items_above([line.village for line in desk.villages])


def _tasks_of(lines: list[VillageLine]) -> list[Task]:
    return list_tasks([sheet.notice for line in lines for sheet in line.sheets])


def _confirming(actor: Actor) -> list[Item]:
    return walls.confirming_items(count_waiting(actor)) if actor.has(Permission.POSTING_CONFIRM) else []


def _on_the_walls(actor: Actor, desk: Desk) -> list[Item]:
    """What waits for the reader, and sheets that need a call to the village: not those that may merely come down."""
    above = walls.items_above(_tasks_of(desk.places))
    return [*_confirming(actor), *above, *presenter.ending_items(desk.sheets, clock.today())]


def _comparison_items(desk: Desk) -> list[Item]:
    items = []
    for line in desk.villages if desk.compares else ():
        if number := line.count(S.VISITED):
            words = ngettext(
                "%(num)s application waits for the data comparison",
                "%(num)s applications wait for the data comparison",
                number,
            )
            text = _("%(list)s: %(words)s", list=line.village.name.in_(current_locale()), words=words)
            url = url_for("applications.index", village=line.village.code, state=S.VISITED.value)
            items.append(Item(text, url))
    return items


def county_section(actor: Actor, desk: Desk) -> Section:
    """Lists to decide and to announce, announcements to correct, objections to them, whatever is overdue."""
    again = {one.candidate_list.id for one in desk.to_reissue}
    waiting = [line for line in desk.lists if line.candidate_list.id not in again]
    decide = presenter.list_items(waiting, ListState.COUNTY_REVIEW)
    overdue = sum(line.cases.overdue for line in desk.places)
    figures: list[Figure] = [
        (len(decide), _("lists to decide"), None),
        (sum(line.cases.total for line in desk.places), _("objections open"), _overdue(overdue)),
        (len(desk.stale) + len(desk.to_reissue), _("announcements to correct"), None),
    ]
    lists = url_for("candidate_lists.index")
    groups = [
        Group.of(_("Announcements to correct"), corrections.items(desk), lists, "announcements"),
        Group.of(
            _("Objections to announcements"),
            presenter.case_items(desk, county=True),
            url_for("objections.index"),
            "objections",
        ),
        Group.of(
            _("Second looks"),
            presenter.second_look_items(desk),
            url_for("objections.index", show="again"),
            "objections",
        ),
        Group.of(_("Lists to decide and to announce"), decide, lists, "lists"),
        Group.of(_("Home checks"), evidence.value_items(desk), url_for("samples.index"), "samples"),
        Group.of(_("Projects"), projects.county_items(actor), url_for("projects.index"), "projects"),
        Group.of(
            _("Did it reach you?"),
            affairs.denial_items(actor, only_late=True),
            url_for("deliveries.cases"),
            "deliveries",
        ),
        Group.of(
            _("Own requests"),
            requests.items_above(desk, refused=False),
            url_for("help_requests.index"),
            "requests",
        ),
        Group.of(
            _("Overdue in the townships"), _overdue_items(desk), url_for("objections.index"), "objections"
        ),
        Group.of(_("Late"), presenter.late_items(desk), lists, "late"),
    ]
    left = Group.of(
        _("Left the register"), watching.strike_items(actor), url_for("exits.watch", due=1), "striking"
    )
    groups += [_choosing(poor_villages.county_items(actor)), _at_risk(actor, Permission.WATCH_APPROVE), left]
    groups += [_supervising(actor), _year_tasks(actor)]
    return Section(_("In the county"), figures, groups, has_table=True)


def _choosing(items: list[Item]) -> Group:
    return Group.of(_("Poor villages"), items, url_for("poor_villages.index"), "poor_villages")


def _at_risk(actor: Actor, permission: Permission) -> Group:
    items = watching.risk_items(actor, permission)
    return Group.of(_("Households at risk"), items, url_for("monitoring.index"), "watching")


def _visiting(actor: Actor) -> Group:
    url = url_for("assistance.overdue_visits")
    return Group.of(_("Households to be visited"), helping.visit_items(actor), url, "visits")


def _mending(actor: Actor) -> Group:
    url = url_for("supervisions.index")
    return Group.of(_("To be mended"), tasks.mending_items(actor), url, "supervision")


def _supervising(actor: Actor) -> Group:
    url = url_for("supervisions.index", show="open")
    return Group.of(_("Supervision visits"), tasks.looking_items(actor), url, "supervision")


def _year_tasks(actor: Actor) -> Group:
    return Group.of(_("Tasks"), tasks.items(actor), url_for("tasks.index"), "tasks")


def _overdue_items(desk: Desk) -> list[Item]:
    return [item for item in presenter.case_items(desk, county=False) if item.tone == "bad"]


def supervisor_section(actor: Actor, desk: Desk) -> Section:
    """Figures of everything, what supervision found, and the table."""
    showing = sum(sheet.is_open for sheet in desk.sheets)
    overdue = sum(line.cases.overdue for line in desk.places)
    figures: list[Figure] = [
        (len(desk.lists), _("lists under way"), None),
        (sum(line.cases.total for line in desk.places), _("objections open"), _overdue(overdue)),
        (showing, ngettext("notice open", "notices open", showing), None),
    ]
    groups = [_supervising(actor), _year_tasks(actor)]
    return Section(_("Supervision"), figures, groups, has_table=True)


def administrator_section(house: House) -> Section:
    """Accounts, calendar, offices without a telephone, villages without a board or an officer."""
    figures: list[Figure] = [
        (house.accounts, _("accounts in use"), None),
        (house.villages, _("villages"), None),
        (len(house.without_place), _("villages without a posting place"), None),
    ]
    calendar = []
    if house.year_missing is not None:
        words = _("The working days of %(year)s are not entered yet", year=house.year_missing)
        note = _("Until then Monday to Friday are counted, and the notices say so.")
        calendar.append(Item(words, url_for("calendars.show", year=house.year_missing), "warn", note))
    named = (
        (_("Villages without a posting place"), house.without_place, "warn"),
        (_("Villages without an account"), house.without_officer, "info"),
        (_("Offices without a telephone"), house.without_telephone, "idle"),
    )
    groups = [Group.of(_("Calendar"), calendar, url_for("calendars.index"), "setting_up")]
    for title, areas, tone in named:
        items = [
            Item(area.name.in_(current_locale()), url_for("areas.show", code=area.code), tone)
            for area in areas
        ]
        groups.append(Group.of(title, items, url_for("areas.index"), "setting_up"))
    return Section(_("Administration"), figures, groups)


def _overdue(number: int) -> str | None:
    return ngettext("%(num)s overdue", "%(num)s overdue", number) if number else None
