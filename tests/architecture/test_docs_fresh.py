"""The pages that the program writes say what the code does today."""

import pytest

from app.commands.docs import FOLDER, PAGES


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_what_the_code_says(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "stale: run `flask --app wsgi docs write`"
