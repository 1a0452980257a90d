"""The two policies under which the township of ``test_never`` lives: short periods, and working days."""

QUICK = {
    "first_notice_days": 3,
    "second_notice_days": 2,
    "announcement_days": 2,
    "posting_places_required": 2,
    "kinship_statements_required": True,
}
WORKING = {
    "first_notice_days": 2,
    "first_notice_day_kind": "working",
    "second_notice_days": 2,
    "second_notice_day_kind": "working",
    "count_from": "posting_day",
    "posting_places_required": 1,
    "posting_record_days": 1,
    "comparison_required": True,
    "kinship_statements_required": True,
}
