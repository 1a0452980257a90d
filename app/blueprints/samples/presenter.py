"""Arranging samples for their pages: names of lists and levels, one sample, what it says of its list."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core.errors import NotFound
from app.core.messages import N_
from app.core.permissions import can
from app.domain.candidate_lists.models import CandidateList
from app.domain.candidate_lists.queries import count_standing
from app.domain.reviews import draws, findings, rules, service
from app.domain.reviews.models import ReviewLevel
from app.domain.reviews.weights import REASON_LABELS, WeightReason
from app.web.access import current_actor
from app.web.i18n import current_locale, translate

LEVEL_LABELS = {ReviewLevel.TOWNSHIP: N_("Township review"), ReviewLevel.COUNTY: N_("County decision")}


def level_named(name: str) -> ReviewLevel:
    """The level of an address; raises :class:`NotFound`."""
    if name not in list(ReviewLevel):
        raise NotFound()
    return ReviewLevel(name)


def list_name(candidate_list: CandidateList) -> str:
    """Village and, for a further list, its number."""
    village = candidate_list.village.name.in_(current_locale())
    if not candidate_list.is_supplementary:
        return _("%(village)s: main list", village=village)
    return _("%(village)s: supplementary list %(number)s", village=village, number=candidate_list.ordinal - 1)


def sample_url(candidate_list: CandidateList, level: ReviewLevel) -> str:
    """Where the sample of a list at a level is."""
    return url_for("samples.show", list_id=candidate_list.id, level=level.value)


def sample_page(candidate_list: CandidateList, level: ReviewLevel) -> dict[str, Any]:
    """One sample: what it is drawn from, whom, what the checks found and say; or what the draw waits for."""
    draw = draws.find_draw(candidate_list, level)
    sample = draws.find_sample_of(draw) if draw is not None else None
    progress = findings.load_progress(sample) if sample is not None else None
    population = count_standing(candidate_list.id)
    policy = candidate_list.round.policy
    share = draws.share_of(policy, level)
    under_review = candidate_list.state is service.STATE_OF[level]
    return {
        "candidate_list": candidate_list,
        "level": level,
        "list_title": list_name(candidate_list),
        "level_label": _(LEVEL_LABELS[level]),
        "draw": draw,
        "sample": sample,
        "inputs": (sample.inputs or {}) if sample is not None else {},
        "progress": progress,
        "said": said_of(progress),
        "guess": guess_of(progress),
        "population": population,
        "size": draws.size_of(candidate_list, level, population),
        "share": share,
        "needed": sample is not None or draws.is_needed(candidate_list, level),
        "waiting": translate(draw.waiting) if draw is not None and draw.waits else "",
        "may_act": under_review and can(current_actor(), rules.PERMISSION_OF[level], candidate_list),
        "reason_words": reason_words,
    }


def reason_words(reasons: tuple[str, ...]) -> str:
    """The reasons for a weight in one line."""
    return _("; ").join(_(REASON_LABELS[WeightReason(reason)]) for reason in reasons)


def said_of(progress: findings.Progress | None) -> str:
    """What a sample says of its list, in sentences; nothing while checks are due."""
    if progress is None or progress.statement is None:
        return ""
    between = "" if current_locale() == "zh" else " "
    return between.join(translate(words) for words in findings.words_of(progress.statement))


def guess_of(progress: findings.Progress | None) -> str:
    """The single best guess with how it is weighted; nothing for a census or while checks are due."""
    if progress is None or progress.statement is None or progress.statement.is_census:
        return ""
    return translate(findings.guess_of(progress.statement))
