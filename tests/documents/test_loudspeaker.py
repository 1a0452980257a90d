"""A notice as it is read out: what is said of it in each of its states, and what is not."""

import dataclasses
import datetime as dt

import pytest

from app.documents.loudspeaker import Occasion, Script, SpokenGroup, script_of
from app.documents.papers import Withdrawal
from app.domain.notices.models import NoticeState
from tests.documents.made_up import a_notice

GROUPS = (SpokenGroup("1组", 2, 5, (("张三", 2), ("李四", 3))), SpokenGroup("2组", 1, 2))


def said(script: Script) -> str:
    return "".join(sentence for paragraph in script.paragraphs for sentence in paragraph)


def test_an_open_notice_says_what_where_until_when_and_how_to_object() -> None:
    script = script_of(a_notice(24), Occasion(NoticeState.OPEN, True, ("村委会公告栏",), GROUPS))
    text = said(script)
    assert "二零一四年贫困户识别，第二次公示。" in text
    assert "名单上有二十四户" in text
    assert "名单贴在村委会公告栏。" in text
    assert "到六月十二日星期四为止。" in text
    assert "一组，两户，一共五口人。张三，两口人。李四，三口人。" in text
    assert "不写名字也可以。" in text
    assert "再说一遍：最晚六月十二日星期四。" in text
    assert not any(character.isdigit() for character in text)
    assert max(map(len, text.replace("：", "。").split("。"))) < 50


def test_without_names_the_groups_are_only_counted() -> None:
    groups = [dataclasses.replace(group, rows=()) for group in GROUPS]
    text = said(script_of(a_notice(24), Occasion(NoticeState.OPEN, True, (), groups, without_name=False)))
    assert "下面说各组有几户。一组，两户" in text
    assert "请到贴名单的地方看" in text
    assert "请写上名字" in text


def test_a_notice_that_does_not_hang_names_no_last_day() -> None:
    text = said(script_of(a_notice(24), Occasion(NoticeState.OPEN, False)))
    assert "贴齐以后才开始算日子" in text
    assert "六月十二日" not in text


@pytest.mark.parametrize("state", [NoticeState.CLOSED, NoticeState.WITHDRAWN, NoticeState.REPLACED])
def test_what_no_longer_stands_is_not_read_out(state: NoticeState) -> None:
    paper = dataclasses.replace(a_notice(24), withdrawal=Withdrawal(dt.date(2014, 6, 8), "写错了", "GS-3"))
    text = said(script_of(paper, Occasion(state, True, ("村委会公告栏",), GROUPS)))
    assert "张三" not in text
    assert ("已经结束" in text) is (state is NoticeState.CLOSED)
    assert ("不算数了" in text) is (state is not NoticeState.CLOSED)


def test_a_long_list_takes_its_minutes() -> None:
    many = SpokenGroup("1组", 200, 600, [("张三", 3)] * 200)
    short = script_of(a_notice(3), Occasion(NoticeState.OPEN, True))
    assert script_of(a_notice(3), Occasion(NoticeState.OPEN, True, (), [many])).minutes > short.minutes >= 1
