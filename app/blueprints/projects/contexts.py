"""What the larger pages of projects are given. Reads only."""

from typing import Any

from app.blueprints.projects import next_steps, presenter
from app.core.audit import subject_key
from app.domain.funds import queries as funds
from app.domain.notices import queries as notices
from app.domain.projects import queries, rules
from app.domain.projects.models import Project
from app.domain.projects.shown import is_shown_now
from app.domain.projects.trail import trail
from app.web.access import current_actor
from app.web.timeline import timeline


def project_page(project: Project) -> dict[str, Any]:
    """One project: trail, what comes next, record, progress, photographs, money, notices, papers, history."""
    actor = current_actor()
    standing, hung = queries.standing_notices(project), queries.list_notices_of(project)
    return {
        "project": project,
        "labels": presenter,
        "badge_": presenter.badge_of(project),
        "late": presenter.late_words(project),
        "stops": presenter.stops(project, trail(project, standing)),
        "turn": next_steps.turn_of(project),
        "task": next_steps.task_of(project),
        "steps": next_steps.next_steps(project, actor),
        "doings": presenter.doings(project, actor),
        "issuing": presenter.issuing(project, actor, hung),
        "progress": rules.progress_of(project),
        "places": presenter.place_lines(project),
        "gallery": presenter.gallery(queries.list_photographs(project)),
        "notices": notices.standings(hung),
        "accounts": funds.list_accounts(project=project),
        "contracts": funds.list_contracts(project=project),
        "money_url": next_steps.money_url(project, actor),
        "is_shown": is_shown_now(project),
        "tender": rules.latest_tender(project),
        "events": timeline([subject_key(project)]),
    }
