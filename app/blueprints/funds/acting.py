"""One form, one act of the ledger: shown, checked, done, or shown again with what is wrong beside its field."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.funds.forms import in_order
from app.core.bilingual import BilingualText
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission
from app.domain.attachments.models import Attachment
from app.domain.funds.models import LedgerEntry
from app.domain.funds.rules import yuan
from app.web.access import current_actor
from app.web.forms import BaseForm
from app.web.pages import go, page
from app.web.uploads import find_file

#: an act that makes an entry
Act = Callable[[], LedgerEntry]
#: label and words of one line above a form
Line = tuple[str, Any]


def show_act(
    form: BaseForm,
    *,
    do: Callable[[], str],
    done: Callable[[], str],
    title: str,
    crumbs: Sequence[tuple[str, str | None]],
    button: str,
    intro: str = "",
    lines: Sequence[Line] = (),
    kind: str = "primary",
    seen: Sequence[Any] = (),
) -> Response:
    """The page of one act. *do* acts and says what was done; *done* is where to go then.

    *seen* is what the act lays before the reader when it asks once more.
    """
    if form.validate_on_submit():
        try:
            words = do()
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(words, "success")
            return go(done())
    return page(
        "funds/act.html",
        status=form.http_status,
        form=form,
        fields=in_order(form),
        title=title,
        places=[(_("Ledger"), url_for("funds.index")), *crumbs, (title, None)],
        button=button,
        intro=intro,
        lines=lines,
        kind=kind,
        seen=seen,
    )


def entered(entry: LedgerEntry) -> str:
    """What is said once an entry is made."""
    return _(
        "Entry %(number)s over %(amount)s yuan is made.", number=entry.number, amount=yuan(entry.amount_fen)
    )


def values_of(form: Any, area_path: str) -> dict[str, Any]:
    """What a form of an entry says, as the acts take it: actor, amount, day, document, words, paper."""
    return {
        "actor": current_actor(),
        "amount_fen": form.amount.data or 0,
        "on": form.on.data,
        "document_no": form.document_no.data or "",
        "what": BilingualText(form.what_zh.data or ""),
        "paper": paper_of(form.paper, area_path),
    }


def paper_of(field: Any, area_path: str) -> Attachment | None:
    """The file of *field*, kept for those who may see the books there."""
    return find_file(field, kind="fund_paper", area_path=area_path, needs=Permission.FUND_VIEW)
