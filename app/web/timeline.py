"""The history as people read it: events become items with a time, a title, who acted, and a note.

Any door that shows a timeline asks :func:`timeline` for the subjects it is about, or gives events that it has
read itself to :func:`items_of`. Which of them a reader may see is the door's to decide.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext

from app.core.audit import Event
from app.core.db import db
from app.core.machine import Machine
from app.core.messages import N_
from app.core.permissions import ROLE_LABELS
from app.domain.applications.steps import MACHINE as APPLICATION
from app.domain.appraisals.steps import MACHINE as APPRAISAL
from app.domain.changes.models import ChangeState
from app.domain.changes.rules import KIND_LABELS
from app.domain.changes.steps import MACHINE as CHANGE
from app.domain.duplicates.rules import GROUND_LABELS
from app.domain.duplicates.rules import OUTCOME_LABELS as DUPLICATE_OUTCOMES
from app.domain.funds.rules import KIND_LABELS as ENTRY_LABELS
from app.domain.help_requests.steps import MACHINE as HELP_REQUEST
from app.domain.households.field_labels import label_of
from app.domain.monitoring.steps import MACHINE as WATCH
from app.domain.objections.steps import MACHINE as OBJECTION
from app.domain.objections.steps import SECOND_LOOK
from app.domain.projects.kinds import METHOD_LABELS
from app.domain.projects.rules import MILESTONE_LABELS
from app.domain.rounds.rules import PROCEDURE as ROUND
from app.domain.workflow.procedures.identification import MACHINE as IDENTIFICATION
from app.domain.workflow.procedures.poor_village import MACHINE as POOR_VILLAGE
from app.domain.workflow.procedures.project import MACHINE as PROJECT
from app.web.i18n import current_locale, translate
from app.web.templating import format_day, format_money

MACHINES: tuple[Machine, ...] = (
    IDENTIFICATION,
    APPLICATION,
    APPRAISAL,
    OBJECTION,
    SECOND_LOOK,
    CHANGE,
    ROUND,
    HELP_REQUEST,
)
#: subjects whose steps are called otherwise than those of the same name before
STEPS_OF = {
    "project": {step.name: step.label for step in PROJECT.steps},
    "poor_village": {step.name: step.label for step in POOR_VILLAGE.steps},
    "watch": {step.name: step.label for step in WATCH.steps},
}
STEPS = {step.name: step.label for machine in reversed(MACHINES) for step in machine.steps}
ROLES = {role.value: label for role, label in ROLE_LABELS.items()}
SYSTEM = "flask "
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

#: event -> what its fields say, with the fields' values in words
NOTES: dict[str, str] = {
    "account_created": "%(username)s",
    "account_changed": "%(username)s: %(what)s",
    "application_filed": "%(number)s",
    "application_withdrawn": "%(number)s",
    "application_left_out": "%(number)s",
    "application_returned": "%(number)s",
    "area_changed": "%(code)s: %(what)s",
    "calendar_changed": "%(on)s: %(what)s",
    "change_decided": "%(household_no)s: %(kind)s, %(outcome)s",
    "change_requested": "%(household_no)s: %(kind)s",
    "comparison_recorded": "%(number)s: %(result)s",
    "duplicate_decided": "%(ground)s: %(outcome)s",
    "entry_decided": N_("Entry %(sequence)s, %(level)s: %(outcome)s"),
    "entry_removed": N_("Entry %(sequence)s: %(cause)s"),
    "entries_set_aside": N_("Entries %(sequences)s"),
    "exit_answered": "%(number)s: %(accepts)s",
    "exit_checked": "%(number)s",
    "help_request_answered": "%(number)s",
    "help_request_received": "%(number)s (%(channel)s)",
    "help_request_reopened": "%(number)s",
    "help_request_taken_up": "%(number)s: %(application)s",
    "help_request_visited": "%(number)s",
    "help_request_withdrawn": "%(number)s",
    "home_check_recorded": N_("Entry %(sequence)s, %(level)s"),
    "household_changed": N_("%(household_no)s, changed: %(fields)s"),
    "household_created": "%(household_no)s",
    "household_rechecked": "%(household_no)s: %(year)s",
    "household_told": "%(how)s",
    "import_applied": N_("%(households)s households, %(people)s people"),
    "ledger_entry_made": "%(number)s: %(kind)s, %(amount_fen)s",
    "ledger_entry_reversed": "%(number)s",
    "list_drawn_up": N_("%(households)s households, %(people)s people"),
    "meeting_discarded": "%(day)s",
    "meeting_recorded": N_("%(passed)s passed, %(rejected)s not passed"),
    "notice_issued": N_("%(kind)s %(number)s: %(households)s households, %(people)s people"),
    "notice_withdrawn": "%(number)s",
    "milestone_recorded": "%(number)s: %(kind)s, %(day)s",
    "number_struck": "%(household_no)s",
    "objection_asked": "%(number)s",
    "objection_assigned": "%(number)s",
    "objection_decided": "%(number)s: %(outcome)s",
    "objection_filed": "%(number)s (%(channel)s)",
    "objection_told": "%(number)s",
    "personal_numbers_shown": "%(household_no)s",
    "policy_changed": "%(policy)s: %(field)s",
    "posting_recorded": "%(number)s: %(place)s",
    "progress_reported": "%(number)s: %(percent)s %%, %(day)s",
    "panel_score_recorded": "%(member)s: %(total)s",
    "panel_score_taken_back": "%(member)s: %(total)s",
    "project_begun": "%(number)s",
    "project_meeting_recorded": N_("%(number)s: %(votes)s of %(present)s voted for it, %(day)s"),
    "project_photographs_added": "%(number)s: %(number_of)s",
    "project_tender_recorded": "%(number)s: %(method)s",
    "register_struck": "%(household_no)s",
    "round_changed": "%(round)s: %(what)s",
    "sample_drawn": N_("%(level)s: entries %(sequences)s"),
    "second_look_answered": "%(number)s: %(outcome)s",
    "second_look_asked": "%(number)s",
    "taken_down": "%(number)s: %(place)s",
    "total_reported": N_("%(year)s: %(households)s households, %(people)s people"),
    "visit_recorded": "%(number)s",
}

#: those of them that have words of their own
SENTENCES = frozenset(note for note in NOTES.values() if re.search(r"[a-z]", re.sub(r"%\(\w+\)s", "", note)))

#: field -> stored value -> words
WORDS: dict[str, dict[str, str]] = {
    "accepts": {"True": N_("agrees to leave the register"), "False": N_("does not agree")},
    "level": {"village": N_("Village"), "township": N_("Township"), "county": N_("County")},
    "outcome": {
        "keep": N_("kept"),
        "remove": N_("removed"),
        "return": N_("returned to the village"),
        "upheld": N_("upheld"),
        "partly": N_("upheld in part"),
        "rejected": N_("not upheld"),
        "stands": N_("the first answer stands"),
        "changed": N_("the first answer is changed"),
        **{outcome.value: label for outcome, label in DUPLICATE_OUTCOMES.items()},
        **{state.value: CHANGE.states[state] for state in ChangeState},
    },
    "cause": {
        "objection_first": N_("objection to the first notice"),
        "objection_second": N_("objection to the second notice"),
        "objection_announcement": N_("objection to the announcement"),
        "township": N_("township review"),
        "county": N_("county decision"),
        "village": N_("left out by the village"),
    },
    "kind": {
        "first_notice": N_("First notice"),
        "second_notice": N_("Second notice"),
        "announcement": N_("Announcement"),
        **{kind.value: label for kind, label in MILESTONE_LABELS.items()},
        **{kind.value: label for kind, label in ENTRY_LABELS.items()},
        **{kind.value: label for kind, label in KIND_LABELS.items()},
    },
    "method": {method.value: label for method, label in METHOD_LABELS.items()},
    "ground": {ground.value: label for ground, label in GROUND_LABELS.items()},
    "result": {
        "no_hit": N_("nothing found"),
        "hit": N_("something found"),
        "hit_explained": N_("something found, and explained"),
    },
    "channel": {
        "web": N_("by the web page"),
        "counter": N_("at the counter"),
        "telephone": N_("by telephone"),
    },
}

#: the first word or words of a ``what``; anything behind them is kept as it is
WHATS: dict[str, str] = {
    "announced": N_("year announced"),
    "closed": N_("closed"),
    "contact": N_("telephone and address"),
    "created": N_("created"),
    "day_off": N_("day off"),
    "ended": N_("role ended:"),
    "figures": N_("figures of the year"),
    "granted": N_("role given:"),
    "name": N_("named"),
    "node": N_("time node of step"),
    "opened": N_("opened"),
    "opened again": N_("opened again"),
    "password changed": N_("password changed"),
    "password reset": N_("one-time password given"),
    "place added": N_("posting place added"),
    "place given up": N_("posting place given up"),
    "place named": N_("posting place renamed"),
    "quota": N_("quota of village"),
    "seeded": N_("filled in from the table of holidays"),
    "reopened": N_("opened again"),
    "signed out everywhere": N_("signed out on every machine"),
    "workday": N_("workday"),
}


@dataclass(frozen=True)
class TimelineItem:
    """One line of a timeline, in the reader's language."""

    at: dt.datetime
    title: str
    who: str
    note: str


