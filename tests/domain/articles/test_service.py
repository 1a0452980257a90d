"""The way of an article: who writes for whom, what is kept, what is refused."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.domain.articles import queries, service
from app.domain.articles.models import Article, ArticleKind, ArticleState
from app.domain.articles.rules import Writing, writing_of
from app.domain.articles.service import KeptFile
from app.domain.attachments.public_copies import check_public
from tests import factories
from tests.conftest import A_MONDAY, SetClock
from tests.people import People

PDF = b"%PDF-1.4 /Type /Page with nothing on it"


def some_words(**given: Any) -> Writing:
    values = {
        "kind": ArticleKind.NEWS,
        "title_zh": "修路灯",
        "body_zh": "路灯修好了。",
        "byline": "王秀英",
    } | given
    return Writing(**values)


def written(people: People, **given: Any) -> Article:
    return service.write(
        actor=people.actor("village_officer"), area=people.village, writing=some_words(**given)
    )


def in_the_open(people: People, **given: Any) -> Article:
    article = written(people, **given)
    service.publish(actor=people.actor("village_officer"), article=article, appears_on=A_MONDAY)
    return article


def a_file(people: People, data: bytes = PDF, name: str = "list.pdf") -> Any:
    return check_public(data=data, filename=name, actor=people.actor("village_officer"))


def test_each_area_writes_for_itself(people: People) -> None:
    for person in ("township_reviewer", "other_village_officer", "work_team", "supervisor", "administrator"):
        with pytest.raises(Forbidden):
            service.write(actor=people.actor(person), area=people.village, writing=some_words())
    article = service.write(
        actor=people.actor("township_reviewer"),
        area=people.township,
        writing=some_words(kind=ArticleKind.PERIODICAL, year=2026, issue=3),
    )
    assert (article.state, article.number, article.issue) == (ArticleState.DRAFT, None, 3)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": ArticleKind.PERIODICAL}, "kind"),
        ({"title_zh": " "}, "title_zh"),
        ({"body_zh": "\n"}, "body_zh"),
        ({"byline": ""}, "byline"),
        ({"body_en": "Repaired."}, "title_en"),
        ({"title_en": "Lights"}, "body_en"),
        ({"title_zh": "长" * 121}, "title_zh"),
        ({"kind": ArticleKind.VILLAGE_AFFAIRS, "quarter": 1}, "year"),
        ({"kind": ArticleKind.VILLAGE_AFFAIRS, "quarter": 5, "year": 2026}, "quarter"),
    ],
)
def test_what_is_missing_is_named(people: People, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        written(people, **given)
    assert refused.value.field == field


def test_it_appears_on_its_day_and_not_before(people: People, clock: SetClock) -> None:
    article = written(people)
    day = dt.date(2026, 5, 14)
    service.publish(actor=people.actor("village_officer"), article=article, appears_on=day)
    assert article.number == "2026-001"
    assert queries.list_public() == []
    clock.set(day)
    assert [one.id for one in queries.list_public(area=people.village)] == [article.id]


def test_no_day_that_is_over(people: People) -> None:
    with pytest.raises(Invalid):
        service.publish(
            actor=people.actor("village_officer"), article=written(people), appears_on=dt.date(2026, 5, 10)
        )


@pytest.mark.parametrize("field", ["title_zh", "body_zh", "byline"])
def test_a_number_of_a_person_keeps_it_in(people: People, field: str) -> None:
    article = written(people, **{field: "请打13812345678"})
    with pytest.raises(Refused) as refused:
        service.publish(actor=people.actor("village_officer"), article=article, appears_on=A_MONDAY)
    (blocker,) = refused.value.blockers
    assert "5678" in str(blocker)
    assert "138123" not in str(blocker)


def test_before_its_day_it_is_changed_and_taken_back(people: People) -> None:
    officer, article = people.actor("village_officer"), written(people)
    service.publish(actor=officer, article=article, appears_on=dt.date(2026, 5, 20))
    service.rewrite(actor=officer, article=article, writing=some_words(body_zh="还没修好。"))
    with pytest.raises(Invalid):
        service.rewrite(actor=officer, article=article, writing=some_words(body_zh="请打13812345678"))
    with pytest.raises(Refused):
        service.correct(actor=officer, article=article, writing=some_words(body_zh="修。"), reason="写错")
    service.take_back(actor=officer, article=article)
    assert (article.state, article.body_zh, article.versions) == (ArticleState.DRAFT, "还没修好。", [])
    with pytest.raises(Refused):
        service.discard(actor=officer, article=article)


def test_in_the_open_it_is_corrected_and_the_earlier_text_stays(people: People, db: SQLAlchemy) -> None:
    officer, article = people.actor("village_officer"), in_the_open(people)
    with pytest.raises(Refused):
        service.rewrite(actor=officer, article=article, writing=some_words(body_zh="改。"))
    with pytest.raises(Invalid):
        service.correct(actor=officer, article=article, writing=some_words(body_zh="改。"), reason=" ")
    with pytest.raises(Invalid):
        service.correct(actor=officer, article=article, writing=writing_of(article), reason="写错")
    with pytest.raises(Invalid):
        service.correct(
            actor=officer, article=article, writing=some_words(body_zh="改。"), reason="见13812345678"
        )
    service.correct(actor=officer, article=article, writing=some_words(body_zh="修好31盏。"), reason="写错")
    (earlier,) = article.versions
    assert (article.body_zh, earlier.body_zh, earlier.reason) == ("修好31盏。", "路灯修好了。", "写错")
    assert factories.how_many(Event, Event.name == "article_corrected") == 1
    assert queries.get_earlier(article.number or "", 1)[1] is earlier


def test_an_earlier_text_can_be_kept_from_view(people: People) -> None:
    officer, article = people.actor("village_officer"), in_the_open(people)
    service.correct(
        actor=officer,
        article=article,
        writing=some_words(body_zh="改。"),
        reason="写了别人的事",
        shows_earlier=False,
    )
    with pytest.raises(NotFound):
        queries.get_earlier(article.number or "", 1)


def test_whoever_stands_above_withdraws_and_the_number_stays(people: People) -> None:
    article = in_the_open(people)
    number = article.number or ""
    with pytest.raises(Forbidden):
        service.withdraw(actor=people.actor("other_village_officer"), article=article, reason="不对")
    with pytest.raises(Invalid):
        service.withdraw(actor=people.actor("township_reviewer"), article=article, reason="")
    service.withdraw(actor=people.actor("township_reviewer"), article=article, reason="日子写错")
    assert queries.get_public(number).withdrawal_reason == "日子写错"
    assert queries.list_public() == []


def test_two_at_once_do_not_overwrite_one_another(people: People) -> None:
    officer, article = people.actor("village_officer"), written(people)
    before = article.version
    service.rewrite(
        actor=officer, article=article, writing=some_words(body_zh="一。"), expected_version=before
    )
    with pytest.raises(Conflict):
        service.rewrite(
            actor=officer, article=article, writing=some_words(body_zh="二。"), expected_version=before
        )


def test_a_draft_can_be_thrown_away(people: People) -> None:
    article = written(people)
    service.attach(actor=people.actor("village_officer"), article=article, file=a_file(people))
    service.discard(actor=people.actor("village_officer"), article=article)
    assert factories.how_many(Article) == 0
    assert factories.how_many(Event, Event.name == "article_discarded") == 1


def test_files_are_named_ordered_and_taken_away(people: People) -> None:
    officer, article = people.actor("village_officer"), written(people)
    first = service.attach(actor=officer, article=article, file=a_file(people), name="名单")
    second = service.attach(actor=officer, article=article, file=a_file(people, PDF + b"2", "账目.pdf"))
    assert (second.name, second.ordinal) == ("账目", 2)
    kept = [KeptFile(second.id, "收支"), KeptFile(first.id, "名单")]
    service.arrange(actor=officer, article=article, files=kept)
    assert {one.name: one.ordinal for one in article.attachments} == {"收支": 1, "名单": 2}
    service.arrange(actor=officer, article=article, files=kept[:1])
    assert [one.name for one in article.attachments] == ["收支"]
    with pytest.raises(Invalid):
        service.attach(actor=officer, article=article, file=a_file(people), name="13812345678")


def test_a_file_in_the_open_is_a_correction(people: People) -> None:
    officer, article = people.actor("village_officer"), in_the_open(people)
    with pytest.raises(Invalid):
        service.attach(actor=officer, article=article, file=a_file(people))
    added = service.attach(actor=officer, article=article, file=a_file(people), reason="补上名单")
    service.arrange(actor=officer, article=article, files=[], reason="名单有误")
    assert [len(one.files or []) for one in article.versions] == [0, 1]
    assert (article.versions[1].files or [])[0]["attachment_id"] == added.attachment_id


def test_a_file_with_a_number_of_a_person_stays_out(people: People) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["张三", 13812345678])
    book.save(out)
    with pytest.raises(Invalid) as refused:
        service.attach(
            actor=people.actor("village_officer"),
            article=written(people),
            file=a_file(people, out.getvalue(), "名单.xlsx"),
        )
    assert refused.value.field == "file"
