"""Tables that several parts have: the words above their columns, and a table of the statistics as one of a report."""

from app.core.messages import N_, Message
from app.domain.annual_reports.figures import Figure, Line, Table, Unit, permille
from app.domain.annual_reports.scope import counted_rows, households
from app.domain.statistics.rules import Pivot, Who

TOGETHER = Message(N_("Together"))
VILLAGE, HOUSEHOLDS, PEOPLE, SHARE = N_("Village"), N_("Households"), N_("People"), N_("Share, %")


def pivot_table(table: Pivot, dimension: str, title: str, who: Who = Who.ENTERED) -> Table:
    """Households, people and the share of the people, of each value."""
    lines = []
    for value in table.row_values:
        counted, rows = table.of_row(value), counted_rows(who, (dimension, value.key))
        key = f"{who.value}.{dimension}.{value.key}"
        share = Figure(f"{key}.share", permille(counted.people, table.total.people), rows, Unit.PERMILLE)
        lines.append(Line(value.label, (*households(key, counted, rows), share)))
    total = Line(TOGETHER, households(f"{who.value}.{dimension}.sum", table.total, counted_rows(who)))
    return Table(Message(title), (table.rows.label, HOUSEHOLDS, PEOPLE, SHARE), tuple(lines), total, bars=1)
