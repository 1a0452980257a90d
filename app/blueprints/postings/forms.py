"""Shapes of what is entered about a sheet on the wall."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField

from app.web.forms import BaseForm, DateField, Needed, SmallEnough


class PostingForm(BaseForm):
    """A sheet was hung: where, when, the photograph."""

    place = RadioField(_l("Where it hangs"), [Needed()], coerce=int)
    posted_on = DateField(_l("Hung on"), [Needed()])
    photo = FileField(
        _l("Photograph of the sheet where it hangs"),
        [Needed(), SmallEnough()],
        description=_l("The whole sheet and its surroundings must be seen."),
    )


class TakeDownForm(BaseForm):
    """A sheet was taken down."""

    taken_down_on = DateField(_l("Taken down on"), [Needed()])
    photo = FileField(_l("Photograph before it was taken down"), [SmallEnough()])
