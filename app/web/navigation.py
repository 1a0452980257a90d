"""The staff menu as data: groups of lines with label, endpoint, permission. A line shows when its reader holds it.

The first row of the menu has the groups, each leading to its first line; below it stand the lines of the group that
the page belongs to. A door that is not installed has no line, a group without lines does not show.
"""

from dataclasses import dataclass

from flask import current_app, has_request_context, request, url_for
from flask_babel import gettext

from app.core.messages import N_
from app.core.permissions import Actor, Permission
from app.web.access import current_actor

P = Permission


@dataclass(frozen=True)
class MenuLine:
    """One line of the menu as the reader sees it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class MenuGroup:
    """A group as the reader sees it: its name, its first line's address, its lines."""

    label: str
    url: str
    lines: tuple[MenuLine, ...]

    @property
    def current(self) -> bool:
        """The page that is open belongs to this group."""
        return any(line.current for line in self.lines)


#: label, endpoint, permission that is asked for
Line = tuple[str, str, Permission | None]

MENU: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (N_("Today"), ((N_("Today"), "desk.index", None),)),
    (
        N_("Household files"),
        (
            (N_("Register"), "households.index", P.HOUSEHOLD_VIEW),
            (N_("Import"), "imports.index", P.HOUSEHOLD_IMPORT),
            (N_("Check-up"), "checkups.index", P.HOUSEHOLD_VIEW),
            (N_("Possible duplicates"), "duplicates.index", P.DUPLICATE_VIEW),
            (N_("Changes"), "changes.index", P.CHANGE_VIEW),
            (N_("Dossiers"), "dossiers.index", P.DOSSIER_VIEW),
        ),
    ),
    (
        N_("Review"),
        (
            (N_("Own requests"), "help_requests.index", P.HELP_REQUEST_VIEW),
            (N_("Applications"), "applications.index", P.APPLICATION_VIEW),
            (N_("Data comparison"), "comparisons.index", P.COMPARISON_VIEW),
            (N_("Review meetings"), "appraisals.index", P.MEETING_VIEW),
            (N_("Officials and representatives"), "officials.index", P.OFFICIAL_VIEW),
            (N_("Relatives"), "kinship.index", P.KINSHIP_VIEW),
        ),
    ),
    (
        N_("Publicity"),
        (
            (N_("Candidate lists"), "candidate_lists.index", P.CANDIDATE_LIST_VIEW),
            (N_("Exits"), "exits.index", P.APPLICATION_VIEW),
            (N_("Poor villages"), "poor_villages.index", P.POOR_VILLAGE_VIEW),
            (N_("Home checks"), "samples.index", P.CANDIDATE_LIST_VIEW),
            (N_("Posting"), "postings.index", P.CANDIDATE_LIST_VIEW),
            (N_("All sheets"), "batches.index", P.CANDIDATE_LIST_VIEW),
            (N_("Objections"), "objections.index", P.OBJECTION_VIEW),
            (N_("Articles"), "articles.index", P.ARTICLE_VIEW),
        ),
    ),
    (
        N_("Funds and projects"),
        (
            (N_("Projects"), "projects.index", P.PROJECT_VIEW),
            (N_("Ledger"), "funds.index", P.FUND_VIEW),
            (N_("Did it reach you?"), "deliveries.index", P.DELIVERY_VIEW),
            (N_("Village disclosure"), "disclosures.index", P.DISCLOSURE_VIEW),
        ),
    ),
    (
        N_("Help"),
        (
            (N_("Who helps whom"), "pairings.index", P.PAIRING_VIEW),
            (N_("Plans and visits"), "assistance.index", P.ASSISTANCE_VIEW),
            (N_("Households at risk"), "monitoring.index", P.WATCH_VIEW),
        ),
    ),
    (
        N_("Tasks"),
        (
            (N_("Tasks"), "tasks.index", P.TASK_VIEW),
            (N_("Supervision visits"), "supervisions.index", P.SUPERVISION_VIEW),
        ),
    ),
    (
        N_("Statistics and reports"),
        (
            (N_("Statistics"), "statistics.index", P.REPORT_VIEW),
            (N_("Annual reports"), "annual_reports.index", P.REPORT_VIEW),
            (N_("Forms from above"), "outside_forms.index", P.FORM_FILL),
        ),
    ),
    (
        N_("Basics"),
        (
            (N_("Rounds"), "rounds.index", P.ROUND_VIEW),
            (N_("Policies"), "policies.index", P.POLICY_VIEW),
            (N_("Working days"), "calendars.index", P.CALENDAR_AMEND),
            (N_("Areas"), "areas.index", P.POSTING_PLACE_MANAGE),
            (N_("Accounts"), "accounts.index", P.ACCOUNT_MANAGE),
            (N_("History"), "history.index", P.HISTORY_VIEW),
        ),
    ),
)

