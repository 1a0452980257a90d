"""Acts on the applications of villages: writing the form, the county's panel, what its members gave."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.areas.models import Area, AreaLevel
from app.domain.attachments.models import Attachment
from app.domain.poor_villages import judging, queries, rules
from app.domain.poor_villages.models import PanelMember, PanelScore, PoorVillage, VillageState
from app.domain.poor_villages.rules import Figures
from app.domain.rounds.models import Round, RoundKind, RoundState

P = Permission
S = VillageState
NO_ROUND = N_("This is no round of choosing poor villages.")
NOT_OPEN = N_("The round of poor villages is not open.")
LONGEST_NOTE = 500


def write(
    *,
    actor: Actor,
    round_: Round,
    village: Area,
    figures: Figures,
    met_on: dt.date,
    minutes: Attachment | None = None,
    note: str = "",
    version: int | None = None,
) -> PoorVillage:
    """Write the form of *village*, or change it while the village has it: its figures, the meeting, the minutes.

    Without *minutes* those that are there stay. Raises ``Invalid`` beside the figure that cannot be, ``Refused`` when
    it is beyond the village or the round is not open, ``Conflict`` when somebody was faster, ``Forbidden``.
    """
    if actor.id is None or not can(actor, P.POOR_VILLAGE_APPLY, village):
        raise Forbidden()
    _check_round(round_, village)
    _check_form(figures, met_on, note)
    _check_meeting(round_, met_on)
    case = queries.find_case(round_, village)
    if case is not None:
        case = queries.lock_case(case.id)
        _check_editable(case, version)
    else:
        case = PoorVillage(round_id=round_.id, village_id=village.id, state=S.DRAFT, recorded_by_id=actor.id)
        case.round, case.village, case.state_since = round_, village, clock.now()
        db.session.add(case)
    for name, value in asdict(figures).items():
        setattr(case, name, value)
    case.met_on, case.note = met_on, note.strip()
    if minutes is not None:
        case.minutes_id, case.minutes = minutes.id, minutes
    db.session.flush()
    audit.record("poor_village_written", actor=actor, subject=case, village=village.code, round=round_.code)
    db.session.flush()
    return case


def _check_round(round_: Round, village: Area) -> None:
    if round_.kind is not RoundKind.POOR_VILLAGES:
        raise Refused([Message(NO_ROUND)])
    if round_.state is not RoundState.OPEN:
        raise Refused([Message(NOT_OPEN)])
    if village.level is not AreaLevel.VILLAGE or not village.path.startswith(round_.area_path):
        raise Refused([Message(N_("This village does not belong to the round's area."))])


def _check_form(figures: Figures, met_on: dt.date, note: str) -> None:
    fault = rules.why_not_form(figures)
    if fault is not None:
        raise Invalid(fault[1], fault[0])
    if met_on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "met_on")
    if len(note) > LONGEST_NOTE:
        raise Invalid(Message(N_("At most %(number)s characters, please."), number=LONGEST_NOTE), "note")
    check_texts(note=note)


def _check_meeting(round_: Round, met_on: dt.date) -> None:
    """The village met for this round: in its year, or since it was opened where that was before."""
    first = min(round_.opened_on, dt.date(round_.year, 1, 1))
    if met_on < first:
        words = N_("This lies before the round: write a day from %(day)s on.")
        raise Invalid(Message(words, day=first), "met_on")


def _check_editable(case: PoorVillage, version: int | None) -> None:
    if case.state is not S.DRAFT:
        raise Refused(
            [Message(N_("The form is beyond the village; to change it, it must be returned first."))]
        )
    if version is not None and version != case.version:
        raise Conflict(Message(N_("Somebody was faster: this form was changed while you wrote.")))


def add_member(
    *, actor: Actor, round_: Round, name: str, unit: str, tied_to: Sequence[Area] = ()
) -> PanelMember:
    """Put somebody on the county's panel; *tied_to* are the villages and townships that he states a tie to.

    Raises ``Invalid`` without a name or unit, ``Refused`` for somebody who is on it already, ``Forbidden``.
    """
    _may_decide(actor, round_)
    name, unit = name.strip(), unit.strip()
    for field, value in (("name", name), ("unit", unit)):
        if not value:
            raise Invalid(Message(N_("This must be filled in.")), field)
    check_texts(name=name, unit=unit)
    if any(one.name == name and one.unit == unit for one in queries.list_members(round_)):
        raise Refused([Message(N_("%(name)s is on the panel already."), name=name)])
    member = PanelMember(
        round_id=round_.id, name=name, unit=unit, tied_to=sorted({area.code for area in tied_to})
    )
    member.round = round_
    db.session.add(member)
    db.session.flush()
    audit.record("panel_member_added", actor=actor, subject=round_, member=name)
    db.session.flush()
    return member


def end_member(*, actor: Actor, member: PanelMember) -> None:
    """Somebody is on the panel no longer; what he gave so far stays. Raises ``Refused`` when he left already."""
    _may_decide(actor, member.round)
    if member.left_on is not None:
        raise Refused([Message(N_("%(name)s is on the panel no longer."), name=member.name)])
    member.left_on = clock.today()
    audit.record("panel_member_ended", actor=actor, subject=member.round, member=member.name)
    db.session.flush()


def record_score(
    *,
    actor: Actor,
    case: PoorVillage,
    member: PanelMember,
    points: Mapping[str, int | None],
    sheet: Attachment | None,
    scored_on: dt.date | None = None,
) -> PanelScore:
    """Record what a member gave a village, with the signed sheet.

    Raises ``Refused`` where the village is not before the panel, for a member who gave already or is barred;
    ``Invalid`` beside points that cannot be or a missing sheet, ``Forbidden``.
    """
    if actor.id is None:
        raise Forbidden()
    _may_decide(actor, case.round)
    case = queries.lock_case(case.id)
    if case.state is not S.PANEL:
        raise Refused([Message(N_("%(village)s is not before the panel now."), village=case.village.name)])
    if reason := judging.why_may_not_judge(case, member, *judging.bound_of(case.village)):
        raise Refused([reason])
    on = scored_on or clock.today()
    if on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "scored_on")
    if fault := rules.why_not_points(points, case.policy):
        raise Invalid(fault[1], fault[0])
    if sheet is None:
        raise Invalid(Message(N_("Add the signed sheet: a photograph or a PDF.")), "sheet")
    given = {name: int(points[name] or 0) for name in rules.most_points(case.policy)}
    score = PanelScore(
        member_id=member.id,
        points=given,
        total=sum(given.values()),
        scored_on=on,
        sheet_id=sheet.id,
        recorded_by_id=actor.id,
    )
    score.member, score.sheet = member, sheet
    case.scores.append(score)
    db.session.flush()
    audit.record("panel_score_recorded", actor=actor, subject=case, member=member.name, total=score.total)
    db.session.flush()
    return score


def take_back_score(*, actor: Actor, score: PanelScore, reason: str) -> None:
    """Take back points that were entered wrongly, for a *reason*; the member may then give anew."""
    case = queries.lock_case(score.case_id)
    _may_decide(actor, case.round)
    if case.state is not S.PANEL:
        raise Refused([Message(N_("%(village)s is not before the panel now."), village=case.village.name)])
    if not reason.strip():
        raise Invalid(Message(N_("Please give the reason.")), "reason")
    check_texts(reason=reason)
    audit.record(
        "panel_score_taken_back",
        actor=actor,
        subject=case,
        reason=reason.strip(),
        member=score.member.name,
        total=score.total,
    )
    case.scores.remove(score)
    db.session.delete(score)
    db.session.flush()


def _may_decide(actor: Actor, round_: Round) -> None:
    if not can(actor, P.POOR_VILLAGE_DECIDE, round_):
        raise Forbidden()
    if round_.kind is not RoundKind.POOR_VILLAGES:
        raise Refused([Message(NO_ROUND)])
