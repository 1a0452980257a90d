"""Views of payments and what undoes them: paying from an account, recalling, giving back, reversing, the voucher."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.funds import blueprint, presenter
from app.blueprints.funds.acting import Act, entered, paper_of, show_act, values_of
from app.blueprints.funds.asking import make_sure
from app.blueprints.funds.forms import MoneyForm, PayForm, ReasonForm, ScanForm, VoucherForm, offer
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.funds import doubts, queries, rules, service
from app.domain.funds.models import Account, Contract, LedgerEntry
from app.web.access import current_actor, requires
from app.web.i18n import current_locale
from app.web.pages import text_argument

P = Permission
#: who is paid by a roll, where nobody else is named
HOUSEHOLDS = BilingualText("花名册上的农户", "The households on the roll")


@blueprint.route("/accounts/<int:account_id>/pay", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_account, see=P.FUND_VIEW)
def pay(account: Account) -> Response:
    """Money is paid from what a batch gave to a place."""
    wanted, purposes = text_argument("for", 60), _purposes(account)
    is_gone = bool(wanted) and wanted not in dict(purposes)
    form = PayForm(data={"on": clock.today(), "purpose": "" if is_gone else wanted})
    offer(form.purpose, purposes, must_choose=is_gone)
    here = url_for("funds.project", number=account.project.number)
    return show_act(
        form,
        do=lambda: entered(_pay(form, account)),
        done=lambda: here,
        title=_("Enter a payment"),
        crumbs=[(account.project.name.in_(current_locale()), here)],
        button=_("Enter the payment"),
        intro=_("What the link led to is paid already, or is not paid from here.") if is_gone else "",
        lines=_what_is_left(account),
    )


def _purposes(account: Account) -> list[tuple[str, str]]:
    """The contracts that are not paid in full, the rolls that are not paid, and neither."""
    contracts = [
        (
            f"contract:{one.number}",
            _(
                "Contract %(number)s, %(who)s, %(left)s yuan not yet paid",
                number=one.number,
                who=one.contractor,
                left=rules.yuan(one.amount_fen - one.paid_fen),
            ),
        )
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
    return [*contracts, *rolls, ("other", _("Something else, without contract or roll"))]


def _pay(form: PayForm, account: Account) -> LedgerEntry:
    kind, _colon, number = (form.purpose.data or "").partition(":")
    contract = queries.get_contract(number) if kind == "contract" else None
    roll = queries.get_roll(number) if kind == "roll" else None
    amount_fen = form.amount.data or (roll.total_fen if roll is not None else 0)
    if not amount_fen:
        raise Invalid(_no_amount(contract), "amount")
    payee, payee_en = form.payee.data or "", None
    if not payee and contract is not None:
        payee, payee_en = contract.contractor, contract.contractor_en
    elif not payee and roll is not None:
        payee, payee_en = HOUSEHOLDS.zh, HOUSEHOLDS.en
    voucher_no = form.voucher_no.data or ""
    make_sure(form, doubts.of_payment(account, amount_fen, form.on.data, payee, voucher_no))
    return service.pay(
        account=account,
        contract=contract,
        roll=roll,
        payee=payee,
        payee_en=payee_en,
        payee_is_person=form.payee_is_person.data,
        voucher_no=voucher_no,
        **{**values_of(form, account.area_path), "amount_fen": amount_fen},
    )


def _no_amount(contract: Contract | None) -> Message:
    if contract is None:
        return Message(N_("Write how much is paid."))
    left = rules.yuan(contract.amount_fen - contract.paid_fen)
    words = N_("Write how much is paid. Of contract %(number)s %(left)s yuan are not yet paid.")
    return Message(words, number=contract.number, left=left)


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
    """Name the voucher that a payment lacks, or attach its scan where the number is there."""
    kind = ScanForm if found.voucher_no else VoucherForm
    form = kind(data={"reason": _("The voucher came later.")})
    return _act_on(
        found,
        form,
        lambda: service.give_voucher(
            actor=current_actor(),
            payment=found,
            voucher_no="" if found.voucher_no else form.voucher_no.data or "",
            reason=form.reason.data or "",
            paper=paper_of(form.paper, found.area_path),
        ),
        _("Attach the voucher's scan") if found.voucher_no else _("Enter the missing voucher"),
        _("Attach the scan") if found.voucher_no else _("Enter the voucher"),
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
