"""Handing in a workbook: the shape of the form."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField

from app.web.forms import BaseForm, Needed, SmallEnough

LARGEST_BYTES = 20 * 1024 * 1024


class WorkbookForm(BaseForm):
    """Which round, for which area, which file."""

    round = SelectField(_l("Round"), validate_choice=False)
    area = SelectField(_l("Area"), validate_choice=False)
    file = FileField(_l("Workbook (.xlsx, .xls or .csv)"), [Needed(), SmallEnough(LARGEST_BYTES)])
