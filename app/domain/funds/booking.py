"""One entry into the ledger: hold the rows, say what is wrong, insert, and put the database's refusal into words.

Lives here: what every act of ``service.py`` shares. Does not live here: who may do it, and which entry it is.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.bilingual import BilingualText
from app.core.db import Base, db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.rows import lock_row
from app.core.serials import next_number
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.funds import rules
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll
from app.domain.projects.models import Project
from app.domain.rounds.models import Round, RoundKind, RoundState

#: the columns of an entry that name rows with sums -> the row; held in this order by every act
HELD: tuple[tuple[str, type[Base]], ...] = (
    ("batch_id", Batch),
    ("to_batch_id", Batch),
    ("account_id", Account),
    ("project_id", Project),
    ("contract_id", Contract),
    ("roll_id", Roll),
)
LONGEST = {"document_no": 80, "voucher_no": 40, "payee": 120, "payee_en": 160, "what_zh": 160, "what_en": 200}


def check_right(actor: Actor, subject: Any) -> int:
    """The actor's id; raises :class:`Forbidden` for who does not keep the books over *subject*."""
    if actor.id is None or not can(actor, Permission.FUND_RECORD, subject):
        raise Forbidden()
    return actor.id


def check_year(round_: Round) -> None:
    """Raises :class:`Refused` where *round_* is no open year of funds."""
    if round_.kind is not RoundKind.FUNDS:
        raise Invalid(Message(N_("This is no year of funds and projects.")), "round")
    if round_.state is not RoundState.OPEN:
        raise Refused(
            [Message(N_("The year %(year)s is closed; nothing is entered any more."), year=round_.year)]
        )


def check_year_to_reverse(entry: LedgerEntry) -> None:
    """Raises :class:`Refused` where the year of *entry* is closed: what is right could not be entered instead."""
    if entry.round.state is not RoundState.OPEN:
        raise Refused(
            [
                Message(
                    N_(
                        "The year %(year)s is closed: what is right could not be entered any more. "
                        "Have the county open the year again, then reverse the entry and enter what is right."
                    ),
                    year=entry.round.year,
                )
            ]
        )


def check_state(kind: EntryKind, project: Project) -> None:
    """Raises :class:`Refused` where *project* has not come so far that it takes an entry of *kind*."""
    fault = rules.why_not_in_state(kind, project.state)
    if fault is not None:
        raise Refused([fault])


def check_day(on: dt.date, *, since: dt.date | None = None, field: str = "on") -> None:
    """Raises :class:`Invalid` for a day to come, or one before *since*."""
    if on > clock.today():
        raise Invalid(Message(N_("This day is still to come.")), field)
    if since is not None and on < since:
        raise Invalid(
            Message(
                N_("It cannot have been before %(day)s. Enter the day that stands on the paper."), day=since
            ),
            field,
        )


def check_amount(amount_fen: int, field: str = "amount") -> None:
    """Raises :class:`Invalid` for an amount that no entry has."""
    if not 0 < amount_fen <= rules.MOST_FEN:
        raise Invalid(
            Message(
                N_("An amount is above nought and at most %(most)s yuan."), most=rules.yuan(rules.MOST_FEN)
            ),
            field,
        )


def cleaned(**texts: str | None) -> dict[str, str | None]:
    """*texts* without blanks around them. Raises :class:`Invalid` for one too long or with a personal number."""
    kept = {name: text.strip() if text is not None else None for name, text in texts.items()}
    for name, text in kept.items():
        if text and len(text) > LONGEST.get(name, 160):
            raise Invalid(Message(N_("At most %(most)s characters."), most=LONGEST.get(name, 160)), name)
    rules.check_texts(**kept)
    return kept


def needed(text: str | None, field: str) -> str:
    """*text* without blanks; raises :class:`Invalid` when nothing is left."""
    plain = (text or "").strip()
    if not plain:
        raise Invalid(Message(N_("This must be filled in.")), field)
    return plain


def next_entry_number(year: int) -> str:
    """The next number of an entry of *year*: ``LS2014-000123``."""
    return f"LS{year}-{next_number(f'ledger/{year}'):06d}"


def hold(**ids: int | None) -> dict[str, Any]:
    """The rows with these ids (by the entry's column) as they stand in the database, held until the end."""
    rows = {name: lock_row(model, ids[name]) for name, model in HELD if (ids.get(name)) is not None}  # type: ignore[arg-type]  # none are left out
    return rows


def book(
    *,
    actor: Actor,
    kind: EntryKind,
    round_: Round,
    area: Area,
    on: dt.date,
    amount_fen: int,
    ids: Mapping[str, int | None],
    values: Mapping[str, Any],
    reverses: LedgerEntry | None = None,
    is_old: bool = False,
) -> LedgerEntry:
    """Insert one entry that moves the rows of *ids*; afterwards these rows are read anew.

    Raises :class:`Invalid` beside ``amount`` with what is left and what to do; the same when the database is the one
    who refuses, because somebody else was faster. The project's state is asked for once it is held, unless the entry
    takes another back or *is_old*: it stood already and is entered anew.
    """
    check_amount(amount_fen)
    rows = hold(**ids)
    if "project_id" in rows and reverses is None and not is_old:
        check_state(kind, rows["project_id"])
    _check_balance(kind, amount_fen, rows, reverses)
    entry = LedgerEntry(
        number=next_entry_number(round_.year),
        kind=kind,
        round_id=round_.id,
        area_id=area.id,
        on=on,
        amount_fen=amount_fen,
        reverses_id=reverses.id if reverses is not None else None,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
        **{**ids, **values},
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
            db.session.flush()
    except sa.exc.DBAPIError as error:
        refresh(rows.values())
        _check_balance(kind, amount_fen, rows, reverses)
        raise Refused([rules.words_of_database(str(error.orig))]) from error
    refresh(rows.values())
    _note(actor, entry, rows, reverses)
    return entry


def refresh(rows: Any) -> None:
    """Read the sums of *rows* anew."""
    for row in rows:
        db.session.refresh(row)


def _check_balance(
    kind: EntryKind, amount_fen: int, rows: Mapping[str, Any], reverses: LedgerEntry | None
) -> None:
    reasons = rules.why_refused(kind, amount_fen, rows, reverses=reverses is not None)
    if reasons:
        raise Refused(reasons) if reverses is not None or len(reasons) > 1 else Invalid(reasons[0], "amount")


def _note(actor: Actor, entry: LedgerEntry, rows: Mapping[str, Any], reverses: LedgerEntry | None) -> None:
    subject = rows.get("project_id") or rows["batch_id"]
    if reverses is None:
        audit.record(
            "ledger_entry_made",
            actor=actor,
            subject=subject,
            number=entry.number,
            kind=entry.kind.value,
            amount_fen=entry.amount_fen,
        )
    else:
        audit.record(
            "ledger_entry_reversed",
            actor=actor,
            subject=subject,
            reason=entry.reason,
            number=entry.number,
            reverses=reverses.number,
        )
    db.session.flush()


def same_columns(entry: LedgerEntry, names: Sequence[str]) -> dict[str, Any]:
    """What *entry* holds in the columns *names*."""
    return {name: getattr(entry, name) for name in names}


def said(document_no: str, what: BilingualText, paper: Attachment | None) -> dict[str, Any]:
    """The columns of an entry that say what it was and which paper it rests on."""
    texts = cleaned(document_no=document_no, what_zh=what.zh, what_en=what.en)
    return {
        **texts,
        "what_zh": texts["what_zh"] or "",
        "what_en": texts["what_en"] or None,
        "paper_id": paper.id if paper is not None else None,
    }
