"""Views of the money of one project: what it was given where, its contracts, its rolls."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.funds import blueprint, looking, presenter, sheets
from app.blueprints.funds.acting import entered, paper_of, show_act
from app.blueprints.funds.asking import make_sure
from app.blueprints.funds.forms import ContractForm, HandOutForm, ReasonForm, RollForm, offer
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.funds import doubts, queries, rolls, rules, service
from app.domain.funds.models import LedgerEntry, Roll
from app.domain.projects.models import Project
from app.domain.projects.queries import get_project
from app.domain.projects.rules import latest_tender
from app.web.access import current_actor, requires
from app.web.i18n import current_locale
from app.web.pages import page, page_number
from app.web.uploads import is_sent

P = Permission


@blueprint.get("/projects/<number>")
@requires(P.FUND_VIEW, load=get_project)
def project(found: Project) -> Response:
    """The money of a project: place by place, contracts, rolls, every entry."""
    actor = current_actor()
    batches = queries.list_batches_over(found.round_id, found.area_path)
    return page(
        "funds/project.html",
        project=found,
        accounts=queries.list_accounts(project=found),
        contracts=queries.list_contracts(project=found),
        rolls=queries.list_rolls(project=found),
        batches=[presenter.BatchLine(one) for one in batches if can(actor, P.FUND_RECORD, one)],
        entries=queries.page_entries(page_number(), project_id=found.id),
        may_record=can(actor, P.FUND_RECORD, found),
        labels=presenter,
        url_for_page=lambda n: url_for("funds.project", number=found.number, page=n),
    )


@blueprint.route("/projects/<number>/contract", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=get_project, see=P.FUND_VIEW)
def contract(found: Project) -> Response:
    """A contract is signed for a project."""
    form = ContractForm(data={"signed_on": clock.today()})
    if latest_tender(found) is None:
        del form.by_tender
    here = url_for("funds.project", number=found.number)
    return show_act(
        form,
        do=lambda: entered(_sign(form, found)),
        done=lambda: here,
        title=_("Enter a contract"),
        crumbs=[(found.name.in_(current_locale()), here)],
        button=_("Enter the contract"),
        lines=[
            (_("Allocated"), rules.yuan(found.allocated_fen)),
            (_("Not yet promised by contract"), rules.yuan(found.allocated_fen - found.contracted_fen)),
        ],
    )


def _sign(form: ContractForm, found: Project) -> LedgerEntry:
    make_sure(form, doubts.of_contract(found, form.number.data or ""))
    follows = "by_tender" in form and form.by_tender.data
    return service.sign_contract(
        actor=current_actor(),
        project=found,
        number=form.number.data or "",
        contractor=BilingualText(form.contractor.data or "", form.contractor_en.data or None),
        contractor_code=form.contractor_code.data or "",
        person_in_charge=form.person_in_charge.data or "",
        amount_fen=form.amount.data or 0,
        signed_on=form.signed_on.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        tender=latest_tender(found) if follows else None,
        paper=paper_of(form.paper, found.area_path),
    )


@blueprint.route("/projects/<number>/roll", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=get_project, see=P.FUND_VIEW)
def new_roll(found: Project) -> Response:
    """Draw up a roll of who gets what of a project at one of its places."""
    form = RollForm(data={"drawn_up_on": clock.today()})
    seen: list[looking.Seen] = []
    offer(form.place, [(place.area.code, place.area.name.in_(current_locale())) for place in found.places])
    here = url_for("funds.project", number=found.number)
    made: list[Roll] = []

    def do() -> str:
        made.append(_draw_up(form, found, seen))
        total = rules.yuan(made[0].total_fen)
        return _("Roll %(number)s over %(total)s yuan is drawn up.", number=made[0].number, total=total)

    return show_act(
        form,
        do=do,
        done=lambda: url_for("funds.roll", number=made[0].number),
        title=_("Draw up a roll of beneficiaries"),
        crumbs=[(found.name.in_(current_locale()), here)],
        button=_("Draw up the roll"),
        intro=_(
            "Nothing is kept unless every line can be read. A wrong roll is withdrawn later, not changed."
        ),
        seen=seen,
    )


def _draw_up(form: RollForm, found: Project, seen: list[looking.Seen]) -> Roll:
    """Draw it up once its lines were shown, with what is to be known of them, and found right."""
    place = next(place for place in found.places if place.area.code == form.place.data)
    typed = form.lines.data or ""
    if typed.strip() and is_sent(form.sheet.data):
        fault = N_(
            "Receivers are typed above as well. Keep one of the two: clear the lines, or choose no file."
        )
        raise Invalid(Message(fault), "sheet")
    text = sheets.text_of(form.sheet) or typed
    if not text.strip():
        raise Invalid(Message(N_("Write the receivers here, or choose a file below.")), "lines")
    read = rolls.read(text)
    seen.append(looking.look(read, place, form.drawn_up_on.data))
    form.lines.data, form.sheet.data = text, None
    make_sure(form, seen[0].doubts, seen[0].about)
    return service.draw_up_roll(
        actor=current_actor(),
        place=place,
        title=BilingualText(form.title_zh.data or "", form.title_en.data or None),
        drawn_up_on=form.drawn_up_on.data,
        lines=read.lines,
        paper=paper_of(form.paper, found.area_path),
    )


@blueprint.get("/rolls/<number>")
@requires(P.FUND_VIEW, load=queries.get_roll)
def roll(found: Roll) -> Response:
    """One roll: who gets what, whether it is paid and announced."""
    announced = queries.find_notice_of_roll(found)
    return page(
        "funds/roll.html",
        roll=found,
        project=found.place.project,
        entries=queries.list_entries(roll_id=found.id),
        accounts=[
            one
            for one in queries.list_accounts(project=found.place.project)
            if one.place_id == found.place_id
        ],
        may_record=can(current_actor(), P.FUND_RECORD, found),
        announced=announced,
        may_publish=not announced and presenter.may_announce(found),
        labels=presenter,
    )


@blueprint.route("/rolls/<number>/withdraw", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_roll, see=P.FUND_VIEW)
def withdraw_roll(found: Roll) -> Response:
    """Take a wrong roll out of use."""
    form = ReasonForm()
    here = url_for("funds.roll", number=found.number)

    def do() -> str:
        service.withdraw_roll(actor=current_actor(), roll=found, reason=form.reason.data or "")
        return _("Roll %(number)s is withdrawn.", number=found.number)

    return show_act(
        form,
        do=do,
        done=lambda: here,
        title=_("Withdraw the roll"),
        crumbs=[(found.number, here)],
        button=_("Withdraw the roll"),
        kind="danger",
    )


@blueprint.route("/rolls/<number>/handed-out", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_roll, see=P.FUND_VIEW)
def hand_out(found: Roll) -> Response:
    """The goods of a roll without money were handed out."""
    form = HandOutForm(data={"on": clock.today()})
    here = url_for("funds.roll", number=found.number)

    def do() -> str:
        service.hand_out(actor=current_actor(), roll=found, on=form.on.data)
        return _("The goods of roll %(number)s are noted as handed out.", number=found.number)

    return show_act(
        form,
        do=do,
        done=lambda: here,
        title=_("These goods were handed out"),
        crumbs=[(found.number, here)],
        button=_("Note it"),
        intro=_("From then on the households are asked whether it reached them, and they are announced."),
    )


@blueprint.route("/rolls/<number>/not-handed-out", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_roll, see=P.FUND_VIEW)
def take_back_handing_out(found: Roll) -> Response:
    """The goods of a roll were not handed out after all."""
    form = ReasonForm()
    here = url_for("funds.roll", number=found.number)

    def do() -> str:
        service.take_back_handing_out(actor=current_actor(), roll=found, reason=form.reason.data or "")
        return _("The goods of roll %(number)s are noted as not handed out.", number=found.number)

    return show_act(
        form,
        do=do,
        done=lambda: here,
        title=_("They were not handed out"),
        crumbs=[(found.number, here)],
        button=_("They were not handed out"),
        kind="danger",
    )
