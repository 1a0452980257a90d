"""Views of the places where a village posts: adding, changing, ordering, giving up, and their photographs."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.areas import blueprint
from app.blueprints.areas.forms import DeliveryForm, PlaceForm
from app.core.errors import Conflict, Invalid, NotFound
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents import pictures
from app.domain.areas import places as acts
from app.domain.areas import queries
from app.domain.areas.models import Area, PostingPlace
from app.domain.attachments import service as attachments
from app.domain.attachments.models import Attachment
from app.domain.attachments.public_copies import check_public
from app.web.access import current_actor, public, requires
from app.web.pages import go, page
from app.web.uploads import is_sent

MANAGE = Permission.POSTING_PLACE_MANAGE


@blueprint.route("/<code>/places/new", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_place_with_boards)
def add_place(village: Area) -> Response:
    """Add a place where the village, or the township itself, posts."""
    return _entered(PlaceForm(), village)


@blueprint.route("/<code>/places/<int:place_id>", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_posting_place)
def place(found: PostingPlace) -> Response:
    """Change a posting place."""
    named = ("kind", "name_zh", "name_en", "sheet_size", "large_type")
    return _entered(PlaceForm(data={name: getattr(found, name) for name in named}), found.village, found)


def _entered(form: PlaceForm, village: Area, known: PostingPlace | None = None) -> Response:
    """Add a place as *form* says, or change the *known* one; else the form, with what is wrong."""
    if form.validate_on_submit():
        try:
            said = _said(form, village)
            if known is None:
                acts.add_posting_place(village=village, **said)
            else:
                acts.edit_posting_place(place=known, **said)
            return saved(village)
        except Invalid as error:
            form.put_error(error)
        except Conflict as error:
            form.put_error(Invalid(error.message, field="name_zh"))
    status = 422 if form.is_submitted() else 200
    return page("areas/place.html", status=status, village=village, place=known, form=form)


def _said(form: PlaceForm, village: Area) -> dict[str, Any]:
    return {
        "name_zh": form.name_zh.data,
        "name_en": form.name_en.data or "",
        "actor": current_actor(),
        "board": form.board,
        "photo": _photograph(form, village),
    }


def _photograph(form: PlaceForm, village: Area) -> Attachment | None:
    """The place's photograph as everybody may see it, drawn anew; ``None`` when none was chosen."""
    sent, actor = form.photo.data, current_actor()
    if not is_sent(sent):
        return None
    taken = attachments.check(data=sent.stream, filename=sent.filename, field="photo", actor=actor, heic=True)
    checked = check_public(data=taken.data, filename=taken.filename, field="photo", actor=actor)
    if not checked.media_type.startswith("image/"):
        raise Invalid(Message(N_("Please choose a photograph (JPEG, PNG).")), field="photo")
    return attachments.store(
        data=checked, kind="posting_place", area_path=village.path, actor=actor, needs=MANAGE
    )


@blueprint.post("/<code>/places/<int:place_id>/photo/remove")
@requires(MANAGE, load=queries.get_posting_place)
def remove_photo(found: PostingPlace) -> Response:
    """The place has no photograph any more."""
    acts.remove_place_photograph(place=found, actor=current_actor())
    flash(_("Saved."), "success")
    return go(url_for("areas.place", code=found.village.code, place_id=found.id))


@blueprint.post("/<code>/places/<int:place_id>/up")
@requires(MANAGE, load=queries.get_posting_place)
def move_place_up(found: PostingPlace) -> Response:
    """Let the place stand before the one above it."""
    acts.move_posting_place_up(place=found, actor=current_actor())
    return saved(found.village)


@blueprint.post("/<code>/places/<int:place_id>/give-up")
@requires(MANAGE, load=queries.get_posting_place)
def give_up_place(found: PostingPlace) -> Response:
    """No longer post there."""
    acts.give_up_posting_place(place=found, actor=current_actor())
    return saved(found.village)


@blueprint.get("/<code>/places/<int:place_id>/photo.jpg")
@public(load=queries.get_posting_place)
def show_place(found: PostingPlace) -> Response:
    """What the place looks like, for whoever looks for it: a small copy without anything a camera wrote."""
    if found.photo is None:
        raise NotFound()
    response = FlaskResponse(pictures.public_copy(found.photo.digest, pictures.SMALL), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex, noimageindex"
    response.set_etag(found.photo.digest[:32])
    return response.make_conditional(request)


@blueprint.route("/<code>/delivery", methods=["GET", "POST"])
@requires(MANAGE, load=queries.get_township)
def delivery(township: Area) -> Response:
    """In which order a messenger takes the sheets to the township's villages."""
    form = DeliveryForm()
    villages = queries.list_villages_by_turn(township.path)
    typed = {one.code: request.form.get(f"turn-{one.code}", "").strip() for one in villages}
    if form.validate_on_submit():
        try:
            turns = {code: int(text) if text.isdecimal() else 0 for code, text in typed.items()}
            acts.order_delivery(township=township, turns=turns, actor=current_actor())
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Saved."), "success")
            return go(url_for("areas.delivery", code=township.code))
    return page(
        "areas/delivery.html",
        status=422 if form.is_submitted() else 200,
        township=township,
        form=form,
        rows=[(one, typed[one.code] or turn) for turn, one in enumerate(villages, 1)],
    )


def saved(area: Area) -> Response:
    """Say so, and go back to the area's page."""
    flash(_("Saved."), "success")
    return go(url_for("areas.show", code=area.code))
