"""The history of one proposal, in the words of the way out."""

from dataclasses import replace

from flask_babel import gettext as _

from app.core.audit import Event
from app.core.messages import N_
from app.domain.applications.models import Application
from app.domain.exits import queries
from app.domain.workflow.procedures.exit import MACHINE
from app.web.timeline import TimelineItem, items_of

STEPS = {step.name: step.label for step in MACHINE.steps}
#: events that are called otherwise on the way in
TITLES = {"application_filed": N_("Proposed for exit")}


def history_of(application: Application) -> list[TimelineItem]:
    """What happened to a proposal and to the lists on which it stood, the oldest first."""
    events = queries.list_events_of(application)
    items = items_of(events)
    return [
        replace(item, title=_title(event) or item.title) for event, item in zip(events, items, strict=True)
    ]


def _title(event: Event) -> str:
    own = TITLES.get(event.name) or STEPS.get(event.data.get("step", ""), "")
    return _(own) if own else ""
