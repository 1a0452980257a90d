"""What the pages say of a notice of funds or projects: what it is, how it stands."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.messages import N_
from app.domain.notices.models import NoticeState
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import NoticeKind
from app.web.templating import format_day

#: what a villager learns from a notice of each kind, in a sentence
WHAT_IT_IS = {
    NoticeKind.FUNDS: N_("It says what money came, where it went, and what is left."),
    NoticeKind.PROJECT_LIBRARY: N_("These projects are proposed. No money is given yet."),
    NoticeKind.ANNUAL_PLAN: N_("These projects are to be done in this year."),
    NoticeKind.PROJECT_START: N_("It says what is to be done, before it begins."),
    NoticeKind.PROJECT_PROGRESS: N_("It says how far the work is."),
    NoticeKind.PROJECT_COMPLETION: N_("The work is done. It says what was built and what it cost."),
    NoticeKind.BENEFICIARIES: N_("It says which household receives what."),
}


def what_it_is(standing: Standing) -> list[str]:
    """What hangs here, in a sentence or two."""
    if standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return [_("This notice does not count any more.")]
    kind: NoticeKind = standing.notice.kind
    return [_(WHAT_IT_IS[kind]), _("Anybody may ask about it or complain, later too.")]


def state_words(standing: Standing, on: dt.date) -> tuple[str, str, str, str, bool]:
    """Tone, word, headline, what it means, and whether that is the days that are left."""
    period = standing.period
    last_day = format_day(period.last_day)
    if standing.state is NoticeState.CLOSED:
        return "idle", _("Over"), _("Hung until the end of %(day)s. It stays here.", day=last_day), "", False
    if not period.begun:
        detail = _(
            "Places where it must hang: %(required)s; it hangs at %(hanging)s so far. "
            "The days are counted only when it hangs at all of them.",
            hanging=period.hanging,
            required=period.required,
        )
        return "warn", _("Not hung yet"), _("Does not hang in all places yet"), detail, False
    if period.stands_still:
        detail = _("A sheet is missing from its place. The days go on when it hangs again.")
        return "warn", _("Open"), _("Its days are not counted now"), detail, False
    if not period.is_certain(on):
        headline = _("Its last day was %(day)s; it still hangs", day=last_day)
        return "warn", _("Open"), headline, _("A photograph must still show that it hung to the end."), False
    left = period.days_left(on)
    words = (
        _("Today is the last day.")
        if left == 1
        else ngettext("%(num)s day left, today included.", "%(num)s days left, today included.", left)
    )
    return "info", _("Open"), _("Hangs until the end of %(day)s", day=last_day), words, True
