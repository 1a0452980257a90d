"""Reading the history of an actor's areas, page by page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import clock
from app.core.audit import Event
from app.core.bilingual import BilingualText
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.domain.areas.queries import list_areas_at


@dataclass(frozen=True)
class Wanted:
    """What the reader narrows the history to."""

    since: dt.date | None = None
    until: dt.date | None = None
    event: str = ""
    person: str = ""


def page_events(actor: Actor, wanted: Wanted, number: int) -> Page[Event]:
    """Events below *actor*'s areas, newest first."""
    paths = actor.paths_for(Permission.HISTORY_VIEW)
    within = sa.or_(sa.false(), *(Event.area_path.startswith(path, autoescape=True) for path in paths))
    statement = sa.select(Event).where(within).order_by(Event.id.desc())
    if wanted.since is not None:
        statement = statement.where(Event.at >= clock.at(wanted.since, 0))
    if wanted.until is not None:
        statement = statement.where(Event.at < clock.at(wanted.until, 0) + dt.timedelta(days=1))
    if wanted.event:
        statement = statement.where(Event.name == wanted.event)
    if wanted.person:
        statement = statement.where(Event.actor_name.contains(wanted.person, autoescape=True))
    return paginate(statement, number)


def names_of_places(events: Iterable[Event]) -> dict[str, BilingualText]:
    """The names of the areas in which *events* happened, by path."""
    return {area.path: area.name for area in list_areas_at({event.area_path for event in events})}
