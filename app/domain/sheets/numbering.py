"""The sheets of a notice come with it, one a place, each with a number that is never given again."""

import sqlalchemy as sa

from app.core.db import db
from app.core.permissions import Actor
from app.core.signals import posting_place_added
from app.domain.areas.queries import list_posting_places
from app.domain.notices import queries as notice_queries
from app.domain.notices.codes import MOST_PLACES
from app.domain.notices.models import Notice
from app.domain.sheets import queries
from app.domain.sheets.models import Sheet

#: more notices than this never hang in one place at the same time
MOST_OPEN = 500


def ensure_sheets(notice: Notice) -> list[Sheet]:
    """The sheets of *notice*, one for each place of its village, by their numbers; those that are missing are made.

    A place that comes later has the next number. Whoever comes at the same moment waits, so that no number is given
    twice. Places beyond the thirtieth have no sheet, as a code has no number for them.
    """
    lock(notice)
    sheets = list(queries.list_sheets(notice))
    have = {sheet.place_id for sheet in sheets}
    number = max((sheet.ordinal for sheet in sheets), default=0)
    for place in list_posting_places(notice.village_id):
        if place.id not in have and number < MOST_PLACES:
            number += 1
            sheet = Sheet(notice_id=notice.id, place_id=place.id, ordinal=number)
            sheet.notice, sheet.place = notice, place
            db.session.add(sheet)
            sheets.append(sheet)
    db.session.flush()
    return sheets


def lock(notice: Notice) -> None:
    """Let whoever records something of *notice* at the same moment wait for the end of this transaction."""
    db.session.execute(sa.select(Notice.id).where(Notice.id == notice.id).with_for_update(key_share=True))


def _make_for_new_place(_actor: Actor, *, village_id: int) -> None:
    current = notice_queries.standings(notice_queries.list_notices_of_village(village_id, limit=MOST_OPEN))
    for standing in current:
        if standing.is_open:
            ensure_sheets(standing.notice)


def listen() -> None:
    """Make a sheet of every open notice for a place that a village adds. Connecting twice changes nothing."""
    posting_place_added.connect(_make_for_new_place)
