"""Forms of supervision: a visit with its findings, that one is mended, whether it really is."""

import datetime as dt

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.errors import Conflict, Invalid, Refused
from app.domain.areas.models import Area
from app.domain.tasks.supervision import LONGEST_TEXT, Found
from app.web.forms import BaseForm, DateField, NamesField, Needed
from app.web.i18n import current_locale

#: so many findings can be entered with a visit; those beyond the first few are folded away
FINDINGS = 12
OPEN_FINDINGS = 3
_LENGTH = Length(
    max=LONGEST_TEXT, message=lazy_gettext("At most %(max)s characters, please.", max=LONGEST_TEXT)
)


class VisitForm(BaseForm):
    """A visit: where, when, announced or not, who, what was looked at, what was found."""

    area = SelectField(lazy_gettext("Where"), [Needed()])
    visited_on = DateField(lazy_gettext("Day of supervision"), [Needed()])
    announced = RadioField(
        lazy_gettext("Was it announced beforehand?"),
        [Needed()],
        choices=[
            SelectChoice("no", lazy_gettext("Unannounced")),
            SelectChoice("yes", lazy_gettext("Announced beforehand")),
        ],
        default="no",
    )
    visitors = NamesField(
        lazy_gettext("Who was there"), [Needed()], description=lazy_gettext("Names, with a comma between.")
    )
    looked_at = TextAreaField(lazy_gettext("What the visit looked at"), [Needed(), _LENGTH])

    #: the numbers of the findings that stand open, and of those that are folded away
    open_numbers = range(OPEN_FINDINGS)
    more_numbers = range(OPEN_FINDINGS, FINDINGS)

    def offer(self, areas: list[Area]) -> None:
        """Put up the places that the reader supervises."""
        lang = current_locale()
        self.area.choices = [
            SelectChoice("", gettext("Please choose")),
            *(SelectChoice(one.code, one.name.in_(lang)) for one in areas),
        ]

    def rows(self) -> list[tuple[int, str]]:
        """Number and words of the findings that were written, with a day or without."""
        written = ((number, (self[f"words_{number}"].data or "").strip()) for number in range(FINDINGS))
        return [(number, words) for number, words in written if words or self[f"mend_by_{number}"].data]

    @property
    def is_long(self) -> bool:
        """More findings were written than stand open."""
        return any(number >= OPEN_FINDINGS for number, _words in self.rows())

    def put_error(self, error: Invalid | Refused | Conflict) -> None:
        """Set a fault of the n-th finding that was written beside the one in which it was written."""
        if isinstance(error, Invalid) and error.field:
            name, _, place = error.field.rpartition("_")
            rows = self.rows()
            if name in ("words", "mend_by") and place.isdecimal() and int(place) < len(rows):
                error = Invalid(error.message, f"{name}_{rows[int(place)][0]}")
        super().put_error(error)

    def findings(self, usual: dt.date) -> list[Found]:
        """The findings, each with its day, or the usual one after the visit."""
        return [Found(words, self[f"mend_by_{number}"].data or usual) for number, words in self.rows()]


for _number in range(FINDINGS):
    setattr(VisitForm, f"words_{_number}", TextAreaField(lazy_gettext("To be mended"), [_LENGTH]))
    setattr(VisitForm, f"mend_by_{_number}", DateField(lazy_gettext("Mended by"), [Optional()]))


class MendedForm(BaseForm):
    """How and when a finding was mended."""

    mended_on = DateField(lazy_gettext("Mended on"), [Needed()])
    words = TextAreaField(lazy_gettext("How it was mended"), [Needed(), _LENGTH])


class LookForm(BaseForm):
    """Whether what was reported as mended is."""

    outcome = RadioField(
        lazy_gettext("Is it mended?"),
        [Needed()],
        choices=[
            SelectChoice("mended", lazy_gettext("Yes, it is mended")),
            SelectChoice("sent_back", lazy_gettext("No, it goes back")),
        ],
    )
    reason = TextAreaField(
        lazy_gettext("Reason"), [_LENGTH], description=lazy_gettext("Needed when it goes back.")
    )
