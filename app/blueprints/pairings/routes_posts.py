"""Views of those posted to villages: the list with days on post, taking up, a month's days, changing, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint, choices
from app.blueprints.pairings.forms import LeaveForm, MonthForm, PostForm
from app.blueprints.pairings.scope import scope
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission, can
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import get_village, list_villages
from app.domain.pairings import listing, posts, queries, rules
from app.domain.pairings.models import UnitLevel, VillagePost, VillagePostKind
from app.domain.pairings.posts import Posting
from app.domain.pairings.rules import Presence
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number

VIEW, MANAGE = Permission.PAIRING_VIEW, Permission.PAIRING_MANAGE


@dataclass(frozen=True)
class PostLine:
    """Somebody posted to a village, with the days there."""

    post: VillagePost
    presence: Presence


@blueprint.get("/posts")
@requires(VIEW)
def posts_index() -> Response:
    """Who is posted to which village, for how long, how many days there this year."""
    asked, ended = scope(), bool(request.args.get("ended"))
    found = listing.page_posts(asked.area.path, ended=ended, page=page_number())
    kept: dict[str, Any] = {"area": asked.area.code, "ended": "1" if ended else None}
    return page(
        "pairings/posts.html",
        scope=asked,
        ended=ended,
        found=found,
        lines=_lines(found.items, asked.area),
        labels=rules,
        may_manage=can(current_actor(), MANAGE, asked.area),
        url_for_page=lambda number: url_for("pairings.posts_index", page=number, **kept),
    )


@blueprint.route("/posts/new", methods=["GET", "POST"])
@requires(MANAGE)
def new_post() -> Response:
    """Somebody takes up a post in a village."""
    asked = scope(MANAGE)
    form = PostForm(data={"since": clock.today(), "level": UnitLevel.TOWNSHIP.value})
    _fill(form)
    villages = [asked.area] if asked.area.level is AreaLevel.VILLAGE else list(list_villages(asked.area.path))
    form.village.choices = choices.areas(villages)
    if form.validate_on_submit():
        try:
            post = posts.open_post(
                actor=current_actor(), village=get_village(form.village.data), posting=_posting(form)
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("%(name)s is on record.", name=post.name), "success")
            return go(url_for("pairings.post", post_id=post.id))
    return page("pairings/edit_post.html", status=form.http_status, form=form, post=None)


@blueprint.get("/posts/<int:post_id>")
@requires(VIEW, load=queries.get_post)
def post(one: VillagePost) -> Response:
    """Somebody posted to a village: from when, by whom, the days of each month."""
    return _shown(one, MonthForm(data={"month": clock.today()}))


@blueprint.post("/posts/<int:post_id>/days")
@requires(MANAGE, load=queries.get_post, see=VIEW)
def record_month(one: VillagePost) -> Response:
    """How many days of a month somebody was in the village."""
    form = MonthForm()
    if form.validate():
        try:
            posts.record_month(
                actor=current_actor(), post=one, month=form.month.data, days=int(form.days.data or 0)
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Saved."), "success")
            return go(url_for("pairings.post", post_id=one.id))
    return _shown(one, form)


def _shown(one: VillagePost, form: MonthForm) -> Response:
    return page(
        "pairings/post.html",
        status=form.http_status,
        form=form,
        post=one,
        presence=_lines([one], one.village)[0].presence,
        labels=rules,
        may_manage=can(current_actor(), MANAGE, one),
    )


@blueprint.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_post, see=VIEW)
def edit_post(one: VillagePost) -> Response:
    """Change what stands on record of a posting."""
    form = PostForm(obj=one, data={"level": one.level.value})
    _fill(form)
    del form.village
    del form.kind
    if form.validate_on_submit():
        try:
            posts.change_post(actor=current_actor(), post=one, posting=_posting(form, one.kind))
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Saved."), "success")
            return go(url_for("pairings.post", post_id=one.id))
    return page("pairings/edit_post.html", status=form.http_status, form=form, post=one)


@blueprint.route("/posts/<int:post_id>/end", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_post, see=VIEW)
def end_post(one: VillagePost) -> Response:
    """Somebody leaves the village."""
    form = LeaveForm(data={"left_on": clock.today()})
    if form.validate_on_submit():
        try:
            posts.end_post(
                actor=current_actor(), post=one, reason=form.reason.data or "", ended_on=form.left_on.data
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("%(name)s has left the post.", name=one.name), "success")
            return go(url_for("pairings.posts_index", area=one.village.code))
    return page("pairings/end_post.html", status=form.http_status, form=form, post=one)


def _lines(found: Sequence[VillagePost], area: Area) -> list[PostLine]:
    policy, today = queries.find_policy(area), clock.today()
    per_year = policy.post_days_per_year if policy is not None else 0
    return [
        PostLine(
            one,
            rules.presence(
                one.since, one.ended_on, {row.month: row.days for row in one.months}, per_year, today
            ),
        )
        for one in found
    ]


def _fill(form: PostForm) -> None:
    form.kind.choices, form.level.choices = choices.post_kinds(), choices.levels()


def _posting(form: PostForm, kind: VillagePostKind | None = None) -> Posting:
    return Posting(
        kind=kind or VillagePostKind(form.kind.data),
        name=form.name.data or "",
        level=UnitLevel(form.level.data),
        since=form.since.data,
        until=form.until.data,
        unit_name=form.unit_name.data or "",
        title=form.title.data or "",
    )
