"""The data comparison as an application's page shows it: which files were compared, and each hit."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.core.permissions import Permission
from app.domain.applications.models import Application
from app.domain.comparisons import queries
from app.domain.comparisons.models import HitCertainty, HitSettlement
from app.domain.comparisons.rules import ComparisonStatus
from app.domain.comparisons.steps import SETTLEMENT_LABELS
from app.domain.policies.vocabulary import COMPARISON_LABELS
from app.web.access import current_actor

TONES = {
    HitSettlement.OPEN: "warn",
    HitSettlement.EXPLAINED: "good",
    HitSettlement.EXCLUDES: "bad",
    HitSettlement.NOT_THE_PERSON: "idle",
}


@dataclass(frozen=True)
class HitLine:
    """One hit: what the file lists, when, from whom; what it led to and why."""

    url: str
    kind: str
    source: str
    on: dt.date
    person: str
    is_doubtful: bool
    details: list[list[str]]
    settlement: tuple[str, str]
    explanation: str


@dataclass(frozen=True)
class Compared:
    """The kinds of files that were compared with the present people, and those that are to come."""

    done: str
    missing: str


def status_of(application: Application) -> Compared | None:
    """How far the files are; nothing where none was compared and none is asked for."""
    if not application.consents_to_comparison or not current_actor().has(Permission.COMPARISON_VIEW):
        return None
    status = queries.comparison_status(application)
    if not status.covered and not (status.is_required and not status.is_on_paper):
        return None
    return Compared(_names(sorted(status.covered)), _names(_missing(status)))


def _missing(status: ComparisonStatus) -> list[str]:
    return list(status.missing) if status.is_required else []


def _names(kinds: list[str]) -> str:
    return _(", ").join(_(COMPARISON_LABELS[kind]) for kind in kinds)


def lines_of(application: Application) -> list[HitLine]:
    """The hits in force on an application's household."""
    if not current_actor().has(Permission.COMPARISON_VIEW):
        return []
    found = queries.list_hits([application.household_id], application.round_id)
    return [
        HitLine(
            url_for("comparisons.hit", hit_id=hit.id),
            _(COMPARISON_LABELS[hit.file.kind]),
            hit.file.source,
            hit.happened_on or hit.file.as_of,
            hit.member_name,
            hit.certainty is HitCertainty.DOUBTFUL,
            hit.details,
            (_(SETTLEMENT_LABELS[hit.settlement]), TONES[hit.settlement]),
            hit.explanation,
        )
        for hit in found.get(application.household_id, [])
    ]
