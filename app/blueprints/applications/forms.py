"""Shapes of what is entered about an application."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.applications.models import ComparisonResult
from app.web.forms import BaseForm, DateField, NamesField, Needed, SmallEnough, TextField

LONGEST_NAME = 60
LONGEST_TEXT = 2000
SHORT = Length(
    max=LONGEST_NAME, message=lazy_gettext("At most %(max)s characters, please.", max=LONGEST_NAME)
)
LONG = Length(max=LONGEST_TEXT, message=lazy_gettext("At most %(max)s characters, please.", max=LONGEST_TEXT))

RESULT_LABELS = {
    ComparisonResult.NO_HIT: lazy_gettext("Nothing found"),
    ComparisonResult.HIT_EXPLAINED: lazy_gettext("Something found, and it is explained"),
    ComparisonResult.HIT: lazy_gettext("Something found that speaks against the household"),
}


class ApplicationForm(BaseForm):
    """A household's application, as it stands on the signed sheet."""

    applicant_name = TextField(lazy_gettext("Who signed the application"), [Needed(), SHORT])
    proxy_name = TextField(
        lazy_gettext("If somebody applies for the household: name"),
        [Optional(), SHORT],
        description=lazy_gettext("E.g. when the head cannot write or is away."),
    )
    proxy_relation = TextField(lazy_gettext("Relation to the household"), [Optional(), SHORT])
    cause = SelectField(lazy_gettext("Main cause"), [Needed()], validate_choice=True)
    reason = TextAreaField(
        lazy_gettext("Reason in the household's words"),
        [Needed(), LONG],
        description=lazy_gettext("The meeting will hear it. Leave out identity and telephone numbers."),
    )
    consents_to_comparison = BooleanField(
        lazy_gettext("The household agrees that its data are compared with those of the departments"),
    )
    filed_on = DateField(lazy_gettext("Day of the application"), [Needed()])
    signed_copy = FileField(
        lazy_gettext("Signed application, as photograph or PDF"), [Needed(), SmallEnough()]
    )

    def validate_proxy_relation(self, field: TextField) -> None:
        """Whoever applies for a household says how they belong to it."""
        if (self.proxy_name.data or "") and not (field.data or ""):
            field.errors = [
                *field.errors,
                lazy_gettext("Please write how this person belongs to the household."),
            ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also false when only the relation is missing (an empty optional field is not looked at otherwise)."""
        valid = super().validate(extra_validators)
        self.validate_proxy_relation(self.proxy_relation)
        return bool(valid) and not self.proxy_relation.errors


class VisitForm(BaseForm):
    """A home visit: colleagues with an account are ticked, others are named."""

    visited_on = DateField(lazy_gettext("Day of the visit"), [Needed()])
    staff = SelectMultipleField(
        lazy_gettext("Colleagues who went"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy_gettext("Whoever visited a household does not decide on it later."),
    )
    visitors = NamesField(
        lazy_gettext("Others who went"),
        description=lazy_gettext("Names, with a comma between them."),
    )
    findings = TextAreaField(
        lazy_gettext("What the visitors saw"),
        [Needed(), LONG],
        description=lazy_gettext("House, income and work, health, children in school, what has changed."),
    )
    sheet = FileField(lazy_gettext("Signed visit sheet, as photograph or PDF"), [Needed(), SmallEnough()])


class CompareForm(BaseForm):
    """What the departments' data say."""

    compared_on = DateField(lazy_gettext("Day of the comparison"), [Needed()])
    result = RadioField(
        lazy_gettext("Result"),
        [Needed()],
        choices=[SelectChoice(result.value, label) for result, label in RESULT_LABELS.items()],
    )
    note = TextAreaField(
        lazy_gettext("What was found, and how it is explained"),
        [LONG],
        description=lazy_gettext("E.g. a car sold in 2024, or a registered business that never opened."),
    )


class WithdrawForm(BaseForm):
    """Taking an application back."""

    reason = TextAreaField(lazy_gettext("Why the household takes its application back"), [Needed(), LONG])
