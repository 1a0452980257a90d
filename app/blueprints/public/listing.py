"""The list of one notice, arranged for its pages: by group, sorted, by name.

A short list stands whole on the notice's page. Of a long one that page shows the groups with their numbers, and each
group has pages of its own. Rows are plain tuples of words that are ready to be shown: a page has hundreds of them.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from flask import request, url_for
from flask_babel import gettext as _

from app.blueprints.public.presenter import rows_of
from app.core.paging import Page, cut
from app.domain.households.search_keys import reading
from app.domain.notices import sheets
from app.domain.notices.queries import Standing
from app.domain.notices.showing import ShownRow
from app.web.i18n import current_locale
from app.web.pages import text_argument
from app.web.templating import format_money

#: up to so many households a list stands whole on its notice's page
SHORT = 60
ROWS_PER_PAGE = 200

#: number, group, name of the head, people, attribute, main cause; what a beneficiary receives in money and in kind;
#: of a household at risk its kind, its risk, the kinds of help
Row = tuple[int, str, str, int, str, str, str, str, str, str, str]
#: the places of what not every notice without a candidate list has beside a name
BESIDE = {"goods": 7, "watch": 8, "risk": 9, "help": 10}


class Order(StrEnum):
    """By what the rows are sorted."""

    NUMBER = "number"
    NAME = "name"
    PEOPLE = "people"


@dataclass(frozen=True)
class GroupLink:
    """A villagers' group on the notice, and where its rows stand."""

    name: str
    households: int
    people: int
    url: str


@dataclass(frozen=True)
class Listing:
    """What a page shows of a list: all *groups*, one *page* of rows in *sections* under the names of their groups."""

    groups: Sequence[GroupLink]
    page: Page[Row]
    order: Order = Order.NUMBER
    search: str = ""
    sections: Sequence[tuple[str, Sequence[Row]]] = field(default=())

    @property
    def is_mixed(self) -> bool:
        """The rows of several groups stand mixed: each names its own."""
        return bool(self.search or self.order is not Order.NUMBER) and len(self.groups) > 1

    def has(self, column: str) -> bool:
        """Something stands in this column (one of ``BESIDE``) for somebody on the page."""
        return any(row[BESIDE[column]] for row in self.page.items)

    @staticmethod
    def aloud(group_name: str, rows: Sequence[Row]) -> str:
        """A section as a device reads it: a star within a name is said as 某, not as a star."""
        said = "；".join(f"{row[0]}号，{row[2].replace('*', '某')}，{row[3]}口人" for row in rows)
        return f"{group_name}：{said}。" if group_name else f"{said}。"


def is_asked() -> bool:
    """True when the address asks for rows: by name, in an order, or further on."""
    return any(request.args.get(name) for name in ("name", "sort", "page", "refused"))


def name_asked_for() -> str:
    """``?name=`` in the signs that names are written with; "" when there is none."""
    return unicodedata.normalize("NFKC", text_argument("name")).replace(" ", "").strip("*")


def is_a_number(search: str) -> bool:
    """True when digits were typed: a list is searched by name and by nothing else."""
    return any(character.isdigit() for character in search)


def order_asked_for() -> Order:
    """``?sort=``; by number when it is nothing that can be sorted by."""
    asked = request.args.get("sort", "")
    return next((order for order in Order if order.value == asked), Order.NUMBER)


def opening_of(standing: Standing) -> Listing:
    """The list as it stands on the notice's page: the groups, and the rows where they are few."""
    groups = groups_of(standing) if standing.names_show else []
    if not groups or standing.notice.households > SHORT:
        return Listing(groups, Page([], 1, ROWS_PER_PAGE, 0))
    return _arranged(groups, rows_of(standing), Order.NUMBER, 1)


def group_of(standing: Standing, ordinal: int, order: Order, number: int) -> Listing | None:
    """The rows of one group, given by its place among the groups; nothing where there is no such group."""
    groups = groups_of(standing)
    if not 0 < ordinal <= len(groups):
        return None
    rows = rows_of(standing, group=groups[ordinal - 1].name)
    return _arranged([groups[ordinal - 1]], rows, order, number)


def found_in(standing: Standing, search: str, order: Order, number: int) -> Listing:
    """The rows of all groups, or those whose head is called so."""
    return _arranged(groups_of(standing), rows_of(standing, search), order, number, search)


def groups_of(standing: Standing) -> list[GroupLink]:
    """The groups of a notice with the addresses of their pages."""
    notice = standing.notice
    return [
        GroupLink(group.name, group.households, group.people, group_url(notice.number, ordinal))
        for ordinal, group in enumerate(sheets.list_groups(notice.id), 1)
    ]


def group_url(number: str, ordinal: int, page: int = 1) -> str:
    """Where the rows of a group stand; page 1 is the group's own address."""
    if page == 1:
        return url_for("public.show_group", number=number, ordinal=ordinal)
    return url_for("public.show_group_page", number=number, ordinal=ordinal, number_of_page=page)


def order_links(order: Order, address: Callable[..., str]) -> list[tuple[str, str]]:
    """Words and address (``address(sort=…)``) of each order; without an address for the present one."""
    words = {
        Order.NUMBER: _("list number"),
        Order.NAME: _("name (pinyin)"),
        Order.PEOPLE: _("number of people"),
    }
    return [(words[one], "" if one is order else address(sort=one.value)) for one in Order]


def _arranged(
    groups: Sequence[GroupLink], rows: Sequence[ShownRow], order: Order, number: int, search: str = ""
) -> Listing:
    shown = cut(_sorted(rows, order, mixed=bool(search)), number, ROWS_PER_PAGE)
    ready = _ready(shown.items)
    page = Page(ready, shown.number, shown.per_page, shown.total)
    if search or order is not Order.NUMBER:
        return Listing(groups, page, order, search, [("", ready)] if ready else [])
    sections = [(name, list(members)) for name, members in groupby(ready, key=lambda row: row[1])]
    return Listing(groups, page, order, search, sections)


def _sorted(rows: Sequence[ShownRow], order: Order, *, mixed: bool) -> Sequence[ShownRow]:
    """By what is shown: the place of a row must not tell what is hidden of its name. *mixed*: not group by group."""
    if order is Order.NAME:
        return sorted(rows, key=lambda row: (reading(row.head_name), row.head_name, row.sequence))
    if order is Order.PEOPLE:
        return sorted(rows, key=lambda row: (-row.people, row.sequence))
    return sorted(rows, key=lambda row: row.sequence) if mixed else rows


def _ready(rows: Sequence[ShownRow]) -> list[Row]:
    lang = current_locale()
    return [
        (
            row.sequence,
            row.group_name,
            row.head_name,
            row.people,
            row.attribute.in_(lang) if row.attribute is not None else "",
            row.cause.in_(lang) if row.cause is not None else "",
            format_money(row.amount_fen, unit=False) if row.amount_fen is not None else "",
            row.goods.in_(lang) if row.goods is not None else "",
            row.watch.in_(lang) if row.watch is not None else "",
            row.risk.in_(lang) if row.risk is not None else "",
            row.help.in_(lang) if row.help is not None else "",
        )
        for row in rows
    ]
