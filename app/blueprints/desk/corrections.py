"""Announcements to be corrected on the county's desk: to be withdrawn first, then to be issued again."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.domain.reports.corrections import Reissue, Stale
from app.domain.reports.desk import Desk
from app.domain.rounds.models import RoundState
from app.web.i18n import current_locale


def items(desk: Desk) -> list[Item]:
    """What names households that do not count any more, and what was withdrawn and not issued again."""
    return [*map(_stale_item, desk.stale), *map(_reissue_item, desk.to_reissue)]


def _stale_item(stale: Stale) -> Item:
    number, households = stale.notice.number, stale.households
    if stale.notice.round.is_exit:
        words = ngettext(
            "Announcement of exits %(number)s still names %(num)s household that is back in the register",
            "Announcement of exits %(number)s still names %(num)s households that are back in the register",
            households,
            number=number,
        )
        basis = _("An upheld objection brought a household back into the register")
    else:
        words = ngettext(
            "Announcement %(number)s still names %(num)s household that was removed",
            "Announcement %(number)s still names %(num)s households that were removed",
            households,
            number=number,
        )
        basis = ""
    url = url_for("candidate_lists.show", list_id=stale.notice.list_id)
    return Item(words, url, "bad", _("Withdraw it and issue a corrected one."), basis=basis)


def _reissue_item(one: Reissue) -> Item:
    village = one.notice.village.name.in_(current_locale())
    if one.notice.round.is_exit:
        words = _(
            "%(village)s: issue the announcement of exits again; %(number)s was withdrawn",
            village=village,
            number=one.notice.number,
        )
        basis = _("Until the new announcement its households are in the register")
    else:
        words = _(
            "%(village)s: issue the announcement again; %(number)s was withdrawn",
            village=village,
            number=one.notice.number,
        )
        basis = _("Until the new announcement its households are not in the register")
    url = url_for("candidate_lists.show", list_id=one.candidate_list.id)
    return Item(words, url, "bad", _what_first(one), basis=basis)


def _what_first(one: Reissue) -> str:
    if one.notice.round.state is not RoundState.OPEN:
        return str(_("The round is closed; open it again first."))
    return str(
        ngettext(
            "Decide on the %(num)s household of the list once more, then announce it.",
            "Decide on the %(num)s households of the list once more, then announce it.",
            one.households,
        )
    )
