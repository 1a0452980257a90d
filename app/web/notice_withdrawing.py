"""Where a notice without a list is withdrawn: each family has a door for it, and a permission."""

from flask import current_app, url_for

from app.core.permissions import Permission, can
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeFamily, NoticeKind
from app.web.access import current_actor

#: of each family the view that takes the reason, and who may
WITHDRAWN_AT = {
    NoticeFamily.MONEY: ("projects.withdraw", Permission.PROJECT_PUBLISH),
    NoticeFamily.WATCH: ("monitoring.withdraw", Permission.WATCH_DECIDE),
    NoticeFamily.VILLAGES: ("poor_villages.withdraw", Permission.POOR_VILLAGE_PUBLISH),
}
#: what the county announced, the county withdraws
APPROVED = {
    NoticeKind.WATCH_ANNOUNCEMENT: Permission.WATCH_APPROVE,
    NoticeKind.RELEASE_ANNOUNCEMENT: Permission.WATCH_APPROVE,
}


def withdraw_url(notice: Notice) -> str:
    """Where the reader may withdraw *notice*; "" where nobody may here, or a list's procedure does it."""
    endpoint, permission = WITHDRAWN_AT.get(notice.family, ("", None))
    if permission is None or endpoint not in current_app.view_functions:
        return ""
    permission = APPROVED.get(notice.kind, permission)
    return url_for(endpoint, number=notice.number) if can(current_actor(), permission, notice.issuer) else ""
