"""The villagers' pages are in plain Chinese; and the check that says so finds what is not."""

import pytest
from flask import Flask

from app.commands import plain_chinese
from app.commands.i18n import Used


def what_is_wrong_with(text: str) -> list[str]:
    return list(plain_chinese.faults_of(text))


def test_the_villagers_pages_are_plain() -> None:
    assert [str(fault) for fault in plain_chinese.faults()] == []


def test_the_check_looks_at_the_villagers_pages() -> None:
    templates = plain_chinese.templates_for_everybody()
    assert {
        "app/templates/public/home.html",
        "app/templates/public/village.html",
        "app/templates/public/notice.html",
        "app/templates/objections/_form.html",
        "app/templates/layouts/public.html",
        "app/templates/components/ui.html",
    } <= templates
    assert "app/templates/layouts/staff.html" not in templates


@pytest.mark.parametrize(
    "text",
    [
        "名单今天挂出来了，还剩3天。",
        "%(num)s户，%(people)s人",
        "第 %(first)s 至 %(last)s 条，共 %(total)s 条",
        "主要困难原因（致贫原因）",
        "编号2014-107204-1",
        "这一句刚好有二十五个汉字不多也不少正好念完换一口气。",
        "Open data (CSV)",
    ],
)
def test_plain_words_pass(text: str) -> None:
    assert what_is_wrong_with(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("名单张贴于村部之甬道。", "uncommon characters 甬"),
        ("经农户本人申请并由村民代表会议民主讨论通过以后报镇里审核同意。", "a sentence of 30 characters"),
        ("主要致贫原因", "“致贫” without a plain word"),
        ("特此公告。", "“特此” without a plain word"),
        ("还剩%(num)s。", ""),
        ("还剩%(num)s 就结束", "a number without its unit"),
        ("电话 12317 打通", "a number without its unit"),
    ],
)
def test_what_is_not_plain_is_named(text: str, word: str) -> None:
    found = what_is_wrong_with(text)
    assert (not found) if not word else any(fault.startswith(word) for fault in found), found


def test_only_texts_of_the_villagers_pages_are_looked_at() -> None:
    used = [
        Used("a", None, ["app/templates/desk/index.html:1", "app/templates/public/home.html:7"]),
        Used("b", None, ["app/templates/desk/index.html:1"]),
        Used("c", None, ["app/blueprints/public/presenter.py:9"]),
        Used("d", None, ["app/templates/documents/notice.html:3"]),
    ]
    assert list(plain_chinese.texts_for_everybody(used)) == [
        ("a", "app/templates/public/home.html:7"),
        ("c", "app/blueprints/public/presenter.py:9"),
    ]


def test_the_command_lists_what_is_wrong(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = plain_chinese.Fault(
        "特此公告。", "app/templates/x.html:1", "“特此” without a plain word beside it"
    )
    monkeypatch.setattr(plain_chinese, "faults", lambda: [fault])
    result = app.test_cli_runner().invoke(args=["i18n", "plain"])
    assert result.exit_code == 1
    assert "app/templates/x.html:1" in result.output
    assert "1 fault(s)." in result.output