def timeline(subject_keys: Sequence[str], *, names: Iterable[str] = ()) -> list[TimelineItem]:
    """What happened to these subjects (``audit.subject_key``), oldest first; only events of *names*, if given."""
    statement = sa.select(Event).where(Event.subject.in_(list(subject_keys))).order_by(Event.id)
    if wanted := list(names):
        statement = statement.where(Event.name.in_(wanted))
    return items_of(db.session.scalars(statement))


def items_of(events: Iterable[Event]) -> list[TimelineItem]:
    """*events* in words."""
    return [TimelineItem(event.at, title_of(event), who_of(event), note_of(event)) for event in events]


def title_of(event: Event) -> str:
    """What happened: the step's own name for a step, else the event's."""
    if event.name == "step_taken":
        steps = STEPS_OF.get(event.subject.split(":")[0], STEPS)
        return str(gettext(steps.get(event.data.get("step", ""), event.label)))
    return str(gettext(event.label))


def who_of(event: Event) -> str:
    """Who acted, and as what; a visitor without an account is called so."""
    if not event.actor_name:
        return str(gettext("a visitor without an account"))
    if event.actor_id is None and event.actor_name.startswith(SYSTEM):
        return str(gettext("command line"))
    role = ROLES.get(event.role or "")
    return f"{event.actor_name} · {gettext(role)}" if role else event.actor_name


