"""The words for kinds and states of notices, as message ids."""

from app.core.messages import N_
from app.domain.notices.models import NoticeState
from app.domain.policies.vocabulary import NoticeKind

KIND_LABELS = {
    NoticeKind.FIRST_NOTICE: N_("First notice"),
    NoticeKind.SECOND_NOTICE: N_("Second notice"),
    NoticeKind.ANNOUNCEMENT: N_("Announcement"),
}
STATE_LABELS = {
    NoticeState.OPEN: N_("Open"),
    NoticeState.CLOSED: N_("Period over"),
    NoticeState.WITHDRAWN: N_("Withdrawn"),
    NoticeState.REPLACED: N_("Withdrawn and replaced"),
}
