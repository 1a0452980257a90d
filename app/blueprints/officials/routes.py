"""Views of the roster: all areas, one area's people, taking up a post, pasting many, changing, ending."""

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.officials import blueprint, presenter
from app.blueprints.officials.forms import EndForm, OfficialForm, ParticularsForm, PasteForm
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area, get_village
from app.domain.officials import queries, rules, service
from app.domain.officials.models import Official, Post
from app.domain.officials.service import Particulars
from app.web.access import current_actor, requires
from app.web.i18n import current_locale, translate
from app.web.pages import go, page

MANAGE, VIEW = Permission.OFFICIAL_MANAGE, Permission.OFFICIAL_VIEW


@blueprint.get("")
@requires(VIEW)
def index() -> Response:
    """The areas one may see with their rosters counted; who sees one goes straight to it."""
    lines = presenter.area_lines()
    if len(lines) == 1:
        return go(url_for("officials.show", code=lines[0].area.code))
    return page("officials/index.html", lines=lines)


@blueprint.get("/<code>")
@requires(VIEW, load=get_area)
def show(area: Area) -> Response:
    """The people of one area: posts, representatives by group, those who left."""
    return page(
        "officials/show.html",
        area=area,
        roster=presenter.roster_of(area),
        labels=rules,
        may_manage=can(current_actor(), MANAGE, area),
    )


@blueprint.route("/<code>/new", methods=["GET", "POST"])
@requires(MANAGE, load=get_area, see=VIEW)
def new(area: Area) -> Response:
    """Somebody takes up a post."""
    form = OfficialForm(data={"since": clock.today()})
    presenter.fill_choices(form, area)
    if form.validate_on_submit():
        try:
            official = service.open_official(
                actor=current_actor(),
                area=area,
                name=form.name.data,
                post=Post(form.post.data),
                particulars=_particulars(form, area),
                since=form.since.data,
            )
        except Invalid as error:
            form.put_error(error)
        except Conflict as error:
            form.put_error(Invalid(error.message, "name"))
        else:
            flash(_("%(name)s is on record.", name=official.name), "success")
            return go(url_for("officials.show", code=area.code))
    title = _("Take somebody on record, %(area)s", area=area.name.in_(current_locale()))
    return page("officials/edit.html", status=_status(form), form=form, area=area, title=title, official=None)


@blueprint.route("/<code>/representatives", methods=["GET", "POST"])
@requires(MANAGE, load=get_village, see=VIEW)
def paste(village: Area) -> Response:
    """Take many representatives on record at once."""
    form = PasteForm()
    if form.validate_on_submit():
        lines, faults = rules.parse_roster(form.roster.data or "")
        for fault in faults[:10]:
            form.put_error(Invalid(fault, "roster"))
        if not faults:
            try:
                opened = service.open_representatives(actor=current_actor(), village=village, lines=lines)
            except (Invalid, Conflict) as error:
                form.put_error(Invalid(error.message, "roster"))
            else:
                flash(
                    ngettext(
                        "One representative is on record.",
                        "%(num)s representatives are on record.",
                        len(opened),
                    ),
                    "success",
                )
                return go(url_for("officials.show", code=village.code))
    return page("officials/paste.html", status=_status(form), form=form, area=village)


@blueprint.route("/entries/<int:official_id>", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_official, see=VIEW)
def edit(official: Official) -> Response:
    """Change what stands on record beside name and post."""
    form = ParticularsForm(
        obj=official, data={"account": str(official.user_id or "")}, account=str(official.user_id or "")
    )
    presenter.fill_choices(form, official.area)
    if form.validate_on_submit():
        try:
            service.change_official(
                actor=current_actor(), official=official, particulars=_particulars(form, official.area)
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Saved."), "success")
            return go(url_for("officials.show", code=official.area.code))
    return page(
        "officials/edit.html",
        status=_status(form),
        form=form,
        area=official.area,
        title=official.name,
        official=official,
        post=translate(rules.POST_LABELS[official.post]),
    )


@blueprint.route("/entries/<int:official_id>/end", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_official, see=VIEW)
def end(official: Official) -> Response:
    """Somebody leaves the post."""
    form = EndForm(data={"until": clock.today()})
    if form.validate_on_submit():
        try:
            service.end_official(
                actor=current_actor(),
                official=official,
                reason=form.reason.data or "",
                until=form.until.data,
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("%(name)s has left the post.", name=official.name), "success")
            return go(url_for("officials.show", code=official.area.code))
    return page("officials/end.html", status=_status(form), form=form, official=official, labels=rules)


def _particulars(form: ParticularsForm, area: Area) -> Particulars:
    is_plain = "post" in form and form.post.data == Post.REPRESENTATIVE.value
    return Particulars(
        title=form.title.data or "",
        represents="represents" in form and (form.represents.data or is_plain),
        group_name=(form.group_name.data or "") if "group_name" in form else "",
        sex=form.sex.data or None,
        telephone=form.telephone.data,
        bank_account=form.bank_account.data,
        user=presenter.account_of(form, area),
    )


def _status(form: ParticularsForm | PasteForm | EndForm) -> int:
    return 422 if form.is_submitted() else 200
