"""Arranging a household for its page: labels of codes, masked numbers, income by year, whom a page is for.

Lives here: what a template should not work out itself. Does not live here: what is true of a household (its rules).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.households import codes, identity, rules
from app.domain.households.models import Household, IncomeYear, Member
from app.web.i18n import current_locale


def code(name: str, value: str | Sequence[str] | None) -> str | None:
    """The label of a stored value (or of several) of the code list *name*; nothing for nothing."""
    code_list = codes.CODE_LISTS[name]
    if not value:
        return None
    if isinstance(value, str):
        return code_list.label(value, current_locale())
    return code_list.labels(value, current_locale())


@dataclass(frozen=True)
class MemberRow:
    """One member as the page shows them; *id_number* is masked unless the page was asked for full numbers."""

    member: Member
    id_number: str
    age: int | None
    schooling: str | None
    work: str | None


@dataclass(frozen=True)
class Numbers:
    """The household's telephone and account, masked or in full."""

    telephone: str
    bank_account: str


@dataclass(frozen=True)
class IncomeRow:
    """A year's income with what is computed from it."""

    income: IncomeYear
    business_net_fen: int
    net_fen: int
    per_head_fen: int | None


def member_rows(household: Household, *, in_full: bool) -> list[MemberRow]:
    """The members in order, the head first among them."""
    ordered = sorted(household.members, key=lambda member: (not member.is_head, member.sequence))
    return [
        MemberRow(
            member=member,
            id_number=(member.id_number or "") if in_full else rules.masked_id_number(member.id_number),
            age=_age(member, household.data_as_of),
            schooling=code("student_status", member.student_status) or code("education", member.education),
            work=_work(member),
        )
        for member in ordered
    ]


def numbers(household: Household, *, in_full: bool) -> Numbers:
    """Telephone and account as the page shows them."""
    if in_full:
        return Numbers(household.telephone or "", household.bank_account or "")
    return Numbers(rules.masked_telephone(household.telephone), rules.masked_account(household.bank_account))


def income_rows(household: Household) -> list[IncomeRow]:
    """The years with an income, the last one first."""
    return [
        IncomeRow(
            income=income,
            business_net_fen=rules.business_net_fen(income),
            net_fen=rules.net_income_fen(income),
            per_head_fen=rules.per_head_fen(household, income.year),
        )
        for income in sorted(household.incomes, key=lambda income: -income.year)
    ]


def yes_no(value: bool | None) -> str | None:
    """Yes, no, or nothing."""
    return None if value is None else (_("yes") if value else _("no"))


def measure(value: float | None) -> str | None:
    """A number of mu or square metres without needless decimals."""
    return None if value is None else f"{value:g}"


def _age(member: Member, on: dt.date) -> int | None:
    born_on = member.born_on or identity.birth_date_of(member.id_number or "")
    return None if born_on is None or born_on > on else identity.age_on(born_on, on)


def _work(member: Member) -> str | None:
    place = code("work_place", member.work_place)
    if place is None or member.work_months is None:
        return place
    return _("%(place)s, %(months)s months", place=place, months=member.work_months)
