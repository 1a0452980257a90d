"""Shapes of what is entered about officials' relatives."""

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length

from app.web.forms import BaseForm, DateField, Needed, TextField

LONG = Length(max=500, message=lazy_gettext("At most 500 characters."))


class RelationForm(BaseForm):
    """How an official is related."""

    relation = SelectField(
        lazy_gettext("The household's people are the official's"), [Needed()], validate_choice=True
    )
    note = TextAreaField(lazy_gettext("Remark"), [LONG])


class DeclareForm(RelationForm):
    """A relative that an official declared."""

    household = TextField(
        lazy_gettext("Household"),
        [Needed(), Length(max=60, message=lazy_gettext("At most 60 characters."))],
        description=lazy_gettext(
            "The household's number; in the official's own village also the head's name."
        ),
    )


class ReasonForm(BaseForm):
    """Why a hint means nothing, or why a declaration ends."""

    reason = TextAreaField(lazy_gettext("What was found out, and how"), [Needed(), LONG])


class StatementForm(BaseForm):
    """The signed statement of one official."""

    none = RadioField(lazy_gettext("The official has signed"), [Needed()])
    stated_on = DateField(lazy_gettext("Signed on"), [Needed()])


class StatementsForm(BaseForm):
    """The signed statements of several: for each what is declared, or that there is none."""

    official = SelectMultipleField(lazy_gettext("Who has signed"), validate_choice=False)
    stated_on = DateField(lazy_gettext("Signed on"), [Needed()])
