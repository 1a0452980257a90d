"""The files of an article, at the desk: putting one beside it, names, order, taking one away."""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.articles import blueprint, presenter
from app.blueprints.articles.forms import ArrangeForm, FileForm
from app.core import clock
from app.core.errors import Invalid
from app.core.permissions import Permission
from app.domain.articles import queries, rules, service
from app.domain.articles.models import Article
from app.domain.articles.service import KeptFile
from app.domain.attachments.public_copies import check_public
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import go, page

WRITE, VIEW = Permission.ARTICLE_WRITE, Permission.ARTICLE_VIEW


@blueprint.route("/desk/articles/<int:article_id>/files", methods=["GET", "POST"])
@requires(WRITE, load=queries.get_article, see=VIEW)
def add_file(article: Article) -> Response:
    """Put a file beside the article."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            actor, sent = current_actor(), form.file.data
            service.attach(
                actor=actor,
                article=article,
                file=check_public(data=sent.stream, filename=sent.filename, field="file", actor=actor),
                name=form.name.data or "",
                reason=form.reason.data or "",
                shows_earlier=not form.hides_earlier.data,
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The file stands beside the article."), "success")
            return go(url_for(".add_file", article_id=article.id))
    return _files_page(article, form, ArrangeForm())


@blueprint.post("/desk/articles/<int:article_id>/files/order")
@requires(WRITE, load=queries.get_article, see=VIEW)
def arrange_files(article: Article) -> Response:
    """Name and order the files; those marked go."""
    form = ArrangeForm()
    if form.validate_on_submit():
        try:
            service.arrange(
                actor=current_actor(),
                article=article,
                files=_kept(article),
                reason=form.order_reason.data or "",
            )
        except Invalid as error:
            field = "order_reason" if error.field == "reason" and "order_reason" in request.form else None
            form.put_error(Invalid(error.message, field))
        else:
            flash(_("Saved."), "success")
            return go(url_for(".add_file", article_id=article.id))
    return _files_page(article, FileForm(formdata=None), form)


def _kept(article: Article) -> list[KeptFile]:
    """The files that stay, in the order of the numbers that were typed."""
    rows = []
    for file in article.attachments:
        if request.form.get(f"remove-{file.id}"):
            continue
        place = request.form.get(f"place-{file.id}", "")
        order = int(place) if place.isdecimal() and len(place) < 4 else file.ordinal
        rows.append((order, file.ordinal, KeptFile(file.id, request.form.get(f"name-{file.id}", file.name))))
    return [kept for _order, _before, kept in sorted(rows, key=lambda row: row[:2])]


def _files_page(article: Article, form: FileForm, order: ArrangeForm) -> Response:
    entered: BaseForm = order if order.errors else form
    return page(
        "articles/files.html",
        status=422 if request.method == "POST" else 200,
        article=article,
        form=form,
        order=order,
        entered=entered,
        rows=list(zip(article.attachments, presenter.desk_files(article), strict=True)),
        has_appeared=rules.has_appeared(article, clock.today()),
        most=rules.MOST_FILES,
    )
