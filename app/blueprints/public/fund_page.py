"""The page of a notice without a list: the same facts as on the sheet, and where each number leads."""

from typing import Any

from app.blueprints.public import family_words
from app.blueprints.public.links import if_there
from app.documents.papers import NoticePaper
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeFamily


def facts_of(notice: Notice, paper: NoticePaper) -> dict[str, Any]:
    """What only the page of such a notice needs."""
    if notice.is_of_list:
        return {"facts": None}
    others, all_here = family_words.others_here(notice.family)
    return {
        "facts": paper.facts,
        "others": others,
        "all_here": all_here,
        "family": str(notice.family),
        "project_url": project_url if notice.family is NoticeFamily.MONEY else nowhere,
        "batch_url": batch_url,
    }


def nowhere(number: str) -> str:
    """What a number leads to where it has no page of its own."""
    return ""


def project_url(number: str) -> str:
    """The page of a project; "" where there is none."""
    return if_there("money.project", number=number) if number else ""


def batch_url(number: str) -> str:
    """The page of a batch of money; "" where there is none."""
    return if_there("money.batch", number=number) if number else ""
