"""Signing in and out, and one's own account."""

from flask import flash, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from app.blueprints.accounts import blueprint, signing_in
from app.blueprints.accounts.forms import PasswordForm, SignInForm
from app.core.db import start_writing
from app.domain.accounts import passwords, service
from app.domain.accounts.queries import get_user
from app.web.access import LONGEST_SESSION, LONGEST_SILENCE, View, current_actor, public, signed_in
from app.web.pages import go, page
from app.web.security import local_path

WAIT_SECONDS = int(signing_in.WINDOW.total_seconds())


def reads_first(view: View) -> View:
    """Mark *view*: it hashes a password, which must not hold up other writers."""
    view.reads_first = True  # type: ignore[attr-defined]  # read by the portal
    return view


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@reads_first
def sign_in() -> Response:
    """The sign-in page. It says the same of a wrong password and of an account that does not exist."""
    target = local_path(request.args.get("next"), url_for("desk.index"))
    if request.method == "GET" and current_user.is_authenticated:
        return go(target)
    form, status = SignInForm(), 200
    if form.validate_on_submit():
        made = signing_in.attempt(form.username.data, form.password.data)
        if made.user is not None:
            signing_in.sign_in(made)
            return go(target)
        status = _show_failure(form, made)
    elif form.is_submitted():
        status = 422
    response = page("accounts/sign_in.html", status=status, form=form)
    if status == 429:
        response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _show_failure(form: SignInForm, made: signing_in.Attempt) -> int:
    if made.wait:
        form.form_errors.append(
            _(
                "Too many attempts. Wait a quarter of an hour and try again, "
                "or ask your administrator for a new password."
            )
        )
        return 429
    form.form_errors.append(_("Username or password is not right."))
    return 422


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End this session."""
    _leave()
    return go(url_for("accounts.sign_in"))


def _leave() -> None:
    token = session.get("token")
    if token:
        service.end_session(token=token, actor=current_actor())
    logout_user()
    session.clear()


@blueprint.get("/account")
@signed_in
def mine() -> Response:
    """One's own account: roles, password, sessions."""
    return page(
        "accounts/mine.html",
        user=get_user(current_user.id),
        hours=int(LONGEST_SESSION.total_seconds()) // 3600,
        idle_hours=int(LONGEST_SILENCE.total_seconds()) // 3600,
    )


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Response:
    """End all sessions of one's own account, this one included."""
    service.sign_out_everywhere(user=get_user(current_user.id), actor=current_actor())
    _leave()
    flash(_("You are signed out on every machine."), "success")
    return go(url_for("accounts.sign_in"))


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
@reads_first
def change_password() -> Response:
    """Choose a new password; every other session ends."""
    form = PasswordForm()
    form.username = current_user.username
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        if not signing_in.may_try_password(current_user.id):
            form.form_errors.append(_("Too many attempts. Wait a quarter of an hour and try again."))
            status = 429
        elif not passwords.is_right(get_user(current_user.id).password_hash, form.present.data):
            form.present.errors = [_("This is not your present password.")]
        else:
            return _changed(form.new.data)
    first = current_user.must_change_password
    return page(
        "accounts/change_password.html", status=status, form=form, first=first, username=form.username
    )


def _changed(password: str) -> Response:
    password_hash = passwords.hash_password(password)
    start_writing()
    user = service.change_password(
        user=get_user(current_user.id), password_hash=password_hash, actor=current_actor()
    )
    signing_in.begin_session(user)
    flash(_("The password is changed. Other machines are signed out."), "success")
    return go(url_for("desk.index"))
