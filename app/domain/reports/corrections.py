"""Announcements that are to be corrected: some name households that do not count any more, some were withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection, ObjectionState
from app.domain.policies.vocabulary import NoticeKind


@dataclass(frozen=True)
class Stale:
    """A standing announcement that names households which were removed since."""

    notice: Notice
    households: int


@dataclass(frozen=True)
class Reissue:
    """An announcement that was withdrawn and is to be issued again, for so many *households* still on its list."""

    notice: Notice
    candidate_list: CandidateList
    households: int


def list_stale(village_ids: Collection[int]) -> list[Stale]:
    """Announcements that stand although an objection against them took a household off."""
    removed = (
        sa.select(Objection.notice_id, sa.func.count(sa.distinct(Objection.entry_id)).label("households"))
        .where(Objection.removes_entry, Objection.state == ObjectionState.DECIDED)
        .group_by(Objection.notice_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Notice, removed.c.households)
        .join(removed, removed.c.notice_id == Notice.id)
        .where(
            Notice.kind == NoticeKind.ANNOUNCEMENT,
            Notice.withdrawn_at.is_(None),
            Notice.village_id.in_(village_ids),
        )
        .order_by(Notice.id)
    )
    return [Stale(notice, int(households)) for notice, households in rows]


def list_to_reissue(village_ids: Collection[int]) -> list[Reissue]:
    """The last withdrawn announcement of each list that waits before the county for the next one."""
    later = aliased(Notice)
    standing = (
        sa.select(sa.func.count())
        .where(ListEntry.list_id == CandidateList.id, ListEntry.standing == EntryStanding.STANDING)
        .correlate(CandidateList)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Notice, CandidateList, standing)
        .join(CandidateList, CandidateList.id == Notice.list_id)
        .where(
            Notice.kind == NoticeKind.ANNOUNCEMENT,
            Notice.withdrawn_at.is_not(None),
            Notice.village_id.in_(village_ids),
            CandidateList.state == ListState.COUNTY_REVIEW,
            standing > 0,
            ~sa.exists().where(
                later.list_id == CandidateList.id,
                later.kind == NoticeKind.ANNOUNCEMENT,
                later.id > Notice.id,
            ),
        )
        .order_by(Notice.id)
    )
    return [Reissue(notice, listed, int(households)) for notice, listed, households in rows]
