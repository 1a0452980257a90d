"""What a village's screen shows: each notice with its days and its list by dozens; else the latest results."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.core import clock
from app.documents.qr_codes import qr_code
from app.domain.areas.models import Area
from app.domain.notices import queries
from app.domain.notices.labels import titled
from app.domain.notices.models import Notice, NoticeState
from app.domain.notices.queries import Standing
from app.domain.notices.reading import list_shown_rows
from app.domain.notices.showing import ShownRow
from app.domain.policies.vocabulary import ANNOUNCING_KINDS
from app.web.pages import printed_address

#: so many lines are read on one screen from five metres
ROWS_PER_SLIDE = 12
#: so many results of the past stand on the screen of a village where nothing is open
RESULTS = 4


@dataclass(frozen=True)
class Slides:
    """The screens of one notice. *pages* are its rows by dozens; none once its last day is over."""

    standing: Standing
    kind: str
    code: Markup
    pages: tuple[tuple[ShownRow, ...], ...]

    @property
    def notice(self) -> Notice:
        return self.standing.notice

    @property
    def last_day(self) -> dt.date:
        return self.standing.period.last_day

    @property
    def days_left(self) -> int:
        """Days until the period is over, today included."""
        return self.standing.period.days_left(clock.today())

    @property
    def is_certain(self) -> bool:
        """It is known when the period will be over."""
        return self.standing.period.is_certain(clock.today())

    @property
    def is_final(self) -> bool:
        """The county has decided; this is the announcement."""
        return self.notice.kind in ANNOUNCING_KINDS


def slides_of(village: Area) -> list[Slides]:
    """What hangs in *village* today, the notice that ends first before the others."""
    standings = [standing for standing in queries.list_open() if standing.notice.village_id == village.id]
    return [_slides(standing) for standing in standings]


def results_of(village: Area) -> list[Slides]:
    """The latest notices of *village* whose time is over, as totals."""
    standings = queries.standings(queries.list_notices_of_village(village.id, limit=20))
    closed = [standing for standing in standings if standing.state is NoticeState.CLOSED]
    return [Slides(standing, _kind(standing.notice), Markup(), ()) for standing in closed[:RESULTS]]


def _slides(standing: Standing) -> Slides:
    notice = standing.notice
    rows = list_shown_rows(standing) if clock.today() <= standing.period.last_day else []
    pages = tuple(tuple(rows[at : at + ROWS_PER_SLIDE]) for at in range(0, len(rows), ROWS_PER_SLIDE))
    address = printed_address(url_for("public.show_notice", number=notice.number))
    return Slides(standing, _kind(notice), qr_code(address), pages)


def _kind(notice: Notice) -> str:
    return str(_(titled(notice)))
