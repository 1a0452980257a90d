"""Which sheets a batch is about: all that must hang now, or those of one stage of a round; in the messenger's order."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.documents.papers import Text
from app.domain.areas.models import Area, AreaLevel, PostingPlace
from app.domain.areas.queries import list_areas_for, list_posting_places
from app.domain.notices.labels import KIND_LABELS
from app.domain.notices.models import Notice
from app.domain.notices.queries import WITH_POSTINGS
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Round
from app.domain.sheets.tasks import TaskKind, list_tasks_for

NOW = "now"
WHAT_NOW = N_("All that must hang now")
#: not hung yet, or found missing
UNHUNG = (TaskKind.HANG, TaskKind.MISSING)
KINDS = list(NoticeKind)


@dataclass(frozen=True)
class Choice:
    """What a batch can be about; *key* stands in addresses."""

    key: str
    label: Text


@dataclass(frozen=True)
class WantedSheets:
    """A notice and the places whose sheets are wanted."""

    notice: Notice
    places: tuple[PostingPlace, ...]


def list_areas(actor: Actor) -> list[Area]:
    """The townships and villages whose sheets the actor may have made, townships first."""
    found = list_areas_for(actor, Permission.CANDIDATE_LIST_VIEW)
    levels = (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
    return sorted(
        (one for one in found if one.level in levels), key=lambda one: (levels.index(one.level), one.code)
    )


def choices_of(area: Area) -> list[Choice]:
    """All that must hang now, then the stages of the rounds that have notices in force here, the newest first."""
    rows = db.session.execute(
        sa.select(Notice.round_id, Notice.kind)
        .join(Area, Area.id == Notice.village_id)
        .where(Area.path.startswith(area.path), Notice.withdrawn_at.is_(None))
        .distinct()
    ).all()
    rounds = {
        one.id: one
        for one in db.session.scalars(sa.select(Round).where(Round.id.in_({row[0] for row in rows})))
    }
    ordered = sorted(rows, key=lambda row: (-row[0], KINDS.index(row[1])))
    return [
        Choice(NOW, Message(WHAT_NOW)),
        *(
            Choice(
                f"{rounds[round_id].code}.{kind.value}",
                Message(
                    N_("%(round)s, %(kind)s"), round=rounds[round_id].name, kind=Message(KIND_LABELS[kind])
                ),
            )
            for round_id, kind in ordered
        ),
    ]


def get_choice(area: Area, key: str) -> Choice:
    """The choice of a key, the first without one; raises :class:`NotFound`."""
    choices = choices_of(area)
    if not key:
        return choices[0]
    found = next((one for one in choices if one.key == key), None)
    if found is None:
        raise NotFound()
    return found


def wanted_sheets(actor: Actor, area: Area, key: str) -> list[WantedSheets]:
    """The sheets of a choice: villages in the order of delivery, in each its notices with their places."""
    found = _unhung(actor, area) if key == NOW else _of_stage(area, key)
    return sorted(
        (one for one in found if one.places),
        key=lambda one: (
            one.notice.village.delivery_ordinal,
            one.notice.village.code,
            KINDS.index(one.notice.kind),
            one.notice.number,
        ),
    )


def fingerprint(wanted: Sequence[WantedSheets]) -> str:
    """Changes when another notice, place or paper is wanted than before."""
    rows = [
        [
            one.notice.number,
            one.notice.digest,
            [[p.id, p.name_zh, p.sheet_size, p.large_type] for p in one.places],
        ]
        for one in wanted
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _unhung(actor: Actor, area: Area) -> list[WantedSheets]:
    places: dict[int, list[PostingPlace]] = {}
    notices: dict[int, Notice] = {}
    for task in list_tasks_for(actor):
        if task.kind in UNHUNG and task.notice.area_path.startswith(area.path):
            notices[task.notice.id] = task.notice
            places.setdefault(task.notice.id, []).append(task.place)
    return [
        WantedSheets(notice, tuple(sorted(places[notice.id], key=lambda place: (place.ordinal, place.id))))
        for notice in notices.values()
    ]


def _of_stage(area: Area, key: str) -> list[WantedSheets]:
    code, _dot, kind = key.rpartition(".")
    statement = (
        sa.select(Notice)
        .join(Area, Area.id == Notice.village_id)
        .join(Round, Round.id == Notice.round_id)
        .where(
            Round.code == code,
            Notice.kind == kind,
            Notice.withdrawn_at.is_(None),
            Area.path.startswith(area.path),
        )
        .options(*WITH_POSTINGS)
    )
    return [
        WantedSheets(notice, tuple(list_posting_places(notice.village_id)))
        for notice in db.session.scalars(statement).unique()
    ]
