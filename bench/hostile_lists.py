"""Random lists with hostile content, printed: nothing crashes, nothing is fetched, and what is printed is the list.

    .venv/bin/python bench/hostile_lists.py [LISTS] [SEED]        200 lists unless told; both cores

Every list goes through what a real notice goes through: composed, set, stamped, looked over by the preflight, which
compares the text on paper with the list. Counted are sheets made, declared refusals by their kind, and three numbers
that must be nought: crashes, sheets that are not the list, attempts to open a connection.
"""

import collections
import dataclasses
import os
import random
import socket
import sys
import tempfile
import time
import traceback
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402 - the path comes first

from app.core.bilingual import BilingualText  # noqa: E402 - the path comes first
from app.core.errors import DomainError  # noqa: E402 - the path comes first
from app.documents import notice_making, notice_sheets, render  # noqa: E402 - the path comes first
from app.documents.faults import NotFitToPrint  # noqa: E402 - the path comes first
from app.documents.notice_sheets import SheetForm, SheetPlace  # noqa: E402 - the path comes first
from app.documents.papers import Change, NoticePaper, NoticeRow  # noqa: E402 - the path comes first
from tests.documents.made_up import a_notice  # noqa: E402 - the path comes first
from tests.documents.printing import a_printing_app  # noqa: E402 - the path comes first

MARKUP = (
    '<script>fetch("http://127.0.0.1:9/")</script>',
    "<img src=http://127.0.0.1:9/x.png onerror=alert(1)>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<style>*{display:none}</style>",
    "</td></tr></table></article><h1>公告</h1>",
    "<iframe src=//127.0.0.1:9/></iframe>",
    "<svg><use href='http://127.0.0.1:9/#a'/></svg>",
    "<!-- 王明 -->",
    "<![CDATA[李四]]>",
    "&lt;b&gt;&amp;&#8238;&nbsp;&#0;",
    "<base href=http://127.0.0.1:9/>",
    "<p style=position:fixed>",
)
STYLES = (
    "@import url(http://127.0.0.1:9/a.css);",
    "url('http://127.0.0.1:9/')",
    "}*{content:url(http://127.0.0.1:9/)}",
    "@page{size:1mm}",
    'content: attr(x) "\\201C"',
    "display:none!important",
)
ADDRESSES = (
    "http://127.0.0.1:9/a?b=1&c=2",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,<b>",
    "//evil.example",
)
TEMPLATES = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{{ paper.digest }}",
    "%(name)s",
    "%s%n",
    "${jndi:ldap://127.0.0.1:9/a}",
    "{0.__class__}",
)
PLAIN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗秀英国强桂芳建军德明玉兰志华永福春梅光荣璟玥珺堃喆"
    "燊镕旸祎芃瑄烜㑇㛃𠮷䶮"
)
#: what the preflight may refuse: a number that looks like a person's, marks that nobody could read out
DECLARED = {"personal", "glyphs"}
#: every so-manieth list is made with its first page
WHOLE = 10
DOTS = "·•‧・.‐-—"
YI = "ꀀꀁꀂꀃꀄꁀꂀꃀꄀꅀꆈꌠꁱꂷ"
TIBETAN = ("བཀྲ་ཤིས", "བསོད་ནམས", "རྡོ་རྗེ", "ཚེ་རིང")
#: reorder what is read, or are drawn as nothing: they must not reach the paper
UNSEEN = "\x00\x01\x07\x08\x1b\x7f\u200b\u200d\u200e\u200f\u202a\u202d\u202e\u2066\u2067\u2069\ufeff\u00ad\u2028\u2029"
RIGHT_TO_LEFT = ("ئابدۇللا", "مۇھەممەت", "שלום", "عبد الله")
EMOJI = ("😀", "👨‍👩‍👧", "🇨🇳", "❤️", "1️⃣")
COMBINING = "\u0301\u0308\u0327\u20dd\u0338"
BEYOND = ("\U00030000", "\ue000", "\U000f0000", "ᠮᠣᠩᠭᠣᠯ", "\U0001d400", "\udcff")
NUMBERS = (
    "522423197001011234",
    "13812345678",
    "6222021234567890123",
    "2736",
    "-1",
    "1e309",
    "٣٤٥",
    "=1+1",
    "@SUM(A1)",
)


def hostile(dice: random.Random, *, printable_only: bool) -> str:
    """A text of one to four pieces, most of them harmful somewhere."""
    pieces = [
        lambda: dice.choice(MARKUP),
        lambda: dice.choice(STYLES),
        lambda: dice.choice(ADDRESSES),
        lambda: dice.choice(TEMPLATES),
        lambda: "".join(dice.choices(PLAIN, k=dice.randint(1, 8))),
        lambda: dice.choice(PLAIN) + dice.choice(DOTS) + dice.choice(PLAIN),
        lambda: "".join(dice.choices(YI, k=4)),
        lambda: dice.choice(TIBETAN),
        lambda: dice.choice(UNSEEN) + dice.choice(PLAIN) + dice.choice(UNSEEN),
        lambda: "".join(dice.choices(PLAIN, k=300)) if dice.random() < 0.3 else "X" * dice.randint(40, 300),
        lambda: " " * dice.randint(1, 30) + dice.choice(PLAIN) + "\t\n" + dice.choice(PLAIN),
        lambda: dice.choice("\"'`<>&\\/;:,.!?") * dice.randint(1, 6),
    ]
    if not printable_only:
        pieces += [
            lambda: dice.choice(RIGHT_TO_LEFT),
            lambda: dice.choice(EMOJI),
            lambda: dice.choice(PLAIN) + "".join(dice.choices(COMBINING, k=dice.randint(1, 6))),
            lambda: dice.choice(BEYOND),
            lambda: dice.choice(NUMBERS),
            lambda: chr(dice.randrange(0x20, 0x2FFFF)),
        ]
    return "".join(dice.choice(pieces)() for _ in range(dice.randint(1, 4)))[:300]


