"""The form of the yearly re-check: last year's amounts and sales stand in it already, what changed is typed over."""

from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, Form, FormField, HiddenField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.domain.exits import rechecking
from app.domain.exits.rechecking import AMOUNTS, LONGEST_QUANTITY
from app.domain.households.entries import IncomeEntry
from app.domain.households.models import Household, IncomeYear
from app.domain.policies.rules import Policy
from app.web.forms import BaseForm, CountField, MoneyField, TextField

NOTHING_WRITTEN = lazy_gettext("Write a number; write 0 where there was nothing.")
NOT_LESS = lazy_gettext("An amount is not less than 0.")


def told(_form: Form, field: MoneyField) -> None:
    """An amount that is emptied is no 0: it would be lost without a word."""
    if field.data is None and not field.errors:
        raise ValidationError(NOTHING_WRITTEN)
    if field.data is not None and field.data < 0:
        raise ValidationError(NOT_LESS)


class SaleForm(Form):
    """What was sold of one product."""

    kind = HiddenField()
    sales_fen = MoneyField(lazy_gettext("Sales, yuan"))
    quantity = TextField(
        lazy_gettext("Quantity"),
        [
            Length(
                max=LONGEST_QUANTITY,
                message=lazy_gettext("At most %(max)s characters, please.", max=LONGEST_QUANTITY),
            )
        ],
    )


class RecheckForm(BaseForm):
    """The income of a year: amounts, sales by product, and why something changed so much."""

    version = CountField()
    wages_fen = MoneyField(lazy_gettext("Wages"), [told])
    business_fen = MoneyField(lazy_gettext("Business of the family, gross"), [told])
    business_cost_fen = MoneyField(lazy_gettext("Cost of the business"), [told])
    property_fen = MoneyField(lazy_gettext("Property"), [told])
    transfers_fen = MoneyField(lazy_gettext("Transfers"), [told])
    sales = FieldList(FormField(SaleForm))
    reason = TextAreaField(
        lazy_gettext("Why so much changed"),
        [Length(max=1000, message=lazy_gettext("At most %(max)s characters, please.", max=1000))],
        description=lazy_gettext("Needed only where an amount changed by more than the policy lets pass."),
    )

    @classmethod
    def over(cls, household: Household, year: int, policy: Policy) -> Self:
        """Filled with what is on record of *year*, else with the year before."""
        income = rechecking.on_record(household.incomes, year)
        values = rechecking.values_of(income)
        kept: dict[str, Any] = {name: values.get(name, 0) for name in AMOUNTS}
        kept["version"] = household.version
        sold = rechecking.sales_of(income)
        kept["sales"] = [
            {
                "kind": kind,
                "sales_fen": one.sales_fen if one else None,
                "quantity": one.quantity if one else "",
            }
            for kind in rechecking.products(income, policy)
            for one in [sold.get(kind)]
        ]
        return cls(data=kept)

    def validate(self, extra_validators: Any = None) -> bool:
        """What is wrong with a product is said with its name; what was sold before is not emptied without a word."""
        is_right = bool(super().validate(extra_validators))
        for row in self.sales:
            field = row.form.sales_fen
            if field.data is None and field.object_data and not field.errors:
                field.errors = [NOTHING_WRITTEN]
            elif field.data is not None and field.data < 0:
                field.errors = [NOT_LESS]
            for fault in (*field.errors, *row.form.quantity.errors):
                self.form_errors.append(
                    gettext("%(label)s: %(fault)s", label=row.form.kind.data, fault=fault)
                )
                is_right = False
        self.sales.errors = []
        return is_right

    def entry(self, policy: Policy, on_record: IncomeYear | None, year: int) -> IncomeEntry:
        """What was entered for *year*; what is *on_record* in more detail stays where its sum was not changed."""
        sales = {
            row.form.kind.data: rechecking.Sale(
                row.form.sales_fen.data or 0, (row.form.quantity.data or "").strip()
            )
            for row in self.sales
            if row.form.kind.data in policy.coefficients
        }
        amounts = {name: getattr(self, name).data or 0 for name in AMOUNTS}
        is_same = on_record is not None and on_record.transfers_fen == amounts["transfers_fen"]
        return IncomeEntry(
            transfer_items=dict(on_record.transfer_items or {}) if on_record is not None and is_same else {},
            items=rechecking.items_entered(sales, policy, on_record, year),
            **amounts,
        )
