"""Handing in a finance office's workbook, and taking one back: the shape of the forms."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField

from app.web.forms import BaseForm, Needed, SmallEnough

LARGEST_BYTES = 20 * 1024 * 1024


class WorkbookForm(BaseForm):
    """Which year, whose money, which file."""

    round = SelectField(lazy_gettext("Year"), validate_choice=False)
    area = SelectField(lazy_gettext("Whose money"), validate_choice=False)
    file = FileField(lazy_gettext("Workbook (.xlsx, .xls or .csv)"), [Needed(), SmallEnough(LARGEST_BYTES)])


class UndoForm(BaseForm):
    """Why the import is taken back."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed()])
