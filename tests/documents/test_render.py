"""The renderer: nothing is fetched, nothing is lost, the same words give the same bytes."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from app.documents import fonts, render
from app.documents.faults import MissingGlyphs, NoChineseFont, PaperTooLarge, ResourceRefused
from tests.documents.made_up import text_of

CSS = ("html { font-family: 'Noto Serif CJK SC' } @page { size: A5 }",)


def sheet(body: str, head: str = "") -> str:
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><title>纸</title>{head}</head><body>{body}</body></html>'
    )


def printed(body: str, head: str = "") -> bytes:
    return render.render(sheet(body, head), css=CSS, lang="zh")


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that writes down whoever asks it for anything."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}/picture.png" alt="">',
        '<p style="background: url({url}/background.png)">字</p>',
        '<object data="{url}/object.svg"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg" ><title>图</title><image href="{url}/i.png"/></svg>',
        '<img src="file:///etc/hostname" alt="">',
        '<img src="/etc/hostname" alt="">',
        '<img src="picture:../../config.py" alt="">',
        '<img src="picture:nothing-of-this-name.svg" alt="">',
        '<img src="data:image/png;base64,AAAA" alt="">',
    ],
)
def test_nothing_but_own_pictures_is_read(markup: str, listener: tuple[str, list[str]]) -> None:
    url, asked = listener
    with pytest.raises(ResourceRefused):
        printed(markup.replace("{url}", url))
    assert asked == []


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="{url}/style.css">',
        "<style>@import url({url}/imported.css);</style>",
        "<style>@font-face {{ font-family: x; src: url({url}/font.woff) }} body {{ font-family: x }}</style>",
        '<link rel="attachment" href="file:///etc/hostname">',
    ],
)
def test_styles_fonts_and_attachments_from_outside_are_refused(
    head: str, listener: tuple[str, list[str]]
) -> None:
    url, asked = listener
    with pytest.raises(ResourceRefused):
        printed("字", head.format(url=url))
    assert asked == []


def test_own_pictures_are_printed() -> None:
    assert printed('<img src="picture:favicon.svg" alt="图">').startswith(b"%PDF-")


def test_a_character_without_a_font_stops_the_print_and_is_named() -> None:
    with pytest.raises(MissingGlyphs) as caught:
        printed("<table><tr><td>12</td><td><p>王\U00030000明</p></td><td>三组</td></tr></table><p>户主\ue123</p>")
    assert caught.value.characters == "\ue123\U00030000"
    assert [reason.params["code"] for reason in caught.value.blockers] == ["U+E123", "U+30000"]
    assert [reason.params["passage"] for reason in caught.value.blockers] == ["户主\ue123", "12 王\U00030000明 三组"]


def test_what_cannot_be_printed_or_reorders_text_is_left_out() -> None:
    hidden = "\x00\x07\x1b\x85\u200b\u202e\u2066\u2069\ufeff"
    assert text_of(printed(f"王{hidden}明")).strip() == "王明"


def test_rare_names_are_printed() -> None:
    names = ("𠮷永福", "玥珺", "㛃兰", "买买提·吐尔逊", "䶮")
    text = text_of(printed("".join(f"<p>{name}</p>" for name in names)))
    assert [line for line in text.split() if line] == list(names)


def test_the_same_words_give_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys,hashlib; from tests.documents.test_render import printed;"
        "sys.stdout.write(hashlib.sha256(printed('<h1>公示</h1><p>王桂英，4人。</p>')).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 64


def test_too_much_text_in_one_place_is_refused_at_once() -> None:
    with pytest.raises(PaperTooLarge):
        printed("字" * (render.MAX_RUN + 1))


def test_marks_nested_without_end_are_refused() -> None:
    with pytest.raises(PaperTooLarge):
        printed("<div>" * 3000)


def test_a_paper_says_its_language() -> None:
    with pytest.raises(ValueError, match="language"):
        render.render("<p>字</p>", css=(), lang="zh")


def test_a_machine_without_a_chinese_font_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese_families", lambda: ())
    render._engine.cache_clear()
    with pytest.raises(NoChineseFont):
        printed("字")


def test_an_ordinary_start_does_not_load_the_engine() -> None:
    script = (
        "import sys; import app.documents.notices, app.documents.sheets;"
        "sys.exit(any(name.split('.')[0] in ('weasyprint', 'fontTools') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
