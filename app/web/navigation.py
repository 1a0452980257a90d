"""The staff menu as data: label, endpoint, permission. A line shows when its reader holds the permission."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext

from app.core.messages import N_
from app.core.permissions import Permission
from app.web.access import current_actor


@dataclass(frozen=True)
class MenuLine:
    """One line of the menu as the reader sees it."""

    label: str
    url: str
    current: bool


MENU: tuple[tuple[str, str, Permission | None], ...] = (
    (N_("Today"), "desk.index", None),
    (N_("Register"), "households.index", Permission.HOUSEHOLD_VIEW),
    (N_("Import"), "imports.index", Permission.HOUSEHOLD_IMPORT),
    (N_("Check-up"), "checkups.index", Permission.HOUSEHOLD_VIEW),
    (N_("Applications"), "applications.index", Permission.APPLICATION_VIEW),
    (N_("Review meetings"), "appraisals.index", Permission.MEETING_VIEW),
    (N_("Candidate lists"), "candidate_lists.index", Permission.CANDIDATE_LIST_VIEW),
    (N_("Posting"), "postings.index", Permission.CANDIDATE_LIST_VIEW),
    (N_("Objections"), "objections.index", Permission.OBJECTION_VIEW),
    (N_("Rounds"), "rounds.index", Permission.ROUND_VIEW),
    (N_("Policies"), "policies.index", Permission.POLICY_VIEW),
    (N_("Working days"), "calendars.index", Permission.CALENDAR_AMEND),
    (N_("Areas"), "areas.index", Permission.POSTING_PLACE_MANAGE),
    (N_("Accounts"), "accounts.index", Permission.ACCOUNT_MANAGE),
    (N_("History"), "history.index", Permission.HISTORY_VIEW),
)


#: pages of a door that stands in the menu, which yet belong to the reader and not to that line
ONES_OWN = frozenset({"accounts.mine", "accounts.change_password"})


def menu() -> list[MenuLine]:
    """The lines for whoever is signed in, in order. A door that is not installed has no line."""
    actor = current_actor()
    here = (request.endpoint or "").split(".")[0] if request.endpoint not in ONES_OWN else ""
    return [
        MenuLine(gettext(label), url_for(endpoint), endpoint.split(".")[0] == here)
        for label, endpoint, permission in MENU
        if (permission is None or actor.has(permission)) and endpoint in current_app.view_functions
    ]
