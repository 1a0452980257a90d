"""Forms of the policy page. The fields follow the schema; what a value must be is asked of the room's rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.policies.fields import PolicyField
from app.domain.policies.schema import fields_of
from app.domain.policies.values import read_value
from app.domain.policies.vocabulary import FieldGroup, FieldKind
from app.web.forms import BaseForm, Needed, TextField

BLANK_ROWS = 3
LINE_COLUMNS = ("year", "purpose", "amount_yuan", "document")
COEFFICIENT_COLUMNS = ("product", "coefficient")


class NoWidget:
    """The template draws the field itself, as a table."""


class RowsField(Field):
    """A small table typed in one input a cell; rows that are empty throughout are left out."""

    widget = NoWidget()

    def __init__(self, label: str, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.columns = columns

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read ``<name>-<column>`` as often as it was sent, else show *data*."""
        self.process_errors: list[str] = []
        self.object_data = data
        self.data = list(data or [])
        if formdata is None or f"{self.name}-{self.columns[0]}" not in formdata:
            return
        lists = [formdata.getlist(f"{self.name}-{column}") for column in self.columns]
        rows = [dict(zip(self.columns, cells, strict=True)) for cells in zip(*lists, strict=False)]
        self.data = [row for row in rows if any(str(row[c]).strip() for c in self.columns if c != "purpose")]

    @property
    def shown_rows(self) -> list[Mapping[str, Any]]:
        """The rows with a few empty ones behind them."""
        return [*self.data, *({} for _ in range(BLANK_ROWS))]


class CountsField(Field):
    """A whole number for each of the choices, in one input each; *data* maps their values to what was typed."""

    widget = NoWidget()

    def __init__(self, label: str, choices: Sequence[SelectChoice], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices = choices

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read ``<name>-<value>`` of each choice, else show *data*."""
        self.process_errors: list[str] = []
        self.object_data = data
        self.data = dict(data or {})
        names = {str(choice.value): f"{self.name}-{choice.value}" for choice in self.choices}
        if formdata is not None and any(name in formdata for name in names.values()):
            self.data = {value: formdata.get(name, "").strip() for value, name in names.items()}


class AmendForm(BaseForm):
    """Base of the form of one group; :func:`form_of` adds its fields."""

    group: FieldGroup

    version = HiddenField()
    reason = TextField(
        lazy_gettext("Reason or document"),
        [Length(max=500, message=lazy_gettext("At most 500 characters."))],
        description=lazy_gettext("Stands beside each changed value as its source."),
    )

    def entered(self) -> dict[str, Any]:
        """What was typed, field by field, as the schema reads it."""
        return {field.name: _entered(field, self[field.name].data) for field in fields_of(self.group)}

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every value against the schema, so that all faults show at once."""
        fits = bool(super().validate(extra_validators))
        for field in fields_of(self.group):
            try:
                read_value(field, _entered(field, self[field.name].data))
            except Invalid as error:
                reason = error.message.params.get("reason", error.message)
                self.put_error(Invalid(reason, field=field.name))
                fits = False
        return fits


class SourceForm(BaseForm):
    """The ground on which a value stands as it is."""

    version = HiddenField()
    source = TextField(
        lazy_gettext("Document or decision"),
        [Needed(), Length(max=300, message=lazy_gettext("At most 300 characters."))],
    )


def form_of(group: FieldGroup, values: Mapping[str, Any], version: int) -> AmendForm:
    """The form of *group*, filled with the present *values*."""
    members: dict[str, Any] = {field.name: _input(field) for field in fields_of(group)}
    form_class = type("GroupForm", (AmendForm,), {**members, "group": group})
    shown = {field.name: _shown(field, values[field.name]) for field in fields_of(group)}
    return form_class(data={**shown, "version": str(version)})


def _input(field: PolicyField) -> Any:
    label = gettext(field.label)
    note = gettext(field.help) if field.help else ""
    choices = [SelectChoice(str(choice.value), gettext(choice.label)) for choice in field.choices]
    if field.kind == FieldKind.BOOL:
        return BooleanField(label, description=note)
    if field.kind == FieldKind.CHOICE:
        return RadioField(label, choices=choices, description=note, validate_choice=False)
    if field.kind == FieldKind.CHOICES:
        return SelectMultipleField(
            label,
            choices=choices,
            description=note,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            validate_choice=False,
        )
    if field.kind == FieldKind.LINES:
        return RowsField(label, LINE_COLUMNS, description=note)
    if field.kind == FieldKind.COEFFICIENTS:
        return RowsField(label, COEFFICIENT_COLUMNS, description=note)
    if field.kind == FieldKind.COUNTS:
        return CountsField(label, choices, description=note)
    return TextField(label, description=note)


def _shown(field: PolicyField, plain: Any) -> Any:
    if field.kind == FieldKind.COEFFICIENTS:
        return [{"product": name, "coefficient": number} for name, number in plain.items()]
    return str(plain) if field.kind == FieldKind.INT else plain


def _entered(field: PolicyField, data: Any) -> Any:
    if field.kind != FieldKind.COEFFICIENTS:
        return data
    names = [" ".join(str(row["product"]).split()) for row in data]
    if len(set(names)) < len(names):
        raise Invalid(Message(N_("A product stands there twice.")), field=field.name)
    return {name: row["coefficient"] for name, row in zip(names, data, strict=True)}
