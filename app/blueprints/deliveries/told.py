"""What everybody reads of it: how much of an area's payments households confirmed, how many denied. Numbers only."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.areas.models import Area
from app.domain.deliveries import queries
from app.domain.deliveries.rules import Share
from app.web.i18n import current_locale
from app.web.places import Told


def told_of(area: Area | None, year: int | None = None) -> Told | None:
    """The share of one year, or of the newest in which a roll was paid there. Nothing where none was."""
    for round_ in queries.list_years():
        if year is not None and round_.year != year:
            continue
        share = queries.load_share(round_.id, area.path if area is not None else round_.area.path)
        if share.lines:
            url = url_for("open_data.show_csv", name="deliveries")
            return Told(sentences(round_.year, share), url, _("The numbers of all villages (CSV)"))
    return None


def sentences(year: int, share: Share) -> str:
    """What was paid to how many, how many of them confirmed it, how many denials are open and settled."""
    paid = ngettext(
        "%(year)s: %(num)s line of paid rolls.",
        "%(year)s: %(num)s lines of paid rolls.",
        share.lines,
        year=year,
    )
    if not share.asked:
        return _gap().join((paid, _("No household was asked yet whether it arrived.")))
    confirmed = ngettext(
        "For %(num)s of them the household says that it arrived (%(percent)s%%).",
        "For %(num)s of them the households say that it arrived (%(percent)s%%).",
        share.confirmed,
        percent=share.percent,
    )
    return _gap().join((paid, confirmed, _denials(share)))


def _denials(share: Share) -> str:
    if not share.open and not share.settled:
        return str(_("Nobody said that it did not arrive."))
    parts = []
    if share.open:
        parts.append(
            ngettext(
                "%(num)s said that it did not arrive; this is being looked into.",
                "%(num)s said that it did not arrive; this is being looked into.",
                share.open,
            )
        )
    if share.settled:
        parts.append(
            ngettext("%(num)s such case is settled.", "%(num)s such cases are settled.", share.settled)
        )
    return _gap().join(parts)


def _gap() -> str:
    """What stands between two sentences: Chinese has no blank there."""
    return " " if current_locale() == "en" else ""
