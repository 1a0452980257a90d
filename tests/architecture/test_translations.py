"""The catalogues: every message has Chinese, no two parts disagree, placeholders are the same in both languages."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.commands import i18n
from app.web.i18n import TRANSLATIONS, catalogue

PARTS = sorted((TRANSLATIONS / "zh").glob("*.po"))
#: a half-width mark between or behind Chinese characters
HALF_WIDTH = re.compile(r"[一-鿿][,;:!?](?=[一-鿿\s]|$)|[一-鿿]\.(?=\s|$)|[一-鿿]\([一-鿿]")


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """Looking through all code and templates takes long; between these tests nothing in them changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "used_messages", cache(i18n.used_messages))
        yield


def test_every_message_has_chinese_and_the_parts_agree() -> None:
    assert list(i18n.faults()) == []


def test_nothing_is_translated_that_nobody_says() -> None:
    assert i18n.superfluous() == []


def test_chinese_is_written_with_full_width_marks() -> None:
    wrong = []
    for message in catalogue("zh")[0]:
        strings = [message.string] if isinstance(message.string, str) else message.string
        wrong += [text for text in strings if message.id and HALF_WIDTH.search(text)]
    assert wrong == []


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.name)
def test_a_part_holds_nothing_obsolete_or_doubtful(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("#~", "#, fuzzy"))] == []
