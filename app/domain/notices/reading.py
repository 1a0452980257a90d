"""A notice as everybody may read it: its rows while names may show, and what officers wrote, without names."""

from app.domain.notices import queries, showing
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.notices.showing import ShownRow


def list_shown_rows(standing: Standing, search: str = "") -> list[ShownRow]:
    """The rows as the web may show them on the day of *standing*; none once the names are down."""
    if not standing.names_show:
        return []
    policy = standing.notice.round.policy
    values = queries.list_row_values(standing.notice.id, search=search)
    return showing.shown_rows(values, policy, policy.web_name, search=search)


def get_public_reason(notice: Notice) -> str:
    """Why a notice was withdrawn, with villagers' names and personal numbers hidden; "" when it was not."""
    names = queries.list_names_within([notice.village_id], notice.withdrawal_reason)
    return showing.without_names(notice.withdrawal_reason, names)
