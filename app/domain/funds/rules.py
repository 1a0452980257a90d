"""Amounts as people write them, what of a sum is left, and why an entry of the ledger is refused. All pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import cn2an

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.personal_numbers import check_texts as check_texts
from app.domain.funds import balances
from app.domain.funds.models import EntryKind, SourceLevel
from app.domain.projects.models import ProjectState

S = ProjectState
#: the most that one amount may be: a trillion yuan, in fen
MOST_FEN = 10**14
FEN = 100
#: what may stand behind a number -> by how much it counts
UNITS = {"": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
#: digits, or digits in threes from the first to the point
AMOUNT = re.compile(
    r"(?:¥|￥|RMB|CNY)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(|千|万|百万|千万|亿)(?:元|圆|块)?整?",
    re.IGNORECASE,
)

LEVEL_LABELS: dict[SourceLevel, str] = {
    SourceLevel.CENTRAL: N_("Central government"),
    SourceLevel.PROVINCIAL: N_("Province"),
    SourceLevel.CITY: N_("City"),
    SourceLevel.COUNTY: N_("County level"),
    SourceLevel.SOCIAL: N_("Donations"),
    SourceLevel.EAST_WEST: N_("Aid between east and west"),
}
KIND_LABELS: dict[EntryKind, str] = {
    EntryKind.RECEIPT: N_("Money came"),
    EntryKind.ALLOCATION: N_("Allocated to a project"),
    EntryKind.RECALL: N_("Taken back from a project"),
    EntryKind.CONTRACT: N_("Promised by contract"),
    EntryKind.PAYMENT: N_("Payment"),
    EntryKind.REFUND: N_("Given back by the payee"),
    EntryKind.CARRY_OVER: N_("Carried over into the next year"),
    EntryKind.SURRENDER: N_("Given back to its source"),
}

#: in which states a project is given money: it must stand in the library (项目库) and not be finished with
TAKES_MONEY = frozenset({S.LIBRARY, S.PLANNED, S.UNDER_WAY, S.COMPLETED, S.ACCEPTED})
#: in which states work on it is promised
TAKES_CONTRACTS = frozenset({S.PLANNED, S.UNDER_WAY, S.COMPLETED, S.ACCEPTED})
#: in which states it is paid for; what is held back as a warranty is paid after the end
TAKES_PAYMENTS = TAKES_CONTRACTS | {S.CLOSED}
#: in which states it is written down who gets what of it
TAKES_ROLLS = TAKES_MONEY | {S.CLOSED}
_STATE_NEEDED: dict[EntryKind, tuple[frozenset[ProjectState], str]] = {
    EntryKind.ALLOCATION: (
        TAKES_MONEY,
        N_(
            "Only a project that the county has approved into the library is given money. Take its steps first."
        ),
    ),
    EntryKind.CONTRACT: (
        TAKES_CONTRACTS,
        N_("A contract is signed for a project of the year's plan. Put the project into the plan first."),
    ),
    EntryKind.PAYMENT: (
        TAKES_PAYMENTS,
        N_("Money is paid for a project of the year's plan. Put the project into the plan first."),
    ),
}
NOT_AN_AMOUNT = N_("“%(typed)s” is no amount. Write yuan, such as 1200.50, 1,200,000 or 120万.")


def yuan(fen: int) -> str:
    """An amount in yuan with separators and both decimals: 120,000,050 fen are ``1,200,000.50``."""
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // FEN:,}.{whole % FEN:02d}"


def capitals(fen: int) -> str:
    """An amount in capital numerals (大写): 120,000,050 fen are ``壹佰贰拾万元伍角``.

    Source: the rules of the People's Bank for writing amounts on vouchers (支付结算办法, annex 1): 整 behind whole
    yuan, none needed behind jiao and none behind fen, 零 before fen without jiao. Raises ``ValueError`` above
    ``MOST_FEN`` or below nought.
    """
    if not 0 <= fen <= MOST_FEN:
        raise ValueError(f"{fen} fen cannot be written in capital numerals")
    return str(cn2an.an2cn(f"{fen // FEN}.{fen % FEN:02d}" if fen % FEN else str(fen // FEN), "rmb"))


def read_fen(typed: str, field: str | None = "amount") -> int:
    """What somebody typed as an amount, in fen: ``1,200,000.50``, ``120万``, ``１２０．５万元``, ``¥300``.

    Raises :class:`Invalid` beside *field* for what is no amount, has parts of a fen, is nought or below, or is above
    ``MOST_FEN``.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).replace("，", ",").replace("。", ".")
    found = AMOUNT.fullmatch(plain)
    if found is None:
        raise Invalid(Message(NOT_AN_AMOUNT, typed=typed.strip()[:40]), field)
    fen = Decimal(found[1].replace(",", "")) * UNITS[found[2]] * FEN
    if fen != fen.to_integral_value():
        raise Invalid(
            Message(N_("An amount has at most two digits behind the point: yuan, jiao, fen.")), field
        )
    if not 0 < fen <= MOST_FEN:
        raise Invalid(
            Message(N_("An amount is above nought and at most %(most)s yuan."), most=yuan(MOST_FEN)), field
        )
    return int(fen)


