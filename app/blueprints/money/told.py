"""The balanced sentence of an area's money: with links for its own page, plain for the front page and a village's."""

from collections.abc import Callable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.blueprints.money.lines import households_of
from app.domain.areas.models import Area, AreaLevel
from app.domain.funds import shown, totals
from app.domain.funds.models import Batch
from app.domain.funds.totals import Balance
from app.web.i18n import current_locale
from app.web.places import Told
from app.web.templating import bilingual, format_money

#: makes a number of its words and of the part of the page on which it is explained
Mark = Callable[[str, str], str]


def sentences(area: Area, year: int, balance: Balance, mark: Mark = lambda words, _part: words) -> list[str]:
    """What came, what was paid, how many it reached, what is left."""
    is_village = area.level is AreaLevel.VILLAGE
    received = mark(format_money(balance.received_fen), "batches")
    came = (
        _("%(year)s: %(received)s was given to this village.", year=year, received=received)
        if is_village
        else _("%(year)s: %(received)s was received.", year=year, received=received)
    )
    found = [came, _paid(balance, mark)]
    if balance.gone_fen:
        gone = mark(format_money(balance.gone_fen), "left")
        found.append(_("%(gone)s was given back or goes on next year.", gone=gone))
    return [*found, _left(area, balance, mark)]


def _paid(balance: Balance, mark: Mark) -> str:
    if not balance.paid_fen:
        return str(_("Nothing of it has been paid yet."))
    paid = mark(format_money(balance.paid_fen), "payments")
    projects = mark(ngettext("%(num)s project", "%(num)s projects", balance.projects), "projects")
    if not balance.households:
        return str(_("%(paid)s was paid, for %(projects)s.", paid=paid, projects=projects))
    households = mark(households_of(balance.households), "households")
    return str(
        _(
            "%(paid)s was paid, for %(projects)s; it reached %(whom)s.",
            paid=paid,
            projects=projects,
            whom=households,
        )
    )


def _left(area: Area, balance: Balance, mark: Mark) -> str:
    if not balance.left_fen:
        return str(_("Nothing is left."))
    left = mark(format_money(balance.left_fen), "left")
    if area.level is AreaLevel.TOWNSHIP:
        return str(_("%(left)s is still at %(holder)s.", left=left, holder=bilingual(area.name)))
    if area.level is AreaLevel.VILLAGE:
        return str(_("%(left)s is not paid yet. It is at the township.", left=left))
    return str(_("%(left)s is still there and not paid yet.", left=left))


def linked(area: Area, year: int, balance: Balance) -> Markup:
    """The same for the area's own page: each number leads to the part of the page that explains it."""

    def mark(words: str, part: str) -> str:
        return Markup('<a class="nowrap" href="#{}">{}</a>').format(part, words)

    said = sentences(area, year, balance, mark)
    return Markup(_gap()).join(Markup(one) for one in said)  # noqa: S704 - our own words around escaped numbers


def of_batch(batch: Batch) -> str:
    """What came of a batch, what was given to projects, what is left."""
    received, given = format_money(batch.received_fen), format_money(batch.allocated_fen)
    left = batch.received_fen - batch.allocated_fen - batch.gone_fen
    said = [_("%(received)s came. %(given)s was given to projects.", received=received, given=given)]
    if batch.gone_fen:
        said.append(_("%(gone)s was given back or goes on next year.", gone=format_money(batch.gone_fen)))
    said.append(
        _("%(left)s is not given out yet.", left=format_money(left)) if left else _("Nothing is left.")
    )
    return _gap().join(said)


def _gap() -> str:
    """What stands between two sentences: nothing in Chinese."""
    return " " if current_locale() == "en" else ""


def told_of(village: Area | None, year: int | None = None) -> Told | None:
    """What stands on the front page, or on a village's: the newest year, in one breath. Nothing where no money came."""
    path = village.path if village is not None else ""
    round_ = shown.find_newest(path) if year is None else shown.find_year(year, path)
    if round_ is None:
        return None
    area = village or round_.area
    balance = totals.sentence(round_.id, area)
    if balance.is_empty:
        return None
    return Told(
        _gap().join(sentences(area, round_.year, balance)),
        url_for("money.area", year=round_.year, code=area.code),
        _("Where the money went, and what for"),
    )
