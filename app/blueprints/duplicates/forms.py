"""The form by which somebody decides on a pair."""

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Length

from app.domain.duplicates.models import DuplicateOutcome, DuplicatePair
from app.domain.duplicates.rules import LONGEST_REASON, OUTCOME_LABELS, outcomes_for
from app.domain.households.models import Household
from app.web.forms import BaseForm, Needed


class DecisionForm(BaseForm):
    """What two households have in common, who gives it up, and why."""

    seen = HiddenField(default="")
    outcome = RadioField(lazy_gettext("What was found out"), [Needed()])
    gives_up = RadioField(
        lazy_gettext("Who must give it up"),
        description=lazy_gettext("Only when both are really the same."),
        validate_choice=False,
    )
    reason = TextAreaField(
        lazy_gettext("How it was found out"),
        [Needed(), Length(max=LONGEST_REASON, message=lazy_gettext("At most 500 characters."))],
        description=lazy_gettext("Who was asked, which paper was seen, on which day."),
    )

    def offer(self, pair: DuplicatePair) -> None:
        """Put up what may be decided about *pair*, and its two sides."""
        self.outcome.choices = [
            (one.value, gettext(OUTCOME_LABELS[one])) for one in outcomes_for(pair.ground)
        ]
        self.gives_up.choices = [(str(side.id), _named(side)) for side in (pair.first, pair.second)]

    def side(self, pair: DuplicatePair) -> Household | None:
        """The chosen side."""
        return next((one for one in (pair.first, pair.second) if str(one.id) == self.gives_up.data), None)

    @property
    def seen_outcome(self) -> DuplicateOutcome | None:
        """The decision that stood when the page was opened."""
        return DuplicateOutcome(self.seen.data) if self.seen.data in set(DuplicateOutcome) else None


def _named(household: Household) -> str:
    return f"{household.head_name or gettext('no head')} · {household.household_no}"
