"""Shapes of what is entered about a sheet on the wall."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField

from app.web.forms import BaseForm, DateField, Needed, SmallEnough


class PostingForm(BaseForm):
    """A sheet was hung: where, when, the photograph."""

    place = RadioField(lazy_gettext("Where it hangs"), [Needed()], coerce=int)
    posted_on = DateField(lazy_gettext("Hung on"), [Needed()])
    photo = FileField(
        lazy_gettext("Photograph of the sheet where it hangs"),
        [Needed(), SmallEnough()],
        description=lazy_gettext("The whole sheet and its surroundings must be seen."),
    )


class TakeDownForm(BaseForm):
    """A sheet was taken down."""

    taken_down_on = DateField(lazy_gettext("Taken down on"), [Needed()])
    photo = FileField(lazy_gettext("Photograph before it was taken down"), [SmallEnough()])
