"""What the pages say of a notice without a list, of funds, projects or villages: what it is, how it stands."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.messages import N_
from app.domain.notices.models import NoticeState
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import ANNOUNCING_KINDS, NoticeFamily, NoticeKind
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
    NoticeKind.WATCH_NOTICE: N_(
        "The village proposes to watch over these households. Nothing is decided yet."
    ),
    NoticeKind.WATCH_ANNOUNCEMENT: N_(
        "These households are watched over and helped. The county has decided."
    ),
    NoticeKind.RELEASE_NOTICE: N_(
        "The village proposes to end the watch over these households. Nothing is decided yet."
    ),
    NoticeKind.RELEASE_ANNOUNCEMENT: N_("The watch over these households has ended. The county has decided."),
    NoticeKind.VILLAGE_NOTICE: N_(
        "The township proposes these villages as poor villages. Nothing is decided yet."
    ),
    NoticeKind.VILLAGE_ANNOUNCEMENT: N_("The county has decided which villages are poor villages."),
}
WHILE_IT_HANGS = N_(
    "Whoever knows better can say so while it hangs; it goes no further before that is answered. "
    "Anybody may ask later too."
)
#: shown before it is decided; what was decided is an announcement of its own
OPINION_KINDS = frozenset({NoticeKind.WATCH_NOTICE, NoticeKind.RELEASE_NOTICE, NoticeKind.VILLAGE_NOTICE})
#: who may say something to it, where it is not the usual sentence
WHO_MAY_ASK = {
    NoticeKind.WATCH_NOTICE: WHILE_IT_HANGS,
    NoticeKind.RELEASE_NOTICE: WHILE_IT_HANGS,
    NoticeKind.VILLAGE_NOTICE: N_(
        "Whoever knows better can say so while it hangs; the county decides after that. Anybody may ask later too."
    ),
}


def what_it_is(standing: Standing) -> list[str]:
    """What hangs here, in a sentence or two."""
    if standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return [_("This notice does not count any more.")]
    kind: NoticeKind = standing.notice.kind
    if kind in OPINION_KINDS and standing.state is NoticeState.CLOSED:
        shown = _("It was shown for everybody's opinion. What was decided is announced by itself.")
        return [shown, _("Anybody may ask about it or complain, later too.")]
    usual = _("Anybody may ask about it or complain, later too.")
    return [_(WHAT_IT_IS[kind]), _(WHO_MAY_ASK[kind]) if kind in WHO_MAY_ASK else usual]


def state_words(standing: Standing, on: dt.date) -> tuple[str, str, str, str, bool]:
    """Tone, word, headline, what it means, and whether that is the days that are left."""
    period = standing.period
    last_day = format_day(period.last_day)
    decided = standing.notice.kind in ANNOUNCING_KINDS
    if standing.state is NoticeState.CLOSED and decided:
        words = _("Announced; hung until the end of %(day)s", day=last_day)
        return "good", _("Announced"), words, "", False
    if standing.state is NoticeState.CLOSED and standing.notice.family is NoticeFamily.WATCH:
        words = _("Hung until the end of %(day)s. Its names leave this page some days later.", day=last_day)
        return "idle", _("Over"), words, "", False
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
    if decided:
        return (
            "info",
            _("Announced"),
            _("Announced; hangs until the end of %(day)s", day=last_day),
            words,
            True,
        )
    return "info", _("Open"), _("Hangs until the end of %(day)s", day=last_day), words, True
