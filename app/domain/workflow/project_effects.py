"""What a step of a project does beside changing the state."""

from collections.abc import Callable

from app.core.machine import Attempt
from app.domain.projects import course, rules
from app.domain.projects.models import MilestoneKind

Effect = Callable[[Attempt], None]


def put_mark(kind: MilestoneKind) -> Effect:
    """Its day and its paper go onto the trail: *kind*."""

    def effect(attempt: Attempt) -> None:
        mark = (attempt.given or {}).get("mark")
        if mark is not None:
            course.put_milestone(actor=attempt.actor, project=attempt.subject, kind=kind, mark=mark)

    effect.__name__ = f"put_mark_of_{kind.value}"
    effect.__doc__ = (put_mark.__doc__ or "").replace("*kind*", rules.MILESTONE_LABELS[kind])
    return effect
