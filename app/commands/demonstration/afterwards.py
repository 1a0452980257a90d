"""What villages published of their affairs and money, and what households said of what they were to receive."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from app.commands.demonstration import papers
from app.commands.demonstration.diary import Diary
from app.commands.demonstration.ground import Cast
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.deliveries import service as deliveries
from app.domain.deliveries.models import AskedAt, DeliveryAnswer
from app.domain.disclosures import queries
from app.domain.disclosures import service as disclosures
from app.domain.disclosures.catalogue import BY_CODE
from app.domain.disclosures.rules import Due
from app.domain.funds.models import Roll, RollLine
from app.domain.rounds.models import Round

MONTHS_OF_QUARTER, LAST_DAY_OFF = 3, 1
#: days after the end of a quarter on which its accounts hang
PUBLISHED_AFTER = 9
#: places of villages in the order of their codes: published too late; not yet published for the last quarter
TOO_LATE, NOT_YET = 6, 13
TOO_LATE_BY = 20
BOARD = BilingualText("村委会公示栏", "Board at the village committee")
NOTHING_CAME = "家里没有收到，请到村里问一问。"
#: days after the payment on which households were asked
ASKED_AFTER = 8
#: days before the loading on which something was given to a village
DONATION = 24


@dataclass(frozen=True)
class _Publishing:
    """Villages publish what is to be published for the quarters that are over."""

    boards: Sequence["_Board"]
    years: Mapping[bool, Round]

    def __call__(self) -> None:
        by_village = {board.village.id: board for board in self.boards}
        villages = [board.village for board in self.boards]
        for year in queries.load_years(villages, self.years[False]):
            board = by_village[year.village.id]
            for due in year.dues:
                if due.period is not None and due.evidence is None and due.period.last_day < clock.today():
                    board.publish(due)


@dataclass
class _Board:
    """The board of a village; the photograph of the papers on it is drawn once."""

    village: Area
    actor: Actor

    @cached_property
    def paper(self) -> Attachment:
        return papers.signed_copy(
            actor=self.actor,
            kind="disclosure",
            area_path=self.village.path,
            name=f"accounts-{self.village.short_code}",
            needs=Permission.DISCLOSURE_VIEW,
        )

    def publish(self, due: Due) -> None:
        """What was due hangs today."""
        disclosures.record_disclosure(
            actor=self.actor,
            village=self.village,
            due=due,
            published_on=clock.today(),
            where=BOARD,
            paper=self.paper,
        )


def note_disclosures(
    diary: Diary, people: Cast, villages: Sequence[Area], years: Mapping[bool, Round]
) -> None:
    """Each quarter's accounts and affairs hang in every village; in one too late, in one not for the last quarter."""
    boards = [_Board(village, people.officers[village.id]) for village in villages]
    ends = quarters_over(diary.today)
    for end in ends:
        missing = {TOO_LATE, NOT_YET} if end == ends[-1] else set()
        punctual = [board for place, board in enumerate(boards) if place not in missing]
        diary.note_on(end + dt.timedelta(days=PUBLISHED_AFTER), _Publishing(punctual, years))
    if ends:
        late = dt.timedelta(days=PUBLISHED_AFTER + TOO_LATE_BY)
        diary.note_on(ends[-1] + late, _Publishing(boards[TOO_LATE : TOO_LATE + 1], years))
    diary.note(DONATION, lambda: _a_donation(boards[TOO_LATE]))


def quarters_over(today: dt.date) -> list[dt.date]:
    """The last days of the quarters of the year of *today* that are over."""
    firsts = [dt.date(today.year, month, 1) for month in range(MONTHS_OF_QUARTER + 1, 13, MONTHS_OF_QUARTER)]
    return [first - dt.timedelta(days=LAST_DAY_OFF) for first in firsts if first <= today]


def _a_donation(board: _Board) -> None:
    """Coats were given to the village; what came and who got it hangs on the same day."""
    year = queries.find_year(board.village, clock.today().year)
    if year is None:  # the first weeks of a year: nobody has opened it yet
        return
    matter = disclosures.record_matter(
        actor=board.actor,
        village=board.village,
        item=BY_CODE["relief"],
        came_on=clock.today(),
        subject=BilingualText("爱心企业（虚构）捐冬衣60件", "60 winter coats given by a firm (invented)"),
    )
    found = queries.load_year(board.village, year).dues
    board.publish(next(one for one in found if one.matter_id == matter.id))


def note_deliveries(diary: Diary, actor: Actor, roll: Roll, row: Mapping[str, Any]) -> None:
    """Households of a paid roll are asked on a visit: so many say that it came, the next one that it did not."""
    lines = db.session.scalars(
        sa.select(RollLine).where(RollLine.roll_id == roll.id).order_by(RollLine.sequence)
    ).all()
    confirmed = row.get("confirmed", 0)

    def ask() -> None:
        for line in lines[:confirmed]:
            _answer(actor, line, DeliveryAnswer.CAME)

    diary.note_on(clock.today() + dt.timedelta(days=ASKED_AFTER), ask)
    if "denied_days" in row:
        diary.note(row["denied_days"], lambda: _answer(actor, lines[confirmed], DeliveryAnswer.DID_NOT_COME))


def _answer(actor: Actor, line: RollLine, answer: DeliveryAnswer) -> None:
    deliveries.record_answer(
        actor=actor,
        line=line,
        answer=answer,
        asked_at=AskedAt.VISIT,
        answered_on=clock.today(),
        words="" if answer is DeliveryAnswer.CAME else NOTHING_CAME,
    )
