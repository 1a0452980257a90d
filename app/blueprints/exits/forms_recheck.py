"""The form of the yearly re-check: last year's amounts and sales stand in it already, what changed is typed over."""

from typing import Any, Self

from flask_babel import lazy_gettext
from wtforms import FieldList, Form, FormField, HiddenField, TextAreaField
from wtforms.validators import Length

from app.domain.exits import rechecking
from app.domain.exits.rechecking import AMOUNTS
from app.domain.households.entries import IncomeEntry
from app.domain.households.models import Household, IncomeYear
from app.domain.households.rules import income_of
from app.domain.policies.rules import Policy
from app.web.forms import BaseForm, CountField, MoneyField


class SaleForm(Form):
    """What was sold of one product."""

    kind = HiddenField()
    sales_fen = MoneyField(lazy_gettext("Sales, yuan"))


class RecheckForm(BaseForm):
    """The income of a year: amounts, sales by product, and why something changed so much."""

    version = CountField()
    wages_fen = MoneyField(lazy_gettext("Wages"))
    business_fen = MoneyField(lazy_gettext("Business of the family, gross"))
    business_cost_fen = MoneyField(lazy_gettext("Cost of the business"))
    property_fen = MoneyField(lazy_gettext("Property"))
    transfers_fen = MoneyField(lazy_gettext("Transfers"))
    sales = FieldList(FormField(SaleForm))
    reason = TextAreaField(
        lazy_gettext("Why so much changed"),
        [Length(max=1000, message=lazy_gettext("At most %(max)s characters, please.", max=1000))],
        description=lazy_gettext("Needed only where an amount changed by more than the policy lets pass."),
    )

    @classmethod
    def over(cls, household: Household, year: int, policy: Policy) -> Self:
        """Filled with what is on record of *year*, else with the year before."""
        income = income_of(household.incomes, year) or rechecking.previous(household.incomes, year)
        values = rechecking.values_of(income)
        kept: dict[str, Any] = {name: values.get(name, 0) for name in AMOUNTS}
        kept["version"] = household.version
        kept["sales"] = [
            {"kind": kind, "sales_fen": values.get(f"item:{kind}")}
            for kind in rechecking.products(income, policy)
        ]
        return cls(data=kept)

    def entry(self, policy: Policy, on_record: IncomeYear | None) -> IncomeEntry:
        """What was entered; what is *on_record* of the year in more detail stays where its sum was not changed."""
        sales = {
            row.form.kind.data: row.form.sales_fen.data or 0
            for row in self.sales
            if row.form.kind.data in policy.coefficients
        }
        amounts = {name: getattr(self, name).data or 0 for name in AMOUNTS}
        is_same = on_record is not None and on_record.transfers_fen == amounts["transfers_fen"]
        return IncomeEntry(
            transfer_items=dict(on_record.transfer_items or {}) if on_record is not None and is_same else {},
            items=rechecking.items_entered(sales, policy, on_record),
            **amounts,
        )
