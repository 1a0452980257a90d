"""The desk of articles: all of one's areas, writing, looking before publishing, a day to appear, correcting."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField, ValidationError

from app.blueprints.articles import blueprint, presenter
from app.blueprints.articles.forms import CorrectionForm, PublishForm, ReasonForm, WritingForm, filled_with
from app.core import clock
from app.core.errors import Conflict, DomainError, Forbidden, Invalid, Refused
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.articles import queries, rules, service
from app.domain.articles.models import Article, ArticleState
from app.domain.articles.steps import STATE_LABELS
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import go, page, page_number, text_argument

VIEW, WRITE, WITHDRAW = Permission.ARTICLE_VIEW, Permission.ARTICLE_WRITE, Permission.ARTICLE_WITHDRAW
#: what may be wrong with an act and is told beside what was entered
FAULTS = (Invalid, Conflict, Refused)


@blueprint.get("/desk/articles")
@requires(VIEW)
def index() -> Response:
    """The articles of the reader's areas, the last touched first."""
    wanted = text_argument("state")
    state = ArticleState(wanted) if wanted in set(ArticleState) else None
    found = queries.page_for(current_actor(), state=state, number=page_number())
    return page(
        "articles/index.html",
        found=found,
        states=STATE_LABELS,
        chosen=state,
        what=presenter.what_it_is,
        areas=presenter.writable_areas(),
        url_for_page=lambda n: url_for(".index", state=wanted or None, page=n),
    )


@blueprint.route("/desk/articles/new", methods=["GET", "POST"])
@requires(WRITE)
def new() -> Response:
    """Begin an article of the area that the reader writes for."""
    areas = presenter.writable_areas()
    area = next((one for one in areas if one.code == text_argument("area")), areas[0] if areas else None)
    if area is None:
        raise Forbidden()
    name = current_actor().name
    form = WritingForm(
        data={"kind": rules.kinds_for(area)[0].value, "year": clock.today().year, "byline": name}
    )
    presenter.fill_choices(form, area)
    if form.validate_on_submit() and request.form.get("act") != "preview":
        try:
            article = service.write(actor=current_actor(), area=area, writing=form.writing())
        except FAULTS as error:
            _put(form, error)
        else:
            flash(_("Kept as a draft. Nobody else sees it yet."), "success")
            return go(url_for(".show", article_id=article.id, _anchor="saved"))
    return _writing_page(form, area, None)


@blueprint.get("/desk/articles/<int:article_id>")
@requires(VIEW, load=queries.get_article)
def show(article: Article) -> Response:
    """An article as it is or will be read, with what can be done about it."""
    files = presenter.desk_files(article)
    pictures, writing = presenter.pictures_among(article, files), rules.writing_of(article)
    return page(
        "articles/show.html",
        article=article,
        files=files,
        what=presenter.what_it_is(article),
        chinese=presenter.html_of(article.body_zh, pictures),
        english=presenter.html_of(article.body_en or "", pictures, second=True),
        state=STATE_LABELS[article.state],
        is_open=rules.is_in_the_open(article, clock.today()),
        may_write=presenter.may_write(article),
        numbers=rules.personal_numbers(writing, [file.name for file in article.attachments]),
        named=presenter.named_in(writing, article.area),
    )


@blueprint.route("/desk/articles/<int:article_id>/edit", methods=["GET", "POST"])
@requires(WRITE, load=queries.get_article, see=VIEW)
def edit(article: Article) -> Response:
    """Change the words of an article that nobody could read yet."""
    form = WritingForm(data=filled_with(article))
    presenter.fill_choices(form, article.area)
    if form.validate_on_submit() and request.form.get("act") != "preview":
        try:
            service.rewrite(
                actor=current_actor(),
                article=article,
                writing=form.writing(),
                expected_version=form.expected_version,
            )
        except FAULTS as error:
            _put(form, error)
        else:
            flash(_("Saved."), "success")
            return go(url_for(".show", article_id=article.id, _anchor="saved"))
    return _writing_page(form, article.area, article)


@blueprint.route("/desk/articles/<int:article_id>/correct", methods=["GET", "POST"])
@requires(WRITE, load=queries.get_article, see=VIEW)
def correct(article: Article) -> Response:
    """Put new words in the place of those in the open."""
    form = _asking_for_names(CorrectionForm, article)(data=filled_with(article))
    presenter.fill_choices(form, article.area)
    if form.validate_on_submit() and request.form.get("act") != "preview":
        try:
            service.correct(
                actor=current_actor(),
                article=article,
                writing=form.writing(),
                reason=form.reason.data,
                shows_earlier=not form.hides_earlier.data,
                expected_version=form.expected_version,
            )
        except FAULTS as error:
            _put(form, error)
        else:
            flash(_("Corrected. Everybody reads when and why."), "success")
            return go(url_for(".show", article_id=article.id, _anchor="saved"))
    return _writing_page(form, article.area, article, is_correction=True)


