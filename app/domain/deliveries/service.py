"""Writing down what a household says of a line of a paid roll, settling a denial, keeping both from being undone."""

import datetime as dt

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.domain.deliveries import queries, rules
from app.domain.deliveries.models import AskedAt, CaseOutcome, Delivery, DeliveryAnswer
from app.domain.deliveries.rules import LONGEST_WORDS
from app.domain.deliveries.settlers import load_settlers
from app.domain.funds import workbook_service
from app.domain.funds.models import LedgerImport, Roll, RollLine

_TOO_LONG = N_("At most %(max)s characters, please.")


def record_answer(
    *,
    actor: Actor,
    line: RollLine,
    answer: DeliveryAnswer,
    asked_at: AskedAt,
    answered_on: dt.date,
    receipt_no: str = "",
    words: str = "",
) -> Delivery:
    """Write down what the household of *line* said. A denial opens a case; the latest answer counts, earlier ones stay.

    At the counter the number of the household's receipt is asked for, as far as it was ever given one. Raises
    ``Invalid`` beside the field, ``Refused`` while the roll is not paid or a denial of the line is open.
    """
    held = queries.get_line(line.id)
    if not can(actor, Permission.DELIVERY_RECORD, held) or actor.id is None:
        raise Forbidden()
    if blockers := rules.why_not_answered(line, held.latest):
        raise Refused(blockers)
    _check_day(line.roll, answered_on)
    receipt = _check_receipt(line, asked_at, receipt_no)
    words = _check_words(answer, words)
    delivery = Delivery(
        line=line,
        answer=answer,
        asked_at=asked_at,
        answered_on=answered_on,
        receipt_no=receipt,
        words=words,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
        findings="",
    )
    db.session.add(delivery)
    db.session.flush()
    audit.record(
        "delivery_answered",
        actor=actor,
        subject=delivery,
        household_id=line.household_id,
        roll=line.roll.number,
        sequence=line.sequence,
        answer=answer.value,
        asked_at=asked_at.value,
    )
    db.session.flush()
    return delivery


def settle_denial(*, actor: Actor, denial: Delivery, outcome: CaseOutcome, findings: str) -> Delivery:
    """Settle a denial with what was found. Raises ``Refused`` for whoever entered the payment, ``Conflict`` when late.

    What the household said stays: only a new answer of its own makes the line a confirmed one.
    """
    denial = queries.lock_answer(denial.id)
    if not can(actor, Permission.DELIVERY_SETTLE, denial) or actor.id is None:
        raise Forbidden()
    if denial.outcome is not None:
        raise Conflict(Message(N_("Somebody was faster: this denial is settled already.")))
    line = denial.line
    settlers = load_settlers([denial])[denial.id]
    if blockers := settlers.why_not_settled(denial, actor.id):
        raise Refused(blockers)
    findings = findings.strip()
    if not findings:
        raise Invalid(Message(N_("Write what was found, and by whom.")), "findings")
    if len(findings) > LONGEST_WORDS:
        raise Invalid(Message(_TOO_LONG, max=LONGEST_WORDS), "findings")
    check_texts(findings=findings)
    denial.outcome, denial.settled_on = outcome, clock.today()
    denial.settled_by_id, denial.findings = actor.id, findings
    db.session.flush()
    audit.record(
        "delivery_settled",
        actor=actor,
        subject=denial,
        household_id=line.household_id,
        reason=findings,
        roll=line.roll.number,
        sequence=line.sequence,
        outcome=outcome.value,
    )
    db.session.flush()
    return denial


def undo_import(*, actor: Actor, run: LedgerImport, reason: str) -> LedgerImport:
    """Undo a workbook of the ledger. Raises ``Refused`` once households have said whether its money reached them.

    Single payments may be reversed then: whoever does so is told how many answers hang on each.
    """
    if answered := queries.count_answered_of_import(run):
        words = N_(
            "%(count)s households have already said whether this money reached them. "
            "The import cannot be undone as a whole any more; reverse the single payments that are wrong."
        )
        raise Refused([Message(words, count=answered)])
    return workbook_service.undo_import(actor=actor, run=run, reason=reason)


def _check_day(roll: Roll, answered_on: dt.date) -> None:
    if answered_on > clock.today():
        raise Invalid(Message(N_("This day has not come yet.")), "answered_on")
    paid_on = queries.find_paid_on(roll) or roll.drawn_up_on
    if answered_on < paid_on:
        words = N_("This is before the roll was paid: %(day)s.")
        raise Invalid(Message(words, day=paid_on), "answered_on")


def _check_receipt(line: RollLine, asked_at: AskedAt, receipt_no: str) -> str:
    """The number as it is stored. It must be the household's own; at the counter one that has a receipt shows it."""
    number = rules.tidy_number(receipt_no)
    if number and line.household_id not in queries.find_households(number):
        raise Invalid(Message(N_("This receipt is not of the household on this line.")), "receipt_no")
    is_asked_for = asked_at is AskedAt.COUNTER and line.household_id is not None
    if is_asked_for and not number and queries.has_receipt(line.household_id or 0):
        words = N_("At the counter the household shows its receipt. Write the number that stands on it.")
        raise Invalid(Message(words), "receipt_no")
    return number


def _check_words(answer: DeliveryAnswer, words: str) -> str:
    words = words.strip()
    if answer is DeliveryAnswer.DID_NOT_COME and not words:
        raise Invalid(Message(N_("Write what the household says: what is missing, since when.")), "words")
    if len(words) > LONGEST_WORDS:
        raise Invalid(Message(_TOO_LONG, max=LONGEST_WORDS), "words")
    check_texts(words=words)
    return words
