"""A request arranged for its pages: words for kinds and states, what it does before and after, where it stands."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.domain.applications.models import ApplicationState
from app.domain.applications.steps import STATE_LABELS as APPLICATION_LABELS
from app.domain.candidate_lists.models import ListState
from app.domain.changes import making
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeState
from app.domain.changes.rules import KIND_LABELS, SOURCE_LABELS, Effect, Side
from app.domain.changes.steps import STATE_LABELS
from app.domain.households import codes, rules
from app.domain.households.models import Household
from app.domain.workflow.procedures.identification import STATES as LIST_LABELS
from app.web.i18n import current_locale, translate
from app.web.templating import format_money

TONES = {
    ChangeState.REQUESTED: "warn",
    ChangeState.MADE: "good",
    ChangeState.REFUSED: "bad",
    ChangeState.WITHDRAWN: "idle",
}
#: before the meeting or the list: the household's application can still be taken back by hand
_TO_WITHDRAW = frozenset(
    {
        ApplicationState.FILED,
        ApplicationState.VISITED,
        ApplicationState.COMPARED,
        ApplicationState.RETURNED,
        ApplicationState.PASSED,
    }
)


@dataclass(frozen=True)
class Row:
    """One line of the table of effects: what, before, afterwards, what that means (with its tone)."""

    what: str
    before: str
    after: str
    meaning: tuple[str, str] | None = None
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a household stands in a round, and what the change means there."""

    round_name: str
    application: str
    state: str
    list_id: int | None
    list_words: str
    notices: Sequence[str]
    meaning: str


def kind_label(kind: ChangeKind) -> str:
    """What happened."""
    return _(KIND_LABELS[kind])


def title(kind: ChangeKind, household: Household) -> str:
    """What happened in whose household."""
    name = household.head_name or household.household_no
    return _("%(what)s: %(name)s", what=kind_label(kind), name=_("Household of %(name)s", name=name))


def badge_of(request: ChangeRequest) -> tuple[str, str]:
    """The request's state in words and its tone."""
    return _(STATE_LABELS[request.state]), TONES[request.state]


def source_label(request: ChangeRequest) -> str:
    """Where the news comes from."""
    return _(SOURCE_LABELS[request.source])


def people_of(request: ChangeRequest) -> str | None:
    """The names of those it is about, without numbers."""
    person = request.payload.get("person")
    names = [person["name"]] if person else request.payload.get("names", [])
    return _(", ").join(names) or None


def newcomer(request: ChangeRequest) -> list[tuple[str, Any]]:
    """What is known of somebody who comes; the identity number is masked."""
    person: Mapping[str, Any] = request.payload.get("person") or {}
    if not person:
        return []
    locale = current_locale()
    masked = person.get("id_number_masked") or rules.masked_id_number(person.get("id_number"))
    return [
        (_("Relation to the head"), codes.RELATION.label(person["relation"], locale)),
        (_("Identity number"), masked),
        (_("Sex"), codes.SEX.label(person["sex"], locale) if person.get("sex") else None),
        (_("Date of birth"), dt.date.fromisoformat(person["born_on"]) if person.get("born_on") else None),
    ]


def effect_of(request: ChangeRequest) -> Effect:
    """What was frozen with the decision, or what it would do today."""
    return Effect.from_data(request.effect) if request.effect else making.work_out(request)


def rows(side: Side, effect: Effect) -> list[Row]:
    """People and income a head before and after, against the line."""
    before, now = side.people
    income = [_money(fen) for fen in side.per_head_fen]
    lines = [
        Row(_("People"), str(before), str(now), (_("no members left"), "bad") if side.vanishes else None)
    ]
    year = str(effect.year or "")
    lines.append(Row(_("Net income a head"), income[0], income[1], _against(side), year))
    if effect.line_fen is not None:
        line = format_money(effect.line_fen)
        lines.append(Row(_("Income line"), line, line, note=year))
    return lines


def _money(fen: int | None) -> str:
    return format_money(fen) if fen is not None else _("not entered")


def _against(side: Side) -> tuple[str, str] | None:
    if side.rises_above:
        return _("no longer below the line"), "bad"
    if side.falls_below:
        return _("now below the line"), "info"
    return None


def standings(side: Side) -> list[Standing]:
    """Where the household stands in open rounds."""
    return [_standing(one, side) for one in side.standings]


def _standing(kept: Mapping[str, Any], side: Side) -> Standing:
    english = current_locale() == "en" and kept["round_en"]
    list_state = ListState(kept["list_state"]) if kept["list_state"] else None
    return Standing(
        round_name=kept["round_en"] if english else kept["round_zh"],
        application=kept["application"],
        state=_(APPLICATION_LABELS[ApplicationState(kept["state"])]),
        list_id=kept["list_id"],
        list_words=_("no. %(number)s, %(state)s", number=kept["sequence"], state=_(LIST_LABELS[list_state]))
        if list_state
        else "",
        notices=kept["notices"],
        meaning=_meaning(kept, list_state, side),
    )


def _meaning(kept: Mapping[str, Any], list_state: ListState | None, side: Side) -> str:
    if list_state is ListState.DRAFT:
        return _(
            "The list is still being drawn up: it takes the new record over when its first notice is issued."
        )
    if list_state is not None:
        words = _(
            "The list and its notices stay as they were posted. The change is written into the register now and "
            "shows only on a list that is posted anew."
        )
        if side.vanishes or side.rises_above:
            marked = _("The reviewers see a mark with this household and decide on it with a reason.")
            return f"{words} {marked}" if current_locale() == "en" else f"{words}{marked}"
        return str(words)
    if side.vanishes and ApplicationState(kept["state"]) in _TO_WITHDRAW:
        return _("Nobody is left to apply: the application must be withdrawn by hand.")
    return _("It is on no list now; the change counts from now on.")


def tabs_of(states: Sequence[ChangeState]) -> list[tuple[str, str]]:
    """The states to choose from."""
    return [(state.value, _(STATE_LABELS[state])) for state in states]


def reasons(messages: Sequence[object]) -> list[str]:
    """Messages of the domain in the reader's language."""
    return [translate(message) for message in messages]  # type: ignore[arg-type]  # messages
