"""A batch of money and a single payment, for everybody: the end of each way down from a sum."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.money import blueprint, entry_words, lines, told
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.funds import adding_up, queries, shown
from app.domain.funds.models import Batch, LedgerEntry
from app.domain.officials.rules import paths_over
from app.web.access import public
from app.web.pages import page, page_number
from app.web.published.rendering import published
from app.web.templating import bilingual

MOST = 8


@blueprint.get("/funds/batches/<number>")
@public(load=queries.get_batch)
@published
def batch(batch: Batch) -> Response:
    """One batch: where it came from, by which paper, for what; how it came and went on; what it was given to."""
    found = lines.of_projects(shown.page_projects_of_batch(batch, page_number()))
    paid = shown.page_payments(batch_id=batch.id, per_page=MOST)
    return page(
        "money/batch.html",
        batch=batch,
        crumbs=crumbs_of(batch.round.year, batch.area),
        sentence=told.of_batch(batch),
        facts=entry_words.facts_of_batch(batch),
        movements=[entry_words.movement_of(entry) for entry in shown.list_movements_of_batch(batch.id)],
        projects=found,
        payments=lines.of_payments(paid),
        compared=adding_up.compare_batch(batch),
        offices=offices_of(batch.area),
        url_for_page=lambda n: url_for("money.batch", number=batch.number, page=n if n > 1 else None),
    )


@blueprint.get("/funds/batches/<number>/payments")
@public(load=queries.get_batch)
@published
def batch_payments(batch: Batch) -> Response:
    """All payments out of a batch, the newest first."""
    found = lines.of_payments(shown.page_payments(batch_id=batch.id, number=page_number()))
    own = url_for("money.batch", number=batch.number)
    return page(
        "money/list.html",
        title=_("Payments out of “%(batch)s”", batch=bilingual(batch.name)),
        crumbs=[*crumbs_of(batch.round.year, batch.area), (bilingual(batch.name), own)],
        found=found,
        offices=offices_of(batch.area),
        url_for_page=lambda n: url_for(
            "money.batch_payments", number=batch.number, page=n if n > 1 else None
        ),
    )


@blueprint.get("/funds/payments/<number>")
@public(load=shown.get_payment)
@published(village=lambda entry: entry.area_id)
def payment(entry: LedgerEntry) -> Response:
    """One payment: how much, when, to whom, what for, out of which batch, by which voucher. No household's name."""
    counted = shown.count_on_rolls([entry.roll_id] if entry.roll_id is not None else [])
    place = entry.account.place.area if entry.account is not None else entry.area
    compared = adding_up.compare_roll(entry.roll, entry.amount_fen) if entry.roll is not None else []
    return page(
        "money/payment.html",
        entry=entry,
        line=lines.of_payment(entry, counted),
        facts=entry_words.facts_of_payment(entry, counted, place),
        corrected=entry_words.correction_of(entry, place),
        crumbs=crumbs_of(entry.round.year, place),
        compared=compared,
        offices=offices_of(place),
    )


def crumbs_of(year: int, area: Area) -> list[tuple[str, str | None]]:
    """The way down to an area's money."""
    over = area_queries.list_areas_at(paths_over(area.path))
    return [
        (_("Home"), url_for("public.home")),
        (_("Money %(year)s", year=year), url_for("money.year", year=year)),
        *(
            (bilingual(one.name), url_for("money.area", year=year, code=one.code))
            for one in over
            if one.level in (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
        ),
    ]


def offices_of(area: Area) -> list[Area]:
    """The offices to ask or to complain to, the township first: it keeps the books and the papers."""
    over = {one.level: one for one in area_queries.list_areas_at(paths_over(area.path)) if one.telephone}
    return [over[one] for one in (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE, AreaLevel.COUNTY) if one in over]
