"""The form of a year's income: five amounts, transfers by kind, crops and animals with their coefficients."""

from collections.abc import Mapping
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, Form, FormField, SelectField
from wtforms.validators import Length

from app.blueprints.households.fields import choices_from
from app.blueprints.households.forms import VersionedForm
from app.domain.households import codes
from app.domain.households.entries import IncomeEntry, ItemEntry
from app.domain.households.models import Household, IncomeYear
from app.web.forms import CountField, MoneyField, Needed, TextField
from app.web.i18n import current_locale

EMPTY_ROWS = 3
AMOUNTS = ("wages_fen", "business_fen", "business_cost_fen", "property_fen", "transfers_fen")


class ItemForm(Form):
    """One crop or animal."""

    kind = SelectField(lazy_gettext("Crop or animal"), choices=(), validate_choice=False)
    quantity = TextField(
        lazy_gettext("Quantity sold"), [Length(max=40, message=lazy_gettext("At most 40 characters."))]
    )
    sales_fen = MoneyField(lazy_gettext("Sales, yuan"))


class TransferForm(Form):
    """One kind of transfer."""

    amount_fen = MoneyField(lazy_gettext("Amount"))


class IncomeForm(VersionedForm):
    """Income of one year. Net and per-head income are computed from it, never typed."""

    year = CountField(lazy_gettext("Year"), [Needed()])
    wages_fen = MoneyField(lazy_gettext("Wages"))
    business_fen = MoneyField(lazy_gettext("Business of the family, gross"))
    business_cost_fen = MoneyField(lazy_gettext("Cost of the business"))
    property_fen = MoneyField(lazy_gettext("Property"))
    transfers_fen = MoneyField(lazy_gettext("Transfers"))
    transfers = FieldList(FormField(TransferForm), min_entries=len(codes.TRANSFER_ITEM))
    items = FieldList(FormField(ItemForm))

    @classmethod
    def over(
        cls, household: Household, year: int, income: IncomeYear | None, coefficients: Mapping[str, str]
    ) -> Self:
        """The form filled with what is on record of *year*, with room for more crops and animals."""
        kept: dict[str, Any] = {"year": year, "version": household.version}
        parts = (income.transfer_items or {}) if income else {}
        kept["transfers"] = [{"amount_fen": parts.get(kind)} for kind in codes.TRANSFER_ITEM.values]
        if income is not None:
            kept |= {name: getattr(income, name) for name in AMOUNTS}
            kept["items"] = [
                {"kind": item.kind, "quantity": item.quantity, "sales_fen": item.sales_fen}
                for item in income.items
            ]
        form = cls(data=kept)
        form._make_room(coefficients)
        return form

    def _make_room(self, coefficients: Mapping[str, str]) -> None:
        if not self.is_submitted():
            for _row in range(EMPTY_ROWS):
                self.items.append_entry()
        offered = [(kind, f"{kind} × {share}") for kind, share in coefficients.items()]
        choices = choices_from([("", gettext("none")), *offered])
        for row in self.items:
            row.form.kind.choices = choices

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form; what is wrong in a line is also said at the top, with the number of the line."""
        fine = bool(super().validate(extra_validators))
        for number, row in enumerate(self.items, start=1):
            fields = row.form
            if bool(fields.kind.data) != bool(
                fields.sales_fen.raw_data and fields.sales_fen.raw_data[0].strip()
            ):
                fields.kind.errors = [gettext("Crop or animal and sales belong together.")]
            for text in [*fields.kind.errors, *fields.quantity.errors, *fields.sales_fen.errors]:
                fine = False
                self.form_errors.append(gettext("Line %(number)s: %(fault)s", number=number, fault=text))
        for label, field in self.transfer_rows():
            self.form_errors += [
                gettext("%(label)s: %(fault)s", label=label, fault=text) for text in field.errors
            ]
        self.items.errors = self.transfers.errors = []
        return fine

    def transfer_rows(self) -> list[tuple[str, MoneyField]]:
        """The label of each kind of transfer with its field."""
        labels = [label for _value, label in codes.TRANSFER_ITEM.choices(current_locale())]
        return list(zip(labels, (row.form.amount_fen for row in self.transfers), strict=True))

    def entry(self, coefficients: Mapping[str, str]) -> IncomeEntry:
        """What was entered. Transfers left empty are the sum of their kinds."""
        parts = {
            kind: row.form.amount_fen.data
            for kind, row in zip(codes.TRANSFER_ITEM.values, self.transfers, strict=True)
            if row.form.amount_fen.data
        }
        items = tuple(
            ItemEntry(
                kind=row.form.kind.data,
                quantity=row.form.quantity.data or "",
                sales_fen=row.form.sales_fen.data,
                coefficient=coefficients[row.form.kind.data],
            )
            for row in self.items
            if row.form.kind.data in coefficients and row.form.sales_fen.data is not None
        )
        amounts = {name: getattr(self, name).data or 0 for name in AMOUNTS}
        if self.transfers_fen.data is None:
            amounts["transfers_fen"] = sum(parts.values())
        return IncomeEntry(transfer_items=parts, items=items, **amounts)