def why_not_in_state(kind: EntryKind, state: ProjectState) -> Message | None:
    """Why a project in *state* has no entry of *kind* now, or nothing."""
    needed = _STATE_NEEDED.get(kind)
    return Message(needed[1]) if needed is not None and state not in needed[0] else None


def why_no_roll(state: ProjectState) -> Message | None:
    """Why no roll of beneficiaries is drawn up for a project in *state*, or nothing."""
    if state in TAKES_ROLLS:
        return None
    return Message(
        N_(
            "A roll is drawn up for a project that the county has approved into the library. Take its steps first."
        )
    )


def why_not_given_back(number: str, paid_fen: int, back_fen: int, amount_fen: int) -> Message | None:
    """Why *amount_fen* is too much to be given back of the payment *number*, of which *back_fen* came back already."""
    if amount_fen <= paid_fen - back_fen:
        return None
    if not back_fen:
        words = N_("Payment %(number)s was %(paid)s yuan; not more can be given back.")
    elif back_fen >= paid_fen:
        words = N_("All of payment %(number)s, %(paid)s yuan, was given back already. Nothing is left of it.")
    else:
        words = N_(
            "Payment %(number)s was %(paid)s yuan, of which %(back)s were given back already. "
            "Enter at most %(left)s."
        )
    return Message(
        words, number=number, paid=yuan(paid_fen), back=yuan(back_fen), left=yuan(paid_fen - back_fen)
    )


@dataclass(frozen=True)
class Limit:
    """What of a row must not fall below nought: columns that count for it (+1) and against it (-1).

    *demand* is said when an entry wants more than is there, *nothing* when there is nothing at all, *supply* when it
    takes away what is used already.
    """

    table: str
    columns: Mapping[str, int]
    demand: str
    supply: str
    nothing: str = ""


_LIMITS = (
    Limit(
        "fund_batch",
        {"received_fen": 1, "allocated_fen": -1, "gone_fen": -1},
        N_(
            "Batch %(number)s has %(left)s yuan left; you entered %(asked)s. "
            "Lower the amount by %(over)s, or take the rest from another batch."
        ),
        N_(
            "Of batch %(number)s only %(left)s yuan are still there; %(asked)s cannot be taken out of it. "
            "Recall or reverse %(over)s of what was allocated or carried on first."
        ),
        N_("Nothing is left of batch %(number)s. Take the %(asked)s yuan from another batch."),
    ),
    Limit(
        "fund_account",
        {"allocated_fen": 1, "paid_fen": -1},
        N_(
            "%(left)s yuan of what batch %(number)s gave to this place are not yet paid; you entered %(asked)s. "
            "Lower the amount by %(over)s, pay the rest from another batch, or allocate more first."
        ),
        N_(
            "%(left)s yuan of what batch %(number)s gave to this place are not yet paid; %(asked)s cannot be "
            "taken back. Lower the amount by %(over)s, or reverse payments first."
        ),
        N_(
            "All that batch %(number)s gave to this place is paid. Pay from another batch, or allocate %(asked)s yuan "
            "more first."
        ),
    ),
    Limit(
        "fund_account",
        {"paid_fen": 1},
        "",
        N_(
            "Only %(left)s yuan of batch %(number)s count as paid at this place; %(asked)s cannot be undone. "
            "A part was given back already: reverse the refund first."
        ),
    ),
    Limit(
        "project",
        {"allocated_fen": 1, "contracted_fen": -1},
        N_(
            "%(left)s yuan allocated to project %(number)s are not yet promised by contract; you entered %(asked)s. "
            "Lower the amount by %(over)s, or allocate more to the project first."
        ),
        N_(
            "%(left)s yuan allocated to project %(number)s are not promised by contract; %(asked)s cannot be taken "
            "back. Lower the amount by %(over)s, or reverse the contract first."
        ),
        N_(
            "Nothing allocated to project %(number)s is free for a contract. Allocate %(asked)s yuan to it first."
        ),
    ),
    Limit(
        "contract",
        {"amount_fen": 1, "paid_fen": -1},
        N_(
            "Of contract %(number)s %(left)s yuan are not yet paid; you entered %(asked)s. "
            "Lower the amount by %(over)s, or enter a supplement to the contract first."
        ),
        N_(
            "Of contract %(number)s only %(left)s yuan are not yet paid; %(asked)s cannot be taken out of it. "
            "Reverse its payments first."
        ),
        N_("Contract %(number)s is paid in full. Enter a supplement of %(asked)s yuan to it first."),
    ),
    Limit(
        "contract",
        {"paid_fen": 1},
        "",
        N_(
            "Only %(left)s yuan of contract %(number)s count as paid; %(asked)s cannot be undone. "
            "A part was given back already: reverse the refund first."
        ),
    ),
)
_ROLL_WHOLE = N_(
    "Roll %(number)s adds up to %(total)s yuan and is paid by one payment; you entered %(asked)s. "
    "Enter the total, or draw up another roll: what the lines say and what is paid must be the same."
)
_ROLL_PAID = N_("Roll %(number)s is paid already. Look at its payment before you pay anybody twice.")
_ROLL_UNPAID = N_("Roll %(number)s does not count as paid: there is nothing to give back.")
_ROLL_WITHDRAWN = N_("Roll %(number)s was withdrawn on %(day)s. Pay the roll that took its place.")


