"""Views of the policy page: all profiles, one with its values and their sources, editing, the history."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.policies import blueprint
from app.blueprints.policies.forms import SourceForm, form_of
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.permissions import Permission, can
from app.domain.policies import queries, service
from app.domain.policies.models import PolicyProfile
from app.domain.policies.schema import FIELDS_BY_NAME, fields_of
from app.domain.policies.vocabulary import GROUP_LABELS, FieldGroup
from app.web.access import current_actor, requires
from app.web.pages import go, page, page_number

GROUPS = [(group, GROUP_LABELS[group], fields_of(group)) for group in FieldGroup]


@blueprint.get("")
@requires(Permission.POLICY_VIEW)
def index() -> Response:
    """All profiles that the reader may see."""
    actor = current_actor()
    profiles = [p for p in queries.list_profiles() if can(actor, Permission.POLICY_VIEW, p)]
    return page("policies/index.html", profiles=profiles, on=clock.today())


@blueprint.get("/<int:profile_id>")
@requires(Permission.POLICY_VIEW, load=queries.get_profile)
def show(profile: PolicyProfile) -> Response:
    """One profile, group by group, each value with its source and whether a source confirms it."""
    unconfirmed = [name for name, source in profile.sources.items() if not source["confirmed"]]
    return page("policies/show.html", profile=profile, groups=GROUPS, unconfirmed=unconfirmed)


@blueprint.route("/<int:profile_id>/groups/<group>", methods=["GET", "POST"])
@requires(Permission.POLICY_AMEND, load=queries.get_profile, see=Permission.POLICY_VIEW)
def amend(profile: PolicyProfile, group: str) -> Response:
    """Edit the values of one group."""
    if group not in set(FieldGroup):
        raise NotFound()
    form = form_of(FieldGroup(group), profile.values, profile.version)
    if form.validate_on_submit():
        try:
            made = service.amend(
                profile=profile,
                changes=form.entered(),
                reason=form.reason.data or "",
                actor=current_actor(),
                expected_version=_version(form.version.data),
            )
        except Invalid as error:
            form.put_error(error)
        else:
            text = _("Recorded: %(n)s values changed.", n=len(made)) if made else _("Nothing was changed.")
            flash(text, "success")
            return go(url_for("policies.show", profile_id=profile.id) + f"#{group}")
    fields = fields_of(FieldGroup(group))
    status = 422 if form.is_submitted() else 200
    label = GROUP_LABELS[FieldGroup(group)]
    return page("policies/amend.html", status=status, profile=profile, form=form, fields=fields, label=label)


@blueprint.route("/<int:profile_id>/values/<name>/source", methods=["GET", "POST"])
@requires(Permission.POLICY_AMEND, load=queries.get_profile, see=Permission.POLICY_VIEW)
def confirm(profile: PolicyProfile, name: str) -> Response:
    """Record on what ground a value stands as it is."""
    field = FIELDS_BY_NAME.get(name)
    if field is None:
        raise NotFound()
    form = SourceForm(data={"version": str(profile.version)})
    if form.validate_on_submit():
        service.confirm_source(
            profile=profile,
            name=name,
            source=form.source.data,
            actor=current_actor(),
            expected_version=_version(form.version.data),
        )
        flash(_("Recorded."), "success")
        return go(url_for("policies.show", profile_id=profile.id) + f"#{field.group.value}")
    status = 422 if form.is_submitted() else 200
    return page("policies/confirm.html", status=status, profile=profile, form=form, field_=field)


@blueprint.get("/<int:profile_id>/changes")
@requires(Permission.POLICY_VIEW, load=queries.get_profile)
def changes(profile: PolicyProfile) -> Response:
    """What was changed, by whom, when and why."""
    found = queries.page_changes(profile, page_number())

    def pager_url(number: int) -> str:
        return url_for("policies.changes", profile_id=profile.id, page=number)

    return page(
        "policies/changes.html", profile=profile, changes=found, fields=FIELDS_BY_NAME, pager_url=pager_url
    )


def _version(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
