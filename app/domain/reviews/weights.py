"""Why a household weighs more in a draw: reasons on record before the public value could be known.

A reason that came later does not count. Else whoever has seen the value could work out who will be drawn, and move a
household out of the sample by objecting, without a name, to those who come after it. A round whose draws wait for no
public value has nothing to be ahead of: there a reason counts when it is on record at the drawing.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.messages import N_
from app.domain.applications.models import Application, Comparison, ComparisonResult
from app.domain.areas.models import AreaLevel
from app.domain.candidate_lists.models import ListEntry
from app.domain.checkups.models import Finding, Severity
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.kinship.models import Kinship
from app.domain.kinship.queries import relatives_of
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import LinePurpose
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds.models import Round


class WeightReason(StrEnum):
    """What makes a household likelier to be drawn."""

    RELATIVE = "relative"
    COMPARISON = "comparison"
    OBJECTION = "objection"
    FINDING = "finding"
    CLOSE_INCOME = "close_income"


REASON_LABELS = {
    WeightReason.RELATIVE: N_("a declared relative is an official"),
    WeightReason.COMPARISON: N_("the data comparison had a hit"),
    WeightReason.OBJECTION: N_("somebody objected"),
    WeightReason.FINDING: N_("a severe finding was explained"),
    WeightReason.CLOSE_INCOME: N_("the income is close to the line"),
}
#: whose relatives are checked at home in any case, by the level above theirs
CHECKED_BY = {ReviewLevel.TOWNSHIP: AreaLevel.VILLAGE, ReviewLevel.COUNTY: AreaLevel.TOWNSHIP}


@dataclass(frozen=True)
class Known:
    """Until when a reason had to be on record: before *day* began, or before the instant *now* without one."""

    now: dt.datetime
    day: dt.date | None

    @property
    def before(self) -> dt.datetime:
        """The first instant that is too late."""
        return (
            clock.at(self.day, 0)
            if self.day is not None
            else self.now.replace(microsecond=0) + dt.timedelta(seconds=1)
        )

    @property
    def before_day(self) -> dt.date:
        """The first day that is too late, for what is recorded by the day only."""
        return self.day if self.day is not None else clock.local(self.now).date() + dt.timedelta(days=1)


def extra_weights(policy: Policy) -> dict[str, int]:
    """What the policy adds to a weight for each reason."""
    return {
        WeightReason.RELATIVE: policy.sample_weight_relative,
        WeightReason.COMPARISON: policy.sample_weight_comparison,
        WeightReason.OBJECTION: policy.sample_weight_objection,
        WeightReason.FINDING: policy.sample_weight_finding,
        WeightReason.CLOSE_INCOME: policy.sample_weight_close_income,
    }


def find_reasons(entries: Sequence[ListEntry], round_: Round, known: Known) -> dict[int, list[WeightReason]]:
    """entry id -> the reasons on record, for any number of entries of one list in a fixed number of statements."""
    households = [entry.household_id for entry in entries]
    found = {
        WeightReason.RELATIVE: _with_relatives(households, known),
        WeightReason.COMPARISON: _with_hits(households, round_, known) | _compared(entries, known),
        WeightReason.OBJECTION: _objected_to(households, round_, known),
        WeightReason.FINDING: _with_explained_findings(households, known),
        WeightReason.CLOSE_INCOME: _close_to_the_line(entries, round_),
    }
    return {
        entry.id: [reason for reason in WeightReason if entry.household_id in found[reason]]
        for entry in entries
    }


def find_mandatory(entries: Sequence[ListEntry], level: ReviewLevel) -> list[ListEntry]:
    """Those whom *level* checks at home in any case: declared relatives of officials one level below it."""
    relatives = relatives_of([entry.household_id for entry in entries])
    wanted = CHECKED_BY[level]
    return [entry for entry in entries if wanted in relatives[entry.household_id].levels]


def _with_relatives(households: Sequence[int], known: Known) -> set[int]:
    return set(
        db.session.scalars(
            sa.select(Kinship.household_id).where(
                Kinship.household_id.in_(households),
                Kinship.declared_on < known.before_day,
                sa.or_(Kinship.ended_on.is_(None), Kinship.ended_on >= known.before_day),
            )
        )
    )


def _with_hits(households: Sequence[int], round_: Round, known: Known) -> set[int]:
    cleared_before = sa.and_(
        ComparisonHit.settlement == HitSettlement.NOT_THE_PERSON, ComparisonHit.settled_at < known.before
    )
    return set(
        db.session.scalars(
            sa.select(ComparisonHit.household_id)
            .join(ComparisonFile, ComparisonFile.id == ComparisonHit.file_id)
            .where(
                ComparisonHit.household_id.in_(households),
                ComparisonFile.round_id == round_.id,
                ComparisonFile.state == FileState.APPLIED,
                ComparisonFile.applied_at < known.before,
                sa.not_(cleared_before),
            )
        )
    )


def _compared(entries: Sequence[ListEntry], known: Known) -> set[int]:
    """Those whose comparison was recorded by hand with a hit."""
    return set(
        db.session.scalars(
            sa.select(Application.household_id)
            .join(Comparison, Comparison.application_id == Application.id)
            .where(
                Application.id.in_([entry.application_id for entry in entries]),
                Comparison.result != ComparisonResult.NO_HIT,
                Comparison.recorded_at < known.before,
            )
        )
    )


def _objected_to(households: Sequence[int], round_: Round, known: Known) -> set[int]:
    return set(
        db.session.scalars(
            sa.select(ListEntry.household_id)
            .join(Objection, Objection.entry_id == ListEntry.id)
            .join(Notice, Notice.id == Objection.notice_id)
            .where(
                ListEntry.household_id.in_(households),
                Notice.round_id == round_.id,
                Objection.received_at < known.before,
            )
        )
    )


def _with_explained_findings(households: Sequence[int], known: Known) -> set[int]:
    return set(
        db.session.scalars(
            sa.select(Finding.household_id).where(
                Finding.household_id.in_(households),
                Finding.severity == Severity.SEVERE,
                Finding.explained_at < known.before,
            )
        )
    )


def _close_to_the_line(entries: Sequence[ListEntry], round_: Round) -> set[int]:
    """Those whose income a head, as it stood when they applied, is near the round's line."""
    line = round_.policy.income_line(round_.reference_year, LinePurpose.IDENTIFICATION)
    if line is None:
        return set()
    rows = db.session.execute(
        sa.select(Application.household_id, Application.per_head_fen).where(
            Application.id.in_([entry.application_id for entry in entries])
        )
    )
    percent = round_.policy.sample_close_percent
    return {
        household_id
        for household_id, fen in rows
        if fen is not None and is_close(fen, line.amount_fen, percent)
    }


def is_close(per_head_fen: int, line_fen: int, percent: int) -> bool:
    """True when an income a head lies within *percent* per cent of the line, above or below."""
    return abs(per_head_fen - line_fen) * 100 <= line_fen * percent