def why_refused(
    kind: EntryKind, amount_fen: int, rows: Mapping[str, Any], *, reverses: bool = False
) -> list[Message]:
    """Why an entry would break the balance, with what is left and what to do; empty when it would not.

    *rows* are those that it moves by the entry's column (``batch_id`` …), as they stand; an account has its ``batch``.
    """
    changes: dict[tuple[str, str], dict[str, int]] = {}
    for table, column, key, way in balances.MOVES[kind.value]:
        if rows.get(key) is not None:
            changes.setdefault((table, key), {})[column] = -way if reverses else way
    found = [
        message
        for (table, key), change in changes.items()
        for limit in _LIMITS
        if limit.table == table and (message := _why_short(limit, rows[key], change, amount_fen)) is not None
    ]
    roll = rows.get("roll_id")
    if roll is not None:
        pays = (kind is EntryKind.PAYMENT) != reverses
        found += _why_not_whole(roll, amount_fen, pays=pays)
    return found


def _why_short(limit: Limit, row: Any, change: Mapping[str, int], amount_fen: int) -> Message | None:
    effect = sum(limit.columns.get(column, 0) * way for column, way in change.items()) * amount_fen
    left = sum(getattr(row, column) * way for column, way in limit.columns.items())
    if effect >= 0 or left + effect >= 0:
        return None
    wants = any(limit.columns.get(column) == -1 and way > 0 for column, way in change.items())
    named = row.batch if limit.table == "fund_account" else row
    demand = limit.nothing if left <= 0 and limit.nothing else limit.demand
    return Message(
        demand if wants else limit.supply,
        number=named.number,
        left=yuan(left),
        asked=yuan(amount_fen),
        over=yuan(amount_fen - left),
    )


def _why_not_whole(roll: Any, amount_fen: int, *, pays: bool) -> list[Message]:
    if pays and roll.withdrawn_on is not None:
        return [Message(_ROLL_WITHDRAWN, number=roll.number, day=roll.withdrawn_on)]
    if pays and roll.paid_fen:
        return [Message(_ROLL_PAID, number=roll.number)]
    if not pays and not roll.paid_fen:
        return [Message(_ROLL_UNPAID, number=roll.number)]
    if amount_fen != roll.total_fen:
        return [Message(_ROLL_WHOLE, number=roll.number, total=yuan(roll.total_fen), asked=yuan(amount_fen))]
    return []


#: what the database calls a refusal -> how it is said when somebody else was faster
_BY_DATABASE: tuple[tuple[str, str], ...] = (
    ("within_received", N_("The batch has not so much left any more. Open it again: somebody was faster.")),
    (
        "paid_within_allocated",
        N_("Not so much is left to be paid any more. Open it again: somebody was faster."),
    ),
    (
        "contracted_within",
        N_("Not so much of the allocation is free any more. Open it again: somebody was faster."),
    ),
    ("paid_within", N_("Not so much is left to be paid any more. Open it again: somebody was faster.")),
    ("paid_as_a_whole", N_("The lines of the roll and its payment would not be the same sum.")),
    ("reverses_id", N_("This entry is reversed already.")),
    ("more is given back", N_("Not so much of this payment is left to be given back. Open it again.")),
    (
        "a refund names the payment",
        N_("What is given back belongs to a payment that stands. Open the payment again."),
    ),
    (
        "a payment of which something came back",
        N_("A part of this payment was given back. Reverse the refund first."),
    ),
    ("a reversal undoes", N_("Only an entry that is no reversal itself can be reversed, as it stands.")),
)
_OTHERWISE = N_("The database refused this entry, because the books would not balance. Nothing was changed.")


def words_of_database(error: str) -> Message:
    """What the database's refusal *error* means, in words."""
    return Message(next((words for mark, words in _BY_DATABASE if mark in error), _OTHERWISE))
