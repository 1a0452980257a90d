"""Shapes of what is entered about a candidate list."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length

from app.domain.reviews.models import DecisionOutcome
from app.web.forms import BaseForm, CountField, DateField, Needed, TextField

REASON = Length(max=500, message=lazy_gettext("At most %(max)s characters, please.", max=500))


class DrawUpForm(BaseForm):
    """Nothing to enter: the list follows from what the meeting passed."""


class ReasonForm(BaseForm):
    """A reason, e.g. for leaving a household out."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Needed(), REASON],
        description=lazy_gettext("The household and the reviewers will read this."),
    )


class StepForm(BaseForm):
    """Taking a step: the version that was looked at, a reason where one is needed, the day of hanging."""

    version = CountField()
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [REASON],
        description=lazy_gettext("Everybody who follows this list will read it."),
    )
    hang_on = DateField(
        lazy_gettext("The sheet hangs on"),
        description=lazy_gettext("Today, or a later day. First and last day are printed from this day."),
    )


class DecisionForm(BaseForm):
    """One entry's decision."""

    outcome = RadioField(
        lazy_gettext("Decision"),
        choices=[
            SelectChoice(DecisionOutcome.KEEP.value, lazy_gettext("Keep")),
            SelectChoice(DecisionOutcome.REMOVE.value, lazy_gettext("Remove")),
            SelectChoice(DecisionOutcome.RETURN.value, lazy_gettext("Return to the village")),
        ],
        validators=[Needed()],
    )
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [REASON],
        description=lazy_gettext("Needed when the household is removed or returned."),
    )


class TellingForm(BaseForm):
    """When and how a household was told."""

    told_on = DateField(lazy_gettext("Told on"), [Needed()])
    how = TextField(
        lazy_gettext("How"),
        [Needed(), REASON],
        description=lazy_gettext("E.g. by a visit, by telephone, by letter, and to whom."),
    )


class KeepAllForm(BaseForm):
    """Keep all but the entries named; each exception brings its own outcome and reason in the request."""

    understood = BooleanField(lazy_gettext("I have looked at every household on this list"), [Needed()])
