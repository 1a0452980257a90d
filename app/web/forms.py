"""What every form shares: the one-time key, plain messages, and a few fields of our own.

A form checks only the shape of what was typed; what is *true* is asked of a room's rules and comes back as
:class:`~app.core.errors.Invalid`, which :func:`put_error` sets beside its field.
"""

import re
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField as PlainDateField
from wtforms import Field, HiddenField, IntegerField, PasswordField, StringField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.validators import StopValidation, ValidationError

from app.core.errors import Conflict, Invalid, Refused
from app.web import once
from app.web.i18n import translate

#: what a workbook, a scan or a photograph may be at most
MAX_FILE_BYTES = 16 * 1024 * 1024
#: what a database's integer holds
LARGEST_COUNT = 2**31 - 1
#: no household, batch or project has more
LARGEST_FEN = 10**13
#: what no one types and no one sees: control characters, and those that turn the direction of writing
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def _without_unseen(value: Any) -> Any:
    return UNSEEN.sub("", value) if isinstance(value, str) else value


class Needed:
    """The field must not be empty (blanks do not count)."""

    field_flags: dict[str, Any] = {"required": True}  # noqa: RUF012 - read by WTForms

    def __call__(self, form: FlaskForm, field: Field) -> None:
        raw = field.raw_data or []
        given = any(getattr(value, "filename", value) not in (None, "") for value in raw)
        text_is_blank = isinstance(field.data, str) and not field.data.strip()
        if given and not text_is_blank:
            return
        if isinstance(field, SelectFieldBase):
            field.errors = []
            raise StopValidation(lazy_gettext("Please choose one."))
        if field.errors:
            raise StopValidation()
        raise StopValidation(lazy_gettext("This must be filled in."))


class BaseForm(FlaskForm):
    """Base of all forms. *once* is the one-time key; it survives a correction of the same form."""

    once = HiddenField(default=once.new_key)

    class Meta(FlaskForm.Meta):
        locales = ["zh", "en"]  # noqa: RUF012 - read by WTForms

        def bind_field(self, form: Any, unbound_field: UnboundField, options: dict[str, Any]) -> Any:
            """Every field for text, passwords apart, leaves out what nobody sees."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                filters = [*unbound_field.kwargs.get("filters", ()), _without_unseen]
                options = {**options, "filters": filters}
            return unbound_field.bind(form=form, **options)

    #: whether what was typed came too late: somebody else had changed the same in the meantime
    was_slower = False

    @property
    def http_status(self) -> int:
        """What a page with this form answers: 200 when it is first shown, 409 to whoever was slower, else 422."""
        if not self.is_submitted():
            return 200
        return 409 if self.was_slower else 422

    def put_error(self, error: Invalid | Refused | Conflict) -> None:
        """Set what the domain found wrong beside the field it names, or at the top of the form."""
        if isinstance(error, Conflict):
            self.was_slower = True
            self.form_errors.append(translate(error.message))
            return
        if isinstance(error, Refused):
            self.form_errors += [translate(blocker) for blocker in error.blockers]
            return
        field = self._fields.get(error.field or "")
        if field is not None:
            field.errors = [*field.errors, translate(error.message)]
        else:
            self.form_errors.append(translate(error.message))


class TextField(StringField):
    """One line of text, trimmed."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if isinstance(self.data, str):
            self.data = self.data.strip()


BETWEEN_NAMES = re.compile(r"[、,，;；\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
#: a name of two characters is often written with a blank within
SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")


def names_in(text: str) -> list[str]:
    """The names in *text*: with a comma between, Chinese ones also with a blank."""
    whole = SPACED_NAME.sub(r"\1\2", text)
    return [name.strip() for name in BETWEEN_NAMES.split(whole) if name.strip()]


class NamesField(StringField):
    """Names of people in one line; *data* is a list of them."""

    longest = 300

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = names_in(str(valuelist[0])) if valuelist else []

    def pre_validate(self, form: Any) -> None:
        """Names, not a story."""
        if sum(len(name) for name in self.data or []) > self.longest:
            raise ValidationError(lazy_gettext("At most %(max)s characters, please.", max=self.longest))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "、".join(self.data or [])


class CountField(IntegerField):
    """A whole number; full-width digits are taken as well."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            self.data = int(str(valuelist[0]).strip())
        except ValueError:
            self.data = None
            raise ValueError(lazy_gettext("Please enter a whole number, e.g. 12.")) from None
        if abs(self.data) > LARGEST_COUNT:
            self.data = None
            raise ValueError(lazy_gettext("This number is too large."))


class MoneyField(StringField):
    """An amount in yuan; *data* is integer fen. Thousands separators and 元 are taken as well."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            self.data = None
            return
        cleaned = text.replace(",", "").replace("，", "").removesuffix("元").strip()
        try:
            fen = Decimal(cleaned) * 100
            is_too_large = abs(fen) > LARGEST_FEN
        except ArithmeticError:  # no number at all, or one beyond all bounds
            self.data = None
            raise ValueError(lazy_gettext("Please enter an amount in yuan, e.g. 1200 or 1200.50.")) from None
        if is_too_large:
            self.data = None
            raise ValueError(lazy_gettext("This number is too large."))
        if fen != fen.to_integral_value():
            raise ValueError(lazy_gettext("An amount has at most two digits after the point."))
        self.data = int(fen)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data) / 100:.2f}"


class DateField(PlainDateField):
    """A day; besides 2026-03-05 also 2026/3/5, 2026.3.5 and 2026年3月5日."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            self.data = None
            return
        for mark in ("年", "月", "/", "."):
            text = text.replace(mark, "-")
        parts = text.removesuffix("日").strip("-").split("-")
        try:
            super().process_formdata(["-".join([parts[0], *(part.zfill(2) for part in parts[1:])])])
        except ValueError:
            raise ValueError(lazy_gettext("Please enter a day, e.g. 2026-03-05.")) from None


class SmallEnough:
    """The uploaded files are not larger than *limit* bytes each."""

    def __init__(self, limit: int = MAX_FILE_BYTES) -> None:
        self.limit = limit

    def __call__(self, form: FlaskForm, field: Field) -> None:
        for file in field.data if isinstance(field.data, list) else [field.data]:
            if file is None or not getattr(file, "filename", ""):
                continue
            file.stream.seek(0, 2)
            size = file.stream.tell()
            file.stream.seek(0)
            if size > self.limit:
                raise ValidationError(
                    lazy_gettext("The file is too large: at most %(mb)s MB.", mb=self.limit // 1024 // 1024)
                )
