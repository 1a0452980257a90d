"""Shapes of what is entered about officials and representatives."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from app.web.forms import BaseForm, DateField, Needed, TextField

SHORT = Length(max=60, message=lazy_gettext("At most 60 characters."))
DIGITS = Regexp(r"^[0-9 +\-]{5,40}$", message=lazy_gettext("Only digits, please."))


class ParticularsForm(BaseForm):
    """What stands on record beside name and post."""

    title = TextField(
        lazy_gettext("Title"),
        [SHORT],
        description=lazy_gettext("As it is printed, e.g. 村委会主任 (head of the village committee)."),
    )
    represents = BooleanField(
        lazy_gettext("Is a villagers' representative"),
        description=lazy_gettext("Due at the representatives' meeting, whatever the post."),
    )
    group_name = TextField(lazy_gettext("Villagers' group"), [SHORT])
    sex = RadioField(lazy_gettext("Sex"), [Optional()])
    telephone = TextField(
        lazy_gettext("Telephone"),
        [Optional(), DIGITS],
        description=lazy_gettext("Serves only to find households with the same one; it is shown nowhere."),
    )
    bank_account = TextField(
        lazy_gettext("Bank card"),
        [Optional(), DIGITS],
        description=lazy_gettext("Serves only to find households with the same one; it is shown nowhere."),
    )
    account = SelectField(
        lazy_gettext("Account in this system"),
        description=lazy_gettext("By it the system knows whom it may not let decide on relatives."),
    )


class OfficialForm(ParticularsForm):
    """Somebody who takes up a post."""

    name = TextField(lazy_gettext("Name"), [Needed(), SHORT])
    post = SelectField(lazy_gettext("Post"))
    since = DateField(lazy_gettext("In this post since"), [Needed()])


class PasteForm(BaseForm):
    """Many representatives at once."""

    roster = TextAreaField(
        lazy_gettext("Names, one a line: name, group, sex"),
        [Needed(), Length(max=10_000, message=lazy_gettext("This is too long."))],
        description=lazy_gettext(
            "For instance 王秀英，3组，女. Group and sex may be missing; a copied table is taken as well."
        ),
    )


class EndForm(BaseForm):
    """Somebody leaves a post."""

    until = DateField(lazy_gettext("Last day in this post"), [Needed()])
    reason = TextAreaField(
        lazy_gettext("Why the post ends"),
        [Needed(), Length(max=500, message=lazy_gettext("At most 500 characters."))],
    )
