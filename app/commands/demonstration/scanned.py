"""How often villagers scanned the codes of the sheets that hang: all but one, at which somebody is to look."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from app.core import clock
from app.domain.areas.models import Area
from app.domain.notices import queries as notice_queries
from app.domain.sheets import queries, scans
from app.domain.sheets.models import Sheet

DAY = dt.timedelta(days=1)
MOST_A_DAY = 6


def play(villages: Sequence[Area], today: dt.date) -> None:
    """Count scans of every open notice up to yesterday; the last sheet of all is scanned on its first day only."""
    clock.set_to(clock.at(today))
    ids = {village.id for village in villages}
    standings = [one for one in notice_queries.list_open(today) if one.notice.village_id in ids]
    hung: list[tuple[Sheet, dt.date]] = []
    for standing in standings:
        days = {posting.place_id: posting.posted_on for posting in standing.notice.postings}
        for sheet in queries.list_sheets(standing.notice):
            if sheet.place_id in days:
                hung.append((sheet, days[sheet.place_id]))
    hung.sort(key=lambda one: (one[1], one[0].id))
    for sheet, since in hung[1:]:
        _scan(sheet, since, today - DAY)
    for sheet, since in hung[:1]:
        _scan(sheet, since, since)


def _scan(sheet: Sheet, first: dt.date, last: dt.date) -> None:
    chance = Random(f"{sheet.notice.number} {sheet.ordinal}")  # noqa: S311 - invented numbers
    for offset in range((last - first).days + 1):
        for _ in range(chance.randrange(1, MOST_A_DAY)):
            scans.count_scan(notice=sheet.notice, ordinal=sheet.ordinal, on=first + offset * DAY)
