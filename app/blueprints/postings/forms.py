"""Shapes of what is entered about sheets on the wall."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from app.web.forms import BaseForm, DateField, Needed, SmallEnough

#: what a person says about a sheet in a sentence or two
SHORT = Length(max=500, message=lazy_gettext("At most %(max)s characters, please.", max=500))


class PhotographsForm(BaseForm):
    """Photograph first: pictures of whatever hangs; the codes on them say which sheets they show."""

    photos = MultipleFileField(
        lazy_gettext("Photographs of what hangs"),
        [FileRequired(lazy_gettext("Please choose a photograph."))],
        description=lazy_gettext(
            "At most 12 pictures at once, together 96 MB. The square code must be on it, not cut off."
        ),
    )


class ByHandForm(BaseForm):
    """By hand: which sheet, on which day, the photograph. *kept* names one that was sent before and not read.

    A value of *sheet* is the notice's id and the place's with a hyphen between.
    """

    sheet = RadioField(lazy_gettext("Where it hangs"), [Needed()])
    claimed_on = DateField(
        lazy_gettext("On which day"),
        [Optional()],
        description=lazy_gettext("Leave it empty: the day is read from the photograph."),
    )
    photo = FileField(
        lazy_gettext("Photograph of the sheet where it hangs"),
        [SmallEnough()],
        description=lazy_gettext("The whole sheet and its surroundings must be seen."),
    )
    kept = HiddenField()


class MissingForm(BaseForm):
    """A sheet was found missing."""

    missing_on = DateField(lazy_gettext("Found missing on"), [Needed()])
    reason = TextAreaField(
        lazy_gettext("What happened"),
        [Needed(), SHORT],
        description=lazy_gettext("For example: torn off by the wind. No names."),
    )
    photo = FileField(lazy_gettext("Photograph of the empty place"), [SmallEnough()])


class TakeDownForm(BaseForm):
    """A sheet was taken down."""

    claimed_on = DateField(lazy_gettext("Taken down on"), [Needed()])
    photo = FileField(lazy_gettext("Photograph of the place without the sheet"), [SmallEnough()])


class SettleForm(BaseForm):
    """The second person's answer to a photograph on which no code could be read."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Needed(), SHORT],
        description=lazy_gettext(
            "By what do you see that it is this sheet at this place, or that it is not?"
        ),
    )
