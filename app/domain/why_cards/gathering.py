"""From the tables to cases: everything about any number of applications in a fixed number of statements.

Free text that officers wrote is shown without the names of other people of the village and without personal numbers;
the household's own people may stand on its own card.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.domain.applications.models import Application, Comparison, HomeVisit
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.areas.models import Area
from app.domain.checkups.models import Finding, Severity
from app.domain.comparisons.models import ComparisonCover, ComparisonFile, ComparisonHit, FileState
from app.domain.comparisons.people import fingerprints_now
from app.domain.duplicates.models import DuplicateOutcome, DuplicatePair
from app.domain.exits import queries as exit_queries
from app.domain.exits.models import ExitAnswer, ExitCheck
from app.domain.exits.rules import OnRecord
from app.domain.households.models import Household, Member
from app.domain.kinship.queries import relatives_of
from app.domain.notices.queries import list_names_within
from app.domain.notices.showing import has_personal_number, without_names
from app.domain.policies.models import PolicyProfile
from app.domain.policies.vocabulary import ComparisonKind
from app.domain.rounds.models import Round, RoundState
from app.domain.why_cards import gathering_course as course
from app.domain.why_cards.cases import Case, Compared, Ground, Hit, Office, Visit


def gather(application_ids: Collection[int]) -> list[Case]:
    """The cases of these applications, in the order of their ids."""
    rows = _applications(application_ids)
    if not rows:
        return []
    households = [row.household_id for row in rows]
    grounds = _grounds({row.round_id for row in rows})
    offices = _offices({row.village_id: row.path for row in rows})
    by_application = _visits(application_ids), _compared(application_ids)
    by_household = _hits(households, grounds), _covered(rows)
    pairs, severe, relatives = _duplicates(households), _severe(households), relatives_of(households)
    going = course.load(rows, grounds)
    out, on_record = _exits(application_ids, grounds), _records(rows, grounds)
    today = clock.today()
    cases = []
    for row in rows:
        key = (row.household_id, row.round_id)
        cases.append(
            Case(
                id=row.id,
                number=row.number,
                state=row.state,
                head_name=row.head_name,
                group=BilingualText(row.group_zh or "", row.group_en),
                village=BilingualText(row.name_zh, row.name_en),
                offices=offices[row.village_id],
                ground=grounds[row.round_id],
                filed_on=row.filed_on,
                consents=row.consents_to_comparison,
                people=row.people,
                per_head_fen=row.per_head_fen,
                closing_reason=row.closing_reason,
                today=today,
                visits=by_application[0].get(row.id, ()),
                compared=by_application[1].get(row.id, ()),
                hits=by_household[0].get(key, ()) if row.consents_to_comparison else (),
                covered=frozenset(by_household[1].get(key, ())),
                duplicates=pairs.get(row.household_id, ()),
                severe=severe.get(row.household_id, ()),
                has_relatives=bool(relatives[row.household_id].people),
                relatives_at=relatives[row.household_id].level,
                exit_check=out[0].get(row.id),
                exit_answer=out[1].get(row.id),
                exit_record=on_record.get(key),
                **going.of(row),
            )
        )
    return _without_others(cases, rows)


def _exits(
    ids: Collection[int], grounds: Mapping[int, Ground]
) -> tuple[Mapping[int, ExitCheck], Mapping[int, ExitAnswer]]:
    """The checks and the households' own words, where households leave the register."""
    if not any(ground.is_exit for ground in grounds.values()):
        return {}, {}
    return exit_queries.load_checks(ids), exit_queries.load_answers(ids)


def _records(rows: Sequence[Any], grounds: Mapping[int, Ground]) -> dict[tuple[int, int], OnRecord]:
    """(household id, round id) -> what the register says today, where households leave it."""
    found: dict[tuple[int, int], OnRecord] = {}
    for ground in grounds.values():
        if ground.is_exit:
            households = [row.household_id for row in rows if row.round_id == ground.id]
            known = exit_queries.load_records(households, ground.reference_year)
            found.update({(one, ground.id): record for one, record in known.items()})
    return found


