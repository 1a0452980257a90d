"""The answer to whoever holds a paper, in words: does it count, until when, and if not, what does."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.notices.labels import titled
from app.domain.notices.models import Notice, NoticeState
from app.domain.notices.queries import Standing
from app.domain.notices.reading import get_public_reason
from app.domain.policies.vocabulary import ANNOUNCING_KINDS
from app.web.templating import format_day


@dataclass(frozen=True)
class Verdict:
    """A tone, the one word, and sentences for what it means."""

    tone: str
    word: str
    sentences: tuple[str, ...] = ()


def kind_of(notice: Notice) -> str:
    """What the notice is called."""
    return str(_(titled(notice)))


def verdict_of(standing: Standing) -> Verdict:
    """Whether the paper counts today."""
    if standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return _gone(standing)
    if standing.state is NoticeState.CLOSED:
        return _over(standing)
    return _current(standing)


def _gone(standing: Standing) -> Verdict:
    notice = standing.notice
    day = format_day(clock.local(notice.withdrawn_at).date()) if notice.withdrawn_at else ""
    why = _("Because: %(reason)s", reason=get_public_reason(notice))
    if standing.replaced_by:
        return Verdict("bad", _("Replaced"), (_("This paper has not counted since %(day)s.", day=day), why))
    return Verdict("bad", _("Withdrawn"), (_("This paper has not counted since %(day)s.", day=day), why))


def _over(standing: Standing) -> Verdict:
    day = format_day(standing.period.last_day)
    if standing.notice.kind in ANNOUNCING_KINDS:
        meaning = _("The result stands. It hung until the end of %(day)s.", day=day)
        return Verdict("good", _("Genuine; announced"), (meaning,))
    return Verdict("idle", _("Genuine; its time is over"), (_("It hung until the end of %(day)s.", day=day),))


def _current(standing: Standing) -> Verdict:
    period, day = standing.period, format_day(standing.period.last_day)
    may = (_("You can already object."), _("You can still object."))
    if not standing.notice.is_of_list:
        may = (_("Anybody may ask about it or complain, later too."),) * 2
    if not period.begun:
        waiting = _("It does not hang everywhere yet, so its days are not counted yet.")
        return Verdict("warn", _("Current"), (waiting, may[0]))
    if period.stands_still:
        missing = _("A sheet is missing from its place. The days go on when it hangs again.")
        return Verdict("warn", _("Current"), (missing, may[1]))
    if not period.is_certain(clock.today()):
        last = _("Its last day was %(day)s. A photograph must still show that it hung to the end.", day=day)
        return Verdict("good", _("Current"), (last, may[1]))
    left = period.days_left(clock.today())
    until = _("It counts until the end of %(day)s.", day=day)
    sentences = (
        until if standing.notice.is_of_list else _("It hangs until the end of %(day)s.", day=day),
        ngettext("%(num)s day left, today included.", "%(num)s days left, today included.", left),
    )
    return Verdict("good", _("Current"), sentences)


def offices(notice: Notice | None = None) -> list[Area]:
    """Whom to ask: the notice's village and what lies above it, else every township and county."""
    levels = (AreaLevel.TOWNSHIP, AreaLevel.COUNTY)
    if notice is None:
        found = [area for level in levels for area in areas.list_areas(level)]
    else:
        above = (areas.find_ancestor(notice.village, level) for level in (AreaLevel.VILLAGE, *levels))
        found = [area for area in above if area is not None]
    return [area for area in found if area.telephone]
