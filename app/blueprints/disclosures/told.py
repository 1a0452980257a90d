"""What a village's page says of its disclosure: how much is published, what is late, openly."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.disclosures.presenter import about_of, without_villagers
from app.core import clock
from app.domain.areas.models import Area, AreaLevel
from app.domain.disclosures import queries
from app.domain.disclosures.queries import Year
from app.domain.disclosures.rules import Status, next_first
from app.web.i18n import current_locale
from app.web.places import Told

#: so many late ones are named; the page names all
MOST = 3


def told_of(village: Area | None, year: int | None = None) -> Told | None:
    """The newest year of a village in a few sentences. Nothing before the county opened a year."""
    if village is None or village.level is not AreaLevel.VILLAGE:
        return None
    round_ = queries.find_year(village, year)
    if round_ is None:
        return None
    shown = queries.load_year(village, round_)
    url = url_for("disclosures.village_in_year", code=village.code, year=round_.year)
    gap = " " if current_locale() == "en" else ""
    return Told(gap.join(sentences(shown)), url, _("What the village has to publish, and did"))


def sentences(year: Year) -> list[str]:
    """How much of what was due is published, and what is late."""
    counts = year.counts
    if not counts.total:
        return [_("%(year)s: nothing was due to be published yet.", year=year.round.year)]
    said = [
        ngettext(
            "%(year)s: %(done)s of %(num)s matter is published.",
            "%(year)s: %(done)s of %(num)s matters are published.",
            counts.total,
            year=year.round.year,
            done=counts.done,
        )
    ]
    if counts.late:
        said.append(_late(year, counts.late))
    return said


def _late(year: Year, number: int) -> str:
    today = clock.today()
    late = [due for due in next_first(year.dues, today) if due.status(today) is Status.LATE]
    abouts = without_villagers([about_of(due) for due in late[:MOST]], year.village)
    names = _(", ").join(
        _("%(what)s (%(about)s)", what=_(due.item.name), about=about)
        for due, about in zip(late, abouts, strict=False)
    )
    if number > MOST:
        return str(_("%(num)s are late, among them: %(names)s.", num=number, names=names))
    return str(ngettext("%(num)s is late: %(names)s.", "%(num)s are late: %(names)s.", number, names=names))
