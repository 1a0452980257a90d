"""The administrator's pages: who has an account, opening one, roles, one-time passwords, closing."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.accounts import blueprint
from app.blueprints.accounts.forms import AccountForm, GrantForm
from app.blueprints.accounts.routes import reads_first
from app.core.db import start_writing
from app.core.errors import Forbidden, Invalid
from app.core.permissions import Permission, can
from app.domain.accounts import passwords, queries, service
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area, list_areas_for
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number, text_argument

MANAGE = Permission.ACCOUNT_MANAGE


@blueprint.get("/accounts")
@requires(MANAGE)
def index() -> Response:
    """Accounts below the administrator's areas."""
    text = text_argument("q")
    return page(
        "accounts/index.html", users=queries.page_users(current_actor(), text, page_number()), text=text
    )


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@requires(MANAGE)
@reads_first
def new() -> Response:
    """Open an account; its one-time password is shown this once."""
    form = AccountForm().offer(_areas())
    if form.validate_on_submit():
        password = passwords.one_time_password()
        password_hash = passwords.hash_password(password)
        start_writing()
        try:
            user = service.create_account(
                username=form.username.data,
                name=form.name.data,
                password_hash=password_hash,
                role=form.chosen_role,
                area=_reached(form.area.data),
                actor=current_actor(),
            )
            return page("accounts/one_time.html", user=user, password=password)
        except Invalid as error:
            form.put_error(error)
    return page("accounts/new.html", status=422 if form.is_submitted() else 200, form=form)


@blueprint.get("/accounts/<int:user_id>")
@requires(MANAGE, load=queries.get_user)
def show(user: User) -> Response:
    """One account: roles and what can be done."""
    return page("accounts/show.html", user=user, form=GrantForm().offer(_areas()))


@blueprint.post("/accounts/<int:user_id>/roles")
@requires(MANAGE, load=queries.get_user)
def grant(user: User) -> Response:
    """Give the account one more role."""
    form = GrantForm().offer(_areas())
    if form.validate_on_submit():
        try:
            service.grant_role(
                user=user, role=form.chosen_role, area=_reached(form.area.data), actor=current_actor()
            )
            flash(_("The role is given."), "success")
            return _to(user)
        except Invalid as error:
            form.put_error(error)
    return page("accounts/show.html", status=422, user=user, form=form)


@blueprint.post("/accounts/<int:user_id>/roles/<int:grant_id>/end")
@requires(MANAGE, load=queries.get_user)
def end_grant(user: User, grant_id: int) -> Response:
    """Take a role away; what was done with it stays in the history."""
    service.end_grant(grant=queries.get_grant(user.id, grant_id), actor=current_actor())
    flash(_("The role has ended."), "success")
    return go(url_for("accounts.index")) if not can(current_actor(), MANAGE, user) else _to(user)


@blueprint.post("/accounts/<int:user_id>/password")
@requires(MANAGE, load=queries.get_user)
@reads_first
def reset_password(user: User) -> Response:
    """Give a one-time password and show it this once."""
    password = passwords.one_time_password()
    password_hash = passwords.hash_password(password)
    start_writing()
    service.reset_password(user=user, password_hash=password_hash, actor=current_actor())
    return page("accounts/one_time.html", user=user, password=password)


@blueprint.post("/accounts/<int:user_id>/sign-out")
@requires(MANAGE, load=queries.get_user)
def sign_out_of(user: User) -> Response:
    """End all sessions of the account."""
    service.sign_out_everywhere(user=user, actor=current_actor())
    flash(_("%(name)s is signed out on every machine.", name=user.name), "success")
    return _to(user)


@blueprint.post("/accounts/<int:user_id>/close")
@requires(MANAGE, load=queries.get_user)
def close(user: User) -> Response:
    """Close the account: nobody signs in with it any more."""
    service.deactivate(user=user, actor=current_actor())
    flash(_("The account is closed."), "success")
    return _to(user)


@blueprint.post("/accounts/<int:user_id>/open")
@requires(MANAGE, load=queries.get_user)
def open_again(user: User) -> Response:
    """Open a closed account again."""
    service.activate(user=user, actor=current_actor())
    flash(_("The account is open again."), "success")
    return _to(user)


def _areas() -> list[Area]:
    return list(list_areas_for(current_actor(), MANAGE))


def _reached(code: str) -> Area:
    area = get_area(code)
    if not can(current_actor(), MANAGE, area):
        raise Forbidden()
    return area


def _to(user: User) -> Response:
    return go(url_for("accounts.show", user_id=user.id))
