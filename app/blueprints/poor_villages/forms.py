"""Shapes of what is entered about poor villages. A field has the name of what it asks for."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.domain.poor_villages.models import PoorVillage
from app.domain.poor_villages.rules import FIGURE_LABELS, SCORE_LABELS, Figures
from app.domain.poor_villages.service import LONGEST_NOTE
from app.web.forms import BaseForm, CountField, DateField, Needed, SmallEnough, TextField

PAPER = lazy_gettext("A photograph or a PDF.")
NOTE = Length(max=LONGEST_NOTE, message=lazy_gettext("At most %(max)s characters, please.", max=LONGEST_NOTE))
SHORT = Length(max=80, message=lazy_gettext("At most %(max)s characters, please.", max=80))


def _figure(name: str, description: str = "") -> CountField:
    return CountField(lazy_gettext(FIGURE_LABELS[name]), description=description or "")


def _points(name: str) -> CountField:
    return CountField(lazy_gettext(SCORE_LABELS[name]))


class VillageForm(BaseForm):
    """The village's form: its figures, the meeting that decided to apply, the signed minutes."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    natural_villages = _figure("natural_villages")
    households = _figure("households")
    people = _figure("people")
    poor_households = _figure("poor_households")
    poor_people = _figure("poor_people")
    income_yuan = _figure(
        "income_yuan", lazy_gettext("Of one person in the year that counts, in whole yuan.")
    )
    collective_yuan = _figure(
        "collective_yuan",
        lazy_gettext("What the village itself takes in during a year, in whole yuan; 0 for none."),
    )
    note = TextAreaField(
        lazy_gettext("Why the form says something else than the register"),
        [NOTE],
        description=lazy_gettext("Only where it does. It stands on the notice, for everybody to read."),
    )
    met_on = DateField(lazy_gettext("Day of the meeting that decided to apply"), [Needed()])
    minutes = FileField(lazy_gettext("Signed minutes of the meeting"), [SmallEnough()], description=PAPER)

    @property
    def figures(self) -> Figures:
        """What was entered of the figures."""
        return Figures(**{name: self[name].data for name in FIGURE_LABELS})

    @staticmethod
    def shown(case: PoorVillage | None) -> dict[str, object]:
        """What the form begins with."""
        if case is None:
            return {}
        names = (*FIGURE_LABELS, "note", "met_on", "version")
        return {name: getattr(case, name) for name in names}


class StepForm(BaseForm):
    """A step that asks for nothing."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())


class WhyForm(BaseForm):
    """A notice is withdrawn, or points are taken back."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), NOTE])


class ReasonForm(StepForm):
    """A step with a reason."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), NOTE])


class CheckForm(StepForm):
    """The township's look at an application."""

    words = TextAreaField(
        lazy_gettext("What was looked at"),
        [Needed(), NOTE],
        description=lazy_gettext("On the spot and on paper: accounts, rolls, roads, houses."),
    )


class ChooseForm(StepForm):
    """The county's decision."""

    document_no = TextField(lazy_gettext("Number of the document"), [Needed(), SHORT])


class RefuseForm(ChooseForm):
    """The county's decision, with the reason that stands on the announcement."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Needed(), NOTE],
        description=lazy_gettext("It stands on the announcement, for everybody to read."),
    )


#: the form of a step that asks for more than a reason
STEP_FORMS: dict[str, type[StepForm]] = {
    "put_on_list": CheckForm,
    "choose": ChooseForm,
    "refuse": RefuseForm,
}


class MemberForm(BaseForm):
    """Somebody on the county's panel."""

    name = TextField(
        lazy_gettext("Name"), [Needed(), Length(max=60, message=lazy_gettext("At most 60 characters."))]
    )
    unit = TextField(lazy_gettext("Unit"), [Needed(), SHORT])
    tied_to = SelectMultipleField(
        lazy_gettext("Townships to which there is a tie"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy_gettext(
            "As the member stated: born, related or at work there. The member gives no points to its villages."
        ),
    )


class ScoreForm(BaseForm):
    """What a member gave a village, copied from the signed sheet."""

    member = SelectField(lazy_gettext("Member of the panel"), [Needed()], coerce=int)
    poverty = _points("poverty")
    income = _points("income")
    conditions = _points("conditions")
    will = _points("will")
    scored_on = DateField(lazy_gettext("Day of the panel"), [Needed()])
    sheet = FileField(lazy_gettext("Signed sheet of the member"), [SmallEnough()], description=PAPER)


class EndForm(BaseForm):
    """Somebody is on the panel no longer: nothing is entered."""


class PublishForm(BaseForm):
    """A notice of poor villages: the day on which it is to hang."""

    hang_on = DateField(lazy_gettext("To hang from"), [Needed()])
