"""The whole report of an area and a year: its parts with their figures, compared with the year before.

The number of statements does not depend on how many households, measures or payments there are.
"""

from dataclasses import replace

from app.domain.annual_reports import help_sections, money_sections, pairing_section, people_sections
from app.domain.annual_reports.figures import Section, compared, values_of
from app.domain.annual_reports.models import AnnualReport
from app.domain.annual_reports.queries import find_report
from app.domain.annual_reports.scope import Scope
from app.domain.funds.totals import sentence
from app.domain.statistics.rules import Who


def gather(scope: Scope) -> list[Section]:
    """The parts in their order, with what the records say now."""
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


def load(scope: Scope, report: AnnualReport | None) -> list[Section]:
    """The parts beside the year before; a finished report with the figures that it was finished with."""
    kept = report.figures if report is not None else None
    return compared(gather(scope), _before(replace(scope, year=scope.year - 1)), kept)


def _before(scope: Scope) -> dict[str, int]:
    """Last year's figures: as its report was finished, else as the records have them; none where nothing was done."""
    report = find_report(scope.area, scope.year)
    if report is not None and report.figures is not None:
        return report.figures
    is_empty = not (scope.counted(Who.REGISTERED).households or _has_money(scope))
    return {} if is_empty else values_of(gather(scope))


def _has_money(scope: Scope) -> bool:
    return scope.money is not None and sentence(scope.money.id, scope.area).received_fen > 0
