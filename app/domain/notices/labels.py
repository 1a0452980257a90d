"""The words for kinds and states of notices, as message ids."""

from app.core.messages import N_
from app.domain.notices.models import Notice, NoticeState
from app.domain.policies.vocabulary import NoticeKind

#: of money and projects: the same in a list and as a title
FUND_KIND_LABELS = {
    NoticeKind.FUNDS: N_("Notice of funds"),
    NoticeKind.PROJECT_LIBRARY: N_("Notice of the project library"),
    NoticeKind.ANNUAL_PLAN: N_("Notice of the annual project plan"),
    NoticeKind.PROJECT_START: N_("Notice before the start of a project"),
    NoticeKind.PROJECT_PROGRESS: N_("Notice of a project's progress"),
    NoticeKind.PROJECT_COMPLETION: N_("Notice of a completed project"),
    NoticeKind.BENEFICIARIES: N_("Notice of beneficiaries"),
}
WATCH_KIND_LABELS = {
    NoticeKind.WATCH_NOTICE: N_("Notice of households at risk"),
    NoticeKind.WATCH_ANNOUNCEMENT: N_("Announcement of households at risk"),
    NoticeKind.RELEASE_NOTICE: N_("Notice of households no longer at risk"),
    NoticeKind.RELEASE_ANNOUNCEMENT: N_("Announcement of households no longer at risk"),
}
VILLAGE_KIND_LABELS = {
    NoticeKind.VILLAGE_NOTICE: N_("Notice of poor villages"),
    NoticeKind.VILLAGE_ANNOUNCEMENT: N_("Announcement of poor villages"),
}
KIND_LABELS = {
    NoticeKind.FIRST_NOTICE: N_("First notice"),
    NoticeKind.SECOND_NOTICE: N_("Second notice"),
    NoticeKind.ANNOUNCEMENT: N_("Announcement"),
    **FUND_KIND_LABELS,
    **WATCH_KIND_LABELS,
    **VILLAGE_KIND_LABELS,
}
#: as they are titled on the sheet and on the notice's page
KIND_TITLES = {
    **KIND_LABELS,
    NoticeKind.FIRST_NOTICE: N_("First publicity notice"),
    NoticeKind.SECOND_NOTICE: N_("Second publicity notice"),
    NoticeKind.ANNOUNCEMENT: N_("Public announcement"),
}
#: of a round by which households leave the register: the same for a list and as a title
EXIT_TITLES = {
    NoticeKind.FIRST_NOTICE: N_("First notice of exits from poverty"),
    NoticeKind.SECOND_NOTICE: N_("Second notice of exits from poverty"),
    NoticeKind.ANNOUNCEMENT: N_("Announcement of exits from poverty"),
}
STATE_LABELS = {
    NoticeState.OPEN: N_("Open"),
    NoticeState.CLOSED: N_("Period over"),
    NoticeState.WITHDRAWN: N_("Withdrawn"),
    NoticeState.REPLACED: N_("Withdrawn and replaced"),
}


def label_of(notice: Notice) -> str:
    """What a notice is called where there is little room, as a message id."""
    return _own(notice) or KIND_LABELS[notice.kind]


def titled(notice: Notice) -> str:
    """What a notice is called as a title, as a message id."""
    return _own(notice) or KIND_TITLES[notice.kind]


def _own(notice: Notice) -> str:
    return EXIT_TITLES.get(notice.kind, "") if notice.round.is_exit else ""
