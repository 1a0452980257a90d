"""Forms of the data comparison: handing in a file, withdrawing it, settling a hit."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length

from app.domain.comparisons.models import HitSettlement
from app.domain.comparisons.service import LONGEST_SOURCE
from app.domain.comparisons.settling import LONGEST_EXPLANATION
from app.web.forms import BaseForm, DateField, Needed, SmallEnough, TextField

LARGEST_BYTES = 20 * 1024 * 1024
SETTLEMENTS = {
    HitSettlement.EXPLAINED: lazy_gettext("Explained: the household may stay"),
    HitSettlement.NOT_THE_PERSON: lazy_gettext("Not this person: somebody else is meant"),
    HitSettlement.EXCLUDES: lazy_gettext("Excludes the household"),
}


class ComparisonFileForm(BaseForm):
    """Which file, of which kind, from whom, as of which day, for which round and area."""

    round = SelectField(lazy_gettext("Round"), validate_choice=False)
    area = SelectField(lazy_gettext("Area"), validate_choice=False)
    kind = SelectField(lazy_gettext("What the file lists"), validate_choice=False)
    source = TextField(
        lazy_gettext("Which office sent it"),
        [Needed(), Length(max=LONGEST_SOURCE, message=lazy_gettext("This text is too long."))],
    )
    as_of = DateField(lazy_gettext("As of which day"), [Needed()])
    file = FileField(lazy_gettext("File (.xlsx or .csv)"), [Needed(), SmallEnough(LARGEST_BYTES)])


class WithdrawFileForm(BaseForm):
    """Why a file is taken out of force."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed()])


class SettleForm(BaseForm):
    """What a hit leads to, in words."""

    settlement = RadioField(
        lazy_gettext("What does this hit lead to?"),
        choices=[SelectChoice(value.value, label) for value, label in SETTLEMENTS.items()],
        validate_choice=False,
    )
    explanation = TextAreaField(
        lazy_gettext("Explanation"),
        [
            Needed(),
            Length(max=LONGEST_EXPLANATION, message=lazy_gettext("This text is too long.")),
        ],
    )
