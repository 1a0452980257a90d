"""Files and hits arranged for their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core.db import db
from app.core.permissions import Permission
from app.domain.accounts.models import User
from app.domain.areas.queries import list_areas_at
from app.domain.comparisons import queries
from app.domain.comparisons.columns import TAKEN_LABELS
from app.domain.comparisons.models import (
    ComparisonFile,
    ComparisonHit,
    FileState,
    HitCertainty,
    HitSettlement,
)
from app.domain.comparisons.steps import SETTLEMENT_LABELS, STATE_LABELS
from app.domain.imports.reader import column_letters
from app.domain.policies.vocabulary import COMPARISON_LABELS
from app.domain.rounds.models import Round, RoundState
from app.web.access import current_actor
from app.web.choosing import Choice, visible_rounds
from app.web.i18n import current_locale

TONES = {
    FileState.READING: "info",
    FileState.PREVIEWED: "warn",
    FileState.REFUSED: "bad",
    FileState.APPLIED: "good",
    FileState.DISCARDED: "idle",
    FileState.WITHDRAWN: "idle",
}
SETTLEMENT_TONES = {
    HitSettlement.OPEN: "warn",
    HitSettlement.EXPLAINED: "good",
    HitSettlement.EXCLUDES: "bad",
    HitSettlement.NOT_THE_PERSON: "idle",
}


@dataclass(frozen=True)
class ColumnRow:
    """One column of the file and what it was taken for."""

    sheet: str
    letters: str
    heading: str
    taken_for: str


@dataclass(frozen=True)
class Tab:
    """A link above the hits, with how many stand behind it."""

    label: str
    url: str
    current: bool
    count: int


def kind_of(file: ComparisonFile) -> str:
    """What the file lists, in words."""
    return _(COMPARISON_LABELS[file.kind])


def standing_of(file: ComparisonFile) -> tuple[str, str]:
    """How far a file is, in words, and the tone of its badge."""
    return _(STATE_LABELS[file.state]), TONES[file.state]


def settlement_of(hit: ComparisonHit) -> tuple[str, str]:
    """What a hit led to, in words, and the tone of its badge."""
    return _(SETTLEMENT_LABELS[hit.settlement]), SETTLEMENT_TONES[hit.settlement]


def certainty_of(hit: ComparisonHit) -> tuple[str, str]:
    """How sure the match is, in words, and the tone of its badge."""
    if hit.certainty is HitCertainty.MATCHED:
        return _("number and name agree"), "info"
    return _("doubtful: only one of them agrees"), "warn"


def columns_of(file: ComparisonFile) -> list[ColumnRow]:
    """Every column of every sheet that was read."""
    return [
        ColumnRow(sheet["name"], column_letters(index), heading, _(TAKEN_LABELS[taken]))
        for sheet in (file.summary or {}).get("sheets", [])
        for index, heading, taken in sheet["columns"]
    ]


def open_rounds() -> list[Round]:
    """The open rounds of the reader's areas."""
    return [round_ for round_ in visible_rounds(current_actor()) if round_.state is RoundState.OPEN]


def round_choices() -> list[tuple[str, str]]:
    """Code and name of the open rounds."""
    return [(round_.code, round_.name.in_(current_locale())) for round_ in open_rounds()]


def area_choices() -> list[tuple[str, str]]:
    """Code and name of the areas for which the reader hands in files."""
    areas = list_areas_at(current_actor().paths_for(Permission.COMPARISON_IMPORT))
    return [(area.code, area.name.in_(current_locale())) for area in areas]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of files, with an empty choice before them."""
    return [("", _("Please choose")), *((kind, _(label)) for kind, label in COMPARISON_LABELS.items())]


def open_hits_of(files: Sequence[ComparisonFile]) -> dict[int, int]:
    """file id -> hits that nobody explained yet."""
    counted = queries.count_hits_by_file([file.id for file in files])
    return {file.id: counted.get((file.id, HitSettlement.OPEN), 0) for file in files}


def hit_tabs(choice: Choice, settlement: HitSettlement | None) -> list[Tab]:
    """All hits, and those at each settlement."""
    if choice.round is None:
        return []
    counts = queries.count_by_settlement(current_actor(), choice.round.id, choice.place)
    found = [
        Tab(
            _("All"),
            _hits_url(choice, None),
            settlement is None,
            sum(counts.values()),
        )
    ]
    for one in HitSettlement:
        found.append(
            Tab(
                _(SETTLEMENT_LABELS[one]),
                _hits_url(choice, one),
                one is settlement,
                counts.get(one, 0),
            )
        )
    return found


def _hits_url(choice: Choice, settlement: HitSettlement | None) -> str:
    asked: dict[str, Any] = {**choice.arguments, "settlement": settlement.value if settlement else None}
    return url_for("comparisons.hits", **asked)


def is_usually_excluding(hit: ComparisonHit) -> bool:
    """The round's policy names the kind among those that as a rule exclude a household."""
    return hit.file.kind in hit.file.round.policy.comparison_exclusions


def settled_by(hit: ComparisonHit) -> str:
    """Who settled a hit."""
    user = db.session.get(User, hit.settled_by_id) if hit.settled_by_id else None
    return user.name if user else ""
