"""Views of fund batches: a new one, one with all that became of it, and the acts on it."""

from collections.abc import Sequence

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.funds import blueprint, choosing, presenter
from app.blueprints.funds.acting import Act, Line, entered, paper_of, show_act, values_of
from app.blueprints.funds.asking import make_sure
from app.blueprints.funds.forms import AllocateForm, BatchForm, CarryForm, MoneyForm, ReceiveForm, offer
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.funds import booking, doubts, queries, rules, service
from app.domain.funds.models import Batch, LedgerEntry, SourceLevel
from app.domain.projects.models import ProjectPlace
from app.domain.projects.queries import list_projects
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import list_open_years
from app.web.i18n import current_locale
from app.web.pages import go, page, page_number, text_argument
from app.web.uploads import is_sent

P = Permission
#: money that is no budget's: it comes from somebody with a name
GIVEN_BY_SOMEBODY = (SourceLevel.SOCIAL, SourceLevel.EAST_WEST)
NO_LATER_YEAR = N_("No later year is open. The county opens it under Rounds.")
NO_PLACE = N_("No project of this year stands in the library. Take the projects' steps first.")


@blueprint.route("/batches/new", methods=["GET", "POST"])
@requires(P.FUND_RECORD)
def new_batch() -> Response:
    """Note a fund batch by its document, with what came of it."""
    years = list_open_years()
    if not years:
        return choosing.back_without_a_year()
    areas = choosing.areas_for(P.FUND_RECORD, choosing.HOLDERS)
    form = BatchForm(data={"on": clock.today()})
    choosing.offer_year(form, years)
    offer(form.area, [(area.code, area.name.in_(current_locale())) for area in areas])
    if form.validate_on_submit():
        try:
            batch = _record(form, years)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Batch %(number)s is noted.", number=batch.number), "success")
            return go(url_for("funds.batch", number=batch.number))
    return page("funds/new_batch.html", status=form.http_status, form=form)


def _record(form: BatchForm, years: Sequence[Round]) -> Batch:
    """The batch of the form, with the receipt of what came."""
    area = next(one for one in choosing.areas_for(P.FUND_RECORD) if one.code == form.area.data)
    if is_sent(form.paper.data) and not form.amount.data:
        raise Invalid(Message(N_("The document is kept with the money: write how much came.")), "amount")
    year, level = choosing.year_for(form, years, area), form.source()
    if level in GIVEN_BY_SOMEBODY and not form.giver_zh.data:
        raise Invalid(Message(N_("Gifts and aid come from somebody: write who gives it.")), "giver_zh")
    make_sure(form, doubts.of_batch(year, area, form.document_no.data or ""))
    batch = service.record_batch(
        actor=current_actor(),
        round_=year,
        area=area,
        level=level,
        name=BilingualText(form.name_zh.data, form.name_en.data),
        purpose=BilingualText(form.purpose_zh.data, form.purpose_en.data),
        giver=BilingualText(form.giver_zh.data or ""),
        document_no=form.document_no.data or "",
        document_on=form.document_on.data,
    )
    if form.amount.data:
        service.receive(
            actor=current_actor(),
            batch=batch,
            amount_fen=form.amount.data,
            on=form.on.data or clock.today(),
            paper=paper_of(form.paper, batch.area_path),
        )
    return batch


@blueprint.get("/batches/<number>")
@requires(P.FUND_VIEW, load=queries.get_batch)
def batch(found: Batch) -> Response:
    """One batch: its document, what it gave to which place, and every entry; of all that as much as the reader sees."""
    seen = presenter.seen_of(found)
    may_record = can(current_actor(), P.FUND_RECORD, found)
    return page(
        "funds/batch.html",
        batch=found,
        line=presenter.BatchLine(found),
        accounts=presenter.accounts_of(found, seen),
        entries=queries.page_entries(page_number(), batch_id=found.id, paths=seen, besides_id=found.area_id),
        is_whole=not seen,
        may_record=may_record and presenter.is_open(found.round),
        later=_later_years(found) if may_record else {},
        has_places=may_record and bool(_places(found)),
        labels=presenter,
        no_later_year=NO_LATER_YEAR,
        no_place=NO_PLACE,
        url_for_page=lambda n: url_for("funds.batch", number=found.number, page=n),
    )