def _applications(ids: Collection[int]) -> Sequence[Any]:
    village, group = aliased(Area), aliased(Area)
    statement = (
        sa.select(
            Application.id,
            Application.number,
            Application.state,
            Application.household_id,
            Application.round_id,
            Application.village_id,
            Application.filed_on,
            Application.people,
            Application.per_head_fen,
            Application.consents_to_comparison,
            Application.closing_reason,
            Household.head_name,
            village.path,
            village.name_zh,
            village.name_en,
            group.name_zh.label("group_zh"),
            group.name_en.label("group_en"),
        )
        .join(Household, Household.id == Application.household_id)
        .join(village, village.id == Application.village_id)
        .outerjoin(group, group.id == Household.group_id)
        .where(Application.id.in_(ids))
        .order_by(Application.id)
    )
    return db.session.execute(statement).all()


def _grounds(round_ids: Collection[int]) -> dict[int, Ground]:
    rounds = db.session.scalars(sa.select(Round).where(Round.id.in_(round_ids)).order_by(Round.id)).all()
    profiles = db.session.execute(
        sa.select(PolicyProfile.key, PolicyProfile.area_id, PolicyProfile.sources)
        .where(PolicyProfile.key.in_({round_.policy_key for round_ in rounds}))
        .order_by(PolicyProfile.id)
    ).all()
    found = {}
    for round_ in rounds:
        above = {int(step) for step in round_.area_path.split("/") if step}
        fitting = [p.sources for p in profiles if p.key == round_.policy_key and p.area_id in above]
        found[round_.id] = Ground(
            id=round_.id,
            name=round_.name,
            opened_on=round_.opened_on,
            is_open=round_.state is RoundState.OPEN,
            reference_year=round_.reference_year,
            policy=round_.policy,
            sources=fitting[-1] if fitting else {},
            is_exit=round_.is_exit,
        )
    return found


def _offices(paths: Mapping[int, str]) -> dict[int, tuple[Office, ...]]:
    """village id -> the village, its township, its county, with their telephones."""
    steps = {village: [int(step) for step in path.split("/") if step] for village, path in paths.items()}
    wanted = {step for chain in steps.values() for step in chain}
    areas = {
        area.id: Office(BilingualText(area.name_zh, area.name_en), area.level, area.telephone or "")
        for area in db.session.execute(
            sa.select(Area.id, Area.name_zh, Area.name_en, Area.level, Area.telephone).where(
                Area.id.in_(wanted)
            )
        )
    }
    return {village: tuple(areas[step] for step in reversed(chain)) for village, chain in steps.items()}


