"""The desk of articles: writing, looking first, publishing, correcting, withdrawing; nothing entered is lost."""

import datetime as dt
import io
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.domain.articles import queries
from app.domain.articles.models import Article, ArticleState
from tests import factories
from tests.browser import Browser
from tests.people import People

WORDS: dict[str, Any] = {
    "kind": "news",
    "title_zh": "修好路灯",
    "body_zh": "# 路灯\n修好31盏。",
    "byline": "王秀英",
}


@pytest.fixture
def officer(people: People) -> Browser:
    return people.browser("village_officer")


def begun(officer: Browser, **given: Any) -> Article:
    officer.get("articles.new")
    officer.send(press="save", **(WORDS | given))
    article = factories.first(Article)
    assert article is not None
    return article


def test_from_the_first_word_into_the_open(officer: Browser, people: People) -> None:
    article = begun(officer)
    page = officer.follow()
    assert page.texts(".prose h2") == ["路灯"]
    officer.get("articles.publish", article_id=article.id)
    officer.send(appears_on="2026-05-11")
    assert "修好路灯" in people.browser("villager").get("articles.list_public").text
    assert "已发布" in officer.get("articles.index").text


def test_looking_first_keeps_nothing_and_loses_nothing(officer: Browser) -> None:
    officer.get("articles.new")
    page = officer.send(press="preview", expect=200, **(WORDS | {"body_zh": "**粗** 13812345678"}))
    assert page.texts("#preview strong") == ["粗"]
    assert "5678" in page.text
    assert factories.how_many(Article) == 0
    officer.send(press="save")
    assert "**粗**" in (factories.first(Article) or Article()).body_zh


def test_what_is_wrong_is_told_and_the_words_stay(officer: Browser) -> None:
    officer.get("articles.new")
    page = officer.send(press="save", expect=422, **(WORDS | {"title_zh": ""}))
    assert page.faults
    assert "修好31盏" in page.html


def test_a_village_does_not_write_policy(officer: Browser) -> None:
    officer.get("articles.new")
    officer.send(press="save", expect=422, **(WORDS | {"kind": "policy"}))


def test_somebody_was_faster(officer: Browser) -> None:
    article = begun(officer)
    officer.get("articles.edit", article_id=article.id)
    article.body_zh = "别人改的。"
    page = officer.send(press="save", body_zh="我改的。", expect=422)
    assert "我改的" in page.html
    assert queries.get_article(article.id).body_zh == "别人改的。"


def test_a_number_of_a_person_and_a_day_gone_by_are_refused(officer: Browser) -> None:
    article = begun(officer, body_zh="请打13812345678")
    assert "5678" in officer.get("articles.show", article_id=article.id).text
    officer.get("articles.publish", article_id=article.id)
    assert "5678" in officer.send(appears_on="2026-05-11", expect=422).text
    officer.get("articles.edit", article_id=article.id)
    officer.send(press="save", body_zh="请打村里电话。")
    officer.get("articles.publish", article_id=article.id)
    officer.send(appears_on="2026-05-10", expect=422)
    assert queries.get_article(article.id).number is None


def test_names_of_the_register_are_looked_at_before(officer: Browser, people: People) -> None:
    child = factories.a_household(people.village, members=2).members[-1]
    child.name, child.born_on = "小燕子", dt.date(2016, 1, 1)
    db.session.flush()
    article = begun(officer, body_zh="小燕子得了奖。")
    page = officer.get("articles.publish", article_id=article.id)
    assert "小燕子" in page.text
    officer.send(appears_on="2026-05-11", expect=422)
    officer.send(appears_on="2026-05-11", names_checked="y")
    assert queries.get_article(article.id).state is ArticleState.PUBLISHED
    officer.get("articles.correct", article_id=article.id)
    officer.send(press="save", body_zh="小燕子得了大奖。", reason="补一个字", expect=422)
    officer.send(press="save", body_zh="一个孩子得了大奖。", reason="不写名字", hides_earlier="y")
    assert [one.is_shown for one in queries.get_article(article.id).versions] == [False]


def test_a_future_day_can_be_taken_back(officer: Browser) -> None:
    article = begun(officer)
    officer.get("articles.publish", article_id=article.id)
    officer.send(appears_on="2026-05-20")
    assert "等待公开" in officer.follow().text
    officer.get("articles.take_back", article_id=article.id)
    officer.send(to="take-back")
    assert queries.get_article(article.id).state is ArticleState.DRAFT
    officer.get("articles.discard", article_id=article.id)
    officer.send(to="discard", expect=409)


def test_a_draft_is_thrown_away(officer: Browser) -> None:
    article = begun(officer)
    officer.get("articles.discard", article_id=article.id)
    officer.send(to="discard")
    assert factories.how_many(Article) == 0


def test_the_township_withdraws_what_a_village_wrote_but_does_not_rewrite_it(people: People) -> None:
    article, township = factories.an_article(people.village), people.browser("township_reviewer")
    township.get("articles.edit", article_id=article.id, expect=403)
    township.get("articles.withdraw", article_id=article.id)
    township.send(reason=" ", expect=422)
    township.send(reason="日子写错")
    assert "日子写错" in township.follow().text
    people.browser("other_village_officer").get("articles.show", article_id=article.id, expect=404)


def test_files_are_put_beside_ordered_and_taken_away(officer: Browser) -> None:
    article = begun(officer)
    officer.get("articles.add_file", article_id=article.id)
    officer.send(to="/files", file=(io.BytesIO(b"%PDF-1.4 /Type /Page a"), "a.pdf"), name="第一个")
    officer.get("articles.add_file", article_id=article.id)
    officer.post(
        "articles.add_file", {"file": (io.BytesIO(b"%PDF-1.4 /Type /Page b"), "b.pdf")}, article_id=article.id
    )
    page = officer.post(
        "articles.add_file", {"file": (io.BytesIO(b"text"), "b.txt")}, article_id=article.id, expect=422
    )
    assert page.faults
    first, second = queries.get_article(article.id).attachments
    officer.get("articles.add_file", article_id=article.id)
    officer.send(
        to="order", **{f"place-{second.id}": "1", f"place-{first.id}": "2", f"name-{second.id}": "第二个"}
    )
    assert [one.name for one in _files(article)] == ["第二个", "第一个"]
    officer.get("articles.add_file", article_id=article.id)
    officer.send(to="order", **{f"remove-{first.id}": "y"})
    assert [one.name for one in _files(article)] == ["第二个"]


def test_files_of_an_article_in_the_open_need_a_reason(people: People, officer: Browser) -> None:
    article = factories.an_article(people.village)
    file = factories.an_article_file(article)
    officer.get("articles.add_file", article_id=article.id)
    officer.send(to="order", expect=422, **{f"remove-{file.id}": "y"})
    officer.get("articles.add_file", article_id=article.id)
    officer.send(to="order", order_reason="名单有误", **{f"remove-{file.id}": "y"})
    assert "名单有误" in people.browser("villager").get("articles.show_public", number=article.number).text


def test_the_list_can_be_narrowed_to_a_state(people: People, officer: Browser) -> None:
    factories.an_article(people.village, title_zh="修好路灯")
    factories.an_article(people.far_village, title_zh="别的镇")
    assert "修好路灯" in officer.get("articles.index", state="published").text
    assert "修好路灯" not in officer.get("articles.index", state="draft").text
    assert "别的镇" not in people.browser("township_reviewer").get("articles.index").text
    assert clock.today() == dt.date(2026, 5, 11)


def _files(article: Article) -> list:
    return sorted(queries.get_article(article.id).attachments, key=lambda one: one.ordinal)
