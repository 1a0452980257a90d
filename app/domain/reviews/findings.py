"""What the home checks of a sample found: household by household, how far they are, and what that says of the list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from app.core.db import db
from app.core.messages import N_, Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState
from app.domain.candidate_lists.queries import list_for
from app.domain.reviews import draws, estimates
from app.domain.reviews.models import HomeCheck, ReviewLevel, Sample

LEVEL_OF = {ListState.TOWNSHIP_REVIEW: ReviewLevel.TOWNSHIP, ListState.COUNTY_REVIEW: ReviewLevel.COUNTY}


@dataclass(frozen=True)
class CheckLine:
    """One household of a sample. *number* is that on the notice; *reasons* are for staff only."""

    number: int
    entry: ListEntry
    weight: int
    reasons: tuple[str, ...]
    is_mandatory: bool
    check: HomeCheck | None

    @property
    def is_due(self) -> bool:
        """Somebody still has to go there."""
        return self.check is None and self.entry.standing is EntryStanding.STANDING


@dataclass(frozen=True)
class Progress:
    """A sample with its checks. *statement* is there once every household was checked that has to be."""

    sample: Sample
    lines: tuple[CheckLine, ...]
    statement: estimates.Statement | None

    @property
    def drawn(self) -> tuple[CheckLine, ...]:
        """The households that were drawn, in the order of drawing."""
        return tuple(line for line in self.lines if not line.is_mandatory)

    @property
    def mandatory(self) -> tuple[CheckLine, ...]:
        """The households that are checked in any case."""
        return tuple(line for line in self.lines if line.is_mandatory)

    @property
    def checked(self) -> int:
        """How many were checked."""
        return sum(1 for line in self.lines if line.check is not None)

    @property
    def due(self) -> int:
        """How many still have to be checked."""
        return sum(1 for line in self.lines if line.is_due)

    @property
    def wrong(self) -> int:
        """How many should not be on the list, as the checks found."""
        return sum(1 for line in self.lines if line.check is not None and not line.check.agrees)


def load_progress(sample: Sample) -> Progress:
    """The sample's households with their checks and photographs, in a fixed number of statements."""
    mandatory = draws.mandatory_ids(sample)
    ids = [*sample.entry_ids, *mandatory]
    entries = {
        entry.id: entry
        for entry in db.session.scalars(
            sa.select(ListEntry).where(ListEntry.id.in_(ids)).options(joinedload(ListEntry.application))
        )
    }
    checks = {
        check.entry_id: check
        for check in db.session.scalars(
            sa.select(HomeCheck)
            .where(HomeCheck.sample_id == sample.id)
            .options(selectinload(HomeCheck.photos), joinedload(HomeCheck.sheet))
        )
    }
    known = _known(sample)
    lines = tuple(
        CheckLine(
            number=known.get(entry_id, (entries[entry_id].sequence, 1, ()))[0],
            entry=entries[entry_id],
            weight=known.get(entry_id, (0, 1, ()))[1],
            reasons=known.get(entry_id, (0, 1, ()))[2],
            is_mandatory=entry_id in mandatory,
            check=checks.get(entry_id),
        )
        for entry_id in ids
    )
    return Progress(sample, lines, _statement(sample, lines))


def _known(sample: Sample) -> dict[int, tuple[int, int, tuple[str, ...]]]:
    """entry id -> number on the notice, weight and reasons, as they stood at the drawing."""
    inputs = sample.inputs or {}
    return {row["entry_id"]: (row["number"], 1, ()) for row in inputs.get("mandatory", ())} | {
        row["entry_id"]: (row["number"], row["weight"], tuple(row["reasons"]))
        for row in inputs.get("entries", ())
    }


def _statement(sample: Sample, lines: Sequence[CheckLine]) -> estimates.Statement | None:
    """What the checks say of the list as it was drawn from; nothing while a household is due or none was drawn."""
    if any(line.is_due for line in lines):
        return None
    inputs = sample.inputs or {}
    weights = [row["weight"] for row in inputs.get("entries", ())] or [1] * sample.population
    apart = {row["entry_id"] for row in inputs.get("mandatory", ())}
    drawn = [(line.weight, not line.check.agrees) for line in lines if line.check and not line.is_mandatory]
    known = [not line.check.agrees for line in lines if line.check and line.entry.id in apart]
    if not drawn and len(apart) < sample.population:
        return None
    if not inputs.get("entries") and apart:
        weights = []
    return estimates.statement(weights, drawn, known, len(sample.entry_ids))


def find_check(sample_id: int, entry_id: int) -> HomeCheck | None:
    """The home check of an entry for a sample."""
    return db.session.scalar(
        sa.select(HomeCheck).where(HomeCheck.sample_id == sample_id, HomeCheck.entry_id == entry_id)
    )