@blueprint.route("/desk/articles/<int:article_id>/publish", methods=["GET", "POST"])
@requires(WRITE, load=queries.get_article, see=VIEW)
def publish(article: Article) -> Response:
    """Choose the day on which it appears."""
    form = _asking_for_names(PublishForm, article)(
        data={"appears_on": clock.today(), "version": str(article.version)}
    )
    if form.validate_on_submit():
        try:
            version = int(form.version.data) if (form.version.data or "").isdecimal() else None
            service.publish(
                actor=current_actor(),
                article=article,
                appears_on=form.appears_on.data,
                expected_version=version,
            )
        except FAULTS as error:
            _put(form, error)
        else:
            flash(_("Published."), "success")
            return go(url_for(".show", article_id=article.id))
    named = presenter.named_in(rules.writing_of(article), article.area)
    return page("articles/publish.html", status=_status(form), form=form, article=article, named=named)


@blueprint.route("/desk/articles/<int:article_id>/withdraw", methods=["GET", "POST"])
@requires(WITHDRAW, load=queries.get_article, see=VIEW)
def withdraw(article: Article) -> Response:
    """Take it off the web, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            service.withdraw(actor=current_actor(), article=article, reason=form.reason.data)
        except FAULTS as error:
            _put(form, error)
        else:
            flash(_("Withdrawn. Text and files have left the web."), "success")
            return go(url_for(".show", article_id=article.id))
    return page("articles/withdraw.html", status=_status(form), form=form, article=article)


@blueprint.route("/desk/articles/<int:article_id>/take-back", methods=["GET", "POST"])
@requires(WRITE, load=queries.get_article, see=VIEW)
def take_back(article: Article) -> Response:
    """Make a draft again of an article whose day has not come."""
    if request.method == "POST":
        service.take_back(actor=current_actor(), article=article)
        flash(_("It is a draft again."), "success")
        return go(url_for(".show", article_id=article.id))
    return page("articles/confirm.html", article=article, act="take_back")


@blueprint.route("/desk/articles/<int:article_id>/discard", methods=["GET", "POST"])
@requires(WRITE, load=queries.get_article, see=VIEW)
def discard(article: Article) -> Response:
    """Throw away a draft that was never published."""
    if request.method == "POST":
        service.discard(actor=current_actor(), article=article)
        flash(_("The draft is thrown away."), "success")
        return go(url_for(".index"))
    return page("articles/confirm.html", article=article, act="discard")


def _writing_page(
    form: WritingForm, area: Area, article: Article | None, *, is_correction: bool = False
) -> Response:
    """The form again, with what it would look like when that was asked for."""
    is_preview = request.form.get("act") == "preview"
    files = presenter.desk_files(article) if article else []
    pictures = presenter.pictures_among(article, files) if article else {}
    return page(
        "articles/write.html",
        status=200 if is_preview else _status(form),
        form=form,
        area=area,
        areas=presenter.writable_areas() if article is None else [],
        article=article,
        is_correction=is_correction,
        is_preview=is_preview,
        files=files,
        chinese=presenter.html_of(form.body_zh.data or "", pictures),
        english=presenter.html_of(form.body_en.data or "", pictures, second=True),
        numbers=rules.personal_numbers(form.writing()) if is_preview and not form.errors else [],
        named=presenter.named_in(form.writing(), area) if "names_checked" in form else None,
    )


def _asking_for_names(form_class: type[BaseForm], article: Article) -> type[BaseForm]:
    """*form_class* with a tick to set where villagers are named in what is to be published."""
    writing = rules.writing_of(article)
    if request.method == "POST" and issubclass(form_class, WritingForm):
        entered = form_class()
        presenter.fill_choices(entered, article.area)
        writing = entered.writing()
    if not presenter.named_in(writing, article.area):
        return form_class
    tick = BooleanField(_("I have looked at these names. They may stand in public."), [_must_be_ticked])
    return type("NamedForm", (form_class,), {"names_checked": tick})


def _must_be_ticked(_form: BaseForm, field: BooleanField) -> None:
    if not field.data:
        raise ValidationError(_("Look at the names first, then tick."))


def _put(form: BaseForm, error: DomainError) -> None:
    """Every reason beside its field or on top of the form; what was entered stays."""
    if isinstance(error, Invalid):
        form.put_error(error)
        return
    for message in getattr(error, "blockers", (error.message,)):
        form.put_error(Invalid(message))


def _status(form: BaseForm) -> int:
    return 422 if form.is_submitted() else 200
