"""Arranging a candidate list for its page: stops, steps, labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.machine import Offer
from app.core.messages import N_
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState, RemovalCause
from app.domain.notices.labels import KIND_LABELS
from app.domain.notices.queries import Standing
from app.domain.reviews.models import DecisionOutcome
from app.domain.workflow.queries import machine_for
from app.web.i18n import current_locale, translate
from app.web.templating import format_day

__all__ = ["KIND_LABELS"]

STANDING_LABELS = {
    EntryStanding.STANDING: N_("On the list"),
    EntryStanding.REMOVED: N_("Removed"),
    EntryStanding.SET_ASIDE: N_("Set aside"),
    EntryStanding.RETURNED: N_("Returned"),
}
STANDING_TONES = {
    EntryStanding.STANDING: "good",
    EntryStanding.REMOVED: "bad",
    EntryStanding.SET_ASIDE: "warn",
    EntryStanding.RETURNED: "warn",
}
CAUSE_LABELS = {
    RemovalCause.OBJECTION_FIRST: N_("after an objection to the first notice"),
    RemovalCause.TOWNSHIP: N_("by the township"),
    RemovalCause.OBJECTION_SECOND: N_("after an objection to the second notice"),
    RemovalCause.COUNTY: N_("by the county"),
    RemovalCause.OBJECTION_ANNOUNCEMENT: N_("after an objection to the announcement"),
    RemovalCause.VILLAGE: N_("by the village, before a corrected notice"),
}
OUTCOME_LABELS = {
    DecisionOutcome.KEEP: N_("Keep"),
    DecisionOutcome.REMOVE: N_("Remove"),
    DecisionOutcome.RETURN: N_("Return to the village"),
}


@dataclass(frozen=True)
class StepLine:
    """A step as the panel shows it."""

    label: str
    url: str
    allowed: bool
    blockers: list[str]
    hint: str
    kind: str


@dataclass(frozen=True)
class Tab:
    """A link above the households, with how many stand behind it."""

    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class Stop:
    """A stop of the line that a list travels."""

    label: str
    state: str
    on: str = ""
    note: str = ""


def step_lines(candidate_list: CandidateList, offers: Sequence[Offer]) -> list[StepLine]:
    """The steps that the reader's role may take from here: first those that lead on, then those that lead back."""
    return [
        StepLine(
            label=_(offer.step.label),
            url=url_for("candidate_lists.step", list_id=candidate_list.id, step=offer.step.name),
            allowed=offer.is_open,
            blockers=[translate(blocker) for blocker in offer.blockers],
            hint=_(offer.step.consequence) if offer.is_open and offer.step.consequence else "",
            kind="danger" if offer.step.tone == "danger" else "primary",
        )
        for offer in sorted(offers, key=lambda offer: offer.step.tone == "danger")
    ]


def stops(candidate_list: CandidateList) -> list[Stop]:
    """The states in their order, with where the list stands now."""
    states = list(ListState)
    here = states.index(candidate_list.state)
    labels = machine_for(candidate_list).states
    final = candidate_list.state is ListState.ANNOUNCED
    return [
        Stop(_(labels[state]), "done" if index < here or final else ("current" if index == here else "todo"))
        for index, state in enumerate(states)
    ]


def stage_tabs(candidate_list: CandidateList, shown: str, counts: Mapping[str, int]) -> list[Tab]:
    """All households of the stages, those whose case ended, those that go on or were announced."""
    labels = {"": _("All"), "ended": _("Went"), "standing": _("On the way or announced")}
    return [
        Tab(
            label,
            url_for("candidate_lists.stages", list_id=candidate_list.id, shown=name or None),
            name == shown,
            counts[name],
        )
        for name, label in labels.items()
    ]


def list_name(candidate_list: CandidateList) -> str:
    """Village and, for a further list, its number."""
    village = candidate_list.village.name.in_(current_locale())
    if not candidate_list.is_supplementary:
        return _("%(village)s: main list", village=village)
    return _("%(village)s: supplementary list %(number)s", village=village, number=candidate_list.ordinal - 1)


def notice_line(standing: Standing) -> tuple[str, str]:
    """(words, tone) for the state of a notice."""
    if standing.state.value == "withdrawn":
        return _("Withdrawn"), "idle"
    if standing.state.value == "replaced":
        return _("Withdrawn, replaced by %(number)s", number=standing.replaced_by), "idle"
    if not standing.period.begun:
        missing = standing.period.missing
        return _("Does not hang everywhere yet (places missing: %(number)s)", number=missing), "warn"
    if standing.period.stands_still:
        missing = standing.period.missing
        return _("Days stand still: sheets are missing (places: %(number)s)", number=missing), "warn"
    if standing.is_open and standing.period.waits_for_end(clock.today()):
        number = standing.period.ends_missing
        return _("Waits for end photographs (places: %(number)s)", number=number), "warn"
    if standing.is_open:
        return _("Open until the end of %(day)s", day=_day(standing)), "info"
    return _("Period over since %(day)s", day=_day(standing)), "good"


def _day(standing: Standing) -> str:
    return format_day(standing.period.last_day)