def a_list(seed: int) -> tuple[Any, SheetForm]:
    """The notice of *seed* and the form it is wanted in. Two in three have nothing that no font could print."""
    dice = random.Random(seed)
    safe = dice.random() < 0.67

    def text() -> str:
        return hostile(dice, printable_only=safe)

    rows = tuple(
        NoticeRow(
            number,
            text()[:60] if dice.random() < 0.5 else f"第{dice.randint(1, 9)}组",
            text(),
            dice.randint(1, 9),
        )
        for number in range(1, dice.randint(2, 14))
    )
    said: dict[str, Any] = (
        {"changes": (Change("removed", 1, 3, text()),)} if dice.random() < 0.3 else {"changes": ()}
    )
    for name in ("basis", "address", "village"):
        if dice.random() < 0.2:
            said[name] = BilingualText(text() or "村", text())
    form = SheetForm(
        dice.choice(("zh", "zh", "zh", "en", "both")),
        dice.choice(("a4", "a4", "a3")),
        large=dice.random() < 0.2,
        by_group=dice.random() < 0.2,
    )
    return a_notice(rows, **said), form


@lru_cache
def _app() -> Flask:
    return a_printing_app(Path(tempfile.mkdtemp(prefix="hostile-")))


_attempts: list[str] = []


def _refuse_connections() -> None:
    def refused(*given: Any, **_named: Any) -> Any:
        _attempts.append(repr(given)[:200])
        raise OSError("no connection is opened here")

    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, refused)
    socket.getaddrinfo = refused
    socket.create_connection = refused


def _composed(paper: NoticePaper, form: SheetForm, *, whole: bool) -> notice_making.Composed:
    """The notice; unless *whole* without its first page, which says the same in every list and costs half the time."""
    composed = dataclasses.replace(notice_sheets.compose(paper, form), steps=("standard",))
    if whole:
        return composed
    articles = (dataclasses.replace(one, cover=f"<h1>{paper.number}</h1>") for one in composed.articles)
    wanted = dataclasses.replace(composed.wanted, words=(), seal=None)
    return dataclasses.replace(composed, articles=tuple(articles), wanted=wanted)


def _comes_back_changed(paper: NoticePaper) -> bool:
    """Whether some name has marks that no PDF gives back as they went in: joined letters, stacked or hidden marks.

    Such a name is refused rather than printed unchecked. Tibetan stacks too, and does come back.
    """
    return any(
        unicodedata.bidirectional(one) in ("R", "AL", "AN")
        or (
            unicodedata.category(one) in ("Mn", "Me", "Cf", "Cn", "Co", "Cs")
            and not "\u0f00" <= one <= "\u0fff"
        )
        for row in paper.rows
        for one in render.printable(row.group_name + row.head_name)
    )


def try_one(seed: int) -> tuple[int, str, str]:
    """(seed, what became of it, details): ``made``, ``refused: Kind``, ``unequal``, ``crash`` or ``fetch``."""
    _attempts.clear()
    paper, form = a_list(seed)
    outcome, details = "made", ""
    try:
        with _app().app_context():
            composed = _composed(paper, form, whole=seed % WHOLE == 0)
            stamp = notice_sheets.stamp_of(
                paper, form, SheetPlace(1 + seed % 30, BilingualText("村委会", "office"))
            )
            notice_making.make_sheets(composed, [stamp])
    except NotFitToPrint as fault:
        kinds = sorted({one.check.value for one in fault.report.findings})
        declared = DECLARED | {"list"} if _comes_back_changed(paper) else DECLARED
        is_declared = declared.issuperset(kinds)
        outcome = (
            f"refused by the preflight: {', '.join(kinds)}" if is_declared else f"unequal: {', '.join(kinds)}"
        )
        if not is_declared:
            details = "; ".join(
                f"p{one.page} {one.message.msgid} {one.message.params}" for one in fault.report.findings[:3]
            )
    except DomainError as fault:
        outcome = f"refused: {type(fault).__name__}"
    except Exception:
        outcome, details = "crash", traceback.format_exc()[-1500:]
    if _attempts:
        outcome, details = "fetch", "; ".join(_attempts)
    return seed, outcome, details


def main(lists: int, first: int) -> int:
    """Print what became of the lists; 1 when something happened that must not."""
    begun = time.monotonic()
    counted: collections.Counter[str] = collections.Counter()
    bad = 0
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_refuse_connections
    ) as pool:
        for seed, outcome, details in pool.map(try_one, range(first, first + lists), chunksize=4):
            counted[outcome] += 1
            if outcome.partition(":")[0] in ("crash", "fetch", "unequal"):
                bad += 1
                words = "".join(
                    one if unicodedata.category(one)[0] != "C" or one == "\n" else "?" for one in details
                )
                print(f"list {seed}: {outcome}\n  {words}", flush=True)
    seconds = time.monotonic() - begun
    print(f"{lists} lists from {first} on, {seconds:.0f} s on {workers} cores")
    for outcome, number in counted.most_common():
        print(f"{number:>7}  {outcome}")
    return 1 if bad else 0


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(numbers[0] if numbers else 200, numbers[1] if len(numbers) > 1 else 1))
