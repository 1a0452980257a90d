"""Views of payments and what undoes them: paying from an account, recalling, giving back, reversing, the voucher."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.blueprints.funds import blueprint, presenter
from app.blueprints.funds.acting import Act, entered, paper_of, show_act, values_of
from app.blueprints.funds.forms import MoneyForm, PayForm, ReasonForm, VoucherForm
from app.core import clock
from app.core.permissions import Permission
from app.domain.funds import queries, rules, service
from app.domain.funds.models import Account, LedgerEntry
from app.web.access import current_actor, requires
from app.web.i18n import current_locale
from app.web.pages import text_argument

P = Permission


@blueprint.route("/accounts/<int:account_id>/pay", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_account, see=P.FUND_VIEW)
def pay(account: Account) -> Response:
    """Money is paid from what a batch gave to a place."""
    form = PayForm(data={"on": clock.today(), "purpose": text_argument("for", 60)})
    form.purpose.choices = [SelectChoice(*pair) for pair in _purposes(account)]
    here = url_for("funds.project", number=account.project.number)
    return show_act(
        form,
        do=lambda: entered(_pay(form, account)),
        done=lambda: here,
        title=_("Enter a payment"),
        crumbs=[(account.project.name.in_(current_locale()), here)],
        button=_("Enter the payment"),
        lines=_what_is_left(account),
    )


def _purposes(account: Account) -> list[tuple[str, str]]:
    """The contracts that are not paid in full, the rolls that are not paid, and neither."""
    contracts = [
        (f"contract:{one.number}", _("Contract %(number)s, %(who)s", number=one.number, who=one.contractor))
        for one in queries.list_contracts(project=account.project)
        if one.paid_fen < one.amount_fen
    ]
    rolls = [
        (
            f"roll:{one.number}",
            _("Roll %(number)s, %(sum)s yuan", number=one.number, sum=rules.yuan(one.total_fen)),
        )
        for one in queries.list_rolls(project=account.project, paid=False)  # of goods only none is paid
        if one.place_id == account.place_id and one.withdrawn_on is None
    ]
    return [*contracts, *rolls, ("", _("Something else, without contract or roll"))]


def _pay(form: PayForm, account: Account) -> LedgerEntry:
    kind, _colon, number = (form.purpose.data or "").partition(":")
    contract = queries.get_contract(number) if kind == "contract" else None
    roll = queries.get_roll(number) if kind == "roll" else None
    values = values_of(form, account.area_path)
    if roll is not None and not form.amount.data:
        values["amount_fen"] = roll.total_fen
    return service.pay(
        account=account,
        contract=contract,
        roll=roll,
        payee=form.payee.data or (contract.contractor if contract is not None else ""),
        payee_en=contract.contractor_en if contract is not None and not form.payee.data else None,
        payee_is_person=form.payee_is_person.data,
        voucher_no=form.voucher_no.data or "",
        **values,
    )


@blueprint.route("/accounts/<int:account_id>/recall", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_held_money, see=P.FUND_VIEW)
def recall(held: queries.HeldMoney) -> Response:
    """What was allocated to a place and not used goes back to its batch."""
    account = held.account
    form = MoneyForm(data={"on": clock.today()})
    here = url_for("funds.project", number=account.project.number)
    return show_act(
        form,
        do=lambda: entered(service.recall(account=account, **values_of(form, account.area_path))),
        done=lambda: here,
        title=_("Take back from the project"),
        crumbs=[(account.project.name.in_(current_locale()), here)],
        button=_("Take back"),
        lines=_what_is_left(account),
    )


def _what_is_left(account: Account) -> list[tuple[str, str]]:
    locale = current_locale()
    return [
        (_("Fund batch"), f"{account.batch.number} {account.batch.name.in_(locale)}"),
        (_("Place"), account.place.area.name.in_(locale)),
        (_("Allocated"), rules.yuan(account.allocated_fen)),
        (_("Not yet paid"), rules.yuan(presenter.left_of(account))),
    ]


@blueprint.route("/entries/<number>/refund", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_entry, see=P.FUND_VIEW)
def refund(found: LedgerEntry) -> Response:
    """The payee gave money back."""
    form = MoneyForm(data={"on": clock.today()})
    return _act_on(
        found,
        form,
        lambda: service.refund(payment=found, **values_of(form, found.area_path)),
        _("Given back by the payee"),
        _("Enter what was given back"),
    )


@blueprint.route("/entries/<number>/reverse", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_entry, see=P.FUND_VIEW)
def reverse(found: LedgerEntry) -> Response:
    """Undo an entry by its opposite, with a reason."""
    form = ReasonForm()
    return _act_on(
        found,
        form,
        lambda: service.reverse(actor=current_actor(), entry=found, reason=form.reason.data or ""),
        _("Reverse this entry"),
        _("Reverse it"),
        intro=_("Nothing is erased: an opposite entry is made, and both stay. Then enter what is right."),
        kind="danger",
    )


@blueprint.route("/entries/<number>/voucher", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_entry, see=P.FUND_VIEW)
def voucher(found: LedgerEntry) -> Response:
    """Name the voucher that a payment lacks."""
    form = VoucherForm(data={"reason": _("The voucher came later.")})
    return _act_on(
        found,
        form,
        lambda: service.give_voucher(
            actor=current_actor(),
            payment=found,
            voucher_no=form.voucher_no.data or "",
            reason=form.reason.data or "",
            paper=paper_of(form.paper, found.area_path),
        ),
        _("Enter the missing voucher"),
        _("Enter the voucher"),
        intro=_("The payment is reversed and entered again with its voucher, on its own day."),
    )


def _act_on(
    found: LedgerEntry, form: MoneyForm | ReasonForm, do: Act, title: str, button: str, **more: str
) -> Response:
    made: list[LedgerEntry] = []

    def act() -> str:
        made.append(do())
        return entered(made[0])

    return show_act(
        form,
        do=act,
        done=lambda: url_for("funds.entry", number=made[0].number),
        title=title,
        crumbs=[(found.number, url_for("funds.entry", number=found.number))],
        button=button,
        lines=[
            (_("Entry"), f"{found.number} · {presenter.kind_label(found.kind)}"),
            (_("What it is about"), presenter.about(found)),
            (_("Amount"), rules.yuan(found.amount_fen)),
        ],
        **more,
    )
