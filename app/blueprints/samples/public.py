"""Each draw for everybody: what it was made from, what came of it, and how to repeat it. Never a name or a reason."""

import functools
import json
from pathlib import Path

from flask import Response as FlaskResponse
from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.samples import blueprint, presenter
from app.domain.reviews import public_values, records
from app.domain.reviews.models import Sample
from app.web.access import public
from app.web.pages import page, page_number
from app.web.published.rendering import published

RECIPE = "repeat_draw.py"


@functools.lru_cache
def recipe() -> str:
    """The short program that repeats a draw, as it lies in the documentation."""
    folder = Path(current_app.root_path).parent / "docs"
    return (folder / RECIPE).read_text(encoding="utf-8")


@blueprint.get("/draws")
@public
@published
def public_draws() -> Response:
    """Every draw, the latest first, and the public values that draws were or will be made from."""
    return page(
        "samples/public_draws.html",
        found=records.page_public_draws(page_number()),
        url_for_page=lambda number: url_for("samples.public_draws", page=number),
        values=public_values.list_public_values(60),
        labels=presenter,
    )


@blueprint.get("/draws/<public_id>")
@public(load=records.get_public_draw)
@published
def public_draw(sample: Sample) -> Response:
    """One draw: its inputs, the numbers with their weights, what was drawn, the method in plain words."""
    record = records.record_of(sample)
    return page(
        "samples/public_draw.html",
        sample=sample,
        record=record,
        value=sample.public_value,
        title=_(
            "%(list)s, %(level)s",
            list=presenter.list_name(sample.candidate_list),
            level=_(presenter.LEVEL_LABELS[sample.level]),
        ),
        level_label=_(presenter.LEVEL_LABELS[sample.level]),
        recipe=recipe(),
        public_id=sample.public_id,
    )


@blueprint.get("/draws/<public_id>.json")
@public(load=records.get_public_draw)
@published
def public_draw_json(sample: Sample) -> Response:
    """The same as data, to be repeated by a program."""
    return _download(
        json.dumps(records.record_of(sample), ensure_ascii=False, indent=1),
        f"draw-{sample.public_id}.json",
        "application/json",
    )


@blueprint.get("/draws/repeat_draw.py")
@public
def public_recipe() -> Response:
    """The program that repeats a draw from its data."""
    return _download(recipe(), RECIPE, "text/x-python")


def _download(text: str, name: str, kind: str) -> Response:
    response = FlaskResponse(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
