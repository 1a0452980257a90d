"""The page of a notice of funds or projects: the same facts as on the sheet, and where each number leads."""

from typing import Any

from app.blueprints.public.links import if_there
from app.documents.papers import NoticePaper


def facts_of(paper: NoticePaper) -> dict[str, Any]:
    """What only the page of such a notice needs."""
    return {"facts": paper.facts, "project_url": project_url, "batch_url": batch_url}


def project_url(number: str) -> str:
    """The page of a project; "" where there is none."""
    return if_there("money.project", number=number) if number else ""


def batch_url(number: str) -> str:
    """The page of a batch of money; "" where there is none."""
    return if_there("money.batch", number=number) if number else ""
