"""Reading rounds: one, all, the open ones of an area, their nodes and quotas."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import N_, Message
from app.core.rows import get_row
from app.domain.areas.models import Area
from app.domain.rounds.models import Quota, Round, RoundKind, RoundNode, RoundState


def get_round(round_id: int) -> Round:
    """The round with this id; raises ``NotFound``."""
    return get_row(Round, round_id)


def find_round(code: str) -> Round | None:
    """The round called *code*, such as ``2014-identification``."""
    return db.session.scalars(sa.select(Round).where(Round.code == code)).one_or_none()


def get_round_by_code(code: str) -> Round:
    """The round called *code*; raises ``NotFound``."""
    found = find_round(code)
    if found is None:
        raise NotFound(Message(N_("There is no round called “%(code)s”."), code=code))
    return found


def list_rounds(kind: RoundKind = RoundKind.IDENTIFICATION) -> Sequence[Round]:
    """All rounds of *kind*, the newest first."""
    order = (Round.year.desc(), Round.opened_on.desc(), Round.id.desc())
    return db.session.scalars(sa.select(Round).where(Round.kind == kind).order_by(*order)).all()


def list_rounds_of_every_kind() -> Sequence[Round]:
    """All rounds, those in which households are chosen before the years of funds, of each the newest first."""
    return [round_ for kind in RoundKind for round_ in list_rounds(kind)]


def list_open_rounds(area: Area, kind: RoundKind = RoundKind.IDENTIFICATION) -> Sequence[Round]:
    """The rounds of *kind* open for work in *area*: its own and those above it, the newest first."""
    above = [int(step) for step in area.path.split("/") if step]
    statement = (
        sa.select(Round)
        .where(Round.kind == kind, Round.area_id.in_(above), Round.state == RoundState.OPEN)
        .order_by(Round.year.desc(), Round.opened_on.desc(), Round.id.desc())
    )
    return db.session.scalars(statement).all()


def list_nodes(round_: Round) -> Sequence[RoundNode]:
    """The nine steps of *round_*, in order."""
    nodes = sa.select(RoundNode).where(RoundNode.round_id == round_.id).order_by(RoundNode.ordinal)
    return db.session.scalars(nodes).all()


def find_node(round_: Round, code: str) -> RoundNode | None:
    """The step *code* of *round_*."""
    node = sa.select(RoundNode).where(RoundNode.round_id == round_.id, RoundNode.code == code)
    return db.session.scalars(node).one_or_none()


def list_quotas(round_: Round) -> Sequence[Quota]:
    """The quotas of *round_* with their villages, by division code."""
    statement = (
        sa.select(Quota)
        .join(Area, Area.id == Quota.village_id)
        .where(Quota.round_id == round_.id)
        .options(joinedload(Quota.village))
        .order_by(Area.code)
    )
    return db.session.scalars(statement).all()


def find_quota(round_: Round, village: Area) -> Quota | None:
    """The quota of *village* in *round_*."""
    quota = sa.select(Quota).where(Quota.round_id == round_.id, Quota.village_id == village.id)
    return db.session.scalars(quota).one_or_none()
