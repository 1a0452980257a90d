"""The file of what households say of payments: whether the money or the goods of paid rolls reached them."""

from collections.abc import Iterator

from app.blueprints.open_data.addresses import whole
from app.blueprints.open_data.columns import Column, Kind, Table, Value
from app.core.messages import N_
from app.domain.areas.queries import list_areas
from app.domain.deliveries import queries

Row = tuple[Value, ...]


def _rows() -> Iterator[Row]:
    areas = {area.id: area for area in list_areas()}
    for round_ in queries.list_years():
        shares = queries.load_shares(round_.id, round_.area.path)
        for area_id, share in sorted(shares.items(), key=lambda found: areas[found[0]].code):
            area = areas[area_id]
            yield (
                *(round_.year, round_.code, area.code, area.name_zh, area.name_en),
                *(share.lines, share.asked, share.confirmed, share.denied, share.open, share.settled),
                whole("money.area", year=round_.year, code=area.code),
            )


DELIVERIES = Table(
    "deliveries",
    N_("Whether it reached the households"),
    N_(
        "Of the lines of paid rolls in each village: how many households confirmed, how many denied. Never who."
    ),
    (
        Column("year", Kind.NUMBER, N_("Year of the money")),
        Column("round", Kind.TEXT, N_("Code of the year of money and projects")),
        Column("area_code", Kind.TEXT, N_("Division code of the village or township, 12 digits")),
        Column("area_zh", Kind.TEXT, N_("Name of this place in Chinese")),
        Column("area_en", Kind.TEXT, N_("Name of this place in English"), may_be_empty=True),
        Column("lines", Kind.NUMBER, N_("Lines of the rolls that were paid there")),
        Column("asked", Kind.NUMBER, N_("Lines of which the household said something")),
        Column(
            "confirmed", Kind.NUMBER, N_("Lines of which the household last said that it arrived in full")
        ),
        Column("denied", Kind.NUMBER, N_("Lines of which the household last said that it did not arrive")),
        Column("denials_open", Kind.NUMBER, N_("Denials that are being looked into")),
        Column("denials_settled", Kind.NUMBER, N_("Denials that were looked into and settled")),
        Column("page", Kind.ADDRESS, N_("Page of this place's money in that year")),
    ),
    _rows,
)
