"""Taking in a form, and for whom it is filled."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import Length

from app.domain.areas.named import NamedArea
from app.domain.outside_forms.grids import LARGEST_BYTES
from app.domain.outside_forms.service import LONGEST_NAME
from app.web.forms import BaseForm, Needed, SmallEnough, TextField
from app.web.i18n import current_locale


def _at_most(number: int) -> Length:
    return Length(max=number, message=lazy_gettext("At most %(max)s characters, please.", max=number))


class FileForm(BaseForm):
    """A form as it came."""

    area = SelectField(lazy_gettext("For which office"), validate_choice=False)
    name = TextField(lazy_gettext("Name of the form"), [Needed(), _at_most(LONGEST_NAME)])
    asked_by = TextField(lazy_gettext("Who asks for it"), [_at_most(LONGEST_NAME)])
    file = FileField(
        lazy_gettext("File (.xlsx or .docx)"),
        [Needed(), SmallEnough(LARGEST_BYTES)],
        description=lazy_gettext("Empty, as it came, without a password; at most 5 MB."),
    )

    def offer(self, areas: Sequence[NamedArea]) -> None:
        """Put up the areas."""
        self.area.choices = _choices(areas)


class FillForm(BaseForm):
    """For which area and year."""

    area = SelectField(lazy_gettext("Area"), validate_choice=False)
    year = SelectField(lazy_gettext("Year"), validate_choice=False, coerce=int)

    def offer(self, areas: Sequence[NamedArea], years: Sequence[int]) -> None:
        """Put up areas and years."""
        self.area.choices = _choices(areas)
        self.year.choices = [(one, str(one)) for one in years]


def _choices(areas: Sequence[NamedArea]) -> list[tuple[str, str]]:
    locale = current_locale()
    return [(one.code, one.name.in_(locale)) for one in areas]
