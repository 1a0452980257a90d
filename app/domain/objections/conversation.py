"""Questions of the office to whoever objected, and the answers. Nobody has to say who he is for that."""

from collections.abc import Sequence

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import NOBODY, Actor, Permission, can
from app.domain.attachments.models import Attachment
from app.domain.notices.showing import has_personal_number
from app.domain.objections import concern, rules
from app.domain.objections.models import (
    Objection,
    ObjectionEvidence,
    ObjectionMessage,
    Side,
)


def may_ask(actor: Actor, objection: Objection) -> bool:
    """True for the office that looks into it now: the first time, or once more."""
    return objection.is_open and can(actor, Permission.OBJECTION_INVESTIGATE, objection)


def ask_question(*, actor: Actor, objection: Objection, words: str) -> ObjectionMessage:
    """Ask whoever objected; he reads it with his receipt. One question at a time; the day of the answer stays.

    Raises :class:`Forbidden`, :class:`Conflict` while a question is open, :class:`Invalid` for the words,
    :class:`Refused` for a declared relative.
    """
    if not may_ask(actor, objection):
        raise Forbidden()
    concern.check_relatives(actor, objection, [])
    if objection.open_question is not None:
        raise Conflict(Message(N_("A question is open already; wait for its answer.")))
    _check_words(words)
    if has_personal_number(words):
        raise Invalid(
            Message(N_("Leave out identity numbers, telephones and bank cards: the slip may be lost.")),
            "words",
        )
    return _write(actor, objection, Side.OFFICE, words, "objection_asked")


def answer_question(
    *, objection: Objection, words: str, evidence: Sequence[Attachment] = ()
) -> ObjectionMessage:
    """The answer of whoever holds the receipt, perhaps with photographs. It says nothing about who that is.

    Raises :class:`Conflict` when no question is open, :class:`Invalid` for the words.
    """
    if objection.open_question is None:
        raise Conflict(Message(N_("No question is open now.")))
    _check_words(words)
    objection.evidence.extend(ObjectionEvidence(attachment_id=file.id, attachment=file) for file in evidence)
    return _write(NOBODY, objection, Side.ASKER, words, "objection_told")


def _check_words(words: str) -> None:
    if (problem := rules.words_problem(words, rules.LONGEST_MESSAGE)) is not None:
        raise Invalid(problem, "words")


def _write(actor: Actor, objection: Objection, side: Side, words: str, event: str) -> ObjectionMessage:
    message = ObjectionMessage(side=side, words=words.strip(), written_at=clock.now(), written_by_id=actor.id)
    objection.messages.append(message)
    audit.record(event, actor=actor, subject=objection.notice.case, number=objection.number)
    db.session.flush()
    return message
