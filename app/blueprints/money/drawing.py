"""The two drawings of an area's money with the rows of the tables that stand beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.funds import picture
from app.domain.funds.picture import Bar, Strand, Words
from app.domain.funds.rules import LEVEL_LABELS
from app.domain.funds.shown import FlowLine
from app.domain.projects.kinds import KINDS
from app.domain.rounds.models import Round
from app.web.place_names import distinct_names
from app.web.templating import bilingual, format_money

#: county, township: the second number of an area's path
TOWNSHIP_DEPTH = 2


@dataclass(frozen=True)
class Row:
    """A row of the table beside a drawing: a name (with its page), what was given, what was paid."""

    label: str
    given: str
    paid: str
    url: str = ""


@dataclass(frozen=True)
class Drawn:
    """A drawing as SVG, and its numbers as rows."""

    svg: Markup
    rows: tuple[Row, ...]


def flow_of(area: Area, flows: Sequence[FlowLine]) -> Drawn | None:
    """From sources to purposes; nothing where there is no money."""
    strands = [strand for line in flows for strand in _strands(line)]
    words = Words(
        key="flow",
        title=_("Where the money of %(area)s comes from and what it is for", area=bilingual(area.name)),
        description=_(
            "On the left the sources, on the right the purposes. The table below has the same numbers."
        ),
        others=_("Other purposes"),
        amount=format_money,
    )
    svg = picture.flow(strands, words)
    if not svg:
        return None
    rows = [
        Row(
            _("%(source)s → %(purpose)s", source=strand.source, purpose=strand.purpose),
            format_money(strand.fen, unit=False),
            format_money(strand.paid_fen, unit=False) if strand.has_purpose else "—",
        )
        for strand in strands
    ]
    return Drawn(Markup(svg), tuple(rows))  # noqa: S704 - the drawing escapes its words


def _strands(line: FlowLine) -> list[Strand]:
    source = str(_(LEVEL_LABELS[line.level]))
    if line.kind is not None:
        purpose = str(_(KINDS[line.kind].label))
        return [Strand(source, purpose, line.allocated_fen, line.paid_fen)] if line.allocated_fen else []
    found = [
        Strand(source, str(_("Not given out yet")), line.still_fen, has_purpose=False),
        Strand(source, str(_("Given back or carried on")), line.gone_fen, has_purpose=False),
    ]
    return [strand for strand in found if strand.fen]


def bars_of(round_: Round, area: Area, sums: Mapping[str, tuple[int, int]]) -> Drawn | None:
    """A bar for each village, or for each township of a county that has several; nothing for a village itself."""
    if area.level is AreaLevel.VILLAGE:
        return None
    places = _by_place(area, sums)
    words = Words(
        key="bars",
        title=_("What each place was given and what was paid"),
        description=_("The longer the bar, the more money. The dark part was paid."),
    )
    names = distinct_names([one for one, _given, _paid in places])
    bars = [Bar(names[one.code], given, paid, _shares(given, paid)) for one, given, paid in places]
    rows = [
        Row(
            names[one.code],
            format_money(given, unit=False),
            format_money(paid, unit=False),
            url_for("money.area", year=round_.year, code=one.code) if one.path != area.path else "",
        )
        for one, given, paid in places
    ]
    svg = picture.bars(bars, words)
    return Drawn(Markup(svg), tuple(rows)) if svg else None  # noqa: S704 - the drawing escapes its words


def _shares(given: int, paid: int) -> str:
    return str(
        _("%(paid)s of %(given)s", paid=format_money(paid, unit=False), given=format_money(given, unit=False))
    )


def _by_place(area: Area, sums: Mapping[str, tuple[int, int]]) -> list[tuple[Area, int, int]]:
    """Area, what was given, what was paid: by township where a county has several, else by village."""
    given_here = {path: both for path, both in sums.items() if both[0]}
    townships: dict[str, tuple[int, int]] = {}
    for path, both in given_here.items():
        township = "/".join(path.split("/")[:TOWNSHIP_DEPTH]) + "/"
        given, paid = townships.get(township, (0, 0))
        townships[township] = (given + both[0], paid + both[1])
    shown = townships if area.level is AreaLevel.COUNTY and len(townships) > 1 else given_here
    return [(one, *shown[one.path]) for one in area_queries.list_areas_at(shown)]
