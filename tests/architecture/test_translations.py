"""The catalogues: every message has Chinese, no two parts disagree, placeholders are the same in both languages."""

import re

import pytest

from app.commands.i18n import Used, untranslated, unused, used_messages
from app.web.i18n import TRANSLATIONS, catalogue

PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]|%%")


@pytest.fixture(scope="module")
def used() -> dict[str, Used]:
    """Every message id of the source."""
    return used_messages()


def test_parts_do_not_disagree() -> None:
    _merged, faults = catalogue("zh")
    assert faults == []


def test_every_message_has_chinese(used: dict[str, Used]) -> None:
    missing = untranslated(catalogue("zh")[0], used)
    assert [f"{one.places[0]}: {one.msgid}" for one in missing] == []


def test_nothing_is_translated_that_nobody_says(used: dict[str, Used]) -> None:
    assert unused(catalogue("zh")[0], used) == []


def test_both_languages_name_the_same_things() -> None:
    differing = []
    for message in catalogue("zh")[0]:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[-1]
        strings = [message.string] if isinstance(message.string, str) else message.string
        named = {match[1] for match in PLACEHOLDER.finditer(english) if match[1]}
        for chinese in strings:
            in_chinese = {match[1] for match in PLACEHOLDER.finditer(chinese) if match[1]}
            if (
                in_chinese != named - ({"num"} if not isinstance(message.id, str) else set())
                and in_chinese != named
            ):
                differing.append(f"{english!r}: {sorted(named)} but {sorted(in_chinese)}")
    assert differing == []


def test_chinese_is_written_with_full_width_marks() -> None:
    """A comma, colon or full stop between Chinese characters is the Chinese one."""
    half_width = re.compile(r"[一-鿿][,;:!?](?=[一-鿿\s]|$)|[一-鿿]\.(?=\s|$)")
    wrong = []
    for message in catalogue("zh")[0]:
        strings = [message.string] if isinstance(message.string, str) else message.string
        wrong += [text for text in strings if message.id and half_width.search(text)]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((TRANSLATIONS / "zh").glob("*.po")), ids=lambda path: path.name)
def test_a_part_is_kept_in_utf_8_and_holds_nothing_obsolete(path) -> None:  # noqa: ANN001 - a path
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("#~", "#, fuzzy"))] == []
