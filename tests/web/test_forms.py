"""The fields: what people type, and what is made of it."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.core.errors import Conflict, Invalid
from app.core.messages import Message
from app.web.forms import BaseForm, CountField, DateField, MoneyField, Needed, TextField


class TrialForm(BaseForm):
    text = TextField("Text", [Needed()])
    count = CountField("Count")
    money = MoneyField("Money")
    day = DateField("Day")


def filled(app: Flask, lang: str = "zh", **typed: Any) -> TrialForm:
    with app.test_request_context(f"/?lang={lang}", method="POST"):
        form = TrialForm(MultiDict({"text": "x", **typed}), meta={"csrf": False})
        form.validate()
        for field in form:
            field.errors = [str(error) for error in field.errors]
        return form


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1200", 120_000),
        ("1,200.50", 120_050),
        ("１２００元", 120_000),
        ("1，200", 120_000),
        ("-3.5", -350),
        ("", None),
    ],
)
def test_an_amount(trial: Flask, typed: str, fen: int | None) -> None:
    form = filled(trial, money=typed)
    assert (form.money.data, form.money.errors) == (fen, [])


@pytest.mark.parametrize("typed", ["abc", "1.234", "NaN", "sNaN", "Infinity", "1e999999", "9" * 40])
def test_what_is_no_amount(trial: Flask, typed: str) -> None:
    assert filled(trial, money=typed).money.errors


@pytest.mark.parametrize("typed", ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", " 2026-3-5 "])
def test_a_day(trial: Flask, typed: str) -> None:
    assert filled(trial, day=typed).day.data == dt.date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["yesterday", "2026-02-30", "2026", "5.3.2026", "2026-3-5-7", "年月日"])
def test_what_is_no_day(trial: Flask, typed: str) -> None:
    assert filled(trial, day=typed).day.errors == ["请填写日期，例如2026-03-05。"]


@pytest.mark.parametrize(("typed", "count"), [("12", 12), ("１２", 12), (" 7 ", 7), ("", None)])
def test_a_count(trial: Flask, typed: str, count: int | None) -> None:
    form = filled(trial, count=typed)
    assert (form.count.data, form.count.errors) == (count, [])


@pytest.mark.parametrize("typed", ["x", "1.5", str(2**31), "9" * 5000])
def test_what_is_no_count(trial: Flask, typed: str) -> None:
    assert filled(trial, count=typed).count.errors


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_what_is_needed_is_not_blank(trial: Flask, typed: str) -> None:
    assert filled(trial, text=typed).text.errors == ["此项必填。"]
    assert filled(trial, "en", text=typed).text.errors == ["This must be filled in."]


def test_what_the_rules_refuse_stands_beside_its_field_or_at_the_top(trial: Flask) -> None:
    with trial.test_request_context("/"):
        form = TrialForm(meta={"csrf": False})
        form.put_error(Invalid(Message("This number is too large."), field="count"))
        form.put_error(Invalid(Message("This must be filled in.")))
        form.put_error(Invalid(Message("This must be filled in."), field="elsewhere"))
    assert form.count.errors == ["这个数太大。"]
    assert form.form_errors == ["此项必填。", "此项必填。"]


def test_whoever_was_slower_is_told_at_the_top(trial: Flask) -> None:
    with trial.test_request_context("/", method="POST"):
        form = TrialForm(meta={"csrf": False})
        assert form.http_status == 422
        form.put_error(Conflict(Message("This must be filled in.")))
        assert form.http_status == 409
    assert form.form_errors == ["此项必填。"]
    with trial.test_request_context("/"):
        assert TrialForm(meta={"csrf": False}).http_status == 200


def test_a_corrected_form_keeps_its_key(trial: Flask) -> None:
    assert filled(trial, once="the key").once.data == "the key"
    assert filled(trial).once.data is not None


def test_what_nobody_sees_is_left_out_of_texts(app: Flask) -> None:
    form = filled(app, text="\ufeff王\u202e小\x0b红\x1b[31m")
    assert form.text.data == "王小红[31m"
    assert filled(app, text="\u202e\u200e").text.errors, "nothing is left: it is not filled in"