@dataclass(frozen=True)
class Overview:
    """A list's sample on the overview; *sample* is nothing while none is drawn."""

    candidate_list: CandidateList
    level: ReviewLevel
    sample: Sample | None
    households: int
    checked: int
    wrong: int


def list_under_review(actor: Actor) -> list[Overview]:
    """The lists that a level reviews now, with how far their samples are: three statements for any number."""
    lists = [one for one in list_for(actor) if one.state in LEVEL_OF]
    samples: dict[int, Sample] = {}
    statement = sa.select(Sample).where(Sample.list_id.in_([one.id for one in lists]))
    by_id = {one.id: one for one in lists}
    for sample in db.session.scalars(statement.options(undefer(Sample.inputs)).order_by(Sample.id)):
        candidate_list = by_id[sample.list_id]
        is_of_now = sample.level is LEVEL_OF[candidate_list.state]
        if is_of_now and sample.drawn_at >= candidate_list.state_since:
            samples[sample.list_id] = sample
    counts = count_checks([sample.id for sample in samples.values()])
    return [_overview(one, LEVEL_OF[one.state], samples.get(one.id), counts) for one in lists]


def page_samples(actor: Actor, number: int) -> Page[Overview]:
    """The samples within the actor's areas, the latest first."""
    paths = actor.paths_for(Permission.CANDIDATE_LIST_VIEW)
    statement = (
        sa.select(Sample)
        .join(CandidateList, CandidateList.id == Sample.list_id)
        .join(Area, Area.id == CandidateList.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
        .options(undefer(Sample.inputs), contains_eager(Sample.candidate_list))
        .order_by(Sample.drawn_at.desc(), Sample.id.desc())
    )
    found = paginate(statement, number)
    counts = count_checks([sample.id for sample in found.items])
    lines = [_overview(sample.candidate_list, sample.level, sample, counts) for sample in found.items]
    return replace(found, items=lines)


def count_checks(sample_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """sample id -> how many home checks it has, and how many of them found the household wrong."""
    rows = db.session.execute(
        sa.select(HomeCheck.sample_id, sa.func.count(), sa.func.count().filter(HomeCheck.agrees.is_(False)))
        .where(HomeCheck.sample_id.in_(sample_ids))
        .group_by(HomeCheck.sample_id)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def _overview(
    candidate_list: CandidateList,
    level: ReviewLevel,
    sample: Sample | None,
    counts: Mapping[int, tuple[int, int]],
) -> Overview:
    checked, wrong = counts.get(sample.id, (0, 0)) if sample is not None else (0, 0)
    apart = len((sample.inputs or {}).get("mandatory", ())) if sample is not None else 0
    households = len(sample.entry_ids) + apart if sample is not None else 0
    return Overview(candidate_list, level, sample, households, checked, wrong)


def find_statement(candidate_list: CandidateList, level: ReviewLevel) -> estimates.Statement | None:
    """What a level's sample of a list says about it; nothing before all its households were checked."""
    sample = draws.find_sample(candidate_list, level)
    return load_progress(sample).statement if sample is not None else None


def words_of(said: estimates.Statement) -> list[Message]:
    """A statement in plain words: what was found, what follows for the whole list, what was checked besides."""
    if said.is_census:
        return [
            Message(
                N_("All %(total)s households of the list were checked; %(wrong)s were found wrong."),
                total=said.population,
                wrong=said.wrong + said.apart_wrong,
            )
        ]
    if said.low == said.high:
        follows = N_("On the whole list probably %(low)s of %(total)s are wrong.")
    else:
        follows = N_("On the whole list probably between %(low)s and %(high)s of %(total)s are wrong.")
    words = [
        Message(
            N_("Of %(checked)s households drawn and checked, %(wrong)s were found wrong."),
            checked=said.drawn,
            wrong=said.wrong,
        ),
        Message(follows, low=said.low, high=said.high, total=said.population),
    ]
    if said.apart:
        words.insert(
            1,
            Message(
                N_("%(checked)s more were checked in any case; %(wrong)s of these were found wrong."),
                checked=said.apart,
                wrong=said.apart_wrong,
            ),
        )
    return words


def guess_of(said: estimates.Statement) -> Message:
    """The single best guess, and how the households were counted for it."""
    return Message(
        N_(
            "Best single guess: %(estimate)s of %(total)s (%(percent)s %%). A household that was likelier to be drawn "
            "counts for fewer others."
        ),
        estimate=f"{said.estimate:.1f}",
        total=said.population,
        percent=f"{100 * said.share:.1f}",
    )
