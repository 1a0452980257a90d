"""What there is to be allowed, and what somebody may who is something at an area.

Both tables are read by ``permissions.py``, where the one question :func:`~app.core.permissions.can` stands.
"""

from enum import StrEnum

from app.core.messages import N_


class Permission(StrEnum):
    """``resource:action``, alphabetical. An action that only looks is called ``view``."""

    ACCOUNT_MANAGE = "account:manage"
    APPLICATION_FILE = "application:file"
    APPLICATION_VIEW = "application:view"
    AREA_MANAGE = "area:manage"
    ARTICLE_VIEW = "article:view"
    ARTICLE_WITHDRAW = "article:withdraw"
    ARTICLE_WRITE = "article:write"
    ASSISTANCE_PLAN = "assistance:plan"
    ASSISTANCE_VIEW = "assistance:view"
    ASSISTANCE_VISIT = "assistance:visit"
    CALENDAR_AMEND = "calendar:amend"
    CANDIDATE_LIST_ANNOUNCE = "candidate_list:announce"
    CANDIDATE_LIST_DECIDE_COUNTY = "candidate_list:decide_county"
    CANDIDATE_LIST_DECIDE_TOWNSHIP = "candidate_list:decide_township"
    CANDIDATE_LIST_DRAW_UP = "candidate_list:draw_up"
    CANDIDATE_LIST_FORWARD = "candidate_list:forward"
    CANDIDATE_LIST_FORWARD_COUNTY = "candidate_list:forward_county"
    CANDIDATE_LIST_VIEW = "candidate_list:view"
    CHANGE_DECIDE = "change:decide"
    CHANGE_REQUEST = "change:request"
    CHANGE_VIEW = "change:view"
    COMPARISON_IMPORT = "comparison:import"
    COMPARISON_RECORD = "comparison:record"
    COMPARISON_SETTLE = "comparison:settle"
    COMPARISON_VIEW = "comparison:view"
    DELIVERY_RECORD = "delivery:record"
    DELIVERY_SETTLE = "delivery:settle"
    DELIVERY_VIEW = "delivery:view"
    DISCLOSURE_RECORD = "disclosure:record"
    DISCLOSURE_VIEW = "disclosure:view"
    DOSSIER_VIEW = "dossier:view"
    DUPLICATE_DECIDE = "duplicate:decide"
    DUPLICATE_VIEW = "duplicate:view"
    EXIT_ACCEPT = "exit:accept"
    FINDING_EXPLAIN = "finding:explain"
    FORM_FILL = "form:fill"
    FUND_IMPORT = "fund:import"
    FUND_RECORD = "fund:record"
    FUND_VIEW = "fund:view"
    HELP_REQUEST_ANSWER = "help_request:answer"
    HELP_REQUEST_RECORD = "help_request:record"
    HELP_REQUEST_REOPEN = "help_request:reopen"
    HELP_REQUEST_VIEW = "help_request:view"
    HISTORY_VIEW = "history:view"
    HOUSEHOLD_EDIT = "household:edit"
    HOUSEHOLD_IMPORT = "household:import"
    HOUSEHOLD_VIEW = "household:view"
    KINSHIP_DECLARE = "kinship:declare"
    KINSHIP_SETTLE = "kinship:settle"
    KINSHIP_VIEW = "kinship:view"
    MEETING_RECORD = "meeting:record"
    MEETING_VIEW = "meeting:view"
    MINUTES_AMEND = "minutes:amend"
    NOTICE_PUBLISH_FIRST = "notice:publish_first"
    NOTICE_PUBLISH_SECOND = "notice:publish_second"
    OBJECTION_FILE = "objection:file"
    OBJECTION_INVESTIGATE = "objection:investigate"
    OBJECTION_READ = "objection:read"
    OBJECTION_VIEW = "objection:view"
    OFFICIAL_MANAGE = "official:manage"
    OFFICIAL_VIEW = "official:view"
    PAIRING_MANAGE = "pairing:manage"
    PAIRING_VIEW = "pairing:view"
    PERSONAL_NUMBERS_VIEW = "personal_numbers:view"
    POLICY_AMEND = "policy:amend"
    POLICY_VIEW = "policy:view"
    POOR_VILLAGE_APPLY = "poor_village:apply"
    POOR_VILLAGE_CHECK = "poor_village:check"
    POOR_VILLAGE_DECIDE = "poor_village:decide"
    POOR_VILLAGE_PUBLISH = "poor_village:publish"
    POOR_VILLAGE_VIEW = "poor_village:view"
    POSTING_CONFIRM = "posting:confirm"
    POSTING_ORIGINAL_VIEW = "posting_original:view"
    POSTING_PLACE_MANAGE = "posting_place:manage"
    POSTING_RECORD = "posting:record"
    PROJECT_APPROVE = "project:approve"
    PROJECT_CHECK = "project:check"
    PROJECT_EDIT = "project:edit"
    PROJECT_PUBLISH = "project:publish"
    PROJECT_REPORT = "project:report"
    PROJECT_VIEW = "project:view"
    PUBLIC_VALUE_RECORD = "public_value:record"
    REPORT_VIEW = "report:view"
    REPORT_WRITE = "report:write"
    ROUND_MANAGE = "round:manage"
    ROUND_VIEW = "round:view"
    SUPERVISION_RECORD = "supervision:record"
    SUPERVISION_VIEW = "supervision:view"
    TASK_MANAGE = "task:manage"
    TASK_REPORT = "task:report"
    TASK_VIEW = "task:view"
    TELLING_RECORD = "telling:record"
    VISIT_RECORD = "visit:record"
    WATCH_APPROVE = "watch:approve"
    WATCH_DECIDE = "watch:decide"
    WATCH_RECORD = "watch:record"
    WATCH_VIEW = "watch:view"


