"""Contracts as releases of the Open Contracting Data Standard, one for each project: who was found how, promised, paid.

Source: OCDS 1.1 (standard.open-contracting.org). Never a person: no bidders, nobody who answers for a contractor.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from flask import current_app

from app.blueprints.open_data.addresses import site, whole
from app.blueprints.open_data.schema import LICENCE_PAGE
from app.core import clock
from app.core.messages import Message
from app.domain.notices.showing import without_names
from app.domain.projects.kinds import METHOD_LABELS, TenderMethod
from app.domain.projects.models import ProjectState
from app.domain.reports import open_funds
from app.web.i18n import in_locale, translate
from app.web.templating import site_name

#: how a contractor was found -> the word of the closed codelist ``method``
METHODS = {
    TenderMethod.OPEN_TENDER: "open",
    TenderMethod.INVITED_TENDER: "selective",
    TenderMethod.NEGOTIATION: "limited",
    TenderMethod.INQUIRY: "limited",
    TenderMethod.SINGLE_SOURCE: "direct",
    TenderMethod.VILLAGERS_BUILD: "direct",
}
#: what stands where a person would be named
PERSON = "农户"


def release_package() -> Iterator[bytes]:
    """The package piece by piece: what it is, then one release after the other."""
    about = {
        "uri": whole("open_data.stream_contracting"),
        "version": "1.1",
        "publishedDate": _instant(clock.now()),
        "publisher": {"name": site_name().in_("zh"), "uri": site()},
        "license": LICENCE_PAGE,
        "publicationPolicy": whole("open_data.index"),
    }
    yield (json.dumps(about, ensure_ascii=False)[:-1] + ', "releases": [').encode()
    paid: dict[int, list[Any]] = {}
    for one in open_funds.each_transaction():
        paid.setdefault(one.contract_id, []).append(one)
    names = open_funds.load_names_in_contents()
    separator = ""
    for _project, contracts in groupby(open_funds.each_contracting(), key=lambda one: one.project):
        yield (separator + json.dumps(release(list(contracts), paid, names), ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"]}"


def release(
    contracts: Sequence[Any], paid: dict[int, list[Any]], names: dict[str, set[str]]
) -> dict[str, Any]:
    """One project's contracting process as it stands; *contracts* are its rows, *paid* contract id -> payments.

    *names* are the villagers named in a project's contents, by its number: they are hidden.
    """
    first, changed = contracts[0], max(one.changed_at for one in contracts)
    buyer = {"id": first.area_code, "name": first.unit_zh or first.area_zh}
    tendered = [one for one in contracts if one.tender_id is not None]
    has_payments = any(one.id in paid for one in contracts)
    tags = ["tender"] * bool(tendered) + ["award", "contract"] + ["implementation"] * has_payments
    suppliers = {_supplier_id(one): _party(one) for one in contracts}
    return {
        "ocid": f"{current_app.extensions['gongshi'].ocds_prefix}-{first.project}",
        "id": f"{first.project}-{clock.local(changed):%Y%m%dT%H%M%S}",
        "date": _instant(changed),
        "tag": tags,
        "initiationType": "tender",
        "language": "zh",
        "parties": [{**buyer, "roles": ["buyer", "procuringEntity"]}, *suppliers.values()],
        "buyer": buyer,
        "planning": {
            "budget": {
                "project": first.name_zh,
                "projectID": first.project,
                "amount": _value(first.budget_fen),
                "uri": whole("money.project", number=first.project),
            }
        },
        **({"tender": _tender(tendered[-1], buyer, names)} if tendered else {}),
        "awards": [_award(one) for one in contracts],
        "contracts": [_contract(one, buyer, paid.get(one.id, [])) for one in contracts],
    }


def _tender(one: Any, buyer: dict[str, str], names: dict[str, set[str]]) -> dict[str, Any]:
    with in_locale("zh"):
        words = translate(Message(METHOD_LABELS[one.method]))
    found: dict[str, Any] = {
        "id": f"{one.project}-tender-{one.tender_id}",
        "title": one.name_zh,
        "description": without_names(one.content_zh, names.get(one.project, ())),
        "status": "complete",
        "procuringEntity": buyer,
        "procurementMethod": METHODS[one.method],
        "procurementMethodDetails": words,
        "numberOfTenderers": one.bids,
        "awardPeriod": {"endDate": _midnight(one.decided_on)},
    }
    if one.invited_on is not None:
        found["tenderPeriod"] = {"startDate": _midnight(one.invited_on)}
    return found


def _award(one: Any) -> dict[str, Any]:
    return {
        "id": f"{one.number}-award",
        "title": one.name_zh,
        "status": "active",
        "date": _midnight(one.decided_on or one.signed_on),
        "value": _value(one.award_fen if one.award_fen is not None else one.amount_fen),
        "suppliers": [_reference(one)],
    }


def _contract(one: Any, buyer: dict[str, str], paid: Sequence[Any]) -> dict[str, Any]:
    period = {
        name: _midnight(day)
        for name, day in (("startDate", one.starts_on), ("endDate", one.ends_on))
        if day is not None
    }
    return {
        "id": one.number,
        "awardID": f"{one.number}-award",
        "title": one.name_zh,
        "status": _status(one),
        **({"period": period} if period else {}),
        "value": _value(one.amount_fen),
        "dateSigned": _midnight(one.signed_on),
        "implementation": {
            "transactions": [
                {
                    "id": payment.number,
                    "source": whole("money.payment", number=payment.number),
                    "date": _midnight(payment.on),
                    "value": _value(payment.fen),
                    "payer": buyer,
                    "payee": _reference(one),
                }
                for payment in paid
            ]
        },
    }


def _status(one: Any) -> str:
    if not one.amount_fen:
        return "cancelled"
    return "terminated" if one.state is ProjectState.CLOSED else "active"


def _supplier_id(one: Any) -> str:
    """The contractor's code where it may be named, else an id that says nothing."""
    code = one.contractor_code if open_funds.firm_of(one.contractor) else ""
    return str(code or f"{one.number}-supplier")


def _reference(one: Any) -> dict[str, str]:
    return {"id": _supplier_id(one), "name": open_funds.firm_of(one.contractor) or PERSON}


def _party(one: Any) -> dict[str, Any]:
    party: dict[str, Any] = {**_reference(one), "roles": ["supplier", "payee"]}
    if one.contractor_code and party["name"] != PERSON:
        party["identifier"] = {"id": one.contractor_code, "legalName": one.contractor}
    return party


def _value(fen: int) -> dict[str, Any]:
    return {"amount": fen / 100, "currency": "CNY"}


def _instant(at: dt.datetime) -> str:
    return clock.local(at).isoformat(timespec="seconds")


def _midnight(day: dt.date) -> str:
    return _instant(clock.at(day, 0))
