"""Shapes of what is entered about households at risk."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length

from app.domain.monitoring.rules import FOUND_LABELS, KIND_LABELS
from app.web.forms import BaseForm, CountField, DateField, NamesField, Needed, SmallEnough, TextField

LONG = Length(max=2000, message=lazy_gettext("At most %(max)s characters, please.", max=2000))


class OpenForm(BaseForm):
    """A sign of risk."""

    household_no = TextField(lazy_gettext("Household number"), [Needed()])
    kind = RadioField(
        lazy_gettext("Which kind"),
        [Needed()],
        choices=[SelectChoice(kind.value, lazy_gettext(label)) for kind, label in KIND_LABELS.items()],
    )
    found_by = RadioField(
        lazy_gettext("How it was found"),
        [Needed()],
        choices=[SelectChoice(way.value, lazy_gettext(label)) for way, label in FOUND_LABELS.items()],
    )
    found_on = DateField(lazy_gettext("Day on which it was found"), [Needed()])
    risk = TextAreaField(
        lazy_gettext("Which risk"),
        [Needed(), LONG],
        description=lazy_gettext(
            "Such as an illness with high costs, an accident, lost work. No numbers of papers."
        ),
    )


class StepForm(BaseForm):
    """A step of the case."""

    version = CountField()
    done_on = DateField(lazy_gettext("Day on which it was done"), [Needed()])
    people = NamesField(
        lazy_gettext("Who took part"), description=lazy_gettext("Names, with a comma between them.")
    )
    note = TextAreaField(lazy_gettext("What was found or decided"), [Needed(), LONG])
    paper = FileField(lazy_gettext("Signed paper or photograph"), [SmallEnough()])


class HelpForm(BaseForm):
    """Help that came at once."""

    helped_on = DateField(lazy_gettext("Day of the help"), [Needed()])
    help_given = TextAreaField(lazy_gettext("Which help came"), [Needed(), LONG])
