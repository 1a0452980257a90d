"""Reading reports and their paragraphs."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.domain.annual_reports.models import AnnualReport, Part, ReportParagraph
from app.domain.areas.models import Area
from app.domain.rounds.models import Round
from app.domain.statistics.queries import list_years as registered_years


def find_report(area: Area, year: int) -> AnnualReport | None:
    """The report of *area* on *year*, with its paragraphs, once something was written into it or it was finished."""
    statement = (
        sa.select(AnnualReport)
        .where(AnnualReport.area_id == area.id, AnnualReport.year == year)
        .options(selectinload(AnnualReport.paragraphs))
    )
    return db.session.scalar(statement)


def find_paragraph(report: AnnualReport | None, part: Part) -> ReportParagraph | None:
    """What people wrote into *part* of a report."""
    return next((one for one in report.paragraphs if one.part is part), None) if report else None


def list_reports(area: Area) -> Sequence[AnnualReport]:
    """The reports of *area*, the newest year first."""
    statement = (
        sa.select(AnnualReport).where(AnnualReport.area_id == area.id).order_by(AnnualReport.year.desc())
    )
    return db.session.scalars(statement).all()


def list_years(area: Area, this_year: int) -> list[int]:
    """The years of which something is to be told: with a round or registrations, and *this_year*; the newest first."""
    rounds = sa.select(Round.year, Area.path).join(Area, Area.id == Round.area_id)
    near = {
        year
        for year, path in db.session.execute(rounds)
        if area.path.startswith(path) or path.startswith(area.path)
    }
    return sorted({this_year, *near, *registered_years(area.path)}, reverse=True)


def load_paragraphs_before(area: Area, year: int) -> dict[Part, ReportParagraph]:
    """For each part the newest paragraph of an earlier year, with its report."""
    statement = (
        sa.select(ReportParagraph)
        .join(AnnualReport, AnnualReport.id == ReportParagraph.report_id)
        .where(AnnualReport.area_id == area.id, AnnualReport.year < year)
        .options(joinedload(ReportParagraph.report))
        .order_by(AnnualReport.year)
    )
    return {one.part: one for one in db.session.scalars(statement) if one.text_zh or one.text_en}
