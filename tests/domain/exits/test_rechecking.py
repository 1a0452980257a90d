"""What stands on record of a year stays in a re-check wherever it was not changed."""

from app.domain.exits import rechecking
from app.domain.exits.rechecking import Sale
from app.domain.households.models import BusinessItem, IncomeYear
from tests import factories


def test_products_on_record_stay_where_their_sum_did(db) -> None:
    policy = factories.a_round().policy
    known, other = list(policy.coefficients)[:2]
    rows = [
        BusinessItem(kind=known, quantity="2000", sales_fen=500, coefficient="0.11"),
        BusinessItem(kind="nobody-knows", quantity=None, sales_fen=70, coefficient="0.5"),
    ]
    income = IncomeYear(year=2025, items=rows)

    unchanged = rechecking.items_entered({known: Sale(500, "2000"), other: Sale(0)}, policy, income, 2025)
    assert [(one.kind, one.quantity, one.sales_fen, one.coefficient) for one in unchanged] == [
        (known, "2000", 500, "0.11"),
        ("nobody-knows", "", 70, "0.5"),
    ]
    changed = rechecking.items_entered({known: Sale(600, "2400")}, policy, income, 2025)
    assert [(one.kind, one.sales_fen, one.quantity) for one in changed] == [
        ("nobody-knows", 70, ""),
        (known, 600, "2400"),
    ]
    assert changed[1].coefficient == str(policy.coefficients[known])


def test_a_new_year_carries_quantities_over_with_the_coefficients_of_the_policy(db) -> None:
    policy = factories.a_round().policy
    (known, *_others) = policy.coefficients
    rows = [
        BusinessItem(kind=known, quantity="2亩", sales_fen=300, coefficient="0.11"),
        BusinessItem(kind=known, quantity="1亩", sales_fen=200, coefficient="0.11"),
        BusinessItem(kind="nobody-knows", quantity="3箱", sales_fen=70, coefficient="0.5"),
    ]
    before = IncomeYear(year=2024, items=rows)
    assert rechecking.sales_of(before)[known] == Sale(500, "2亩、1亩")
    carried = rechecking.items_entered({known: Sale(500, "2亩、1亩")}, policy, before, 2025)
    assert [(one.kind, one.quantity, one.sales_fen, one.coefficient) for one in carried] == [
        (known, "2亩", 300, str(policy.coefficients[known])),
        (known, "1亩", 200, str(policy.coefficients[known])),
        ("nobody-knows", "3箱", 70, "0.5"),
    ]


def test_the_form_begins_with_the_year_itself_else_with_the_last_before_it(db) -> None:
    years = [IncomeYear(year=year) for year in (2022, 2024, 2026)]
    assert rechecking.on_record(years, 2024).year == 2024
    assert rechecking.on_record(years, 2025).year == 2024
    assert rechecking.on_record(years, 2020) is None
