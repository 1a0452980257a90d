"""Forms of objections: the shape of what is typed. What is true is asked of the room's rules."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, Length, ValidationError

from app.domain.accounts.models import User
from app.domain.applications.rules import Person
from app.domain.objections.models import ObjectionAbout, Outcome, SecondOutcome
from app.domain.objections.rules import LONGEST_GROUNDS, LONGEST_MESSAGE
from app.web.forms import BaseForm, CountField, Needed, SmallEnough, TextField
from app.web.uploads import is_sent

MOST_FILES = 5
#: rows for naming investigators on the page
INVESTIGATOR_ROWS = 3

ABOUT_LABELS = {
    ObjectionAbout.ENTRY: lazy_gettext("A household that is on the list"),
    ObjectionAbout.LEFT_OUT: lazy_gettext("A household that is missing from the list"),
    ObjectionAbout.OTHER: lazy_gettext("Something else about this notice"),
}
OUTCOME_LABELS = {
    Outcome.UPHELD: lazy_gettext("Upheld: what was said is right"),
    Outcome.PARTLY: lazy_gettext("Upheld in part"),
    Outcome.REJECTED: lazy_gettext("Not upheld"),
}

SECOND_LABELS = {
    SecondOutcome.STANDS: lazy_gettext("The first answer stands"),
    SecondOutcome.CHANGED: lazy_gettext("The first answer is changed"),
}


class FewFiles:
    """At most :data:`MOST_FILES` files."""

    def __call__(self, form: BaseForm, field: MultipleFileField) -> None:
        if sum(is_sent(file) for file in field.data or []) > MOST_FILES:
            raise ValidationError(_("At most %(number)s files, please.", number=MOST_FILES))


class ObjectionForm(BaseForm):
    """An objection: against a household, about one that is missing, or about something else."""

    about = RadioField(
        lazy_gettext("What is it about?"),
        choices=[SelectChoice(about.value, label) for about, label in ABOUT_LABELS.items()],
        default=ObjectionAbout.ENTRY.value,
    )
    entry = CountField(lazy_gettext("Number of the household on the list"))
    left_out_name = TextField(
        lazy_gettext("Who is missing? Name of the head of the household"),
        [Length(max=60, message=lazy_gettext("At most 60 characters."))],
    )
    grounds = TextAreaField(lazy_gettext("What is not right?"))
    evidence = MultipleFileField(
        lazy_gettext("Photographs or papers that show it"), [FewFiles(), SmallEnough()]
    )
    objector_name = TextField(
        lazy_gettext("Your name"), [Length(max=60, message=lazy_gettext("At most 60 characters."))]
    )
    objector_contact = TextField(
        lazy_gettext("How to reach you, if there is a question"),
        [Length(max=120, message=lazy_gettext("At most 120 characters."))],
    )
    website = StringField(lazy_gettext("Leave this empty"))

    longest = LONGEST_GROUNDS

    def validate_website(self, field: StringField) -> None:
        """A field that people do not see; only a program fills it in."""
        if field.data:
            raise ValidationError(_("Please leave this field empty and send again."))

    def about_the_notice(self) -> "ObjectionForm":
        """For a notice without a list: one question, in one's own words."""
        self.about.data = ObjectionAbout.OTHER.value
        self.grounds.label.text = lazy_gettext("Your question, or what is not right")
        return self

    @property
    def chosen_about(self) -> ObjectionAbout:
        return ObjectionAbout(self.about.data)


class FollowForm(BaseForm):
    """The code of a receipt: four words or digits."""

    code = TextField(lazy_gettext("The four words, or the digits, on your slip"), [Needed(), Length(max=120)])


class EarlierForm(BaseForm):
    """An earlier slip, which has a number and eight letters and digits."""

    number = TextField(lazy_gettext("Receipt number"), [Needed(), Length(max=60)])
    secret = TextField(lazy_gettext("Secret code"), [Needed(), Length(max=60)])


class QuestionForm(BaseForm):
    """What the office asks whoever objected."""

    words = TextAreaField(lazy_gettext("Your question"), [Needed()])
    longest = LONGEST_MESSAGE


