"""Handing in a workbook: the shape of the form."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectField

from app.web.forms import BaseForm, Needed, SmallEnough

LARGEST_BYTES = 20 * 1024 * 1024


class WorkbookForm(BaseForm):
    """Which round, for which area, which file."""

    round = SelectField(lazy_gettext("Round"), validate_choice=False)
    area = SelectField(lazy_gettext("Area"), validate_choice=False)
    file = FileField(lazy_gettext("Workbook (.xlsx, .xls or .csv)"), [Needed(), SmallEnough(LARGEST_BYTES)])
