"""A notice as everybody may read it: its rows while names may show, and what officers wrote, without names."""

import sqlalchemy as sa

from app.core.db import db
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import list_villages
from app.domain.notices import queries, showing
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.notices.showing import ShownRow
from app.domain.policies.vocabulary import NoticeKind


def list_shown_rows(standing: Standing, search: str = "") -> list[ShownRow]:
    """The rows as the web may show them on the day of *standing*; none once the names are down."""
    if not standing.names_show:
        return []
    policy = standing.notice.round.policy
    values = queries.list_row_values(standing.notice.id, search=search)
    return showing.shown_rows(values, policy, policy.web_name, search=search)


def village_ids_of(notice: Notice) -> list[int]:
    """The villages whose people may be named in what is written about *notice*: its own, or all of its township."""
    if notice.village.level is AreaLevel.VILLAGE:
        return [notice.village_id]
    return [village.id for village in list_villages(notice.area_path)]


def get_public_reason(notice: Notice) -> str:
    """Why a notice was withdrawn, with villagers' names and personal numbers hidden; "" when it was not."""
    names = queries.list_names_within(village_ids_of(notice), notice.withdrawal_reason)
    return showing.without_names(notice.withdrawal_reason, names)


def count_by_kind(round_id: int) -> dict[NoticeKind, int]:
    """How many notices of each kind a round has that were not withdrawn."""
    statement = sa.select(Notice.kind, sa.func.count()).where(
        Notice.round_id == round_id, Notice.withdrawn_at.is_(None)
    )
    return {kind: int(number) for kind, number in db.session.execute(statement.group_by(Notice.kind))}
