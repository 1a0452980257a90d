"""What is found in the books that is not as it should be: the kinds of findings and their words."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_, Message
from app.domain.policies.vocabulary import NoticeKind

K = NoticeKind


class Weight(StrEnum):
    """How much a finding weighs: money or publicity is wrong, something is missing, or worth a look."""

    WRONG = "wrong"
    MISSING = "missing"
    LOOK = "look"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: what, at which thing (*subject* and its *number*), and both sums if any.

    *subject* is ``batch``, ``project``, ``entry``, ``contract`` or ``roll``; *project* is the number of the project
    that the thing belongs to, for a link where the thing has no page.
    """

    rule: str
    weight: Weight
    subject: str
    number: str
    message: Message
    left_fen: int | None = None
    right_fen: int | None = None
    project: str = ""


#: the name of each rule, in the order in which they are shown
RULE_LABELS: dict[str, str] = {
    "sum": N_("Sums that are not what the entries say"),
    "over_budget": N_("More given than it is to cost"),
    "promised_twice": N_("More promised and paid than given"),
    "contract_not_award": N_("Contract and award differ"),
    "contract_without_tender": N_("Contracts that do not follow the award"),
    "not_announced": N_("Not announced"),
    "funds_not_announced": N_("Money that came and was not announced"),
    "beneficiaries_not_announced": N_("Beneficiaries not announced"),
    "entered_twice": N_("Perhaps entered twice"),
    "no_voucher": N_("Payments without a voucher"),
    "no_file": N_("Payments without the voucher's file"),
    "person_without_roll": N_("Paid to a person without a roll"),
    "late_allocation": N_("Money not given to projects in time"),
    "left_over": N_("Left over at projects that are closed"),
}
NOTICE_LABELS: dict[NoticeKind, str] = {
    K.FUNDS: N_("Notice of funds"),
    K.PROJECT_LIBRARY: N_("Notice of the project library"),
    K.ANNUAL_PLAN: N_("Notice of the year's plan"),
    K.PROJECT_START: N_("Notice before the start"),
    K.PROJECT_PROGRESS: N_("Notice of the progress"),
    K.PROJECT_COMPLETION: N_("Notice after the completion"),
    K.BENEFICIARIES: N_("Notice of the beneficiaries"),
}
