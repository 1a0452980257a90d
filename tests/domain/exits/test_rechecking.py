"""What stands on record of a year stays in a re-check wherever it was not changed."""

from app.domain.exits import rechecking
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

    unchanged = rechecking.items_entered({known: 500, other: 0}, policy, income)
    assert [(one.kind, one.quantity, one.sales_fen, one.coefficient) for one in unchanged] == [
        (known, "2000", 500, "0.11"),
        ("nobody-knows", "", 70, "0.5"),
    ]
    changed = rechecking.items_entered({known: 600}, policy, income)
    assert [(one.kind, one.sales_fen) for one in changed] == [("nobody-knows", 70), (known, 600)]
    assert changed[1].coefficient == str(policy.coefficients[known])
