"""Shapes of what is entered about households at risk."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.households.codes import RISK
from app.domain.monitoring.models import FoundBy, Watch
from app.domain.monitoring.rules import FOUND_LABELS, KIND_LABELS, PAPERS, PEOPLE, RISKS_MOST
from app.web.forms import BaseForm, CountField, DateField, NamesField, Needed, SmallEnough, TextField
from app.web.i18n import current_locale

LONG = Length(max=2000, message=lazy_gettext("At most %(max)s characters, please.", max=2000))


def _check_people(step: str, named: Sequence[str] | None) -> None:
    least, found = PEOPLE.get(step, 0), len(set(named or ()))
    if found < least:
        raise ValidationError(
            _("At least %(least)s different people visit; %(found)s are named.", least=least, found=found)
        )


def _check_paper(step: str, field: FileField) -> None:
    if step in PAPERS and not field.data:
        raise ValidationError(_("This step needs its paper: %(what)s.", what=_(PAPERS[step])))


def risks_field() -> SelectMultipleField:
    """The national list of risks, to be ticked."""
    return SelectMultipleField(
        lazy_gettext("Risks, by the list"),
        description=lazy_gettext("Up to five."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class OpenForm(BaseForm):
    """A sign of risk."""

    household_no = TextField(lazy_gettext("Household number"), [Needed()])
    kind = RadioField(
        lazy_gettext("Which kind"),
        [Needed()],
        choices=[SelectChoice(kind.value, lazy_gettext(label)) for kind, label in KIND_LABELS.items()],
    )
    found_by = RadioField(
        lazy_gettext("How it was found"),
        [Needed()],
        choices=[SelectChoice(way.value, lazy_gettext(label)) for way, label in FOUND_LABELS.items()],
    )
    warned_by = TextField(
        lazy_gettext("Which department warned"),
        [Length(max=60, message=lazy_gettext("At most %(max)s characters, please.", max=60))],
        description=lazy_gettext("Only where a department warned, such as the medical insurance office."),
    )
    found_on = DateField(lazy_gettext("Day on which it was found"), [Needed()])
    risks = risks_field()
    risk = TextAreaField(
        lazy_gettext("Which risk"),
        [Needed(), LONG],
        description=lazy_gettext(
            "Such as an illness with high costs, an accident, lost work. No numbers of papers."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.risks.choices = [SelectChoice(*one) for one in RISK.choices(current_locale())]

    def validate_warned_by(self, field: TextField) -> None:
        """Needed where a department warned."""
        if self.found_by.data == FoundBy.DEPARTMENT.value and not field.data:
            raise ValidationError(_("Write which department warned."))

    def validate_risks(self, field: SelectMultipleField) -> None:
        """As many as a household's record takes."""
        if len(field.data or ()) > RISKS_MOST:
            raise ValidationError(_("At most %(most)s risks, please.", most=RISKS_MOST))


class StepForm(BaseForm):
    """A step of the case."""

    version = CountField()
    done_on = DateField(lazy_gettext("Day on which it was done"), [Needed()])
    people = NamesField(
        lazy_gettext("Who took part"), description=lazy_gettext("Names, with a comma between them.")
    )
    note = TextAreaField(lazy_gettext("What was found or decided"), [Needed(), LONG])
    paper = FileField(lazy_gettext("Signed paper or photograph"), [SmallEnough()])

    #: what the step asks for beside the day and the words
    step = ""

    def validate_people(self, field: NamesField) -> None:
        """As many as the step asks for."""
        _check_people(self.step, field.data)

    def validate_paper(self, field: FileField) -> None:
        """The paper that the step asks for."""
        _check_paper(self.step, field)


class HelpForm(BaseForm):
    """Help that came at once."""

    helped_on = DateField(lazy_gettext("Day of the help"), [Needed()])
    help_given = TextAreaField(lazy_gettext("Which help came"), [Needed(), LONG])


class PublishForm(BaseForm):
    """Issuing a notice: which households stand on it, what was decided, when it is to hang."""

    watches = SelectMultipleField(
        lazy_gettext("Households on this notice"),
        [Needed()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    help = SelectMultipleField(lazy_gettext("Kinds of help"))
    done_on = DateField(lazy_gettext("Day of the review or of the decision"), [Needed()])
    people = NamesField(
        lazy_gettext("Who took part"), description=lazy_gettext("Names, with a comma between them.")
    )
    note = TextAreaField(lazy_gettext("What was found or decided"), [Needed(), LONG])
    paper = FileField(lazy_gettext("Signed paper"), [SmallEnough()])
    hang_on = DateField(
        lazy_gettext("It is to hang on"),
        [Needed()],
        description=lazy_gettext("The days are counted once it hangs, with photographs, where it must."),
    )

    #: what the step that it is asks for beside the day and the words
    step = ""

    def validate_people(self, field: NamesField) -> None:
        """As many as the step asks for."""
        _check_people(self.step, field.data)

    def validate_paper(self, field: FileField) -> None:
        """The paper that the step asks for."""
        _check_paper(self.step, field)

    def offer(self, ready: Sequence[Watch], kinds_of_help: Collection[str]) -> None:
        """Put up the cases that may stand on it, and the kinds of help that may hang beside each."""
        self.watches.choices = [SelectChoice(one.id, one.household.head_name) for one in ready]
        self.help.choices = [
            SelectChoice(f"{one.id}:{kind}", kind) for one in ready for kind in kinds_of_help
        ]

    @property
    def help_by_case(self) -> Mapping[int, list[str]]:
        """case id -> the kinds of help that were ticked."""
        found: dict[int, list[str]] = {}
        for chosen in self.help.data or ():
            watch_id, _colon, kind = chosen.partition(":")
            found.setdefault(int(watch_id), []).append(kind)
        return found


class WithdrawForm(BaseForm):
    """Withdrawing a notice."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Needed(), LONG],
        description=lazy_gettext("Everybody reads it beside the notice's number. Name nobody."),
    )


class WarningsForm(BaseForm):
    """A department's list of warnings. It is looked over once before cases are opened."""

    department = TextField(
        lazy_gettext("Which department warned"),
        [Needed(), Length(max=60, message=lazy_gettext("At most %(max)s characters, please.", max=60))],
    )
    warned_on = DateField(lazy_gettext("Day of the warning"), [Needed()])
    risks = risks_field()
    lines = TextAreaField(
        lazy_gettext("The list"),
        [Needed()],
        description=lazy_gettext(
            "One household a line: its number, or the ID number of one of its people, then what the risk is. "
            "ID numbers are looked up and not kept."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.risks.choices = [SelectChoice(*one) for one in RISK.choices(current_locale())]

    @property
    def is_looked_over(self) -> bool:
        """The second button was pressed."""
        return request.form.get("act") == "open"