def grouped(rows: Iterable[Any], key: str, make: Any) -> dict[int, list[Any]]:
    """Rows by the value of their column *key*, each as *make* turns it out."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(make(row))
    return found


def _visits(ids: Collection[int]) -> dict[int, list[Visit]]:
    rows = db.session.execute(
        sa.select(HomeVisit.application_id, HomeVisit.visited_on, HomeVisit.visitors)
        .where(HomeVisit.application_id.in_(ids))
        .order_by(HomeVisit.id)
    )
    return grouped(rows, "application_id", lambda row: Visit(row.visited_on, len(row.visitors)))


def _compared(ids: Collection[int]) -> dict[int, list[Compared]]:
    rows = db.session.execute(
        sa.select(
            Comparison.application_id,
            Comparison.compared_on,
            Comparison.result,
            Comparison.note,
            Comparison.recorded_by_id,
        )
        .where(Comparison.application_id.in_(ids))
        .order_by(Comparison.id)
    )
    return grouped(
        rows,
        "application_id",
        lambda row: Compared(row.compared_on, row.result, row.note, row.recorded_by_id is not None),
    )


def _hits(households: Collection[int], rounds: Collection[int]) -> dict[tuple[int, int], list[Hit]]:
    rows = db.session.execute(
        sa.select(
            ComparisonHit.household_id,
            ComparisonFile.round_id,
            ComparisonFile.kind,
            ComparisonFile.as_of,
            ComparisonHit.happened_on,
            ComparisonHit.settlement,
            ComparisonHit.explanation,
        )
        .join(ComparisonFile, ComparisonFile.id == ComparisonHit.file_id)
        .where(
            ComparisonHit.household_id.in_(households),
            ComparisonFile.round_id.in_(rounds),
            ComparisonFile.state == FileState.APPLIED,
        )
        .order_by(ComparisonHit.id)
    )
    found: dict[tuple[int, int], list[Hit]] = defaultdict(list)
    for row in rows:
        hit = Hit(row.kind, row.as_of, row.happened_on, row.settlement, row.explanation)
        found[row.household_id, row.round_id].append(hit)
    return found


def _covered(rows: Sequence[Any]) -> dict[tuple[int, int], set[ComparisonKind]]:
    """The kinds of files that each household was compared with.

    Before the vote only with exactly its present people; what was compared when the meeting voted stays told.
    """
    found: dict[tuple[int, int], set[ComparisonKind]] = defaultdict(set)
    covers = db.session.execute(
        sa.select(
            ComparisonCover.household_id,
            ComparisonFile.round_id,
            ComparisonFile.kind,
            ComparisonCover.fingerprint,
        )
        .join(ComparisonFile, ComparisonFile.id == ComparisonCover.file_id)
        .where(
            ComparisonCover.household_id.in_([row.household_id for row in rows]),
            ComparisonFile.round_id.in_({row.round_id for row in rows}),
            ComparisonFile.state == FileState.APPLIED,
        )
    ).all()
    early = {row.household_id for row in rows if row.state in BEFORE_MEETING}
    present = fingerprints_now(early & {cover.household_id for cover in covers})
    for cover in covers:
        if present.get(cover.household_id, cover.fingerprint) == cover.fingerprint:
            found[cover.household_id, cover.round_id].add(cover.kind)
    return found


def _duplicates(households: Collection[int]) -> dict[int, list[DuplicateOutcome | None]]:
    pair, found = DuplicatePair, defaultdict(list)
    rows = db.session.execute(
        sa.select(pair.first_id, pair.second_id, pair.outcome)
        .where(pair.gone_at.is_(None), sa.or_(pair.first_id.in_(households), pair.second_id.in_(households)))
        .order_by(pair.id)
    )
    for row in rows:
        for household_id in (row.first_id, row.second_id):
            found[household_id].append(row.outcome)
    return found


def _severe(households: Collection[int]) -> dict[int, list[bool]]:
    """household id -> for each severe finding whether it is explained."""
    rows = db.session.execute(
        sa.select(Finding.household_id, Finding.explained_at)
        .where(Finding.household_id.in_(households), Finding.severity == Severity.SEVERE)
        .order_by(Finding.id)
    )
    return grouped(rows, "household_id", lambda row: row.explained_at is not None)


# ---- what officers wrote ---------------------------------------------------------------------------------------------


def _without_others(cases: list[Case], rows: Sequence[Any]) -> list[Case]:
    """The cases with their free text as it may be shown to the household."""
    texts = sorted({text for case in cases for text in _texts(case) if text})
    names = set(list_names_within({row.village_id for row in rows}, "\n".join(texts))) if texts else set()
    if not names and not any(map(has_personal_number, texts)):
        return cases
    own = grouped(
        db.session.execute(
            sa.select(Member.household_id, Member.name).where(
                Member.household_id.in_([row.household_id for row in rows])
            )
        ),
        "household_id",
        lambda row: row.name,
    )
    return [
        _cleaned(case, names, own.get(row.household_id, [])) for case, row in zip(cases, rows, strict=True)
    ]


def _texts(case: Case) -> Iterable[str]:
    yield case.closing_reason
    yield from (one.note for one in case.compared)
    yield from (hit.explanation for hit in case.hits)
    for vote in case.votes:
        yield from (vote.remark, vote.adjourned)
    yield from (place.reason for place in case.places)
    yield from (decided.reason for decided in case.decisions.values())


def _cleaned(case: Case, names: Collection[str], own: Collection[str]) -> Case:
    others = [name for name in names if not any(name in mine for mine in own)]

    def clean(text: str) -> str:
        return without_names(text, others) if text else text

    return replace(
        case,
        closing_reason=clean(case.closing_reason),
        compared=[replace(one, note=clean(one.note)) for one in case.compared],
        hits=[replace(hit, explanation=clean(hit.explanation)) for hit in case.hits],
        votes=[
            replace(vote, remark=clean(vote.remark), adjourned=clean(vote.adjourned)) for vote in case.votes
        ],
        places=[replace(place, reason=clean(place.reason)) for place in case.places],
        decisions={
            level: replace(decided, reason=clean(decided.reason)) for level, decided in case.decisions.items()
        },
    )
