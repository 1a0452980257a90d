"""A household's members and its income of a year as rows of a paper. No identity number, no telephone."""

from decimal import Decimal

from app.core.messages import N_, Message
from app.documents.dossier_sheets import code
from app.documents.papers import IncomeLine, PersonLine
from app.domain.households import identity, rules
from app.domain.households.models import Household, IncomeYear, Member


def member_lines(household: Household) -> tuple[PersonLine, ...]:
    """The members, the head first; their years as of the day that the record describes."""
    ordered = sorted(household.members, key=lambda member: (not member.is_head, member.sequence))
    return tuple(
        PersonLine(
            name=member.name,
            relation=code("relation", member.relation),
            age=_age_of(member, household),
            health=code("health", member.health or []),
            labour=code("labour", member.labour),
        )
        for member in ordered
    )


def income_lines(income: IncomeYear | None) -> tuple[IncomeLine, ...]:
    """Own products with the coefficients of the policy, then the other sources, each with what it leaves."""
    if income is None:
        return ()
    own = [
        IncomeLine(
            item.kind,
            quantity=item.quantity or "",
            sales_yuan=plain_yuan(item.sales_fen),
            coefficient=item.coefficient,
            net_yuan=plain_yuan(rules.item_net_fen(item)),
        )
        for item in income.items
    ]
    sources = [
        (N_("Wages"), income.wages_fen),
        (N_("Own business, after cost"), 0 if own else rules.business_net_fen(income)),
        (N_("Property"), income.property_fen),
        (N_("Transfers"), income.transfers_fen),
    ]
    others = (IncomeLine(Message(name), net_yuan=plain_yuan(fen)) for name, fen in sources if fen)
    return (*own, *others)


def plain_yuan(fen: int | None) -> str:
    """An amount in yuan as it stands on a form: no separators, no fen where there are none."""
    if fen is None:
        return ""
    return f"{Decimal(fen) / 100:.2f}".removesuffix(".00")


def _age_of(member: Member, household: Household) -> int | None:
    on = household.data_as_of
    born_on = member.born_on or identity.birth_date_of(member.id_number or "")
    return None if born_on is None or born_on > on else identity.age_on(born_on, on)
