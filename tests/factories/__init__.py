"""Rows for tests: one plain function a noun, with sensible values, written past the services.

Every function flushes and returns its row. What it needs above it and was not given, it takes from what is there
already (the first township, the first round) or makes. Any column can be given by name.
"""

from tests.factories.accounts import PASSWORD, a_user, an_attachment, the_officer
from tests.factories.affairs import a_delivery, a_disclosure, a_matter
from tests.factories.areas import (
    a_county,
    a_group,
    a_posting_place,
    a_township,
    a_village,
    an_area,
    the_county,
    the_village,
)
from tests.factories.articles import an_article, an_article_file, an_earlier_text
from tests.factories.basis import add, first, how_many
from tests.factories.evidence import a_change_request, a_comparison_file, a_comparison_hit, a_duplicate_pair
from tests.factories.fund_notices import (
    a_fund_notice,
    a_fund_year,
    a_township_with_boards,
    facts_for,
    the_fund_year,
)
from tests.factories.help_requests import a_help_request
from tests.factories.kinship import (
    a_kinship,
    a_representative,
    a_statement,
    an_official,
    everybody_stated,
)
from tests.factories.ledger import (
    a_batch,
    a_contract,
    a_payment,
    a_reversal,
    a_roll,
    an_allocation,
    an_ledger_entry,
)
from tests.factories.money_year import a_year_of_money
from tests.factories.procedure import (
    a_candidate_list,
    a_meeting,
    a_notice,
    a_notice_of,
    a_posting,
    a_public_value,
    a_sample,
    a_second_look,
    a_visit,
    an_application,
    an_attendance,
    an_entry,
    an_objection,
)
from tests.factories.projects import (
    a_milestone,
    a_progress_report,
    a_project,
    a_project_meeting,
    a_project_notice,
    a_project_photograph,
    a_project_place,
    a_tender,
)
from tests.factories.register import a_household, an_id_number
from tests.factories.rounds import a_policy, a_quota, a_round, the_round
from tests.factories.sheets import a_gap, a_scan, a_sheet, a_sheet_photograph, a_taken, the_code

__all__ = [
    "PASSWORD",
    "a_batch",
    "a_candidate_list",
    "a_change_request",
    "a_comparison_file",
    "a_comparison_hit",
    "a_contract",
    "a_county",
    "a_delivery",
    "a_disclosure",
    "a_duplicate_pair",
    "a_fund_notice",
    "a_fund_year",
    "a_gap",
    "a_group",
    "a_help_request",
    "a_household",
    "a_kinship",
    "a_matter",
    "a_meeting",
    "a_milestone",
    "a_notice",
    "a_notice_of",
    "a_payment",
    "a_policy",
    "a_posting",
    "a_posting_place",
    "a_progress_report",
    "a_project",
    "a_project_meeting",
    "a_project_notice",
    "a_project_photograph",
    "a_project_place",
    "a_public_value",
    "a_quota",
    "a_representative",
    "a_reversal",
    "a_roll",
    "a_round",
    "a_sample",
    "a_scan",
    "a_second_look",
    "a_sheet",
    "a_sheet_photograph",
    "a_statement",
    "a_taken",
    "a_tender",
    "a_township",
    "a_township_with_boards",
    "a_user",
    "a_village",
    "a_visit",
    "a_year_of_money",
    "add",
    "an_allocation",
    "an_application",
    "an_area",
    "an_article",
    "an_article_file",
    "an_attachment",
    "an_attendance",
    "an_earlier_text",
    "an_entry",
    "an_id_number",
    "an_ledger_entry",
    "an_objection",
    "an_official",
    "everybody_stated",
    "facts_for",
    "first",
    "how_many",
    "the_code",
    "the_county",
    "the_fund_year",
    "the_officer",
    "the_round",
    "the_village",
]
