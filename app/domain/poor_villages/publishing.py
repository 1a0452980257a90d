"""The township's publicity and the county's announcement of poor villages: composed, issued, withdrawn."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can, holds_at
from app.core.personal_numbers import check_texts
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.notices import service as notices
from app.domain.notices.models import Notice
from app.domain.notices.queries import count_places, list_names_within
from app.domain.notices.showing import without_names
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import VILLAGE_KINDS, NoticeKind
from app.domain.poor_villages import queries, rules
from app.domain.poor_villages.models import FIGURES, PoorVillage, PoorVillageNotice, VillageState
from app.domain.poor_villages.rules import Figures
from app.domain.rounds.models import Round, RoundState
from app.domain.sheets.service import ensure_sheets

K = NoticeKind
S = VillageState
#: from where a notice of a kind takes its villages; an announcement says of those not chosen why
STATES = {K.VILLAGE_NOTICE: (S.FIRST_LIST,), K.VILLAGE_ANNOUNCEMENT: (S.CHOSEN, S.NOT_CHOSEN)}
#: on the way still: with one of them in a township the county cannot announce
UNDECIDED = (S.FIRST_LIST, S.PANEL)
#: who speaks in a notice
ISSUED_BY = {K.VILLAGE_NOTICE: AreaLevel.TOWNSHIP, K.VILLAGE_ANNOUNCEMENT: AreaLevel.COUNTY}


def publish(
    *, actor: Actor, kind: NoticeKind, round_: Round, township: Area, hang_on: dt.date | None = None
) -> Notice:
    """Issue a notice of *kind* for the boards of *township*: its first list, or what the county decided of it.

    The township issues the one, the county the other, each itself. Raises :class:`Forbidden` for others,
    :class:`Refused` with every reason, :class:`Invalid` for a day before today.
    """
    issuer = find_issuer(kind, township)
    if (
        actor.id is None
        or issuer is None
        or not holds_at(actor, Permission.POOR_VILLAGE_PUBLISH, issuer.path)
    ):
        raise Forbidden()
    cases = list_fitting(kind, round_, township)
    queries.lock_cases(cases)
    if reasons := why_not(kind, round_, township, cases):
        raise Refused(reasons)
    notice = notices.publish_facts(
        actor=actor,
        kind=kind,
        round_=round_,
        area=township,
        facts=compose(kind, cases, round_.policy),
        hang_on=hang_on,
        replaces=queries.find_replaced(kind, round_, township),
        issuer=issuer,
    )
    db.session.add_all([PoorVillageNotice(notice_id=notice.id, case_id=case.id) for case in cases])
    db.session.flush()
    ensure_sheets(notice)
    return notice


def withdraw(*, actor: Actor, notice: Notice, reason: str) -> None:
    """Withdraw a notice of poor villages for a *reason*; it stays readable, marked as withdrawn.

    The township's stands as long as a village on it is before the county.
    """
    if actor.id is None or not can(actor, Permission.POOR_VILLAGE_PUBLISH, notice.issuer):
        raise Forbidden()
    if notice.kind not in VILLAGE_KINDS:
        raise Refused([Message(N_("This is no notice of poor villages."))])
    if not reason.strip():
        raise Invalid(Message(N_("Please say why.")), "reason")
    check_texts(reason=reason)
    if notice.kind is K.VILLAGE_NOTICE:
        beyond = [case for case in queries.list_cases_of(notice) if case.state is not S.FIRST_LIST]
        if beyond:
            raise Refused([_beyond(case) for case in beyond])
    notices.withdraw(actor=actor, notice=notice, reason=reason)


def _beyond(case: PoorVillage) -> Message:
    words = N_("%(village)s is before the county on the ground of this notice; it must be returned first.")
    return Message(words, village=case.village.name)


def find_issuer(kind: NoticeKind, township: Area) -> Area | None:
    """The area whose office speaks in a notice of *kind* about villages of *township*."""
    return find_ancestor(township, ISSUED_BY[kind])


def list_fitting(kind: NoticeKind, round_: Round, township: Area) -> Sequence[PoorVillage]:
    """The villages of *township* that a notice of *kind* would be about now."""
    cases = queries.list_cases(round_, below=township.path, states=STATES[kind])
    standing = queries.load_ids_in_force([case.id for case in cases], kind)
    return [case for case in cases if case.id not in standing]


def why_not(kind: NoticeKind, round_: Round, township: Area, cases: Sequence[PoorVillage]) -> list[Message]:
    """Why a notice of *kind* cannot be issued now; empty when it can."""
    found = []
    if round_.state is not RoundState.OPEN:
        found.append(Message(N_("The round of poor villages is not open.")))
    if not cases:
        found.append(
            Message(N_("No village of %(township)s is where this notice belongs."), township=township.name)
        )
    if not count_places([township.id]).get(township.id):
        words = N_("%(township)s has no board to hang it on; enter its places under posting first.")
        found.append(Message(words, township=township.name))
    if kind is K.VILLAGE_ANNOUNCEMENT:
        undecided = queries.list_cases(round_, below=township.path, states=UNDECIDED)
        found += [
            Message(N_("%(village)s is not decided yet."), village=case.village.name) for case in undecided
        ]
    return found


def compose(kind: NoticeKind, cases: Sequence[PoorVillage], policy: Policy) -> dict[str, Any]:
    """What a notice of *kind* says, as plain JSON that is frozen with it; without villagers' names."""
    clean = _cleaner(cases)
    shown = [case for case in cases if case.state is not S.NOT_CHOSEN]
    with_points = kind is K.VILLAGE_ANNOUNCEMENT
    said = [_village(case, policy, clean, with_points=with_points) for case in shown]
    refused = [
        {"code": case.village.code, "name": _name(case.village), "reason": clean(case.refused_words)}
        for case in cases
        if case.state is S.NOT_CHOSEN
    ]
    return {
        "villages": said,
        "limits": {
            "year": policy.province_year,
            "words": [one.as_data() for one in rules.rule_in_words(policy)],
        },
        **({"refused": refused} if refused else {}),
    }


def figures_of(case: PoorVillage) -> Figures:
    """What a village's form says."""
    return Figures(**{name: getattr(case, name) for name in FIGURES})


def _village(
    case: PoorVillage, policy: Policy, clean: Callable[[str], str], *, with_points: bool
) -> dict[str, Any]:
    figures = figures_of(case)
    share, points = figures.incidence, rules.average(case.scores) if with_points else None
    said: dict[str, Any] = {
        "code": case.village.code,
        "name": _name(case.village),
        **{name: getattr(case, name) for name in FIGURES},
        "incidence": rules.percent(share) if share is not None else "",
        "criteria": [
            {"name": one.name, "is_met": one.is_met, "words": [words.as_data() for words in one.words]}
            for one in rules.criteria_of(figures, policy)
        ],
        "note": clean(case.note),
    }
    if points is not None:
        most = sum(rules.most_points(policy).values())
        said["scores"] = {"average": f"{points:f}", "members": len(case.scores), "most": most}
    return said


def _cleaner(cases: Sequence[PoorVillage]) -> Callable[[str], str]:
    """What reduces villagers' names in what officers wrote of these villages to the family name; one statement."""
    written = "\n".join(words for case in cases for words in (case.note, case.refused_words))
    names = list_names_within({case.village_id for case in cases}, written)
    return lambda words: without_names(words, names)


def _name(area: Area) -> dict[str, str | None]:
    return {"zh": area.name_zh, "en": area.name_en}
