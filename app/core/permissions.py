"""Who may do what, said once: permissions, roles, and the one question :func:`can`.

A grant is a *role at an area*; it reaches every subject whose ``area_path`` begins with the grant's path. Paths
end in a slash (``1/2/7/``), so that village 1 does not reach village 12. A subject may narrow further with a
method ``allows(actor, permission)``, and may show itself to the areas below it with ``visible_below``.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

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
    FINDING_EXPLAIN = "finding:explain"
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
    PERSONAL_NUMBERS_VIEW = "personal_numbers:view"
    POLICY_AMEND = "policy:amend"
    POLICY_VIEW = "policy:view"
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
    ROUND_MANAGE = "round:manage"
    ROUND_VIEW = "round:view"
    TELLING_RECORD = "telling:record"
    VISIT_RECORD = "visit:record"


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
        P.POLICY_VIEW,
        P.PROJECT_VIEW,
        P.ROUND_VIEW,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VILLAGE_OFFICER: _LOOKS
    | {
        P.APPLICATION_FILE,
        P.ARTICLE_WITHDRAW,
        P.ARTICLE_WRITE,
        P.CANDIDATE_LIST_DRAW_UP,
        P.CANDIDATE_LIST_FORWARD,
        P.CHANGE_REQUEST,
        P.COMPARISON_SETTLE,
        P.DELIVERY_RECORD,
        P.DISCLOSURE_RECORD,
        P.DOSSIER_VIEW,
        P.FINDING_EXPLAIN,
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
        P.POSTING_CONFIRM,
        P.POSTING_PLACE_MANAGE,
        P.POSTING_RECORD,
        P.PROJECT_EDIT,
        P.PROJECT_PUBLISH,
        P.PROJECT_REPORT,
        P.TELLING_RECORD,
        P.VISIT_RECORD,
    },
    Role.WORK_TEAM: _LOOKS
    | {
        P.APPLICATION_FILE,
        P.CHANGE_REQUEST,
        P.DELIVERY_RECORD,
        P.DOSSIER_VIEW,
        P.FINDING_EXPLAIN,
        P.HELP_REQUEST_RECORD,
        P.HOUSEHOLD_EDIT,
        P.KINSHIP_DECLARE,
        P.OBJECTION_FILE,
        P.PERSONAL_NUMBERS_VIEW,
        P.POSTING_RECORD,
        P.PROJECT_REPORT,
        P.TELLING_RECORD,
        P.VISIT_RECORD,
    },
    Role.TOWNSHIP_REVIEWER: _LOOKS
    | {
        P.ARTICLE_WITHDRAW,
        P.ARTICLE_WRITE,
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
        P.PERSONAL_NUMBERS_VIEW,
        P.POSTING_CONFIRM,
        P.POSTING_ORIGINAL_VIEW,
        P.POSTING_PLACE_MANAGE,
        P.POSTING_RECORD,
        P.PROJECT_CHECK,
        P.PROJECT_EDIT,
        P.PROJECT_PUBLISH,
        P.PROJECT_REPORT,
        P.TELLING_RECORD,
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
        P.PERSONAL_NUMBERS_VIEW,
        P.POLICY_AMEND,
        P.POSTING_CONFIRM,
        P.POSTING_ORIGINAL_VIEW,
        P.PROJECT_APPROVE,
        P.PROJECT_PUBLISH,
        P.PUBLIC_VALUE_RECORD,
        P.ROUND_MANAGE,
    },
    Role.SUPERVISOR: _LOOKS | {P.DOSSIER_VIEW, P.HISTORY_VIEW, P.OBJECTION_READ, P.POSTING_ORIGINAL_VIEW},
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


@dataclass(frozen=True)
class Grant:
    """A role at an area; *path* is the area's, with its closing slash."""

    role: Role
    area_id: int
    path: str


@dataclass(frozen=True)
class Actor:
    """Who acts. An anonymous visitor is :data:`NOBODY`, without an id or a grant."""

    id: int | None
    name: str
    grants: tuple[Grant, ...] = field(default=())

    def has(self, permission: Permission) -> bool:
        """True when some grant carries *permission*, wherever it reaches."""
        return any(permission in ROLE_PERMISSIONS[grant.role] for grant in self.grants)

    def paths_for(self, permission: Permission) -> tuple[str, ...]:
        """The area paths below which this actor holds *permission*, without those inside another."""
        paths = sorted({g.path for g in self.grants if permission in ROLE_PERMISSIONS[g.role]})
        return tuple(p for p in paths if not any(p != q and p.startswith(q) for q in paths))

    def role_for(self, permission: Permission, path: str) -> Role | None:
        """The role by which this actor holds *permission* over *path*, for the record of an act."""
        for grant in self.grants:
            if permission in ROLE_PERMISSIONS[grant.role] and path.startswith(grant.path):
                return grant.role
        return None

    def roles_over(self, path: str) -> tuple[Role, ...]:
        """All roles this actor holds over the area at *path*."""
        return tuple(grant.role for grant in self.grants if path.startswith(grant.path))


NOBODY = Actor(id=None, name="")


def holds_at(actor: Actor, permission: Permission, path: str) -> bool:
    """Does *actor* hold *permission* by a grant at the area of *path* itself, not from above it?"""
    return any(grant.path == path and permission in ROLE_PERMISSIONS[grant.role] for grant in actor.grants)


def can(actor: Actor, permission: Permission, subject: Any = None) -> bool:
    """May *actor* do *permission* to *subject*? Without a subject: anywhere at all.

    A subject has ``area_path``; it may have ``visible_below`` (permissions that hold for areas under it, e.g. the
    county's round for its villages) and ``allows(actor, permission)`` (conditions that are not about area).
    """
    if subject is None:
        return actor.has(permission)
    path: str = subject.area_path
    reached = actor.role_for(permission, path) is not None
    if not reached and permission in getattr(subject, "visible_below", ()):
        reached = any(
            permission in ROLE_PERMISSIONS[g.role] and g.path.startswith(path) for g in actor.grants
        )
    if not reached:
        return False
    allows = getattr(subject, "allows", None)
    return bool(allows(actor, permission)) if allows is not None else True
