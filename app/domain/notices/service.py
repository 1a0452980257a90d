"""Issuing a notice (its content freezes), recording where it hangs, taking down, withdrawing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.serials import next_number
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel, PostingPlace
from app.domain.attachments.models import Attachment
from app.domain.calendars.queries import load_calendar
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.kinship.queries import relatives_of
from app.domain.notices import content, hanging, queries, reasons, rules
from app.domain.notices.models import Notice, NoticeEntry, Posting, PostingProof
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind, PostingEvidence
from app.domain.rounds.models import Round

ISSUER_LEVEL = {
    NoticeKind.FIRST_NOTICE: AreaLevel.VILLAGE,
    NoticeKind.SECOND_NOTICE: AreaLevel.TOWNSHIP,
    NoticeKind.ANNOUNCEMENT: AreaLevel.COUNTY,
}


def publish(
    *,
    actor: Actor,
    candidate_list: CandidateList,
    kind: NoticeKind,
    entries: Sequence[ListEntry],
    hang_on: dt.date | None = None,
    changes: Mapping[str, Any] | None = None,
    stages: Sequence[Mapping[str, Any]] = (),
) -> Notice:
    """Issue a notice of *entries* and freeze it. Called by the procedure's effects only.

    *hang_on* is the day on which it is to hang (today unless later); first and last day follow from it and the
    round's policy. A withdrawn notice of the same list and kind is named as replaced.
    """
    hang_on = hang_on or clock.today()
    if hang_on < clock.today():
        raise Invalid(Message(N_("A notice cannot be hung before it is issued.")), "hang_on")
    notice = _compose(candidate_list, kind, hang_on, changes or {}, stages)
    notice.content = notice.content | {"relatives": _count_relatives(candidate_list, entries)}
    _freeze(notice, _frozen_rows(candidate_list, entries), actor)
    return notice


def publish_facts(
    *,
    actor: Actor,
    kind: NoticeKind,
    round_: Round,
    area: Area,
    facts: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]] = (),
    hang_on: dt.date | None = None,
    replaces: Notice | None = None,
    issuer: Area | None = None,
) -> Notice:
    """Issue a notice without a candidate list for the boards of *area* and freeze it. Called by the room it is of.

    *facts* is what it says (plain JSON, kept as ``content["facts"]``). *rows*, where it names people, have
    ``household_id`` (or ``None``), ``group_name``, ``head_name``, ``people`` and ``extra``. Without *issuer* the area
    issues it itself, as who uses the money does. Raises :class:`Invalid` for a day before today.
    """
    hang_on = hang_on or clock.today()
    if hang_on < clock.today():
        raise Invalid(Message(N_("A notice cannot be hung before it is issued.")), "hang_on")
    notice = _begin(round_, area, issuer or area, kind, hang_on)
    notice.content = notice.content | {"facts": dict(facts)}
    notice.replaces_id = replaces.id if replaces is not None else None
    _freeze(
        notice,
        [{"entry_id": None, "sequence": number, **row} for number, row in enumerate(rows, 1)],
        actor,
    )
    return notice


def _freeze(notice: Notice, rows: Sequence[Mapping[str, Any]], actor: Actor) -> None:
    """Count, digest and store a notice that was composed, with its rows."""
    notice.households, notice.people = len(rows), sum(row["people"] for row in rows)
    columns = rules.digested_columns(notice)
    notice.digest = rules.digest_of(rules.facts_of(notice), [[row[name] for name in columns] for row in rows])
    db.session.add(notice)
    db.session.flush()
    db.session.add_all([NoticeEntry(notice_id=notice.id, **row) for row in rows])
    audit.record(
        "notice_issued",
        actor=actor,
        subject=notice.case,
        number=notice.number,
        kind=notice.kind.value,
        households=notice.households,
        people=notice.people,
    )
    db.session.flush()


def _count_relatives(candidate_list: CandidateList, entries: Sequence[ListEntry]) -> int | None:
    """How many of these households have declared relatives among officials; unknown where nobody has to state them."""
    if not candidate_list.round.policy.kinship_statements_required:
        return None
    related = relatives_of([entry.household_id for entry in entries])
    return sum(one.level is not None for one in related.values())


def _compose(
    candidate_list: CandidateList,
    kind: NoticeKind,
    hang_on: dt.date,
    changes: Mapping[str, Any],
    stages: Sequence[Mapping[str, Any]],
) -> Notice:
    """The notice without its rows: issuer, number, period, content, what it replaces."""
    village = candidate_list.village
    issuer = area_queries.find_ancestor(village, ISSUER_LEVEL[kind])
    if issuer is None:
        raise Refused(
            [Message(N_("The village's township or county is not known; enter it under areas first."))]
        )
    notice = _begin(candidate_list.round, village, issuer, kind, hang_on)
    places = notice.content["places"]
    notice.content = content.compose(candidate_list, kind, issuer, changes, places) | {"stages": list(stages)}
    replaced = queries.find_last_withdrawn(candidate_list.id, kind)
    notice.list_id, notice.candidate_list = candidate_list.id, candidate_list
    notice.replaces_id = replaced.id if replaced is not None else None
    return notice


def _begin(round_: Round, area: Area, issuer: Area, kind: NoticeKind, hang_on: dt.date) -> Notice:
    """A notice with number, period and the frame of what it says."""
    policy = round_.policy
    period = policy.notice_period(kind, hang_on, load_calendar())
    places = rules.places_required(policy, queries.count_places([area.id]).get(area.id, 0))
    notice = Notice(
        number=_next_notice_number(round_, area),
        kind=kind,
        round_id=round_.id,
        village_id=area.id,
        issuer_id=issuer.id,
        issued_on=clock.today(),
        hang_on=hang_on,
        first_day=period.first_day,
        last_day=period.last_day,
        period_is_estimated=period.is_estimated,
        content=content.compose_frame(round_, area, kind, issuer, places),
        withdrawal_reason="",
    )
    notice.round, notice.village, notice.issuer = round_, area, issuer
    return notice


def _frozen_rows(candidate_list: CandidateList, entries: Sequence[ListEntry]) -> list[dict[str, Any]]:
    policy, today = candidate_list.round.policy, clock.today()
    births = queries.births_of_heads([entry.household_id for entry in entries])
    return [
        _frozen_row(sequence, entry, policy, is_minor=rules.is_minor(births.get(entry.household_id), today))
        for sequence, entry in enumerate(entries, 1)
    ]


def record_posting(
    *,
    actor: Actor,
    notice: Notice,
    place: PostingPlace,
    posted_on: dt.date,
    photo: Attachment | None,
    proof: PostingProof = PostingProof.PHOTOGRAPH,
    taken_at: dt.datetime | None = None,
    sent_by_id: int | None = None,
) -> Posting:
    """Record that the sheet hangs at *place* since *posted_on*, proven by a photograph.

    *taken_at* is what the camera says. Who confirms the photograph of somebody else names the sender, *sent_by_id*.
    Raises :class:`Refused` without a photograph, for a withdrawn notice, a place that is recorded already, or where
    the policy asks for more proof; :class:`Invalid` for a day before the issue, in the future, or longer ago than the
    policy lets be recorded.
    """
    by_id = hanging.check_right(actor, notice, proof)
    kept = hanging.check_photograph(
        photo, N_("A posting counts only with a photograph of the sheet where it hangs.")
    )
    _check_place(notice, place)
    hanging.check_proof(notice, proof)
    if posted_on < notice.issued_on:
        raise Invalid(
            Message(
                N_("The notice was issued on %(day)s; it cannot have hung before."),
                day=notice.issued_on,
            ),
            "posted_on",
        )
    hanging.check_day(notice, posted_on, "posted_on")
    posting = Posting(
        notice_id=notice.id,
        place_id=place.id,
        posted_on=posted_on,
        photo_id=kept.id,
        proof=proof,
        taken_at=taken_at,
        recorded_by_id=sent_by_id or by_id,
        recorded_at=clock.now(),
    )
    posting.place = place
    notice.postings.append(posting)
    db.session.flush()
    audit.record(
        "posting_recorded",
        actor=actor,
        subject=notice.case,
        number=notice.number,
        place=place.name_zh,
    )
    return posting


def _check_place(notice: Notice, place: PostingPlace) -> None:
    if notice.withdrawn_at is not None:
        raise Refused([Message(hanging.WITHDRAWN)])
    if place.village_id != notice.village_id or not place.is_active:
        raise Invalid(Message(N_("This place does not belong to the notice's village.")), "place")
    if any(posting.place_id == place.id for posting in notice.postings):
        raise Refused([Message(N_("It is already recorded that the notice hangs at this place."))])


def take_down(*, actor: Actor, posting: Posting, taken_down_on: dt.date, photo: Attachment | None) -> None:
    """Record that a sheet was taken down. Not before its period is over, unless it was withdrawn.

    Where the policy asks for the sheet's code when it is hung, a photograph of the place is asked for here.
    """
    by_id = hanging.check_right(actor, posting, PostingProof.PHOTOGRAPH)
    notice, today = posting.notice, clock.today()
    if posting.taken_down_on is not None:
        raise Refused([Message(hanging.IS_DOWN)])
    if taken_down_on > today:
        raise Invalid(Message(hanging.NOT_YET), "taken_down_on")
    if taken_down_on < posting.posted_on:
        raise Invalid(Message(N_("It cannot have been taken down before it hung.")), "taken_down_on")
    if notice.withdrawn_at is None:
        _check_over(notice, taken_down_on)
    if notice.round.policy.posting_proof is PostingEvidence.CODE:
        hanging.check_photograph(photo, N_("Photograph the place once the sheet is down."))
    posting.taken_down_on, posting.taken_down_by_id = taken_down_on, by_id
    posting.taken_down_photo_id = photo.id if photo is not None else None
    audit.record(
        "taken_down",
        actor=actor,
        subject=notice.case,
        number=notice.number,
        place=posting.place.name_zh,
    )
    db.session.flush()


def _check_over(notice: Notice, on: dt.date) -> None:
    period = queries.running_period(notice)
    if period.has_ended(on):
        return
    if period.waits_for_end(on):
        raise Refused([reasons.why_end_is_missing(notice, period)])
    raise Refused([Message(N_("The notice must hang until the end of %(day)s."), day=period.last_day)])


def withdraw(*, actor: Actor, notice: Notice, reason: str) -> None:
    """Withdraw a notice for a *reason*. Its number and totals stay; the names leave the web at once."""
    if notice.withdrawn_at is not None:
        raise Refused([Message(N_("This notice is withdrawn already."))])
    notice.withdrawn_at, notice.withdrawn_by_id = clock.now(), actor.id
    notice.withdrawal_reason = reason.strip()
    audit.record(
        "notice_withdrawn",
        actor=actor,
        subject=notice.case,
        reason=reason.strip(),
        number=notice.number,
    )
    db.session.flush()


def _next_notice_number(round_: Round, area: Area) -> str:
    """Year of the round, township and village digits of the division code, a running number."""
    start = f"{round_.year}-{area.code[6:12]}"
    return f"{start}-{next_number(f'notice/{start}')}"


def _frozen_row(sequence: int, entry: ListEntry, policy: Policy, *, is_minor: bool) -> dict[str, Any]:
    application = entry.application
    extra = rules.public_extra(application.household.attribute, application.cause, policy, is_minor=is_minor)
    return {
        "entry_id": entry.id,
        "household_id": entry.household_id,
        "sequence": sequence,
        "group_name": entry.group_name,
        "head_name": entry.head_name,
        "people": entry.people,
        "extra": extra or None,
    }