@blueprint.route("/batches/<number>/receive", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_batch, see=P.FUND_VIEW)
def receive(found: Batch) -> Response:
    """More money of a batch came."""
    form = ReceiveForm(data={"on": clock.today(), "document_no": found.document_no})

    def do() -> LedgerEntry:
        make_sure(form, doubts.of_receipt(found, form.amount.data or 0, form.on.data))
        return service.receive(batch=found, **values_of(form, found.area_path))

    return _act_on(
        found,
        form,
        do,
        _("Money came"),
        _("Enter what came"),
    )


@blueprint.route("/batches/<number>/surrender", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_batch, see=P.FUND_VIEW)
def surrender(found: Batch) -> Response:
    """What is left of a batch is given back to its source."""
    form = MoneyForm(data={"on": clock.today()})
    return _act_on(
        found,
        form,
        lambda: service.surrender(batch=found, **values_of(form, found.area_path)),
        _("Give back to its source"),
        _("Enter what was given back"),
    )


@blueprint.route("/batches/<number>/carry-over", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_batch, see=P.FUND_VIEW)
def carry_over(found: Batch) -> Response:
    """What is left of a batch goes on in a later year."""
    later = _later_years(found)
    if not later:
        raise Refused([Message(NO_LATER_YEAR)])
    form = CarryForm(data={"on": clock.today()})
    offer(form.to_round, [(code, one.name.in_(current_locale())) for code, one in later.items()])
    return _act_on(
        found,
        form,
        lambda: service.carry_over(
            batch=found, to_round=later[form.to_round.data], **values_of(form, found.area_path)
        ),
        _("Carry over into the next year"),
        _("Carry over"),
    )


@blueprint.route("/batches/<number>/allocate", methods=["GET", "POST"])
@requires(P.FUND_RECORD, load=queries.get_batch, see=P.FUND_VIEW)
def allocate(found: Batch) -> Response:
    """Money of a batch is given to a place of a project."""
    booking.check_year(found.round)
    places = {str(place.id): place for place in _places(found)}
    if not places:
        raise Refused([Message(NO_PLACE)])
    form = AllocateForm(data={"on": clock.today(), "place": text_argument("place", 12)})
    offer(form.place, [(key, presenter.place_choice(place)) for key, place in places.items()])

    def do() -> LedgerEntry:
        place = places[form.place.data]
        make_sure(form, doubts.of_allocation(found, place, form.amount.data or 0, form.on.data))
        return service.allocate(batch=found, place=place, **values_of(form, found.area_path))

    chosen = places.get(form.place.data or "")
    lines = presenter.cost_lines(chosen.project) if chosen is not None else []
    return _act_on(found, form, do, _("Allocate to a project"), _("Allocate"), lines)


def _later_years(found: Batch) -> dict[str, Round]:
    """The open years into which what is left of a batch can go on, by their codes."""
    return {one.code: one for one in list_open_years() if one.year > found.round.year}


def _places(found: Batch) -> list[ProjectPlace]:
    projects = list_projects(round_id=found.round_id, area=found.area, states=rules.TAKES_MONEY)
    return [place for project in projects for place in project.places]


def _act_on(
    found: Batch, form: MoneyForm, do: Act, title: str, button: str, more: Sequence[Line] = ()
) -> Response:
    line = presenter.BatchLine(found)
    here = url_for("funds.batch", number=found.number)
    return show_act(
        form,
        do=lambda: entered(do()),
        done=lambda: here,
        title=title,
        crumbs=[(found.number, here)],
        button=button,
        lines=[
            (_("Fund batch"), found.name.in_(current_locale())),
            (_("Received"), rules.yuan(found.received_fen)),
            (_("Still to be allocated"), rules.yuan(line.left_fen)),
            *more,
        ],
    )
