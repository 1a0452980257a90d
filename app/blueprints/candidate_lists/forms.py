"""Shapes of what is entered about a candidate list."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, TextAreaField

from app.domain.reviews.models import DecisionOutcome
from app.web.forms import BaseForm, CountField, DateField, Needed, SmallEnough, TextField


class DrawUpForm(BaseForm):
    """Nothing to enter: the list follows from what the meeting passed."""


class ReasonForm(BaseForm):
    """A reason, e.g. for leaving a household out."""

    reason = TextAreaField(
        _l("Reason"), [Needed()], description=_l("The household and the reviewers will read this.")
    )


class StepForm(BaseForm):
    """Taking a step: the version that was looked at, a reason where one is needed, the day of hanging."""

    version = CountField()
    reason = TextAreaField(_l("Reason"), description=_l("Everybody who follows this list will read it."))
    hang_on = DateField(
        _l("The sheet hangs on"),
        description=_l("Today, or a later day. First and last day are printed from this day."),
    )


class DecisionForm(BaseForm):
    """One entry's decision."""

    outcome = RadioField(
        _l("Decision"),
        choices=[
            (DecisionOutcome.KEEP.value, _l("Keep")),
            (DecisionOutcome.REMOVE.value, _l("Remove")),
            (DecisionOutcome.RETURN.value, _l("Return to the village")),
        ],
        validators=[Needed()],
    )
    reason = TextAreaField(_l("Reason"), description=_l("Needed when the household is removed or returned."))


class HomeCheckForm(BaseForm):
    """What a home check found."""

    checked_on = DateField(_l("Day of the check"), [Needed()])
    checker_1 = TextField(_l("First person who went"), [Needed()])
    checker_2 = TextField(_l("Second person who went"), [Needed()])
    findings = TextAreaField(_l("What was seen"), [Needed()])
    agrees = RadioField(
        _l("May the household stay on the list?"),
        choices=[
            ("yes", _l("Yes, what the list says is true")),
            ("no", _l("No, it should not be on the list")),
        ],
        validators=[Needed()],
    )
    sheet = FileField(_l("Signed sheet or photograph"), [SmallEnough()])


class TellingForm(BaseForm):
    """When and how a household was told."""

    told_on = DateField(_l("Told on"), [Needed()])
    how = TextField(
        _l("How"), [Needed()], description=_l("E.g. by a visit, by telephone, by letter, and to whom.")
    )


class KeepAllForm(BaseForm):
    """Keep all but the entries named; each exception brings its own outcome and reason in the request."""

    understood = BooleanField(_l("I have looked at every household on this list"), [Needed()])
