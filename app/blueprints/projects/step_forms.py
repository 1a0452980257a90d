"""Forms of the steps of a project: a reason, or the point that goes onto the trail."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from app.blueprints.projects.forms import LONGEST, PAPER
from app.web.forms import BaseForm, DateField, Needed, SmallEnough, TextField


def _short(most: int) -> Length:
    return Length(max=most, message=lazy_gettext("At most %(highest)s characters.", highest=most))


class StepForm(BaseForm):
    """Taking a step: the version that was looked at, a reason, or the point that goes onto the trail."""

    version = IntegerField(widget=HiddenInput(), default=0)
    reason = TextAreaField(lazy_gettext("Reason"), [Optional(), _short(LONGEST)])


class ReasonForm(StepForm):
    """A step that is taken for a reason only."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), _short(LONGEST)])


class MarkForm(StepForm):
    """A step that puts a point onto the trail: its day, number, note and paper."""

    on = DateField(lazy_gettext("Day"), [Needed()])
    document_no = TextField(lazy_gettext("Number of the document"), [_short(80)])
    note_zh = TextAreaField(lazy_gettext("Remark"), [Optional(), _short(LONGEST)])
    paper = FileField(lazy_gettext("Signed paper"), [Needed(), SmallEnough()], description=PAPER)


class CheckForm(MarkForm):
    """The township's check: without saying what was looked at it is none."""

    note_zh = TextAreaField(lazy_gettext("What was looked at, in short"), [Needed(), _short(LONGEST)])


class DoneForm(MarkForm):
    """The village says that the work is done."""

    note_zh = TextAreaField(lazy_gettext("What was done, in short"), [Optional(), _short(LONGEST)])


class AcceptForm(MarkForm):
    """The township accepts the work."""

    note_zh = TextAreaField(lazy_gettext("What was looked at, in short"), [Optional(), _short(LONGEST)])


#: the steps whose note has a name of its own
MARK_FORMS: dict[str, type[MarkForm]] = {"check": CheckForm, "complete": DoneForm, "accept": AcceptForm}
