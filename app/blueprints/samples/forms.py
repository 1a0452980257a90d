"""Shapes of what is entered about samples: nothing for a draw, a home check, a public value typed twice."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, MultipleFileField
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.domain.reviews.public_values import plain
from app.domain.reviews.service import MOST_PHOTOS
from app.web.forms import BaseForm, DateField, NamesField, Needed, SmallEnough, TextField

LONG = Length(max=2000, message=lazy_gettext("At most %(max)s characters, please.", max=2000))
SHORT = Length(max=120, message=lazy_gettext("At most %(max)s characters, please.", max=120))
REASON = Length(max=500, message=lazy_gettext("At most %(max)s characters, please.", max=500))


class DrawForm(BaseForm):
    """Nothing to enter: the draw follows from the notice and the public value."""


class HomeCheckForm(BaseForm):
    """What a home check found."""

    checked_on = DateField(lazy_gettext("Day of the check"), [Needed()])
    checkers = NamesField(
        lazy_gettext("Who went"), [Needed()], description=lazy_gettext("Names, with a comma between them.")
    )
    findings = TextAreaField(lazy_gettext("What was seen"), [Needed(), LONG])
    agrees = RadioField(
        lazy_gettext("May the household stay on the list?"),
        choices=[
            SelectChoice("yes", lazy_gettext("Yes, what the list says is true")),
            SelectChoice("no", lazy_gettext("No, it should not be on the list")),
        ],
        validators=[Needed()],
    )
    photos = MultipleFileField(
        lazy_gettext("Photographs of the check"),
        [SmallEnough()],
        description=lazy_gettext(
            "Several at once, at most %(number)s. Where and with what they were taken is removed from them.",
            number=MOST_PHOTOS,
        ),
    )
    sheet = FileField(lazy_gettext("Signed sheet"), [SmallEnough()])


class ValueForm(BaseForm):
    """A public value, typed twice so that a slip shows."""

    source = SelectField(lazy_gettext("Published as"), validators=[Needed()])
    day = DateField(lazy_gettext("Of which day"), [Needed()])
    value = TextField(
        lazy_gettext("Value as published"),
        [Needed(), SHORT],
        description=lazy_gettext("Only the value itself, e.g. 351. Blanks do not count."),
        render_kw={"autocomplete": "off"},
    )
    again = TextField(
        lazy_gettext("The same value once more"),
        [Needed(), SHORT],
        description=lazy_gettext("Look it up once more and type it again; do not copy it from above."),
        render_kw={"autocomplete": "off"},
    )

    def validate_again(self, field: Any) -> None:
        """Both are the same."""
        if plain(field.data or "") != plain(self.value.data or ""):
            raise ValidationError(lazy_gettext("The two values differ. Please look once more."))


class WithdrawForm(BaseForm):
    """Why a value is withdrawn."""

    reason = TextAreaField(
        lazy_gettext("Reason"), [Needed(), REASON], description=lazy_gettext("Everybody can read it.")
    )