#: pages of a door that stands in the menu, which yet belong to the reader and not to that line
ONES_OWN = frozenset({"accounts.mine", "accounts.change_password"})
#: doors without a line of their own, and the line that their pages belong to
BELONGS_TO = {"fund_imports": "funds", "meeting_day": "appraisals", "why_cards": "applications"}

#: the menu of the pages for everybody (a narrow screen shows four, the others at its foot), and what stands there
PUBLIC_MENU = (
    (N_("Home"), "public.home"),
    (N_("Notices"), "public.list_notices"),
    (N_("Ask for help"), "help_requests.choose"),
    (N_("Follow up"), "objections.follow"),
    (N_("Money and projects"), "money.funds"),
    (N_("How lists come about"), "articles.procedure"),
    (N_("News and policies"), "articles.list_public"),
)
PUBLIC_FOOT = (
    (N_("Check a paper"), "verify.ask"),
    (N_("Why is my household on the list, or not?"), "why_cards.ask"),
    (N_("All projects"), "money.all_projects"),
    (N_("The rules in force"), "articles.policy_in_force"),
    (N_("Draws of home checks"), "samples.public_draws"),
    (N_("Open data"), "open_data.index"),
    (N_("Sign in for staff"), "accounts.sign_in"),
)
#: what somebody with a slip in his hand may want to follow
PUBLIC_MATTERS = (
    (N_("An objection"), "objections.follow"),
    (N_("A request for help"), "help_requests.follow"),
    (N_("A household's card"), "why_cards.ask"),
)


def public_matters() -> list[MenuLine]:
    """The pages on which a slip's code is typed, for the tabs above each of them."""
    return _public_lines(PUBLIC_MATTERS)


def public_menu() -> list[MenuLine]:
    """The menu of the pages for everybody."""
    return _public_lines(PUBLIC_MENU)


def public_foot() -> list[MenuLine]:
    """What stands at the foot of the pages for everybody."""
    return _public_lines(PUBLIC_FOOT)


def _public_lines(lines: tuple[tuple[str, str], ...]) -> list[MenuLine]:
    here = request.path if has_request_context() else ""
    found = []
    for label, endpoint in lines:
        if endpoint in current_app.view_functions:
            url = url_for(endpoint)
            path = url.removeprefix(request.script_root) if here else url
            is_here = here == path or (path != "/" and here.startswith(f"{path}/"))
            found.append(MenuLine(gettext(label), url, is_here))
    return found


def menu() -> list[MenuGroup]:
    """The groups for whoever is signed in, in order, each with the lines that the reader may open."""
    actor = current_actor()
    here = (request.endpoint or "").split(".")[0] if request.endpoint not in ONES_OWN else ""
    here = BELONGS_TO.get(here, here)
    groups = []
    for label, lines in MENU:
        shown = tuple(_shown(line, here) for line in lines if _may_open(line, actor))
        if shown:
            groups.append(MenuGroup(gettext(label), shown[0].url, shown))
    return groups


def _may_open(line: Line, actor: Actor) -> bool:
    _, endpoint, permission = line
    return (permission is None or actor.has(permission)) and endpoint in current_app.view_functions


def _shown(line: Line, here: str) -> MenuLine:
    label, endpoint, _ = line
    return MenuLine(gettext(label), url_for(endpoint), endpoint.split(".")[0] == here)
