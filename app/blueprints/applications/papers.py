"""From an application and its household's record to what stands on the papers. No numbers of villagers."""

from flask import current_app, url_for

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.core.receipts import APPLICATION, derive_secret
from app.documents.household_lines import income_lines, member_lines, plain_yuan
from app.documents.papers import (
    ApplicationPaper,
    Line,
    ReceiptPaper,
    Text,
    VisitPaper,
)
from app.documents.telephones import telephones_of
from app.domain.applications.models import Application
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.households import codes, rules
from app.domain.households.models import Household
from app.domain.rounds.models import Round
from app.web.pages import printed_address

NOTHING = BilingualText("", "")


def blank_application(round_: Round, village: Area) -> ApplicationPaper:
    """The form without a household on it."""
    county, township = _above(village)
    return ApplicationPaper(
        year=round_.year,
        county=county,
        township=township,
        village=village.name,
        income_year=round_.reference_year,
    )


def filled_application(application: Application) -> ApplicationPaper:
    """The form as the household's application stands in the books."""
    household, round_ = application.household, application.round
    county, township = _above(household.village)
    return ApplicationPaper(
        year=round_.year,
        county=county,
        township=township,
        village=household.village.name,
        number=application.number,
        group_name=household.group.name if household.group else "",
        head_name=household.head_name,
        people=application.people,
        labourers=sum(1 for member in household.members if member.labour in codes.ABLE_LABOUR),
        income_year=round_.reference_year,
        per_head_yuan=plain_yuan(application.per_head_fen),
        cause=_code("cause", application.cause),
        reason=application.reason,
        proxy_name=application.proxy_name or "",
        proxy_relation=application.proxy_relation or "",
        filed_on=application.filed_on,
        members=member_lines(household),
    )


def receipt_for(application: Application) -> ReceiptPaper:
    """The slip for the household: with the code it reads its why-card, and nobody else does."""
    household = application.household
    village = household.village
    lines = [
        Line(Message(N_("Head of the household")), household.head_name),
        Line(Message(N_("People in the family")), str(application.people)),
        Line(Message(N_("Round")), application.round.name),
    ]
    if application.proxy_name:
        lines.append(Line(Message(N_("Handed in by")), application.proxy_name))
    offices = (village, find_ancestor(village, AreaLevel.TOWNSHIP))
    return ReceiptPaper(
        kind="application",
        number=application.number,
        received_on=application.filed_on,
        office=Message(N_("Villagers' committee of %(village)s"), village=village.name),
        lines=tuple(lines),
        secret=derive_secret(
            str(current_app.secret_key), APPLICATION, application.number, application.receipt_salt
        ),
        follow_url=printed_address(url_for("why_cards.ask")),
        telephones=telephones_of(offices),
        hotline=application.round.policy.objection_hotline,
    )


def visit_sheet_for(application: Application) -> VisitPaper:
    """The visitors' sheet: what the register says, room for what they find."""
    household, round_ = application.household, application.round
    county, township = _above(household.village)
    income = rules.income_of(household.incomes, round_.reference_year)
    return VisitPaper(
        year=round_.year,
        county=county,
        township=township,
        village=household.village.name,
        group_name=household.group.name if household.group else "",
        head_name=household.head_name,
        application_number=application.number,
        facts=_facts(household),
        members=member_lines(household),
        incomes=income_lines(income),
        net_income_yuan=plain_yuan(rules.net_income_fen(income)) if income else "",
        per_head_yuan=plain_yuan(rules.per_head_fen(household, round_.reference_year)),
        income_year=round_.reference_year,
        visitors_min=round_.policy.home_visitors_min,
    )


def _facts(household: Household) -> tuple[Line, ...]:
    able = sum(1 for member in household.members if member.labour in codes.ABLE_LABOUR)
    safe: Text = "" if household.water_is_safe is None else _yes_no(household.water_is_safe)
    allowance: Text = _yes_no(any(member.has_allowance for member in household.members))
    return (
        Line(Message(N_("People in the family")), str(household.people)),
        Line(Message(N_("Of them able to work")), str(able)),
        Line(Message(N_("Farmland (mu)")), _measure(household.farmland_mu)),
        Line(Message(N_("House, square metres")), _measure(household.house_area_m2)),
        Line(Message(N_("Built of")), _code("housing_structure", household.house_structure)),
        Line(Message(N_("Grade of the house")), _code("house_grade", household.house_grade)),
        Line(Message(N_("Safe drinking water")), safe),
        Line(Message(N_("Living allowance")), allowance),
    )


def _above(village: Area) -> tuple[BilingualText, BilingualText]:
    county, township = find_ancestor(village, AreaLevel.COUNTY), find_ancestor(village, AreaLevel.TOWNSHIP)
    return (county.name if county else NOTHING), (township.name if township else NOTHING)


def _code(name: str, value: str | None) -> BilingualText:
    code_list = codes.CODE_LISTS[name]
    return BilingualText(code_list.label(value, "zh"), code_list.label(value, "en")) if value else NOTHING


def _yes_no(value: bool) -> Message:
    return Message(N_("Yes")) if value else Message(N_("No"))


def _measure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
