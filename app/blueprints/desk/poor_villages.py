"""Choosing poor villages on the desk: forms to write, to look at, to show, to hand on, to decide, to announce."""

from collections.abc import Callable, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.desk.presenter import Item
from app.core.permissions import Actor, Permission
from app.domain.areas.queries import list_villages_for
from app.domain.notices.models import NoticeState
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import queries
from app.domain.poor_villages.models import PoorVillage, VillageState
from app.domain.rounds.models import Round, RoundKind, RoundState
from app.domain.rounds.queries import list_rounds
from app.web.i18n import current_locale
from app.web.templating import format_day

P = Permission
S = VillageState
K = NoticeKind


def village_items(actor: Actor) -> list[Item]:
    """The forms that the reader's villages have begun, and the villages that may begin one."""
    return _in_each_round(lambda round_: _of_village(round_, actor))


def township_items(actor: Actor) -> list[Item]:
    """What the township looks at, shows on its notice and hands to the county."""
    return _in_each_round(lambda round_: _of_township(round_, actor))


def county_items(actor: Actor) -> list[Item]:
    """What the panel gives points for, what is to be decided and what is to be announced."""
    items = _in_each_round(lambda round_: _of_county(round_, actor))
    return items + _in_each_round(lambda round_: _of_closed(round_, actor), RoundState.CLOSED)


def _in_each_round(
    items_of: Callable[[Round], list[Item]], state: RoundState = RoundState.OPEN
) -> list[Item]:
    rounds = [one for one in list_rounds(RoundKind.POOR_VILLAGES) if one.state is state]
    return [item for round_ in rounds for item in items_of(round_)]


def _of_village(round_: Round, actor: Actor) -> list[Item]:
    begun = {case.village_id: case for case in queries.list_cases(round_)}
    items = []
    for village in list_villages_for(actor, P.POOR_VILLAGE_APPLY):
        name, case = village.name.in_(current_locale()), begun.get(village.id)
        if case is not None and case.state is S.DRAFT:
            words = _("%(village)s: finish the form and apply to be a poor village", village=name)
            items.append(Item(words, _url(case), form=_("form of the village, minutes")))
        elif case is None and village.path.startswith(round_.area_path):
            words = _("%(village)s may apply to be a poor village", village=name)
            url = url_for("poor_villages.write", round=round_.code, village=village.code)
            items.append(Item(words, url, "idle", _("It decides so itself, in a meeting."), is_next=False))
    return items


def _of_township(round_: Round, actor: Actor) -> list[Item]:
    cases = _cases(round_, actor, P.POOR_VILLAGE_CHECK, S.TOWNSHIP_REVIEW, S.FIRST_LIST)
    standings = queries.load_standings([case.id for case in cases], K.VILLAGE_NOTICE)
    return [_township_item(case, standings.get(case.id)) for case in cases]


def _township_item(case: PoorVillage, standing: Standing | None) -> Item:
    name = _name(case)
    if case.state is S.TOWNSHIP_REVIEW:
        words = _("%(village)s: look at its application", village=name)
        return Item(words, _url(case), form=_("what was looked at"))
    if standing is None:
        words = _("%(village)s: show the first list on a notice", village=name)
        return Item(
            words,
            url_for("poor_villages.index", round=case.round.code),
            "good",
            form=_("first list, to hang out"),
        )
    if standing.state is NoticeState.CLOSED:
        return Item(_("%(village)s: hand it to the county", village=name), _url(case), "good")
    words = _("%(village)s: its notice is still to hang", village=name)
    until = _("until the end of %(day)s", day=format_day(standing.period.last_day))
    return Item(words, _url(case), "idle", until if standing.period.begun else "")


def _of_county(round_: Round, actor: Actor) -> list[Item]:
    return [_county_item(case) for case in _unannounced(round_, actor, S.PANEL, S.CHOSEN, S.NOT_CHOSEN)]


def _of_closed(round_: Round, actor: Actor) -> list[Item]:
    """A round that was closed before its decisions were announced, or whose announcement was withdrawn later."""
    number = len(_unannounced(round_, actor, S.CHOSEN, S.NOT_CHOSEN))
    if not number:
        return []
    words = ngettext(
        "%(round)s: the decision on %(num)s village is not announced",
        "%(round)s: the decisions on %(num)s villages are not announced",
        number,
        round=round_.name.in_(current_locale()),
    )
    url, note = url_for("rounds.show", code=round_.code), _("The round is closed; open it again first.")
    return [Item(words, url, "bad", note, form=_("announcement of the county"))]


def _unannounced(round_: Round, actor: Actor, *states: VillageState) -> list[PoorVillage]:
    cases = _cases(round_, actor, P.POOR_VILLAGE_DECIDE, *states)
    announced = queries.load_ids_in_force([case.id for case in cases], K.VILLAGE_ANNOUNCEMENT)
    return [case for case in cases if case.id not in announced]


def _county_item(case: PoorVillage) -> Item:
    name, given, least = _name(case), len(case.scores), case.policy.village_panel_min
    if case.state is not S.PANEL:
        words = _("%(village)s: announce what was decided", village=name)
        return Item(
            words,
            url_for("poor_villages.index", round=case.round.code),
            "good",
            form=_("announcement of the county"),
        )
    if given < least:
        words = _("%(village)s: enter the points of the panel", village=name)
        note = _("%(given)s of %(least)s members gave points.", given=given, least=least)
        return Item(words, _url(case), note=note, form=_("signed sheet of each member"))
    words = _("%(village)s: enter the decision of the leading group", village=name)
    return Item(words, _url(case), "good", form=_("number of the decision's document"))


def _cases(
    round_: Round, actor: Actor, permission: Permission, *states: VillageState
) -> Sequence[PoorVillage]:
    paths = actor.paths_for(permission)
    found = queries.list_cases(round_, states=states) if paths else ()
    return [case for case in found if any(case.area_path.startswith(path) for path in paths)]


def _name(case: PoorVillage) -> str:
    return case.village.name.in_(current_locale())


def _url(case: PoorVillage) -> str:
    return url_for("poor_villages.show", case_id=case.id)
