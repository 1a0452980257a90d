"""Forms of the ledger. The name of a field is that of what the act asks for, so that a fault stands beside it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.blueprints.funds.asking import SureField
from app.domain.funds.models import SourceLevel
from app.domain.funds.rules import LEVEL_LABELS
from app.web.amounts import AmountField
from app.web.forms import BaseForm, DateField, Needed, SmallEnough, TextField
from app.web.i18n import translate

LONGEST = 2000
LONGEST_ROLL = 100_000
PAPER = lazy_gettext("A photograph or a PDF. Only the offices see it.")
NO_NUMBERS = lazy_gettext("No identity number, no bank card, no telephone: they stand on the voucher.")
THE_YEAR = lazy_gettext("To which year the money belongs by its document.")
AMOUNT = lazy_gettext("For instance 1200.50, 1,200,000 or 120万.")


def _text(label: Any, hint: Any = "", *, most: int = 80, needed: bool = False) -> TextField:
    length = Length(max=most, message=lazy_gettext("At most %(highest)s characters.", highest=most))
    return TextField(label, [Needed() if needed else Optional(), length], description=hint)


def _words(label: Any, hint: Any = "", *, most: int = LONGEST) -> TextAreaField:
    length = Length(max=most, message=lazy_gettext("This is too long."))
    return TextAreaField(label, [Needed(), length], description=hint)


def _paper(label: Any = None) -> FileField:
    return FileField(label or lazy_gettext("Signed paper"), [Optional(), SmallEnough()], description=PAPER)


class SureForm(BaseForm):
    """A form that may ask once more; the tick is shown only then."""

    sure = SureField(lazy_gettext("I have looked at it: enter it all the same"))


class MoneyForm(SureForm):
    """What most entries have: an amount, a day, the document that they rest on."""

    amount = AmountField(lazy_gettext("Amount"), [Needed()], description=AMOUNT)
    on = DateField(lazy_gettext("Day"), [Needed()], description=lazy_gettext("As it stands on the paper."))
    document_no = _text(lazy_gettext("Document number"), needed=True)
    what_zh = _text(lazy_gettext("What it is for"), NO_NUMBERS, most=160)
    paper = _paper()


class BatchForm(SureForm):
    """A fund batch with what came of it so far."""

    year = SelectField(lazy_gettext("Year"), [Needed()], description=THE_YEAR)
    area = SelectField(lazy_gettext("Who holds the money"), [Needed()])
    level = SelectField(
        lazy_gettext("Source of the money"),
        [Needed()],
        choices=[
            SelectChoice("", lazy_gettext("Please choose one.")),
            *(SelectChoice(level.value, lazy_gettext(words)) for level, words in LEVEL_LABELS.items()),
        ],
    )
    name_zh = _text(lazy_gettext("Name of the money"), most=120, needed=True)
    name_en = _text(lazy_gettext("Name in English"), most=160)
    purpose_zh = _words(lazy_gettext("What it is given for"))
    purpose_en = _text(lazy_gettext("What it is given for, in English"), most=LONGEST)
    giver_zh = _text(
        lazy_gettext("Who gives it"), lazy_gettext("For gifts and aid: the office, firm or town."), most=120
    )
    document_no = _text(lazy_gettext("Document number"), needed=True)
    document_on = DateField(lazy_gettext("Day of the document"), [Needed()])
    amount = AmountField(lazy_gettext("Amount that came"), [Optional()], description=AMOUNT)
    on = DateField(lazy_gettext("Day on which it came"), [Optional()])
    paper = _paper(lazy_gettext("The document"))

    def source(self) -> SourceLevel:
        """Where the money comes from."""
        return SourceLevel(self.level.data)


class ReceiveForm(MoneyForm):
    """More money of a batch came."""


class AllocateForm(MoneyForm):
    """Money of a batch is given to a place of a project."""

    order = ("place",)

    place = SelectField(lazy_gettext("Project and place"), [Needed()])


class CarryForm(MoneyForm):
    """What is left goes on in a later year."""

    order = ("to_round",)

    to_round = SelectField(lazy_gettext("Into which year"), [Needed()])


class PayForm(MoneyForm):
    """A payment: for a contract, by a roll, or otherwise."""

    order = ("purpose", "amount", "on", "payee", "payee_is_person", "voucher_no", "paper")

    purpose = SelectField(lazy_gettext("What is paid"), [Needed()])
    amount = AmountField(
        lazy_gettext("Amount"),
        [Optional()],
        description=lazy_gettext(
            "For instance 1200.50 or 120万. For a roll its total is taken when this is empty."
        ),
    )
    payee = _text(
        lazy_gettext("Who is paid"),
        lazy_gettext(
            "When this is empty: for a contract its contractor, for a roll the households on it. "
            "Else write who gets the money."
        ),
        most=120,
    )
    payee_is_person = BooleanField(
        lazy_gettext("This is a person"),
        description=lazy_gettext("A person's name is not shown to the public."),
    )
    document_no = _text(lazy_gettext("Document number"))
    voucher_no = _text(
        lazy_gettext("Voucher number"),
        lazy_gettext("Without one the payment is listed as lacking it."),
        most=40,
    )
    paper = _paper(lazy_gettext("The voucher"))


class ContractForm(SureForm):
    """A contract for a project, or a supplement to one."""

    number = _text(
        lazy_gettext("Contract number"),
        lazy_gettext("The number of a contract that is there already makes this a supplement."),
        needed=True,
    )
    contractor = _text(lazy_gettext("Contractor"), most=120, needed=True)
    contractor_en = _text(lazy_gettext("Contractor, in English"), most=160)
    contractor_code = _text(lazy_gettext("Unified social credit code"), most=20)
    person_in_charge = _text(lazy_gettext("Who answers for the work there"), NO_NUMBERS, most=60)
    amount = AmountField(lazy_gettext("Amount"), [Needed()], description=AMOUNT)
    signed_on = DateField(lazy_gettext("Signed on"), [Needed()])
    starts_on = DateField(lazy_gettext("Work begins on"), [Optional()])
    ends_on = DateField(lazy_gettext("Work ends on"), [Optional()])
    by_tender = BooleanField(lazy_gettext("It follows the award recorded for this project"))
    paper = _paper(lazy_gettext("The contract"))


class RollForm(SureForm):
    """A roll of beneficiaries: typed, pasted from a sheet, or handed in as a file."""

    place = SelectField(lazy_gettext("Place"), [Needed()])
    title_zh = _text(lazy_gettext("What the households get"), most=120, needed=True)
    title_en = _text(lazy_gettext("The same in English"), most=160)
    drawn_up_on = DateField(lazy_gettext("Drawn up on"), [Needed()])
    lines = TextAreaField(
        lazy_gettext("Receivers, one a line: group, name, people, amount, goods"),
        [Optional(), Length(max=LONGEST_ROLL, message=lazy_gettext("This is too long."))],
        description=lazy_gettext("Copied from a sheet, or typed with commas: 一组，王秀英，4，500。"),
    )
    sheet = FileField(
        lazy_gettext("Or a file with these columns"),
        [Optional(), SmallEnough()],
        description=lazy_gettext("Excel (.xlsx, .xls) or CSV."),
    )
    paper = _paper(lazy_gettext("The signed roll"))


class ReasonForm(BaseForm):
    """A reason, and nothing else."""

    reason = _words(lazy_gettext("Reason"), NO_NUMBERS)


class HandOutForm(BaseForm):
    """On which day the goods of a roll were handed out."""

    on = DateField(lazy_gettext("Handed out on"), [Needed()])


class VoucherForm(ReasonForm):
    """The voucher that was missing."""

    order = ("voucher_no", "paper")

    voucher_no = _text(lazy_gettext("Voucher number"), most=40, needed=True)
    paper = _paper(lazy_gettext("The voucher"))


class ScanForm(ReasonForm):
    """The photograph or scan of a voucher whose number is there."""

    order = ("paper",)

    paper = FileField(lazy_gettext("The voucher"), [Needed(), SmallEnough()], description=PAPER)


class NoticeForm(BaseForm):
    """Of which year's money and for which boards a notice is issued, and from when it is to hang."""

    year = SelectField(lazy_gettext("Year"), [Needed()])
    area = SelectField(lazy_gettext("For the boards of"), [Needed()])
    hang_on = DateField(lazy_gettext("It hangs from"), [Needed()])


class AnnounceForm(BaseForm):
    """From when a notice of beneficiaries is to hang."""

    hang_on = DateField(lazy_gettext("It hangs from"), [Needed()])


def in_order(form: BaseForm) -> list[Any]:
    """The fields that are shown, those first that the form wants first."""
    shown = [one for one in form if getattr(one.widget, "input_type", "") != "hidden"]
    first, last = getattr(form, "order", ()), [one for one in shown if one.name == "sure"]
    others = [one for one in shown if one.name != "sure"]
    others.sort(key=lambda one: first.index(one.name) if one.name in first else len(first))
    return [*others, *(one for one in last if one.errors or one.data)]


def offer(field: SelectField, pairs: Sequence[tuple[str, str]], *, must_choose: bool = False) -> None:
    """What can be chosen in *field*; the only one is chosen already, unless the reader *must_choose*."""
    is_clear = len(pairs) == 1 and not must_choose
    shown = pairs if is_clear else [("", translate("Please choose one.")), *pairs]
    field.choices = [SelectChoice(value, words) for value, words in shown]
    if is_clear and not field.raw_data:
        field.data = pairs[0][0]
