"""Forms of households' own requests: the shape of what is typed. What is true is asked of the room's rules."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.domain.areas.models import Area
from app.domain.help_requests.models import RequestChannel
from app.domain.help_requests.rules import LONGEST_WORDS, TROUBLES
from app.web.forms import BaseForm, CountField, DateField, Needed, TextField
from app.web.i18n import current_locale


class RequestForm(BaseForm):
    """Six lines about a household. The village is known from the address."""

    head_name = TextField(lazy_gettext("Name of the head of the household"), [Needed()])
    group = SelectField(lazy_gettext("Villagers' group"), validate_choice=False)
    people = CountField(lazy_gettext("How many people live at home?"), [Needed()])
    telephone = TextField(lazy_gettext("Telephone"))
    cause = SelectField(lazy_gettext("What is the trouble?"), [Needed()], validate_choice=False)
    words = TextAreaField(lazy_gettext("In a few words"))
    website = StringField(lazy_gettext("Leave this empty"))

    longest = LONGEST_WORDS

    def offer(self, groups: Sequence[Area]) -> "RequestForm":
        """Fill in what can be chosen."""
        named = [SelectChoice(str(group.id), group.name.in_(current_locale())) for group in groups]
        self.group.choices = [SelectChoice("", _("I do not know, or none")), *named]
        troubles = [SelectChoice(cause, _(words)) for cause, words in TROUBLES.items()]
        self.cause.choices = [SelectChoice("", _("Please choose")), *troubles]
        return self

    def validate_website(self, field: StringField) -> None:
        """A field that people do not see; only a program fills it in."""
        if field.data:
            raise ValidationError(_("Please leave this field empty and send again."))

    @property
    def group_id(self) -> int | None:
        """The group that was chosen; 0, which no group has, for anything that is none."""
        text = self.group.data or ""
        if not text:
            return None
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class TakenDownForm(RequestForm):
    """The same, taken down by an officer."""

    channel = RadioField(
        lazy_gettext("How did it come in?"),
        choices=[
            SelectChoice(RequestChannel.COUNTER.value, lazy_gettext("at the counter")),
            SelectChoice(RequestChannel.TELEPHONE.value, lazy_gettext("by telephone")),
        ],
        default=RequestChannel.COUNTER.value,
    )

    @property
    def chosen_channel(self) -> RequestChannel:
        return RequestChannel(self.channel.data)


class CodeForm(BaseForm):
    """The code of a receipt."""

    code = TextField(lazy_gettext("The four words, or the digits"), [Needed()])


class VisitForm(BaseForm):
    """The day on which somebody came or called."""

    version = HiddenField(id="visit-version")
    visited_on = DateField(lazy_gettext("Day of the visit or the call"), [Needed()], id="visited-on")


class RefusalForm(BaseForm):
    """Why it is not taken up; the household reads it."""

    version = HiddenField(id="refusal-version")
    reason = TextAreaField(
        lazy_gettext("The reason, as the household reads it"), [Needed()], id="refusal-reason"
    )


class WithdrawalForm(BaseForm):
    """Why the household takes it back."""

    version = HiddenField(id="withdrawal-version")
    reason = TextAreaField(
        lazy_gettext("Why the household takes it back"), [Needed()], id="withdrawal-reason"
    )


class ReviewForm(BaseForm):
    """Why it goes back to the village; the village reads it in the history."""

    version = HiddenField(id="review-version")
    reason = TextAreaField(lazy_gettext("Why the village looks at it again"), [Needed()], id="review-reason")


class ApplicationNumberForm(BaseForm):
    """The application that the household has filed already."""

    application = TextField(lazy_gettext("Number of the application"), [Needed()])
