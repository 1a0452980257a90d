"""Views of the books as a whole: the year's batches, every entry, what does not add up."""

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.funds import blueprint, choosing, presenter
from app.core.paging import cut
from app.core.permissions import Permission
from app.domain.funds import checks, queries, rules, totals
from app.domain.funds.models import EntryKind, LedgerEntry
from app.web.access import current_actor, requires
from app.web.pages import page, page_number, text_argument

P = Permission


@blueprint.get("")
@requires(P.FUND_VIEW)
def index() -> Response:
    """The year's money of an area: the sentence, its batches, what waits to be looked at."""
    choice = choosing.choose()
    balance = findings = None
    batches: list[presenter.BatchLine] = []
    if choice.round is not None and choice.area is not None:
        balance = totals.sentence(choice.round.id, choice.area)
        batches = presenter.batch_lines(choice.round.id, choice.area)
        findings = len(checks.check(choice.area, choice.round))
    return page(
        "funds/index.html",
        choice=choice,
        balance=balance,
        batches=batches,
        findings=findings,
        may_record=bool(choosing.areas_for(P.FUND_RECORD, choosing.HOLDERS)),
        may_publish=current_actor().has(P.PROJECT_PUBLISH),
        imports_url=presenter.imports_url(),
        labels=presenter,
    )


@blueprint.get("/entries")
@requires(P.FUND_VIEW)
def entries() -> Response:
    """Every entry of a year in an area, the newest first; by kind, or only payments without a voucher."""
    choice = choosing.choose()
    kind, bare = text_argument("kind", 20), text_argument("bare", 1) == "1"
    chosen = EntryKind(kind) if kind in set(EntryKind) else None
    found = queries.page_entries(
        page_number(),
        round_id=choice.round.id if choice.round else 0,
        path=choice.area.path if choice.area else "-",
        kind=chosen,
        without_voucher=bare,
    )
    arguments = choice.arguments | {"kind": kind or None, "bare": "1" if bare else None}
    return page(
        "funds/entries.html",
        fragment="results",
        choice=choice,
        found=found,
        kind=kind,
        bare=bare,
        labels=presenter,
        url_for_page=lambda number: url_for("funds.entries", **arguments, page=number),
    )


@blueprint.get("/entries/<number>")
@requires(P.FUND_VIEW, load=queries.get_entry)
def entry(found: LedgerEntry) -> Response:
    """One entry with its paper, what it undid or was undone by, and what can be done with it."""
    return page(
        "funds/entry.html",
        entry=found,
        capitals=rules.capitals(found.amount_fen),
        may_record=presenter.may_undo(found),
        labels=presenter,
    )


@blueprint.get("/checks")
@requires(P.FUND_VIEW)
def check() -> Response:
    """What does not add up, was not announced or lacks its paper, with links to where it arises."""
    choice = choosing.choose()
    findings = checks.check(choice.area, choice.round) if choice.area and choice.round else []
    rule = text_argument("rule", 40)
    shown = [one for one in findings if not rule or one.rule == rule]
    arguments = choice.arguments | {"rule": rule or None}
    return page(
        "funds/checks.html",
        choice=choice,
        counts=presenter.counts(findings),
        found=cut(shown, page_number()),
        rule=rule,
        labels=presenter,
        url_for_page=lambda number: url_for("funds.check", **arguments, page=number),
        here=request.path,
        title=_("What does not add up"),
    )
