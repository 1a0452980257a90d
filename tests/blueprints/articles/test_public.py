"""News for everybody: what stands in the open, in both languages, with its files and its corrections."""

import datetime as dt

from flask import Flask

from app.core import clock
from app.domain.articles.models import ArticleKind, ArticleState
from tests import factories
from tests.browser import Browser
from tests.people import People


def test_an_empty_page_says_so(browser: Browser) -> None:
    assert "还没有发布过内容" in browser.get("articles.list_public").text


def test_what_is_in_the_open_is_listed_and_nothing_else(people: People) -> None:
    browser = people.browser("villager")
    factories.an_article(people.village, title_zh="修好路灯")
    factories.an_article(people.township, title_zh="体检", kind=ArticleKind.POLICY)
    factories.an_article(people.village, title_zh="草稿一篇", state=ArticleState.DRAFT, appears_on=None)
    factories.an_article(people.village, title_zh="以后再看", appears_on=clock.today() + dt.timedelta(days=1))
    text = browser.get("articles.list_public").text
    assert "修好路灯" in text
    assert "草稿一篇" not in text
    assert "以后再看" not in text
    of_kind = browser.get("articles.list_public", kind="policy").texts(".notice-line-title")
    assert of_kind == ["体检"]
    assert browser.get("articles.list_public", area=people.village.code).texts(".notice-line-title") == [
        "修好路灯"
    ]
    assert "没有符合条件的文章" in browser.get("articles.list_public", year="2020").text
    browser.get("/news?year=0000&kind=x&area=y&page=99999")


def test_silence_is_told(people: People) -> None:
    factories.an_article(people.village, appears_on=clock.today() - dt.timedelta(days=40))
    assert "以后没有新内容" in people.browser("villager").get("articles.list_public").text


def test_a_page_asks_neither_session_nor_cookie(people: People) -> None:
    article = factories.an_article(people.village)
    factories.an_article_file(article)
    for path in ("/news", f"/news/{article.number}", f"/news/{article.number}/files/1"):
        headers = people.browser("villager").client.get(path).headers
        assert "Set-Cookie" not in headers
        assert "Cookie" not in headers.get("Vary", "")


def test_an_article_tells_who_when_and_how_long(people: People) -> None:
    article = factories.an_article(people.village, body_zh="# 收支\n" + "字" * 600, byline="王秀英")
    page = people.browser("villager").get("articles.show_public", number=article.number)
    assert "王秀英" in page.text
    assert "读完约3分钟" in page.text
    assert page.texts(".prose h2") == ["收支"]


def test_english_stands_where_there_is_some_and_is_missed_where_not(app: Flask, people: People) -> None:
    english = Browser(app, "en")
    both = factories.an_article(
        people.village, title_en="Street lights", body_en="Repaired. See [how](/procedure)."
    )
    page = english.get("articles.show_public", number=both.number)
    assert page.heading == "Street lights"
    assert page.links["how"] == "/en/procedure"
    chinese = factories.an_article(people.village, title_zh="只有中文")
    page = english.get("articles.show_public", number=chinese.number)
    assert "Not in English yet" in page.text
    assert page.select("h1")[0].get("lang") == "zh-CN"


def test_hostile_words_stay_words(people: People) -> None:
    article = factories.an_article(
        people.village,
        title_zh="</title><script>",
        body_zh="<script>alert(1)</script> [x](javascript:alert(1))",
    )
    page = people.browser("villager").get("articles.show_public", number=article.number)
    assert page.select(".prose script") == page.select(".prose a") == []


def test_a_file_is_handed_out_under_its_name_while_the_article_is_in_the_open(people: People) -> None:
    browser = people.browser("villager")
    article = factories.an_article(people.village, body_zh="看 ![图](1)")
    factories.an_article_file(article, name="收支明细")
    page = browser.get("articles.show_public", number=article.number)
    assert "PDF，12 KB" in page.text
    file = browser.client.get(page.links["收支明细"])
    assert file.mimetype == "application/pdf"
    assert "%E6%94%B6%E6%94%AF%E6%98%8E%E7%BB%86.pdf" in file.headers["Content-Disposition"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Cache-Control"] == "no-cache"
    again = browser.client.get(page.links["收支明细"], headers={"If-None-Match": file.headers["ETag"]})
    assert again.status_code == 304
    article.appears_on = clock.today() + dt.timedelta(days=2)
    assert browser.client.get(page.links["收支明细"]).status_code == 404


def test_of_a_withdrawn_one_only_the_stub_stays(people: People) -> None:
    browser = people.browser("villager")
    article = factories.an_article(
        people.village,
        title_zh="停水通知",
        state=ArticleState.WITHDRAWN,
        withdrawn_at=clock.now(),
        withdrawal_reason="日子写错",
    )
    factories.an_article_file(article)
    factories.an_earlier_text(article)
    page = browser.get("articles.show_public", number=article.number)
    assert "日子写错" in page.text
    assert "停水通知" not in page.html
    assert "修好了路灯" not in page.html
    browser.get("articles.open_file", number=article.number, ordinal=1, expect=404)
    browser.get("articles.show_earlier", number=article.number, ordinal=1, expect=404)


def test_a_correction_is_seen_with_the_earlier_text(people: People) -> None:
    browser = people.browser("villager")
    article = factories.an_article(people.village)
    factories.an_earlier_text(article)
    factories.an_earlier_text(article, ordinal=2, is_shown=False, body_zh="不能看的话")
    page = browser.get("articles.show_public", number=article.number)
    assert "数字写错了" in page.text
    assert "原来的文字不再显示" in page.text
    assert "原来的话" in browser.get("articles.show_earlier", number=article.number, ordinal=1).text
    browser.get("articles.show_earlier", number=article.number, ordinal=2, expect=404)
