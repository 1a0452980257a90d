"""Supervision: a visit with what it found, the report that it is mended, and whoever looks whether it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.core.rows import get_row, lock_row
from app.domain.areas.conditions import below
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_of_levels_for
from app.domain.tasks.models import FindingState, Supervision, SupervisionFinding
from app.domain.tasks.standing import find_standing

LONGEST_TEXT = 1000
LONGEST_NAME = 60
#: visits of a page, each with what it found
PER_PAGE = 10
#: so many findings are of one visit; more of them make a second visit
MOST_FINDINGS = 30
#: a visit is recorded while what it found can still be mended
LONGEST_AGO = dt.timedelta(days=366)
F = FindingState

STATE_LABELS = {
    F.OPEN: N_("to be mended"),
    F.REPORTED: N_("reported as mended, to be looked at"),
    F.MENDED: N_("mended"),
}


@dataclass(frozen=True)
class Found:
    """Something that was not as it should be, and by when it is to be mended."""

    words: str
    mend_by: dt.date


def get_supervision(supervision_id: int) -> Supervision:
    """The visit with this id; raises ``NotFound``."""
    return get_row(Supervision, supervision_id)


def get_finding(finding_id: int) -> SupervisionFinding:
    """The finding with this id; raises ``NotFound``."""
    return get_row(SupervisionFinding, finding_id)


def page_supervisions(
    actor: Actor, *, area: Area | None = None, only_open: bool = False, number: int = 1
) -> Page[Supervision]:
    """Visits within the actor's areas (at or below *area*), the latest first.

    *only_open*: those with something to be mended.
    """
    paths = actor.paths_for(Permission.SUPERVISION_VIEW)
    statement = sa.select(Supervision).join(Area, Area.id == Supervision.area_id).where(below(paths))
    if area is not None:
        statement = statement.where(Area.path.startswith(area.path, autoescape=True))
    if only_open:
        open_ = sa.exists().where(
            SupervisionFinding.supervision_id == Supervision.id, SupervisionFinding.state != F.MENDED
        )
        statement = statement.where(open_)
    return paginate(
        statement.order_by(Supervision.visited_on.desc(), Supervision.id.desc()), number, PER_PAGE
    )


def list_open_findings(
    actor: Actor, permission: Permission, *states: FindingState
) -> Sequence[SupervisionFinding]:
    """Findings in *states* with which the actor may do *permission*, the nearest deadline first."""
    paths = actor.paths_for(permission)
    if not paths:
        return []
    within = sa.or_(*(Area.path.startswith(path, autoescape=True) for path in paths))
    statement = (
        sa.select(SupervisionFinding)
        .join(Supervision, Supervision.id == SupervisionFinding.supervision_id)
        .join(Area, Area.id == Supervision.area_id)
        .where(SupervisionFinding.state.in_(states), within)
        .options(joinedload(SupervisionFinding.supervision))
        .order_by(SupervisionFinding.mend_by, SupervisionFinding.id)
    )
    return [one for one in db.session.scalars(statement) if can(actor, permission, one)]


def list_places(actor: Actor) -> list[Area]:
    """The townships and villages that the actor supervises from above, by code."""
    levels = (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
    found = list_of_levels_for(actor, Permission.SUPERVISION_RECORD, levels)
    return [area for area in found if find_standing(actor, area.path) is not None]


def has_places(actor: Actor) -> bool:
    """Is there a place that the actor supervises from above?"""
    paths = actor.paths_for(Permission.SUPERVISION_RECORD)
    levels = (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
    places = db.session.scalars(sa.select(Area.path).where(Area.level.in_(levels), below(paths)))
    return any(find_standing(actor, path) is not None for path in places)


def record_supervision(
    *,
    actor: Actor,
    area: Area,
    visited_on: dt.date,
    was_announced: bool,
    visitors: Sequence[str],
    looked_at: str,
    findings: Sequence[Found] = (),
) -> Supervision:
    """Record a visit to a village or township from above it. Raises ``Invalid`` beside a field, ``Forbidden``.

    A finding's fields are ``words_<n>`` and ``mend_by_<n>``.
    """
    standing = find_standing(actor, area.path)
    if standing is None or actor.id is None:
        raise Forbidden()
    if area.level not in (AreaLevel.VILLAGE, AreaLevel.TOWNSHIP):
        raise Invalid(Message(N_("Please choose one.")), "area")
    if visited_on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "visited_on")
    if visited_on < clock.today() - LONGEST_AGO:
        raise Invalid(Message(N_("This day is more than a year ago.")), "visited_on")
    names = [" ".join(name.split()) for name in visitors if name.strip()]
    if not names:
        raise Invalid(Message(N_("Write who was there.")), "visitors")
    if any(len(name) > LONGEST_NAME for name in names):
        raise Invalid(Message(N_("At most %(max)s characters, please."), max=LONGEST_NAME), "visitors")
    looked_at = _text(looked_at, "looked_at", N_("Write what was looked at."))
    if len(findings) > MOST_FINDINGS:
        words = N_("At most %(max)s findings a visit: record the others as a second one.")
        raise Invalid(Message(words, max=MOST_FINDINGS), f"words_{MOST_FINDINGS}")
    for number, found in enumerate(findings):
        _text(found.words, f"words_{number}", N_("Write what is to be mended."))
        if found.mend_by < visited_on:
            words = N_("The deadline lies before the visit.")
            raise Invalid(Message(words), f"mend_by_{number}")
    visit = Supervision(
        area=area,
        by_area_id=int(standing.rstrip("/").rpartition("/")[2]),
        visited_on=visited_on,
        was_announced=was_announced,
        visitors=names,
        looked_at=looked_at,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
        findings=[
            SupervisionFinding(words=found.words.strip(), mend_by=found.mend_by, state=F.OPEN)
            for found in findings
        ],
    )
    db.session.add(visit)
    db.session.flush()
    day, number = visited_on.isoformat(), len(visit.findings)
    audit.record("supervision_recorded", actor=actor, subject=visit, visited_on=day, findings=number)
    db.session.flush()
    return visit


def report_mended(
    *, actor: Actor, finding: SupervisionFinding, mended_on: dt.date, words: str
) -> SupervisionFinding:
    """The place reports that it is mended, when and how. Raises ``Invalid``, ``Conflict`` when it is not open."""
    if not can(actor, Permission.TASK_REPORT, finding):
        raise Forbidden()
    finding = lock_row(SupervisionFinding, finding.id)
    if finding.state is not F.OPEN:
        raise Conflict(Message(N_("Somebody was faster: this is reported already.")))
    if mended_on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "mended_on")
    if mended_on < finding.supervision.visited_on:
        raise Invalid(Message(N_("This day lies before the visit.")), "mended_on")
    finding.mended_words = _text(words, "words", N_("Write how it was mended."))
    finding.state, finding.mended_on, finding.sent_back = F.REPORTED, mended_on, ""
    audit.record(
        "supervision_finding_reported", actor=actor, subject=finding, mended_on=mended_on.isoformat()
    )
    db.session.flush()
    return finding


def settle(
    *, actor: Actor, finding: SupervisionFinding, is_mended: bool, reason: str = ""
) -> SupervisionFinding:
    """Whoever supervises looked: it is mended, or it goes back with a reason. Raises ``Invalid``, ``Conflict``."""
    if not can(actor, Permission.SUPERVISION_RECORD, finding):
        raise Forbidden()
    finding = lock_row(SupervisionFinding, finding.id)
    if finding.state is not F.REPORTED:
        raise Conflict(Message(N_("This is not waiting to be looked at.")))
    if is_mended:
        finding.state, finding.confirmed_on = F.MENDED, clock.today()
    else:
        finding.sent_back = _text(reason, "reason", N_("Please give a reason."))
        finding.state, finding.mended_on = F.OPEN, None
    audit.record(
        "supervision_finding_settled",
        actor=actor,
        subject=finding,
        reason=finding.sent_back,
        outcome="mended" if is_mended else "sent_back",
    )
    db.session.flush()
    return finding


def is_late(finding: SupervisionFinding, today: dt.date) -> bool:
    """Not mended although the day has passed."""
    return finding.state is F.OPEN and finding.mend_by < today


def _text(text: str, name: str, needed: str) -> str:
    plain = text.strip()
    if not plain:
        raise Invalid(Message(needed), name)
    if len(plain) > LONGEST_TEXT:
        raise Invalid(Message(N_("At most %(max)s characters, please."), max=LONGEST_TEXT), name)
    check_texts(**{name: plain})
    return plain
