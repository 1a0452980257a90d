"""Every form that changes something carries a token and a one-time key, and every template keeps the page's policy."""

import re

import pytest

from tests.architecture.source import ROOT, files

TEMPLATES = [path for path in files("app/templates", ".html") if "documents" not in path.parts]
POSTING = re.compile(r"<form\b[^>]*method=[\"']?post", re.I)
CARRIED = ("csrf_token", "once")
FORM = re.compile(r"<form\b.*?</form>", re.S | re.I)


def named(path) -> str:
    return path.relative_to(ROOT / "app/templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_posting_form_carries_token_and_key(path) -> None:
    text = path.read_text(encoding="utf-8")
    bare = [form[0][:80] for form in FORM.finditer(text) if POSTING.search(form[0])]
    without = [form for form in bare for name in CARRIED if f'name="{name}"' not in form_of(text, form)]
    assert without == []


def form_of(text: str, start: str) -> str:
    """The form that begins with *start*."""
    begin = text.index(start)
    return text[begin : text.index("</form>", begin)]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_is_styled_or_scripted_inside_a_template(path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:", text) == []
    assert re.findall(r"<script\b(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_htmx_stands_beside_an_address_never_instead(path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"\shx-[a-z]+", text) == [], "written data-hx-…"
    for tag in re.findall(r"<[a-z]+\b[^<]*?data-hx-(?:get|post)[^<]*?>", text):
        is_beside = re.search(r"\s(href|action)=|form_open", tag) or tag.startswith(("<input", "<select"))
        assert is_beside or 'data-hx-trigger="every' in tag, tag
    assert "|safe" not in text, "a template never trusts what it is given"
