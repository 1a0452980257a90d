"""Views that record: a matter that came about, that something was published, and taking either back."""

from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.disclosures import blueprint, presenter
from app.blueprints.disclosures.forms import MatterForm, PublishedForm, ReasonForm
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import get_village
from app.domain.articles.models import Article
from app.domain.disclosures import queries, service
from app.domain.disclosures.models import Disclosure, Matter
from app.domain.disclosures.rules import Due
from app.domain.notices.models import Notice
from app.domain.notices.queries import get_notice
from app.web.access import current_actor, requires
from app.web.pages import go, page
from app.web.templating import bilingual
from app.web.uploads import find_file

P = Permission


@dataclass(frozen=True)
class DueOf:
    """One thing that a village has to publish, as an address names it."""

    village: Area
    year: int
    due: Due

    @property
    def area_path(self) -> str:
        return self.village.path

    @property
    def url(self) -> str:
        """The village's page of that year."""
        return url_for("disclosures.show", code=self.village.code, year=self.year)


def get_due_of_period(code: str, item: str, period: str) -> DueOf:
    """What a village has to publish for a month or a quarter; raises ``NotFound``."""
    year = period[:4]
    found = _year_of(get_village(code), int(year) if year.isascii() and year.isdecimal() else 0)
    return DueOf(found.village, found.round.year, found.get_due(f"{item}.{period}"))


def get_due_of_matter(matter_id: int) -> DueOf:
    """The matter that was written down, as it stands in its year; raises ``NotFound``."""
    matter = queries.get_matter(matter_id)
    found = _year_of(matter.village, matter.came_on.year)
    return DueOf(found.village, found.round.year, found.get_due(f"matter.{matter.id}"))


def _year_of(village: Area, year: int) -> queries.Year:
    round_ = queries.find_year(village, year)
    if round_ is None:
        raise NotFound()
    return queries.load_year(village, round_)


@blueprint.route("/disclosures/<code>/matters/new", methods=["GET", "POST"])
@requires(P.DISCLOSURE_RECORD, load=get_village)
def new_matter(village: Area) -> Response:
    """Write down that something came about."""
    form = MatterForm(data={"came_on": clock.today()})
    form.offer()
    if form.validate_on_submit():
        try:
            matter = service.record_matter(
                actor=current_actor(),
                village=village,
                item=form.chosen,
                came_on=form.came_on.data,
                subject=BilingualText(form.subject_zh.data, form.subject_en.data),
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Recorded."), "success")
            return go(url_for(".show", code=village.code, year=matter.came_on.year))
    return page("disclosures/matter.html", status=form.http_status, village=village, form=form)


@blueprint.route("/disclosures/<code>/periods/<item>/<period>", methods=["GET", "POST"])
@requires(P.DISCLOSURE_RECORD, load=get_due_of_period)
def record_period(wanted: DueOf) -> Response:
    """Record that something was published for a month or a quarter."""
    return _record_page(wanted)


@blueprint.route("/disclosures/matters/<int:matter_id>/published", methods=["GET", "POST"])
@requires(P.DISCLOSURE_RECORD, load=get_due_of_matter)
def record_matter(wanted: DueOf) -> Response:
    """Record that a matter was published."""
    return _record_page(wanted)


def _record_page(wanted: DueOf) -> Response:
    form = PublishedForm(data={"published_on": clock.today()})
    if form.validate_on_submit():
        try:
            _record(form, wanted)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Recorded."), "success")
            return go(wanted.url)
    row = presenter.rows_of([wanted.due])[0]
    return page("disclosures/record.html", status=form.http_status, wanted=wanted, row=row, form=form)


def _record(form: PublishedForm, wanted: DueOf) -> None:
    notice, article = _notice(form.notice.data or ""), _article(form.article.data or "")
    path = wanted.area_path
    service.record_disclosure(
        actor=current_actor(),
        village=wanted.village,
        due=wanted.due,
        published_on=form.published_on.data,
        where=BilingualText(form.where_zh.data, form.where_en.data),
        notice=notice,
        article=article,
        paper=find_file(form.paper, kind="disclosure", area_path=path, needs=P.DISCLOSURE_VIEW),
    )


def _notice(number: str) -> Notice | None:
    if not number:
        return None
    try:
        return get_notice(number.upper())
    except NotFound:
        raise Invalid(Message(N_("There is no such notice for this village.")), "notice") from None


def _article(number: str) -> Article | None:
    if not number:
        return None
    found = queries.find_article(number.upper())
    if found is None:
        raise Invalid(Message(N_("There is no such article for this village.")), "article")
    return found


@blueprint.route("/disclosures/matters/<int:matter_id>/strike", methods=["GET", "POST"])
@requires(P.DISCLOSURE_RECORD, load=queries.get_matter)
def strike(matter: Matter) -> Response:
    """A matter was written down by mistake."""
    form, village, year = ReasonForm(), matter.village, matter.came_on.year
    if form.validate_on_submit():
        try:
            service.strike_matter(actor=current_actor(), matter=matter, reason=form.reason.data or "")
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Struck."), "success")
            return go(url_for(".show", code=village.code, year=year))
    subject = bilingual(BilingualText(matter.subject_zh, matter.subject_en))
    return _reason_page(
        form,
        village,
        title=_("Strike: %(what)s", what=subject),
        intro=_("The matter is taken off the list. The history keeps it, who struck it, and why."),
        button=_("Strike it"),
    )


@blueprint.route("/disclosures/records/<int:disclosure_id>/take-back", methods=["GET", "POST"])
@requires(P.DISCLOSURE_RECORD, load=queries.get_disclosure)
def take_back(disclosure: Disclosure) -> Response:
    """What was recorded was wrong."""
    form, village = ReasonForm(), disclosure.village
    title = presenter.title_of_record(disclosure)
    if form.validate_on_submit():
        try:
            service.take_back_disclosure(
                actor=current_actor(), disclosure=disclosure, reason=form.reason.data or ""
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Taken back: it is to be published again."), "success")
            return go(url_for(".show", code=village.code))
    return _reason_page(
        form,
        village,
        title=_("Take back: %(what)s", what=title),
        intro=_("The history keeps what was recorded, who takes it back, and why."),
        button=_("Take back"),
    )


def _reason_page(form: ReasonForm, village: Area, **words: str) -> Response:
    return page("disclosures/reason.html", status=form.http_status, form=form, village=village, **words)
