"""Shapes of what is entered about units, helpers, pairings and postings."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.web.forms import BaseForm, CountField, DateField, Needed, SmallEnough, TextField

SHORT = Length(max=60, message=lazy_gettext("At most 60 characters."))
LONG = Length(max=300, message=lazy_gettext("At most 300 characters."))
LARGEST_BYTES = 16 * 1024 * 1024


class UnitForm(BaseForm):
    """A unit whose people help."""

    area = SelectField(lazy_gettext("Helps in"))
    name = TextField(lazy_gettext("Name of the unit"), [Needed(), SHORT])
    level = SelectField(lazy_gettext("Belongs to"))
    village = SelectField(
        lazy_gettext("Village that the unit answers for"),
        description=lazy_gettext("The proposal gives its people households there first."),
    )


class HelperForm(BaseForm):
    """Somebody of a unit who helps households."""

    unit = SelectField(lazy_gettext("Unit"))
    name = TextField(lazy_gettext("Name"), [Needed(), SHORT])
    rank = SelectField(lazy_gettext("Rank"))
    post = TextField(lazy_gettext("Post in the unit"), [SHORT])
    telephone = TextField(
        lazy_gettext("Telephone of the office"),
        [SHORT],
        description=lazy_gettext("It stands on the household's papers. Not a private mobile number."),
    )


class LeaveForm(BaseForm):
    """A helper helps no more."""

    left_on = DateField(lazy_gettext("Last day"), [Needed()])
    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), LONG])


class HandOverForm(BaseForm):
    """All households of one helper go to another, or to the others."""

    successor = SelectField(lazy_gettext("Who takes them over"), [Needed()])
    on = DateField(lazy_gettext("From which day"), [Needed()])
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Needed(), LONG],
        description=lazy_gettext("It stays in the history of each household."),
    )


class PairForm(BaseForm):
    """A household's helper."""

    helper = SelectField(lazy_gettext("Helper"), [Needed()])
    started_on = DateField(lazy_gettext("From which day"), [Needed()])
    reason = TextAreaField(lazy_gettext("Reason"), [LONG])


class EndForm(BaseForm):
    """A household's helper ends, and nobody follows yet."""

    ended_on = DateField(lazy_gettext("From which day no more"), [Needed()])
    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), LONG])


class PostForm(BaseForm):
    """Somebody posted to a village."""

    village = SelectField(lazy_gettext("Village"))
    kind = SelectField(lazy_gettext("Posted as"))
    name = TextField(lazy_gettext("Name"), [Needed(), SHORT])
    level = SelectField(lazy_gettext("Posted by"))
    unit_name = TextField(lazy_gettext("Unit"), [SHORT])
    title = TextField(lazy_gettext("Post in the unit"), [SHORT])
    since = DateField(lazy_gettext("First day in the village"), [Needed()])
    until = DateField(lazy_gettext("Posted until"), [Optional()])


class MonthForm(BaseForm):
    """The days of one month in the village."""

    month = DateField(lazy_gettext("Any day of the month"), [Needed()])
    days = CountField(lazy_gettext("Days in the village"), [Needed()])


class WorkbookForm(BaseForm):
    """Whose households, which file."""

    area = SelectField(lazy_gettext("For the households of"), validate_choice=False)
    file = FileField(lazy_gettext("Workbook (.xlsx, .xls or .csv)"), [Needed(), SmallEnough(LARGEST_BYTES)])


class UndoForm(BaseForm):
    """Why a workbook is taken back."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), LONG])
