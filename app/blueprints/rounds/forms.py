"""Forms of the round pages."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import Length, ValidationError

from app.domain.rounds.models import HOUSEHOLD_KINDS, RoundKind
from app.domain.rounds.rules import KIND_LABELS
from app.web.forms import BaseForm, CountField, DateField, Needed, TextField


class OpenForm(BaseForm):
    """Opening a round; the policy's area is the round's."""

    kind = RadioField(
        lazy_gettext("What is done in it"),
        choices=[SelectChoice(kind.value, lazy_gettext(label)) for kind, label in KIND_LABELS.items()],
        default=RoundKind.IDENTIFICATION.value,
    )
    profile = SelectField(lazy_gettext("Policy"), coerce=int)
    code = TextField(
        lazy_gettext("Code"),
        [Needed(), Length(max=40, message=lazy_gettext("At most 40 characters."))],
        description=lazy_gettext("The year, then small letters, such as 2026-identification or 2026-funds."),
    )
    year = CountField(lazy_gettext("Year"), [Needed()])
    name_zh = TextField(
        lazy_gettext("Name in Chinese"),
        [Needed(), Length(max=80, message=lazy_gettext("At most 80 characters."))],
    )
    name_en = TextField(
        lazy_gettext("Name in English"), [Length(max=120, message=lazy_gettext("At most 120 characters."))]
    )
    reference_from = DateField(
        lazy_gettext("Income counts from"),
        description=lazy_gettext("For funds and projects leave both empty: the whole year is meant."),
    )
    reference_until = DateField(lazy_gettext("Income counts until"))

    def validate_reference_from(self, field: DateField) -> None:
        """Needed where households are chosen by their income."""
        if field.data is None and self.chosen_kind in HOUSEHOLD_KINDS:
            raise ValidationError(_("This must be filled in."))

    validate_reference_until = validate_reference_from

    @property
    def chosen_kind(self) -> RoundKind:
        return RoundKind(self.kind.data)


class NodeForm(BaseForm):
    """The time node of a step."""

    due_on = DateField(lazy_gettext("To be done by"))
    done_on = DateField(lazy_gettext("Done on"))


class QuotaForm(BaseForm):
    """The quota of a village: from the planned incidence, or as it was given from above."""

    population = CountField(lazy_gettext("Registered population"), [Needed()])
    planned_incidence = TextField(
        lazy_gettext("Planned incidence"), description=lazy_gettext("Such as 0.056")
    )
    quota_people = CountField(
        lazy_gettext("Quota, people"),
        description=lazy_gettext("Leave empty to compute it from the planned incidence."),
    )


class StepForm(BaseForm):
    """Closing a round or opening it again."""

    reason = TextField(
        lazy_gettext("Reason"), [Length(max=300, message=lazy_gettext("At most 300 characters."))]
    )
