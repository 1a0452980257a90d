"""The checks that every page goes through find what they are for."""

import pytest
from flask import Flask, template_rendered
from flask_sqlalchemy import SQLAlchemy

from app.core.serials import next_number
from tests.browser import Browser, watched
from tests.factories import a_village
from tests.house_checks import faults_of_page, faults_of_part, parse_fragment, parse_page

HEAD = "<head><title>名单 · 公示</title></head>"
GOOD = f'<!doctype html><html lang="zh-CN">{HEAD}<body><main><h1>名单</h1>{{}}</main></body></html>'
HIDDEN = '<input type="hidden" name="csrf_token"><input type="hidden" name="once">'
FORM = f'<form method="post" action="/a">{HIDDEN}{{}}</form>'
FAULTY = {
    '<p id="a"></p><p id="a"></p>': "id 'a' stands 2 times",
    "<h1>又一个</h1>": "2 h1",
    '<form method="post" action="/a"><input type="hidden" name="csrf_token"></form>': "has no once",
    '<form method="post" action="/a"><input type="hidden" name="once"></form>': "has no csrf_token",
    '<form><button type="submit">找</button></form>': "has no action",
    '<form action="/a"><input type="hidden" name="csrf_token"></form>': "into the address",
    '<p style="color:red">红</p>': "content policy",
    '<p onclick="go()">点</p>': "content policy",
    "<script>alert(1)</script>": "a script within the page",
    '<img src="https://elsewhere.example/a.png" alt="图">': "asks another host",
    '<img src="/a.png">': "without alt",
    '<input name="cause">': "has no label",
    '<button type="submit"></button>': "a button without words",
    '<label for="nothing">户主</label>': "points at nothing",
    '<a href="#gone">到下面</a>': "not on the page",
    "<p>Nobody has translated this sentence yet</p>": "not translated",
    '<img src="/a.png" alt="A picture of the whole board">': "not translated",
    "<p>还差 %(n)s 处</p>": "the inside shows",
    "<p>ListState.DRAFT</p>": "the inside shows",
}


@pytest.mark.parametrize(("part", "fault"), FAULTY.items(), ids=FAULTY.values())
def test_a_planted_fault_is_found(part: str, fault: str) -> None:
    tree, complaints = parse_page(GOOD.format(part))
    assert not complaints
    assert any(fault in found for found in faults_of_page(tree, "zh"))


def test_a_sound_page_passes() -> None:
    field = '<label for="x">理由</label><input id="x" name="x"><button>保存</button>'
    tree, complaints = parse_page(
        GOOD.format(FORM.format(field) + '<p lang="en">This is said in English only here</p>')
    )
    assert (complaints, faults_of_page(tree, "zh")) == ([], [])


@pytest.mark.parametrize(
    "html", ["<div>开着", "<div><p>错</div></p>", "<b><i>叉</b></i>", "<tr><td>一</div></td></tr>"]
)
def test_what_is_not_well_formed_is_found(html: str) -> None:
    assert parse_fragment(html)[1]


def test_a_row_alone_is_a_fragment() -> None:
    tree, complaints = parse_fragment('<tr id="row"><td>一</td></tr>')
    assert (complaints, faults_of_part(tree, "zh")) == ([], [])


def test_a_page_in_the_wrong_language_is_found() -> None:
    tree, _complaints = parse_page(GOOD.format(""))
    assert faults_of_page(tree, "en") == ["<html lang='zh-CN'> on a page in en"]


def test_a_page_that_does_not_exist_is_a_page_of_the_house(browser: Browser) -> None:
    page = browser.get("/nowhere", expect=404)
    assert page.heading
    assert page.text


def test_reading_that_writes_is_found(db: SQLAlchemy) -> None:
    with pytest.raises(AssertionError, match="a GET wrote"), watched(is_reading=True):
        next_number("counter")


def test_reading_that_would_write_is_found(app: Flask, db: SQLAlchemy) -> None:
    village = a_village()
    template = app.jinja_env.from_string("")

    def render_after_a_change() -> None:
        with watched(is_reading=True):
            village.name_zh = "别的村"
            template_rendered.send(app, template=template, context={})

    with pytest.raises(AssertionError, match="in passing"):
        render_after_a_change()
