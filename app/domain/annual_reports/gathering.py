"""The whole report of an area and a year: its parts with their figures, compared with the year before.

The number of statements does not depend on how many households, measures or payments there are.
"""

import datetime as dt

from app.domain.annual_reports import help_sections, money_sections, pairing_section, people_sections
from app.domain.annual_reports.figures import Section, compared, values_of
from app.domain.annual_reports.models import AnnualReport
from app.domain.annual_reports.queries import find_report
from app.domain.annual_reports.scope import Scope
from app.domain.areas.models import Area


def gather(area: Area, year: int, today: dt.date) -> list[Section]:
    """The parts in their order, with what the records say now."""
    scope = Scope(area, year, today)
    return [
        people_sections.basics(scope),
        people_sections.identification(scope),
        pairing_section.pairing(scope),
        *help_sections.help_sections(scope),
        money_sections.funds(scope),
        people_sections.leaving(scope),
        money_sections.problems(scope),
        money_sections.next_steps(scope),
    ]


def load(area: Area, year: int, today: dt.date, report: AnnualReport | None) -> list[Section]:
    """The parts beside the year before; a finished report with the figures that it was finished with."""
    kept = report.figures if report is not None else None
    return compared(gather(area, year, today), _before(area, year - 1, today), kept)


def _before(area: Area, year: int, today: dt.date) -> dict[str, int]:
    """Last year's figures: as its report was finished, else as the records have them; none where nothing was done."""
    report = find_report(area, year)
    if report is not None and report.figures is not None:
        return report.figures
    sections = gather(area, year, today)
    values = values_of(sections)
    is_empty = not (values.get("basics.registered.households") or values.get("funds.received"))
    return {} if is_empty else values
