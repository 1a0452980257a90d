"""Projects on the desk: what waits for the reader's level, and what is late."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.areas.models import AreaLevel
from app.domain.projects import rules
from app.domain.projects.models import Project, ProjectState
from app.domain.reports.projects import ProjectsDesk, load_projects
from app.web.i18n import translate

S = ProjectState
#: so many late projects are named, the others counted
MOST_NAMED = 3
#: what whoever is above does about a late project
URGE = N_("See to it that the late project %(project)s gets on")
VILLAGE, TOWNSHIP = AreaLevel.VILLAGE, AreaLevel.TOWNSHIP


def village_items(actor: Actor) -> list[Item]:
    """Late projects first, then records to fill in, projects to show, work to begin; year by year."""
    words = N_("Report how far the late project %(project)s is")
    return _of_years(actor, lambda desk: [*_late_items(desk, words), *_writing_items(desk, VILLAGE)])


def township_items(actor: Actor) -> list[Item]:
    """Projects to check, to put into the plan, to accept, to finish; the township's own; what is late; year by year."""
    return _of_years(
        actor,
        lambda desk: [*_deciding_items(desk), *_writing_items(desk, TOWNSHIP), *_late_items(desk, URGE)],
    )


def county_items(actor: Actor) -> list[Item]:
    """Projects to approve, and what is late; year by year."""
    return _of_years(actor, lambda desk: [*_approving_items(desk), *_late_items(desk, URGE)])


def _of_years(actor: Actor, items_of: Callable[[ProjectsDesk], list[Item]]) -> list[Item]:
    """What is to be done in each open year; each says its year where there are several."""
    desks = load_projects(actor)
    if len(desks) == 1:
        return items_of(desks[0])
    return [
        replace(item, text=_("%(year)s: %(what)s", year=desk.year.year, what=item.text))
        for desk in desks
        for item in items_of(desk)
    ]


def _approving_items(desk: ProjectsDesk) -> list[Item]:
    number = desk.count(S.COUNTY_APPROVAL)
    words = ngettext(
        "%(num)s project waits for the county's approval",
        "%(num)s projects wait for the county's approval",
        number,
    )
    return _item(desk, number, words, S.COUNTY_APPROVAL)


def _deciding_items(desk: ProjectsDesk) -> list[Item]:
    checking, planning = desk.count(S.TOWNSHIP_CHECK), desk.count(S.LIBRARY)
    done, accepted = desk.count(S.COMPLETED), desk.count(S.ACCEPTED)
    return [
        *_item(
            desk,
            checking,
            ngettext(
                "%(num)s project waits for the township's check",
                "%(num)s projects wait for the township's check",
                checking,
            ),
            S.TOWNSHIP_CHECK,
        ),
        *_item(
            desk,
            done,
            ngettext("%(num)s project is to be accepted", "%(num)s projects are to be accepted", done),
            S.COMPLETED,
        ),
        *_item(
            desk,
            accepted,
            ngettext(
                "%(num)s accepted project is to be shown and finished",
                "%(num)s accepted projects are to be shown and finished",
                accepted,
            ),
            S.ACCEPTED,
        ),
        *_item(
            desk,
            planning,
            ngettext(
                "%(num)s project of the library waits for money and plan",
                "%(num)s projects of the library wait for money and plan",
                planning,
            ),
            S.LIBRARY,
            tone="idle",
        ),
    ]


def _writing_items(desk: ProjectsDesk, level: AreaLevel) -> list[Item]:
    drafts, proposed = desk.count(S.DRAFT, level=level), desk.count(S.PROPOSED, level=level)
    planned = desk.count(S.PLANNED, level=level)
    return [
        *_item(
            desk,
            drafts,
            ngettext("%(num)s project is being written", "%(num)s projects are being written", drafts),
            S.DRAFT,
        ),
        *_item(
            desk,
            proposed,
            ngettext(
                "%(num)s proposed project is to be shown and handed on",
                "%(num)s proposed projects are to be shown and handed on",
                proposed,
            ),
            S.PROPOSED,
        ),
        *_item(
            desk,
            planned,
            ngettext(
                "%(num)s project of the plan is to be begun",
                "%(num)s projects of the plan are to be begun",
                planned,
            ),
            S.PLANNED,
        ),
    ]


def _item(desk: ProjectsDesk, number: int, words: str, state: ProjectState, tone: str = "info") -> list[Item]:
    url = url_for("projects.index", year=desk.year.code, state=state.value)
    return [Item(words, url, tone)] if number else []


def _late_items(desk: ProjectsDesk, words_for_one: str) -> list[Item]:
    """What to do about each late project by name (a message id), with what is late."""
    found = [_late_item(project, words_for_one) for project in desk.late.items]
    if len(found) <= MOST_NAMED:
        return found
    words = ngettext(
        "See to %(num)s project that is late", "See to %(num)s projects that are late", desk.late.total
    )
    return [
        Item(words, url_for("projects.index", year=desk.year.code, lacks="time"), "bad"),
        *found[:MOST_NAMED],
    ]


def _late_item(project: Project, words: str) -> Item:
    today = clock.today()
    late = rules.lateness(project, project.round.policy, today)
    said: Sequence[str] = [translate(one) for one in late.words(today)]
    due_on = late.completion_due_on or late.report_due_on or late.start_due_on
    name = translate(Message(words, project=project.name))
    return Item(
        name, url_for("projects.show", number=project.number), "bad", " ".join(said[:1]), due_on=due_on
    )