P = Permission


class Role(StrEnum):
    """What somebody is at an area."""

    VILLAGE_OFFICER = "village_officer"
    WORK_TEAM = "work_team"
    TOWNSHIP_REVIEWER = "township_reviewer"
    COUNTY_APPROVER = "county_approver"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role's name, as a message id."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.VILLAGE_OFFICER: N_("Village officer"),
    Role.WORK_TEAM: N_("Work team member / first secretary"),
    Role.TOWNSHIP_REVIEWER: N_("Township reviewer"),
    Role.COUNTY_APPROVER: N_("County approver"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.ADMINISTRATOR: N_("Administrator"),
}

_LOOKS = frozenset(
    {
        P.APPLICATION_VIEW,
        P.ARTICLE_VIEW,
        P.ASSISTANCE_VIEW,
        P.CANDIDATE_LIST_VIEW,
        P.CHANGE_VIEW,
        P.COMPARISON_VIEW,
        P.DELIVERY_VIEW,
        P.DISCLOSURE_VIEW,
        P.DUPLICATE_VIEW,
        P.FUND_VIEW,
        P.HELP_REQUEST_VIEW,
        P.HOUSEHOLD_VIEW,
        P.KINSHIP_VIEW,
        P.MEETING_VIEW,
        P.OBJECTION_VIEW,
        P.OFFICIAL_VIEW,
        P.PAIRING_VIEW,
        P.POLICY_VIEW,
        P.POOR_VILLAGE_VIEW,
        P.PROJECT_VIEW,
        P.REPORT_VIEW,
        P.ROUND_VIEW,
        P.SUPERVISION_VIEW,
        P.TASK_VIEW,
        P.WATCH_VIEW,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VILLAGE_OFFICER: _LOOKS
    | {
        P.APPLICATION_FILE,
        P.ARTICLE_WITHDRAW,
        P.ARTICLE_WRITE,
        P.ASSISTANCE_PLAN,
        P.ASSISTANCE_VISIT,
        P.CANDIDATE_LIST_DRAW_UP,
        P.CANDIDATE_LIST_FORWARD,
        P.CHANGE_REQUEST,
        P.COMPARISON_SETTLE,
        P.DELIVERY_RECORD,
        P.DISCLOSURE_RECORD,
        P.DOSSIER_VIEW,
        P.EXIT_ACCEPT,
        P.FINDING_EXPLAIN,
        P.FORM_FILL,
        P.HELP_REQUEST_ANSWER,
        P.HELP_REQUEST_RECORD,
        P.HOUSEHOLD_EDIT,
        P.HOUSEHOLD_IMPORT,
        P.KINSHIP_DECLARE,
        P.MEETING_RECORD,
        P.MINUTES_AMEND,
        P.NOTICE_PUBLISH_FIRST,
        P.OBJECTION_FILE,
        P.OFFICIAL_MANAGE,
        P.PERSONAL_NUMBERS_VIEW,
        P.POOR_VILLAGE_APPLY,
        P.POSTING_CONFIRM,
        P.POSTING_PLACE_MANAGE,
        P.POSTING_RECORD,
        P.PROJECT_EDIT,
        P.PROJECT_PUBLISH,
        P.PROJECT_REPORT,
        P.TASK_REPORT,
        P.TELLING_RECORD,
        P.VISIT_RECORD,
        P.WATCH_RECORD,
    },
    Role.WORK_TEAM: _LOOKS
    | {
        P.APPLICATION_FILE,
        P.ASSISTANCE_PLAN,
        P.ASSISTANCE_VISIT,
        P.CHANGE_REQUEST,
        P.DELIVERY_RECORD,
        P.DOSSIER_VIEW,
        P.EXIT_ACCEPT,
        P.FINDING_EXPLAIN,
        P.HELP_REQUEST_RECORD,
        P.HOUSEHOLD_EDIT,
        P.KINSHIP_DECLARE,
        P.OBJECTION_FILE,
        P.PERSONAL_NUMBERS_VIEW,
        P.POSTING_RECORD,
        P.PROJECT_REPORT,
        P.TASK_REPORT,
        P.TELLING_RECORD,
        P.VISIT_RECORD,
        P.WATCH_RECORD,
    },
    Role.TOWNSHIP_REVIEWER: _LOOKS
    | {
        P.ARTICLE_WITHDRAW,
        P.ARTICLE_WRITE,
        P.ASSISTANCE_PLAN,
        P.ASSISTANCE_VISIT,
        P.CANDIDATE_LIST_DECIDE_TOWNSHIP,
        P.CANDIDATE_LIST_FORWARD_COUNTY,
        P.CHANGE_DECIDE,
        P.CHANGE_REQUEST,
        P.COMPARISON_RECORD,
        P.COMPARISON_SETTLE,
        P.DELIVERY_RECORD,
        P.DELIVERY_SETTLE,
        P.DISCLOSURE_RECORD,
        P.DOSSIER_VIEW,
        P.DUPLICATE_DECIDE,
        P.FINDING_EXPLAIN,
        P.FORM_FILL,
        P.FUND_IMPORT,
        P.FUND_RECORD,
        P.HELP_REQUEST_ANSWER,
        P.HELP_REQUEST_RECORD,
        P.HELP_REQUEST_REOPEN,
        P.HISTORY_VIEW,
        P.HOUSEHOLD_EDIT,
        P.HOUSEHOLD_IMPORT,
        P.KINSHIP_DECLARE,
        P.KINSHIP_SETTLE,
        P.MINUTES_AMEND,
        P.NOTICE_PUBLISH_SECOND,
        P.OBJECTION_FILE,
        P.OBJECTION_INVESTIGATE,
        P.OBJECTION_READ,
        P.OFFICIAL_MANAGE,
        P.PAIRING_MANAGE,
        P.PERSONAL_NUMBERS_VIEW,
        P.POOR_VILLAGE_CHECK,
        P.POOR_VILLAGE_PUBLISH,
        P.POSTING_CONFIRM,
        P.POSTING_ORIGINAL_VIEW,
        P.POSTING_PLACE_MANAGE,
        P.POSTING_RECORD,
        P.PROJECT_CHECK,
        P.PROJECT_EDIT,
        P.PROJECT_PUBLISH,
        P.PROJECT_REPORT,
        P.REPORT_WRITE,
        P.SUPERVISION_RECORD,
        P.TASK_MANAGE,
        P.TASK_REPORT,
        P.TELLING_RECORD,
        P.WATCH_DECIDE,
        P.WATCH_RECORD,
    },
    Role.COUNTY_APPROVER: _LOOKS
    | {
        P.ARTICLE_WITHDRAW,
        P.ARTICLE_WRITE,
        P.CALENDAR_AMEND,
        P.CANDIDATE_LIST_ANNOUNCE,
        P.CANDIDATE_LIST_DECIDE_COUNTY,
        P.CHANGE_DECIDE,
        P.COMPARISON_IMPORT,
        P.COMPARISON_RECORD,
        P.COMPARISON_SETTLE,
        P.DELIVERY_SETTLE,
        P.DOSSIER_VIEW,
        P.DUPLICATE_DECIDE,
        P.FORM_FILL,
        P.FUND_IMPORT,
        P.FUND_RECORD,
        P.HELP_REQUEST_REOPEN,
        P.HISTORY_VIEW,
        P.KINSHIP_DECLARE,
        P.KINSHIP_SETTLE,
        P.OBJECTION_FILE,
        P.OBJECTION_INVESTIGATE,
        P.OBJECTION_READ,
        P.OFFICIAL_MANAGE,
        P.PAIRING_MANAGE,
        P.PERSONAL_NUMBERS_VIEW,
        P.POLICY_AMEND,
        P.POOR_VILLAGE_DECIDE,
        P.POOR_VILLAGE_PUBLISH,
        P.POSTING_CONFIRM,
        P.POSTING_ORIGINAL_VIEW,
        P.PROJECT_APPROVE,
        P.PROJECT_PUBLISH,
        P.PUBLIC_VALUE_RECORD,
        P.REPORT_WRITE,
        P.ROUND_MANAGE,
        P.SUPERVISION_RECORD,
        P.TASK_MANAGE,
        P.TASK_REPORT,
        P.WATCH_APPROVE,
        P.WATCH_DECIDE,
    },
    Role.SUPERVISOR: _LOOKS
    | {
        P.DOSSIER_VIEW,
        P.HISTORY_VIEW,
        P.OBJECTION_READ,
        P.POSTING_ORIGINAL_VIEW,
        P.SUPERVISION_RECORD,
    },
    Role.ADMINISTRATOR: frozenset(
        {
            P.ACCOUNT_MANAGE,
            P.AREA_MANAGE,
            P.CALENDAR_AMEND,
            P.HISTORY_VIEW,
            P.POLICY_AMEND,
            P.POLICY_VIEW,
            P.POSTING_PLACE_MANAGE,
            P.ROUND_VIEW,
        }
    ),
}
