"""Shapes of what is entered about exits."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.exits.rules import GUARANTEES
from app.web.forms import BaseForm, CountField, DateField, NamesField, Needed, SmallEnough, TextField

LONGEST_TEXT = 2000
LONG = Length(max=LONGEST_TEXT, message=lazy_gettext("At most %(max)s characters, please.", max=LONGEST_TEXT))
NAME = Length(max=60, message=lazy_gettext("At most %(max)s characters, please.", max=60))


class ProposeForm(BaseForm):
    """What the two committees agreed on: the households are ticked in the list."""

    proposed_on = DateField(lazy_gettext("Day on which the two committees agreed"), [Needed()])
    reason = TextAreaField(
        lazy_gettext("Why these households may leave"),
        [Needed(), LONG],
        description=lazy_gettext("One reason for all that are ticked; propose others apart."),
    )
    paper = FileField(lazy_gettext("Signed minutes, as photograph or PDF"), [Needed(), SmallEnough()])


class CheckForm(BaseForm):
    """The check of committee and work team."""

    checked_on = DateField(lazy_gettext("Day on which committee and work team checked"), [Needed()])
    staff = SelectMultipleField(
        lazy_gettext("Colleagues who went"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy_gettext("Whoever visited a household does not decide on it later."),
    )
    visitors = NamesField(
        lazy_gettext("Others who went"), description=lazy_gettext("Names, with a comma between them.")
    )
    met = SelectMultipleField(
        lazy_gettext("What is met"),
        choices=[SelectChoice(name, lazy_gettext(label)) for name, label in GUARANTEES.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy_gettext("What is not ticked counts as missing; then the household stays."),
    )
    findings = TextAreaField(lazy_gettext("What the check found"), [Needed(), LONG])
    sheet = FileField(lazy_gettext("Signed check sheet, as photograph or PDF"), [Needed(), SmallEnough()])


class AnswerForm(BaseForm):
    """What the household says itself."""

    answer = RadioField(
        lazy_gettext("What the household says"),
        [Needed()],
        choices=[
            SelectChoice("yes", lazy_gettext("It agrees to leave")),
            SelectChoice("no", lazy_gettext("It does not agree")),
        ],
    )
    said_on = DateField(lazy_gettext("Day of the signature"), [Needed()])
    signed_by = TextField(
        lazy_gettext("Who of the household signed"),
        [Needed(), NAME],
        description=lazy_gettext("Somebody else only with the relation in brackets, such as 张三（女婿）."),
    )
    reason = TextAreaField(
        lazy_gettext("Why it does not agree"), [LONG], description=lazy_gettext("In the household's words.")
    )
    paper = FileField(lazy_gettext("Signed paper, as photograph or PDF"), [Needed(), SmallEnough()])


class StrikeForm(BaseForm):
    """Striking the number after the watch: nothing is entered."""


class RemoveForm(BaseForm):
    """Striking a household from the register."""

    reason = TextAreaField(
        lazy_gettext("Why it is struck"),
        [Needed(), LONG],
        description=lazy_gettext("Such as another scheme that it belongs to. The reason stays on record."),
    )


class TotalForm(BaseForm):
    """A total as somebody reported it."""

    households = CountField(lazy_gettext("Households, as reported"), [Needed()])
    people = CountField(lazy_gettext("People, as reported"), [Needed()])
    source = TextField(
        lazy_gettext("Where this total stands"),
        [Needed(), Length(max=200, message=lazy_gettext("At most %(max)s characters, please.", max=200))],
    )
