"""Fields that choose from the register's code lists, in the language of the page."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.households.codelist import CodeList
from app.web.i18n import current_locale

Choices = list[SelectChoice]


def choices_from(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Pairs of value and label as a field takes them."""
    return [SelectChoice(value, label) for value, label in pairs]


def _choices_of(code_list: CodeList, *, with_none: bool) -> Callable[[], Choices]:
    def choices() -> Choices:
        none = [("", gettext("not stated"))] if with_none else []
        return choices_from([*none, *code_list.choices(current_locale())])

    return choices


class CodeField(SelectField):
    """One entry of a code list, or none."""

    def __init__(self, label: Any, code_list: CodeList, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(
            label, validators, choices=_choices_of(code_list, with_none=True), validate_choice=False, **kwargs
        )


class CodesField(SelectMultipleField):
    """Several entries of a code list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, code_list: CodeList, **kwargs: Any) -> None:
        super().__init__(
            label, choices=_choices_of(code_list, with_none=False), validate_choice=False, **kwargs
        )


class YesNoField(SelectField):
    """Yes, no, or not stated; *flag* is true, false, or nothing."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        words = [("", lazy_gettext("not stated")), ("yes", lazy_gettext("yes")), ("no", lazy_gettext("no"))]
        super().__init__(label, choices=choices_from(words), **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = {True: "yes", False: "no"}.get(value, "")

    @property
    def flag(self) -> bool | None:
        """What was chosen."""
        return {"yes": True, "no": False}.get(self.data or "")
