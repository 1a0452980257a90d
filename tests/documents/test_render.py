"""The renderer: nothing is fetched, nothing is lost, the same words give the same bytes."""

import gc
import hashlib
import http.server
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest
from pypdf import PdfReader

from app.documents import fonts, render
from app.documents.faults import MissingGlyphs, NoChineseFont, PaperTooLarge, ResourceRefused
from app.documents.fontfiles import SlimFonts
from tests.documents.made_up import text_of

CSS = ("html { font-family: 'Noto Serif CJK SC' } @page { size: A5 }",)


def sheet(body: str, head: str = "") -> str:
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><title>纸</title>{head}</head><body>{body}</body></html>'
    )


def printed(body: str, head: str = "") -> bytes:
    return render.render(sheet(body, head), css=CSS, lang="zh")


def fonts_of(data: bytes) -> set[str]:
    """The names of the fonts in *data*, without the mark of a subset."""
    names = {
        font.get_object()["/BaseFont"]
        for page in PdfReader(io.BytesIO(data)).pages
        for font in cast("dict[str, Any]", page["/Resources"])["/Font"].values()
    }
    return {name.partition("+")[2] for name in names}


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
        printed(
            "<table><tr><td>12</td><td><p>王\U00030000明</p></td><td>三组</td></tr></table><p>户主\ue123</p>"
        )
    assert caught.value.characters == "\ue123\U00030000"
    assert [reason.params["code"] for reason in caught.value.blockers] == ["U+E123", "U+30000"]
    assert [reason.params["passage"] for reason in caught.value.blockers] == [
        "户主\ue123",
        "12 王\U00030000明 三组",
    ]


def test_what_cannot_be_printed_or_reorders_text_is_left_out() -> None:
    hidden = "\x00\x07\x1b\x85\u200b\u202e\u2066\u2069\ufeff"
    assert text_of(printed(f"王{hidden}明")).strip() == "王明"


def test_rare_names_are_printed() -> None:
    names = ("𠮷永福", "玥珺", "㛃兰", "买买提·吐尔逊", "䶮")
    text = text_of(printed("".join(f"<p>{name}</p>" for name in names)))
    assert [line for line in text.split() if line] == list(names)


def test_names_in_other_scripts_are_printed() -> None:
    names = ("ꀀꀉ", "བཀྲ", "ئابدۇللا")
    data = printed("".join(f"<p>{name}</p>" for name in names))
    assert {"Noto-Sans-Yi", "Noto-Serif-Tibetan"} <= fonts_of(data)


def test_running_text_is_fangsong_and_its_digits_and_rare_hanzi_come_from_song() -> None:
    css = (*CSS, "p { font-family: 'Gongshi FangSong', 'Noto Serif CJK SC' } b { font: 1em 'Gongshi Kai' }")
    data = render.render(sheet("<p>公示，共7天。王玥<b>（一）程序</b></p>"), css=css, lang="zh")
    assert fonts.has_fangsong()
    assert fonts_of(data) == {"Gongshi-FangSong", "Gongshi-Kai", "Noto-Serif-CJK-SC"}


def test_a_stamp_has_no_tags() -> None:
    data = render.render_stamps(sheet("<p>张贴处</p>"), css=CSS, lang="zh")
    assert b"StructTreeRoot" not in data
    assert text_of(data).strip() == "张贴处"


def test_a_paper_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "MAX_PAGES", 3)
    with pytest.raises(PaperTooLarge):
        printed("<p style='break-after: page'>页</p>" * 6)
    monkeypatch.setattr(render, "MAX_SECONDS", 0)
    with pytest.raises(PaperTooLarge):
        printed("<p>页</p>")


def test_leaving_out_unused_rules_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's own rules for list marks and footnotes cost a quarter of the memory where nobody uses them."""
    body = "<h1>一</h1><ol><li>甲<ul><li>乙</li></ul></li></ol><dl><dt>丙</dt><dd>丁</dd></dl><q>戊</q><br>"
    lean = hashlib.sha256(printed(body)).hexdigest()
    monkeypatch.delattr(render._engine().html, "_ua_stylesheets")
    assert hashlib.sha256(printed(body)).hexdigest() == lean


def test_what_papers_leave_behind_is_collected() -> None:
    """Pages and fonts point at each other: without collecting they stay, 2 to 40 MB a paper."""
    for _ in range(2 * render.PAPERS_A_COLLECTION):
        printed("<p>页</p>")
    left = sum(type(one) is SlimFonts for one in gc.get_objects())
    assert 0 < left <= render.PAPERS_A_COLLECTION


def test_what_a_process_set_aside_at_its_start_stays_set_aside() -> None:
    gc.freeze()
    aside = gc.get_freeze_count()
    assert aside > 0
    printed("<p>页</p>")
    assert gc.get_freeze_count() > aside // 2, "it is looked through again with every tenth paper"


def test_the_same_words_give_the_same_bytes_in_every_process() -> None:
    markup = sheet("<h1>公示</h1><p>王桂英，4人。</p>")
    script = (
        "import sys,hashlib; from app.documents import render;"
        f"data = render.render({markup!r}, css={CSS!r}, lang='zh');"
        "sys.stdout.write(hashlib.sha256(data).hexdigest())"
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
        "sys.exit(any(name.split('.')[0] in ('weasyprint', 'pyhanko') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