class AnswerForm(BaseForm):
    """The answer to it."""

    words = TextAreaField(lazy_gettext("Your answer"), [Needed()])
    evidence = MultipleFileField(lazy_gettext("Photographs or papers"), [FewFiles(), SmallEnough()])
    longest = LONGEST_MESSAGE


class NotSatisfiedForm(BaseForm):
    """Why the answer does not satisfy."""

    reasons = TextAreaField(lazy_gettext("What is not right about the answer?"), [Needed()])
    longest = LONGEST_GROUNDS


class SecondLookForm(BaseForm):
    """What the second look found, and the final answer."""

    version = HiddenField(id="second-look-version")
    outcome = RadioField(
        lazy_gettext("Outcome"),
        [
            AnyOf(
                [outcome.value for outcome in SecondOutcome],
                message=lazy_gettext("Please choose the outcome."),
            )
        ],
        choices=[SelectChoice(outcome.value, label) for outcome, label in SECOND_LABELS.items()],
        validate_choice=False,
    )
    removes_entry = BooleanField(lazy_gettext("The household leaves the list"))
    finding = TextAreaField(lazy_gettext("What was found (not public)"))
    public_reply = TextField(
        lazy_gettext("The answer in one sentence (public)"),
        [Length(max=300, message=lazy_gettext("At most 300 characters."))],
    )


class InvestigatorsForm(BaseForm):
    """Who investigates: accounts of the office, or names of others."""

    version = HiddenField(id="investigators-version")
    account_1 = SelectField(lazy_gettext("First person"))
    name_1 = TextField(lazy_gettext("or somebody without an account"), [Length(max=60)])
    account_2 = SelectField(lazy_gettext("Second person"))
    name_2 = TextField(lazy_gettext("or somebody without an account"), [Length(max=60)])
    account_3 = SelectField(lazy_gettext("Third person"))
    name_3 = TextField(lazy_gettext("or somebody without an account"), [Length(max=60)])

    def offer(self, users: Sequence[User]) -> "InvestigatorsForm":
        """Fill in whom one can choose."""
        self.users = {str(user.id): user for user in users}
        named = [SelectChoice(key, user.name) for key, user in self.users.items()]
        choices = [SelectChoice("", _("nobody chosen")), *named]
        for number in range(1, INVESTIGATOR_ROWS + 1):
            self[f"account_{number}"].choices = choices
        return self

    def fill(self, named: Sequence[dict[str, object]]) -> "InvestigatorsForm":
        """Show who is named already."""
        for number, person in enumerate(named[:INVESTIGATOR_ROWS], 1):
            known = str(person.get("user_id") or "")
            self[f"account_{number}"].data = known if known in self.users else ""
            self[f"name_{number}"].data = "" if known in self.users else person.get("name")
        return self

    def people(self) -> list[Person]:
        """Whom the form names."""
        found = []
        for number in range(1, INVESTIGATOR_ROWS + 1):
            user = self.users.get(self[f"account_{number}"].data or "")
            if user is not None:
                found.append(Person(user.name, user.id))
            elif self[f"name_{number}"].data:
                found.append(Person(self[f"name_{number}"].data))
        return found


class DecisionForm(BaseForm):
    """What the investigation found, and the answer."""

    version = HiddenField(id="decision-version")
    outcome = RadioField(
        lazy_gettext("Outcome"),
        [AnyOf([outcome.value for outcome in Outcome], message=lazy_gettext("Please choose the outcome."))],
        choices=[SelectChoice(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()],
        validate_choice=False,
    )
    removes_entry = BooleanField(lazy_gettext("Upheld in part, and the household leaves the list"))
    finding = TextAreaField(lazy_gettext("What was found (not public)"))
    public_reply = TextField(
        lazy_gettext("The answer in one sentence (public)"),
        [Length(max=300, message=lazy_gettext("At most 300 characters."))],
    )
    evidence = MultipleFileField(lazy_gettext("Records of the investigation"), [FewFiles(), SmallEnough()])
