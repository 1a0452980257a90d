"""Forms of areas."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import Length

from app.domain.areas.models import PlaceKind, SheetSize
from app.domain.areas.places import Board
from app.domain.areas.rules import PLACE_KIND_LABELS, SHEET_SIZE_LABELS
from app.web.forms import BaseForm, Needed, SmallEnough, TextField

AT_MOST_60 = Length(max=60, message=lazy_gettext("At most 60 characters."))
AT_MOST_80 = Length(max=80, message=lazy_gettext("At most 80 characters."))
AT_MOST_120 = Length(max=120, message=lazy_gettext("At most 120 characters."))


class NameForm(BaseForm):
    """The names of an area."""

    name_zh = TextField(lazy_gettext("Name in Chinese"), [Needed(), AT_MOST_60])
    name_en = TextField(lazy_gettext("Name in English"), [AT_MOST_80])


class PlaceForm(BaseForm):
    """A posting place: what it is, how it is called, which sheet fits there, what it looks like."""

    kind = RadioField(
        lazy_gettext("Kind of place"),
        choices=[SelectChoice(kind.value, lazy_gettext(label)) for kind, label in PLACE_KIND_LABELS.items()],
        default=PlaceKind.OTHER.value,
    )
    name_zh = TextField(
        lazy_gettext("Name in Chinese"),
        [Needed(), AT_MOST_60],
        description=lazy_gettext("As people say it: it is printed on the sheet that hangs there."),
    )
    name_en = TextField(lazy_gettext("Name in English"), [AT_MOST_80])
    sheet_size = RadioField(
        lazy_gettext("Paper that fits there"),
        choices=[SelectChoice(size.value, lazy_gettext(label)) for size, label in SHEET_SIZE_LABELS.items()],
        default=SheetSize.A4.value,
    )
    large_type = BooleanField(lazy_gettext("Large type, for a place where old people read"))
    photo = FileField(
        lazy_gettext("Photograph of the place"),
        [SmallEnough()],
        description=lazy_gettext("Everybody sees it, to find the place. No faces, no lists with names."),
    )

    @property
    def board(self) -> Board:
        """What was chosen about the place and its sheet."""
        return Board(
            PlaceKind(self.kind.data), SheetSize(self.sheet_size.data), large_type=bool(self.large_type.data)
        )


class ContactForm(BaseForm):
    """Where the office is and how to call it; notices print it."""

    telephone = TextField(lazy_gettext("Telephone of the office"))
    address_zh = TextField(lazy_gettext("Address in Chinese"), [AT_MOST_120])
    address_en = TextField(lazy_gettext("Address in English"), [AT_MOST_120])


class DeliveryForm(BaseForm):
    """The order in which a messenger comes to the villages; the numbers themselves are read by the view."""
