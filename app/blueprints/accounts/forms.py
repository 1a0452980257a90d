"""Forms of accounts. Whether a password is good enough is asked of the room's rules."""

from flask_babel import gettext, lazy_gettext
from wtforms import PasswordField, SelectField
from wtforms.validators import Length, ValidationError

from app.core.bilingual import BilingualText
from app.core.permissions import ROLE_LABELS, Role
from app.domain.accounts import rules
from app.domain.areas.models import Area, AreaLevel
from app.web.forms import BaseForm, Needed, TextField
from app.web.i18n import current_locale, translate


class SignInForm(BaseForm):
    """Username and password."""

    username = TextField(lazy_gettext("Username"), [Needed()])
    password = PasswordField(lazy_gettext("Password"), [Needed()])


class PasswordForm(BaseForm):
    """A new password, typed twice, and the present one."""

    present = PasswordField(lazy_gettext("Present password"), [Needed()])
    new = PasswordField(lazy_gettext("New password"), [Needed()])
    again = PasswordField(lazy_gettext("New password again"), [Needed()])
    username = ""

    def validate_new(self, field: PasswordField) -> None:
        fault = rules.why_not_password(field.data or "", self.username)
        if fault is not None:
            raise ValidationError(translate(fault))
        if field.data == self.present.data:
            raise ValidationError(gettext("The new password must differ from the present one."))

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.new.data:
            raise ValidationError(gettext("The two are not the same."))


class GrantForm(BaseForm):
    """A role at an area, of those that the administrator reaches."""

    role = SelectField(lazy_gettext("Role"))
    area = SelectField(lazy_gettext("At"))

    def offer(self, areas: list[Area]) -> "GrantForm":
        """Fill in what can be chosen."""
        self.role.choices = [(role.value, gettext(label)) for role, label in ROLE_LABELS.items()]
        self.area.choices = [(area.code, _indented(area)) for area in areas]
        return self

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data)


class AccountForm(GrantForm):
    """A new account with its first role."""

    username = TextField(
        lazy_gettext("Username"),
        [Needed()],
        description=lazy_gettext("Small letters, digits, dots or hyphens; begins with a letter."),
    )
    name = TextField(
        lazy_gettext("Name"), [Needed(), Length(max=60, message=lazy_gettext("At most 60 characters."))]
    )


def _indented(area: Area) -> str:
    depth = {AreaLevel.COUNTY: 0, AreaLevel.TOWNSHIP: 1}.get(area.level, 2)
    name: BilingualText = area.name
    return "\u3000" * depth + name.in_(current_locale())
