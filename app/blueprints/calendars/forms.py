"""Forms of the working calendar."""

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectChoice
from wtforms.validators import Length

from app.web.forms import BaseForm, Needed, TextField

WORKED, DAY_OFF = "workday", "day_off"
AT_MOST_60 = Length(max=60, message=lazy_gettext("At most 60 characters."))


class DayForm(BaseForm):
    """Whether one day is worked, and why."""

    kind = RadioField(
        lazy_gettext("This day is"),
        [Needed()],
        choices=[
            SelectChoice(WORKED, lazy_gettext("a working day")),
            SelectChoice(DAY_OFF, lazy_gettext("a day off")),
        ],
    )
    note_zh = TextField(lazy_gettext("Name in Chinese"), [AT_MOST_60])
    note_en = TextField(lazy_gettext("Name in English"), [AT_MOST_60])

    @property
    def is_workday(self) -> bool:
        """True when the day was set to be worked."""
        return bool(self.kind.data == WORKED)


class AnnouncementForm(BaseForm):
    """By which document the holidays of a year were announced."""

    document = TextField(
        lazy_gettext("State Council's notice"),
        [Needed(), Length(max=200, message=lazy_gettext("At most 200 characters."))],
        description=lazy_gettext("Title and number of the State Council's notice."),
    )
