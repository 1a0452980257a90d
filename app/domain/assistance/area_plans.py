"""Acts on the plan of an area (1+7): writing the words of one of its parts."""

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.core.rows import lock_row
from app.domain.areas.models import Area
from app.domain.assistance import queries
from app.domain.assistance.models import PlanPart, PlanWords

LONGEST_PART = 4_000
_TOO_LONG = N_("At most %(max)s characters, please.")


def write_part(
    *, actor: Actor, area: Area, year: int, part: PlanPart, words: str, version: int | None = None
) -> PlanWords:
    """Write the words of one part of an area's plan of a year; its tables come from the measures.

    *version* is the one that the writer began with, 0 where nothing was written. Raises ``Conflict`` when somebody
    wrote meanwhile; without it, whatever stands is replaced.
    """
    if not can(actor, Permission.ASSISTANCE_PLAN, area) or actor.id is None:
        raise Forbidden()
    words = words.strip()
    if len(words) > LONGEST_PART:
        raise Invalid(Message(_TOO_LONG, max=LONGEST_PART), "words")
    check_texts(words=words)
    lock_row(Area, area.id)
    row = queries.load_words(area, year).get(part)
    if version is not None and version != (row.version if row is not None else 0):
        raise Conflict(
            Message(N_("Somebody was faster: this part was written meanwhile. Nothing is lost: see below."))
        )
    if row is None:
        row = PlanWords(area=area, year=year, part=part, version=0)
        db.session.add(row)
    row.version += 1
    row.words, row.written_by_id, row.written_at = words, actor.id, clock.now()
    db.session.flush()
    audit.record("plan_part_written", actor=actor, subject=row, code=area.code, year=year, part=part.value)
    db.session.flush()
    return row
