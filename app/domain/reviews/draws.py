"""What a list's draw at a level is made from, whether it can be made yet, and what sample came of it. Reads only."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.messages import N_, Message
from app.core.rows import get_row
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.candidate_lists.queries import list_standing_keys
from app.domain.notices import queries as notice_queries
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import recusal, sampling, weights
from app.domain.reviews.models import PublicValue, ReviewLevel, Sample
from app.domain.rounds.models import RoundKind

SEED_NOTICE = {ReviewLevel.TOWNSHIP: NoticeKind.FIRST_NOTICE, ReviewLevel.COUNTY: NoticeKind.SECOND_NOTICE}


@dataclass(frozen=True)
class Draw:
    """The draw that follows a notice: frozen list, public value, and the seed once both are there."""

    candidate_list: CandidateList
    level: ReviewLevel
    notice: Notice
    source: str
    day: dt.date | None
    value: PublicValue | None

    @property
    def waits(self) -> bool:
        """The public value is not recorded yet."""
        return self.day is not None and self.value is None

    @property
    def possible_since(self) -> dt.date:
        """The day from which it can be drawn: when the value is published, else when the notice was issued."""
        return self.day or self.notice.issued_on

    @property
    def waiting(self) -> Message:
        """What the draw waits for, in words."""
        if clock.today() < self.possible_since:
            return Message(
                N_("The draw waits for “%(source)s” of %(day)s. It is possible from that day on."),
                source=self.source,
                day=self.possible_since,
            )
        return Message(
            N_(
                "The draw waits for “%(source)s” of %(day)s. The county has to record it; it could since then."
            ),
            source=self.source,
            day=self.possible_since,
        )

    @property
    def inputs(self) -> sampling.Inputs:
        """What the seed is made of."""
        return sampling.Inputs(
            digest=self.notice.digest,
            list_name=public_name(self.candidate_list),
            level=self.level.value,
            source=self.source if self.value is not None else "",
            day=self.day if self.value is not None else None,
            value=self.value.value if self.value is not None else "",
        )

    @property
    def plain_seed(self) -> str:
        """The seed of the method before weights: a sample drawn from it stays."""
        text = f"{self.notice.digest}:{self.candidate_list.id}:{self.level.value}"
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Drawn:
    """What a draw gave: the entries in their order, and everything that it was made from."""

    entry_ids: list[int]
    numbers: list[int]
    inputs: dict[str, Any]


def public_name(candidate_list: CandidateList) -> str:
    """How a list is called in a draw: round, village code and ordinal; the same on every machine."""
    return f"{candidate_list.round.code}/{candidate_list.village.code}/{candidate_list.ordinal}"


def share_of(policy: Policy, level: ReviewLevel) -> Any:
    """The share of the households that a level checks at home, a fraction."""
    return policy.township_sample_share if level is ReviewLevel.TOWNSHIP else policy.county_sample_share


def size_of(candidate_list: CandidateList, level: ReviewLevel, households: int) -> int:
    """How many *households* of a list a level checks at home. The county checks exits by the length of the list."""
    policy = candidate_list.round.policy
    if level is ReviewLevel.COUNTY and candidate_list.round.kind is RoundKind.EXIT:
        return policy.exit_sample_size(share_of(policy, level), households)
    return policy.sample_size(share_of(policy, level), households)


def find_draw(candidate_list: CandidateList, level: ReviewLevel) -> Draw | None:
    """The draw of a level, from the notice that its review follows; nothing without that notice."""
    notice = notice_queries.find_standing_notice(candidate_list, SEED_NOTICE[level])
    if notice is None:
        return None
    round_ = candidate_list.round
    source = round_.policy.sample_value_source.strip()
    if not source:
        return Draw(candidate_list, level, notice, "", None, None)
    day = notice.issued_on + dt.timedelta(days=round_.policy.sample_value_days)
    return Draw(candidate_list, level, notice, source, day, find_public_value(round_.area_id, source, day))


def find_public_value(area_id: int, source: str, day: dt.date) -> PublicValue | None:
    """The value of a source and day that stands."""
    return db.session.scalar(
        sa.select(PublicValue).where(
            PublicValue.area_id == area_id,
            PublicValue.source == source,
            PublicValue.day == day,
            PublicValue.withdrawn_at.is_(None),
        )
    )


def lock_public_value(value: PublicValue) -> None:
    """Hold *value* until the end of the transaction: it is drawn from, or withdrawn, but never both."""
    db.session.refresh(value, with_for_update={"of": PublicValue})


def find_sample_of(draw: Draw) -> Sample | None:
    """The sample that was drawn from this very draw."""
    seeds = [draw.plain_seed] if draw.waits else [draw.plain_seed, draw.inputs.seed]
    return db.session.scalar(
        sa.select(Sample)
        .where(Sample.list_id == draw.candidate_list.id, Sample.level == draw.level, Sample.seed.in_(seeds))
        .order_by(Sample.id.desc())
        .limit(1)
    )


def find_sample(candidate_list: CandidateList, level: ReviewLevel) -> Sample | None:
    """The sample drawn since the notice that this review follows; one drawn for an earlier notice is stale."""
    draw = find_draw(candidate_list, level)
    return find_sample_of(draw) if draw is not None else None


def find_latest_sample(list_id: int, level: ReviewLevel) -> Sample | None:
    """The last sample drawn for a list at a level, whatever became of its notice since."""
    return db.session.scalar(
        sa.select(Sample)
        .where(Sample.list_id == list_id, Sample.level == level)
        .order_by(Sample.id.desc())
        .limit(1)
    )


def get_sample(sample_id: int) -> Sample:
    """One sample; raises :class:`NotFound`."""
    return get_row(Sample, sample_id)


def numbers_on(notice: Notice, entries: Sequence[ListEntry]) -> dict[int, int]:
    """entry id -> its number on *notice*.

    An entry set aside onto a list of its own is found by its application; one that the notice does not know is
    numbered after all that it does, in the order of the list.
    """
    rows = db.session.execute(
        sa.select(ListEntry.application_id, NoticeEntry.sequence)
        .join(NoticeEntry, NoticeEntry.entry_id == ListEntry.id)
        .where(NoticeEntry.notice_id == notice.id)
    )
    known: dict[int, int] = {row.application_id: row.sequence for row in rows}
    last = max(known.values(), default=0)
    further = [entry for entry in entries if entry.application_id not in known]
    added = {entry.id: last + place for place, entry in enumerate(further, 1)}
    return {entry.id: added.get(entry.id) or known[entry.application_id] for entry in entries}


def make_draw(draw: Draw, entries: Sequence[ListEntry]) -> Drawn:
    """Draw among the standing *entries* of a list. The same again as long as entries and reasons are the same."""
    round_, seed = draw.candidate_list.round, draw.inputs.seed
    numbers = numbers_on(draw.notice, entries)
    mandatory = weights.find_mandatory(entries, draw.level)
    apart = {entry.id for entry in mandatory}
    free = [entry for entry in entries if entry.id not in apart]
    extra = weights.extra_weights(round_.policy)
    reasons = weights.find_reasons(free, round_, weights.Known(clock.now(), draw.day))
    weight = {entry.id: sampling.weight_of(reasons[entry.id], extra) for entry in free}
    size = min(len(free), size_of(draw.candidate_list, draw.level, len(entries)))
    entry_of = {numbers[entry.id]: entry.id for entry in free}
    drawn = sampling.draw(seed, {number: weight[entry_id] for number, entry_id in entry_of.items()}, size)
    inputs = draw.inputs.as_data() | {
        "seed": seed,
        "notice": draw.notice.number,
        "size": size,
        "entries": [
            {
                "number": number,
                "entry_id": entry_id,
                "weight": weight[entry_id],
                "reasons": [reason.value for reason in reasons[entry_id]],
            }
            for number, entry_id in sorted(entry_of.items())
        ],
        "mandatory": [{"number": numbers[entry.id], "entry_id": entry.id} for entry in mandatory],
        "drawn": drawn,
    }
    return Drawn([entry_of[number] for number in drawn], drawn, inputs)


def is_needed(candidate_list: CandidateList, level: ReviewLevel) -> bool:
    """Somebody on the list is checked at home: the policy asks for a share, or somebody is in any case."""
    entries = list_standing_keys(candidate_list.id)
    asked = size_of(candidate_list, level, len(entries)) > 0
    return asked or bool(weights.find_mandatory(entries, level))


def mandatory_ids(sample: Sample) -> list[int]:
    """The entries that are checked in any case: those known at the drawing, and those found since."""
    known = [row["entry_id"] for row in (sample.inputs or {}).get("mandatory", ())]
    standing = list_standing_keys(sample.list_id)
    since = [entry.id for entry in weights.find_mandatory(standing, sample.level)]
    drawn = set(sample.entry_ids)
    return list(dict.fromkeys([*known, *(one for one in since if one not in drawn)]))


def list_to_check(sample: Sample) -> list[int]:
    """Every entry that is checked at home for a sample: the drawn ones in their order, then the mandatory ones.

    Those that the level leaves to the one above it, because its own officials are relatives, are checked there.
    """
    apart = recusal.list_passed_up(sample.list_id, sample.level)
    return [one for one in [*sample.entry_ids, *mandatory_ids(sample)] if one not in apart]
