"""Whose portal this is: the only township's name, else the county's; asked of the database now and then."""

import time

from sqlalchemy.exc import SQLAlchemyError

from app.core.bilingual import BilingualText
from app.core.db import db
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import find_site_area

NAMELESS = BilingualText("公示", "Gongshi")


class SiteName:
    """A function without arguments that keeps its answer for *seconds*. Pages come also without a database."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.kept = NAMELESS
        self.until = 0.0

    def __call__(self) -> BilingualText:
        if time.monotonic() >= self.until:
            self.kept = self._ask()
            self.until = time.monotonic() + self.seconds
        return self.kept

    @staticmethod
    def _ask() -> BilingualText:
        try:
            area = find_site_area()
        except SQLAlchemyError:
            db.session.rollback()
            return NAMELESS
        if area is None:
            return NAMELESS
        is_township = area.level is AreaLevel.TOWNSHIP
        english = f"{area.name_en} township" if is_township and area.name_en else area.name_en
        return BilingualText(area.name_zh, english)
