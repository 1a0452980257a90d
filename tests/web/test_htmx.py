"""Whole pages and parts of them from one template; everything about HTMX's headers."""

import pytest
from flask import Flask
from jinja2 import DictLoader, StrictUndefined

from app.web import htmx

TEMPLATE = """{% extends "layouts/staff.html" %}{% block title %}x{% endblock %}
{% block content %}<p>before</p>
{% block entries %}{% from "components/ui.html" import badge %}<div id="entries">{{ badge(word) }}</div>{% endblock %}
{% block steps %}<div id="steps" class="steps">{{ _("Save") }}</div>{% endblock %}{% endblock %}"""


@pytest.fixture
def templates(trial: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    environment = trial.jinja_env.overlay(loader=DictLoader({"trial.html": TEMPLATE}))
    loader, own = trial.jinja_env.loader, environment.loader
    assert loader is not None
    assert own is not None

    class Both(DictLoader):
        def get_source(self, env: object, template: str) -> object:
            return (own if template == "trial.html" else loader).get_source(trial.jinja_env, template)

    monkeypatch.setattr(trial.jinja_env, "loader", Both({}))
    assert trial.jinja_env.undefined is StrictUndefined
    return trial


def answer(app: Flask, *, also: tuple[str, ...] = (), **headers: str) -> str:
    with app.test_request_context("/", headers=headers):
        response = htmx.page("trial.html", fragment="entries", also=also, word="<b>")
        assert "HX-Request" in response.vary
        return response.get_data(as_text=True)


def test_without_htmx_the_whole_page_comes(templates: Flask) -> None:
    html = answer(templates)
    assert html.lstrip().startswith("<!doctype html>")
    assert "before" in html
    assert "&lt;b&gt;" in html


def test_htmx_gets_the_block_alone_and_escaped(templates: Flask) -> None:
    html = answer(templates, **{"HX-Request": "true"})
    assert html == '<div id="entries"><span class="badge tone-idle">&lt;b&gt;</span></div>'


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_a_step_back_get_the_whole_page(templates: Flask, header: str) -> None:
    assert "<!doctype html>" in answer(templates, **{"HX-Request": "true", header: "true"})


def test_further_blocks_come_out_of_band(templates: Flask) -> None:
    html = answer(templates, also=("steps",), **{"HX-Request": "true"})
    assert '<div id="steps" data-hx-swap-oob="true" class="steps">保存</div>' in html
    assert html.count("data-hx-swap-oob") == 1


def test_where_an_answer_leads(trial: Flask) -> None:
    for headers, status in (({}, 303), ({"HX-Request": "true"}, 204)):
        with trial.test_request_context("/", headers=headers):
            response = htmx.go("/there")
            assert (response.status_code, htmx.destination(response)) == (status, "/there")
            assert htmx.destination(htmx.page("errors/404.html", status=404)) is None
