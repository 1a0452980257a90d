"""The one way to take a step of a project, and what may be done next with it."""

from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.machine import Attempt, Taken
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.projects import queries
from app.domain.projects.models import Project
from app.domain.workflow.procedures.project import MACHINE


def take_project_step(
    *,
    project: Project,
    step: str,
    actor: Actor,
    reason: str = "",
    version: int | None = None,
    given: dict[str, Any] | None = None,
) -> Taken:
    """Take *step* of a project: state, permission, guards, effects and one event, in one transaction.

    *version* is the project's that the actor looked at; ``given["mark"]`` a ``projects.course.Mark`` for the steps that
    put a point onto the trail. Raises :class:`Conflict` when somebody was faster, and what the machine raises.
    """
    project = queries.lock_project(project.id)
    if version is not None and version != project.version:
        raise Conflict(
            Message(
                N_("Somebody was faster: this project was changed meanwhile. It is now at “%(state)s”."),
                state=Message(MACHINE.states[project.state]),
            )
        )
    attempt = Attempt(subject=project, actor=actor, reason=reason, given=given or {})
    taken = MACHINE.take(step, attempt)
    project.state_since = clock.now()
    audit.record(
        "step_taken",
        actor=actor,
        subject=project,
        reason=reason.strip(),
        source=str(taken.source),
        target=str(taken.target),
        step=step,
    )
    db.session.flush()
    return taken
