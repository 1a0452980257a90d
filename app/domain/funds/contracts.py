"""Contracts: what is promised to whom for a project, and supplements to what was promised."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from stdnum.cn import ric, uscc

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.attachments.models import Attachment
from app.domain.funds import awards, booking, rules
from app.domain.funds.models import Contract, EntryKind, LedgerEntry
from app.domain.projects.models import Project, Tender

#: what an entry is called that adds to a contract
SUPPLEMENT = BilingualText("补充合同", "Supplement to the contract")


def sign_contract(
    *,
    actor: Actor,
    project: Project,
    number: str,
    contractor: BilingualText,
    amount_fen: int,
    signed_on: dt.date,
    contractor_code: str = "",
    person_in_charge: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    tender: Tender | None = None,
    what: BilingualText = BilingualText(""),  # noqa: B008 - frozen
    paper: Attachment | None = None,
) -> LedgerEntry:
    """Note a signed contract (``entry.contract``) and bind its amount of what was allocated to *project*.

    The *number* of a contract that the project has already makes it a supplement: its amount is added. A contract with
    the bidder who got the work follows the *tender*, whether it is named or not, and is held against the offer.
    Raises :class:`Refused` before the project stands in the year's plan; :class:`Invalid` for a number of another
    project, a contractor's code that is none, days in the wrong order, more than is allocated, or a supplement that
    says something else than its contract.
    """
    booking.check_right(actor, project)
    _check(project, amount_fen, signed_on, starts_on, ends_on)
    number = booking.needed(number, "number")
    texts = booking.cleaned(
        contractor=booking.needed(contractor.zh, "contractor"),
        contractor_en=contractor.en,
        person_in_charge=person_in_charge,
        number=number,
    )
    contract = _find(project, number, texts["contractor"] or "")
    if contract is None and tender is None:
        tender = awards.find_to_follow(project, texts["contractor"] or "")
    says = {
        "contractor_en": texts["contractor_en"] or None,
        "contractor_code": _read_code(contractor_code),
        "person_in_charge": texts["person_in_charge"] or "",
        "starts_on": starts_on,
        "ends_on": ends_on,
        "tender_id": tender.id if tender is not None else None,
    }
    if contract is None:
        contract = Contract(
            number=number, project=project, contractor=texts["contractor"], signed_on=signed_on, **says
        )
        db.session.add(contract)
        db.session.flush()
    else:
        _check_supplement(contract, says)
        if contract.amount_fen and not what.zh:
            what = SUPPLEMENT
    return booking.book(
        actor=actor,
        kind=EntryKind.CONTRACT,
        round_=project.round,
        area=project.area,
        on=signed_on,
        amount_fen=amount_fen,
        ids={"project_id": project.id, "contract_id": contract.id},
        values=booking.said(number, what, paper),
    )


def _check(
    project: Project, amount_fen: int, signed_on: dt.date, starts_on: dt.date | None, ends_on: dt.date | None
) -> None:
    """What keeps any contract of that amount and these days from being entered for *project*."""
    booking.check_year(project.round)
    booking.check_state(EntryKind.CONTRACT, project)
    booking.check_day(signed_on, field="signed_on")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Invalid(Message(N_("The end is before the beginning.")), "ends_on")
    reasons = rules.why_refused(EntryKind.CONTRACT, amount_fen, {"project_id": project})
    if reasons:
        raise Invalid(reasons[0], "amount")


def _find(project: Project, number: str, contractor: str) -> Contract | None:
    """The contract that this is a supplement to, if there is one with its number."""
    contract = db.session.scalar(sa.select(Contract).where(Contract.number == number))
    if contract is not None and contract.project_id != project.id:
        raise Invalid(Message(N_("Another project has a contract with this number.")), "number")
    if contract is not None and contract.contractor != contractor:
        raise Invalid(
            Message(
                N_("Contract %(number)s is with %(contractor)s. A supplement is with the same."),
                number=number,
                contractor=contract.contractor,
            ),
            "contractor",
        )
    return contract


def _check_supplement(contract: Contract, says: Mapping[str, Any]) -> None:
    """A supplement adds to the amount and changes nothing else. Raises :class:`Invalid` beside what it would change."""
    for name, value in says.items():
        if value and value != getattr(contract, name):
            fault = Message(
                N_(
                    "This differs from contract %(number)s. A supplement adds to its amount only; leave this empty."
                ),
                number=contract.number,
            )
            raise Invalid(fault, "by_tender" if name == "tender_id" else name)


def _read_code(typed: str) -> str:
    """The contractor's unified social credit code (GB 32100), or nothing where none was given."""
    plain = typed.replace(" ", "").upper()
    if not plain:
        return ""
    if ric.is_valid(plain):
        raise Invalid(
            Message(N_("This is a person's identity number. It is not kept; leave the field empty.")),
            "contractor_code",
        )
    if not uscc.is_valid(plain):
        raise Invalid(
            Message(
                N_("This is no unified social credit code: 18 characters, the last one checks the others.")
            ),
            "contractor_code",
        )
    return str(plain)
