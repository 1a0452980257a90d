"""Forms of “Did it reach you?”: what the household says, and how a denial is settled."""

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length

from app.domain.deliveries.models import AskedAt, CaseOutcome, DeliveryAnswer
from app.domain.deliveries.rules import ANSWER_LABELS, ASKED_LABELS, LONGEST_WORDS, OUTCOME_LABELS
from app.web.forms import BaseForm, DateField, Needed, TextField

TOO_LONG = lazy_gettext("At most %(max)s characters, please.", max=LONGEST_WORDS)
SHORT = Length(max=40, message=lazy_gettext("At most %(max)s characters, please.", max=40))


class AnswerForm(BaseForm):
    """What the household says of its line."""

    answer = RadioField(lazy_gettext("What does the household say?"), [Needed()])
    asked_at = RadioField(lazy_gettext("Where was it asked?"), [Needed()])
    receipt_no = TextField(
        lazy_gettext("Number of the household's receipt"),
        [SHORT],
        description=lazy_gettext("It stands on the receipt of its application. At the counter it is shown."),
    )
    answered_on = DateField(lazy_gettext("Day on which it was asked"), [Needed()])
    words = TextAreaField(
        lazy_gettext("In the household's words"),
        [Length(max=LONGEST_WORDS, message=TOO_LONG)],
        description=lazy_gettext("Needed when something did not come: what is missing, since when."),
    )

    def offer(self) -> None:
        """Put up the choices in the reader's language."""
        self.answer.choices = [
            SelectChoice(one.value, gettext(words)) for one, words in ANSWER_LABELS.items()
        ]
        self.asked_at.choices = [
            SelectChoice(one.value, gettext(words)) for one, words in ASKED_LABELS.items()
        ]

    @property
    def chosen(self) -> tuple[DeliveryAnswer, AskedAt]:
        """What was chosen; validated against the choices before."""
        return DeliveryAnswer(self.answer.data), AskedAt(self.asked_at.data)


class SettleForm(BaseForm):
    """What looking into a denial showed."""

    outcome = RadioField(lazy_gettext("What did it show?"), [Needed()])
    findings = TextAreaField(
        lazy_gettext("What looking into it showed"),
        [Needed(), Length(max=LONGEST_WORDS, message=TOO_LONG)],
        description=lazy_gettext(
            "Who was asked, which voucher and which bank slip were seen, what was done."
        ),
    )

    def offer(self) -> None:
        """Put up the choices in the reader's language."""
        self.outcome.choices = [
            SelectChoice(one.value, gettext(words)) for one, words in OUTCOME_LABELS.items()
        ]

    @property
    def chosen(self) -> CaseOutcome:
        """What was chosen; validated against the choices before."""
        return CaseOutcome(self.outcome.data)
