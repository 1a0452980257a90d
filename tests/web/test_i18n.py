"""Which language a page is in, and the catalogues' parts."""

from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from app.commands import i18n as command
from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.web import i18n
from app.web.pages import printed_address
from app.web.templating import asset

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'


def language(client: FlaskClient, path: str = "/trial/page", **headers: str) -> str:
    html = client.get(path, headers=headers).get_data(as_text=True)
    return html.split('lang="', 1)[1].split('"', 1)[0]


def test_chinese_unless_english_is_asked_for(visitor: FlaskClient) -> None:
    assert language(visitor) == "zh-CN"
    assert language(visitor, **{"Accept-Language": "en-GB,en"}) == "zh-CN"
    assert language(visitor, "/trial/page?lang=xx") == "zh-CN"
    assert language(visitor, "/trial/page?lang=en") == "en"


def test_a_page_for_everybody_has_its_language_in_its_address(visitor: FlaskClient) -> None:
    assert language(visitor, "/en/trial/page") == "en"
    assert language(visitor, "/en/trial/page?lang=zh") == "zh-CN"
    visitor.set_cookie("lang", "en")
    assert language(visitor) == "zh-CN"
    answer = visitor.get("/notices?lang=en")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_elsewhere_the_choice_is_remembered_and_undone(visitor: FlaskClient) -> None:
    language(visitor, "/nothing?lang=en")
    assert language(visitor, "/nothing") == "en"
    language(visitor, "/nothing?lang=zh")
    assert language(visitor, "/nothing") == "zh-CN"
    assert "Cookie" in visitor.get("/nothing").headers["Vary"]


def test_links_of_an_english_page_lead_to_english_pages(trial: Flask) -> None:
    with trial.test_request_context("/notices?lang=en"):
        assert url_for("public.home") == "/en/"
        assert url_for("public.list_notices", year=2014) == "/en/notices?year=2014"
        assert url_for("desk.index") == "/desk"
        assert url_for(".home") == "/en/"
    with trial.test_request_context("/desk", headers={"Cookie": "lang=en"}):
        assert url_for("public.home") == "/en/"
    with trial.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/en"}):
        assert url_for("public.home") == "/en/"
        assert url_for("desk.index") == "/en/desk"
        assert asset("css/base.css").startswith("/static/")
        assert printed_address(url_for("public.home")) == "http://localhost/"
    with trial.test_request_context("/"):
        assert url_for("public.home") == "/"


def test_only_the_whole_first_part_of_an_address_is_a_language(visitor: FlaskClient) -> None:
    assert language(visitor, "/en") == "en"
    assert language(visitor, "/entry") == "zh-CN"
    assert language(visitor, "/en/en/trial/page") == "en"
    assert visitor.get("/en/en/trial/page").status_code == 404


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("/trial/page", "/en/trial/page"),
        ("/trial/page?q=%E6%9D%91&q=b&page=2", "/en/trial/page?q=%E6%9D%91&q=b&page=2"),
        ("/trial/page?lang=zh&a=1", "/en/trial/page?a=1"),
        ("/trial/page?lang=en&a=1", "/trial/page?a=1"),
        ("/trial/page?_external=1&_scheme=x", "/en/trial/page?_external=1&_scheme=x"),
        ("/trial/big/x?number=3", "/trial/big/x?number=3&lang=en"),
        ("/desk?page=2", "/desk?page=2&lang=en"),
    ],
)
def test_the_other_language_is_the_same_page(trial: Flask, asked: str, offered: str) -> None:
    with trial.test_request_context(asked):
        assert i18n.lang_switch_url() == offered


@pytest.mark.parametrize(
    ("path", "offered"),
    [("//evil.example/x", "/evil.example/x?lang=en"), ("/\\evil.example", "/%5Cevil.example?lang=en")],
)
def test_a_made_up_address_does_not_lead_to_another_site(trial: Flask, path: str, offered: str) -> None:
    with trial.test_request_context("/x", environ_overrides={"PATH_INFO": path}):
        assert i18n.lang_switch_url() == offered


def test_after_sending_a_form_the_other_language_is_the_forms_page(trial: Flask) -> None:
    with trial.test_request_context("/trial/page?a=1", method="POST"):
        assert i18n.lang_switch_url() == "/en/trial/page"
    with trial.test_request_context("/trial/slow", method="POST"):
        assert i18n.lang_switch_url() == "/en/"


def test_messages_are_put_into_the_readers_language_with_all_that_is_in_them(trial: Flask) -> None:
    place = BilingualText("林泉社区", "Linquan")
    message = Message("“%(place)s” is one of this village's places already.", place=place)
    with trial.test_request_context("/"):
        assert i18n.translate(message) == "“林泉社区”已经是本村的张贴地点。"
    with trial.test_request_context("/?lang=en"):
        assert i18n.translate(message) == "“Linquan” is one of this village's places already."


def parts(folder: Path, monkeypatch: pytest.MonkeyPatch, **texts: str) -> None:
    (folder / "zh").mkdir()
    for name, text in texts.items():
        (folder / "zh" / f"{name}.po").write_text(HEAD + text, encoding="utf-8")
    monkeypatch.setattr(i18n, "TRANSLATIONS", folder)


def test_parts_that_contradict_each_other_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same = '\nmsgid "Village"\nmsgstr "村"\n'
    parts(tmp_path, monkeypatch, a=same, b=same, c='\nmsgid "Village"\nmsgstr "村庄"\n')
    merged, faults = i18n.catalogue("zh")
    assert faults == ["c.po: “Village” is translated differently in another part"]
    assert merged["Village"].string == "村"


def test_a_guessed_translation_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts(tmp_path, monkeypatch, a='\n#, fuzzy\nmsgid "Village"\nmsgstr "村"\n\nmsgid "Empty"\nmsgstr ""\n')
    merged, faults = i18n.catalogue("zh")
    assert "fuzzy" in faults[0]
    assert "Village" not in merged
    assert "Empty" not in merged


def test_the_check_finds_what_is_missing_and_what_does_not_fit(
    trial: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = [
        command.Used("Only here", None, ["x.py:1"]),
        command.Used("%(n)s houses", None, ["x.py:2"]),
        command.Used("%(num)s house", "%(num)s houses", ["x.py:3"]),
    ]
    monkeypatch.setattr(command, "used_messages", lambda: {one.msgid: one for one in used})
    parts(
        tmp_path,
        monkeypatch,
        a='\nmsgid "%(n)s houses"\nmsgstr "%(m)s户"\n\nmsgid "Nowhere"\nmsgstr "无"\n'
        '\nmsgid "%(num)s house"\nmsgid_plural "%(num)s houses"\nmsgstr[0] "%(num)s户"\n',
    )
    result = trial.test_cli_runner().invoke(args=["i18n", "check", "--unused"])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "x.py:1: no Chinese for “Only here”",
        "“%(n)s houses” and its Chinese have other placeholders",
        "not used: “Nowhere”",
        "2 fault(s), 3 texts.",
    ]


def test_the_extractor_sees_every_way_of_marking_a_text() -> None:
    ways = {"Village officer", "Username", "Saved.", "Sign in", "One thing is not right yet"}
    assert ways - set(command.used_messages()) == set()