def note_of(event: Event) -> str:
    """What the event's fields say, and the reason that was given."""
    words = {name: _in_words(name, value) for name, value in event.data.items()}
    template = NOTES.get(event.name, "")
    try:
        pattern = gettext(template) if template in SENTENCES else template
        said = (
            pattern if current_locale() == "en" else pattern.replace(": ", "：").replace(", ", "，")
        ) % words
    except (KeyError, ValueError):  # an event of an earlier version has other fields
        said = ""
    return " — ".join(part for part in (said, event.reason) if part)


def _in_words(name: str, value: object) -> str:
    if isinstance(value, list):
        separator = ", " if current_locale() == "en" else "、"
        return separator.join(translate(label_of(item)) if name == "fields" else str(item) for item in value)
    if name.endswith("_fen") and isinstance(value, int):
        return format_money(value)
    text = "" if value is None else str(value)
    if name == "day" and ISO_DAY.fullmatch(text):
        return format_day(dt.date.fromisoformat(text))
    if name == "what":
        return _what(text)
    known = WORDS.get(name, {}).get(text)
    return str(gettext(known)) if known else text


def _what(text: str) -> str:
    words = text.split(" ")
    for length in range(len(words), 0, -1):
        known = WHATS.get(" ".join(words[:length]))
        if known:
            rest = [str(gettext(ROLES[word])) if word in ROLES else word for word in words[length:]]
            return " ".join([str(gettext(known)), *rest])
    return text
