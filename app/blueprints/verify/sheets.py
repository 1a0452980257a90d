"""What a sheet's own code says beside the notice's: at which place it should hang, which page it is, since when."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.bilingual import BilingualText
from app.domain.notices.models import Posting
from app.domain.sheets import queries, scans
from app.domain.sheets.queries import Found
from app.web.templating import format_day


@dataclass(frozen=True)
class SheetAnswer:
    """The sheet in words. *place* is ``None`` for a copy that belongs to no place, or a number never given.

    One that *is_withdrawn* belongs on no wall any more.
    """

    code: str
    page: int
    place: BilingualText | None
    photo_url: str
    since: str
    seen: str
    is_known: bool
    is_withdrawn: bool


def answer_of(found: Found) -> SheetAnswer:
    """What is told to whoever scanned or typed the code of a sheet."""
    sheet, code = found.sheet, found.code
    number = scans.load_totals([found.notice.id]).get((found.notice.id, code.ordinal), 0)
    photo = ""
    if sheet is not None and sheet.place.photo_id is not None and sheet.place.is_active:
        photo = url_for("areas.show_place", code=found.notice.village.code, place_id=sheet.place_id)
    return SheetAnswer(
        code=code.printed,
        page=code.page,
        place=sheet.place.name if sheet is not None else None,
        photo_url=photo,
        since=hanging_words(queries.find_posting(sheet)) if sheet is not None else "",
        seen=ngettext("This sheet was scanned %(num)s time.", "This sheet was scanned %(num)s times.", number)
        if number
        else "",
        is_known=sheet is not None or code.ordinal == 0,
        is_withdrawn=found.notice.withdrawn_at is not None,
    )


def hanging_words(posting: Posting | None) -> str:
    """Since when a sheet hangs, or what became of it, in a sentence."""
    if posting is None:
        return _("It is not recorded yet that it hangs there.")
    hung = format_day(posting.posted_on)
    if posting.taken_down_on is not None:
        return _("It hung there from %(day)s to %(down)s.", day=hung, down=format_day(posting.taken_down_on))
    gap = posting.open_gap
    if gap is not None:
        return _("It was found missing on %(day)s.", day=format_day(gap.missing_on))
    if posting.notice.withdrawn_at is not None:
        return _("It was hung there on %(day)s.", day=hung)
    return _("It hangs there since %(day)s.", day=hung)
