"""What a notice costs on paper by number of rows, beside Chromium's print of the same page and Typst's of its list.

    .venv/bin/python bench/paper.py [30 60 400 2000] [--rounds 5] [--languages zh] [--without typst,chromium]

Prints a table in Markdown: medians of processor seconds, the ratio to Chromium in the same round, milliseconds a row
and their growth from the first size of 400 rows on, the highest memory of all processes together (shared pages counted
once), pages and size. The makers take turns within a round, since the speed of a machine drifts.

``set`` is the notice without a place in a worker of the portal that is up: text in the widest setting that fits, list,
tags, PDF/A-3a, CSV and JSON within. ``cold`` is the same with the worker's start. ``sheet`` is one place's sheet
out of it: stamped and looked over before it may be printed. ``chromium`` prints the HTML of ``set``, start included:
without PDF/A, without the data. ``typst`` sets the same words by paper.typ as PDF/UA-1, start included; pip fetches it
(34 MB).
"""

import argparse
import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pypdf import PdfReader  # noqa: E402 - the path comes first

from app.documents import notice_making, notice_sheets, render  # noqa: E402 - the path comes first
from tests.documents.made_up import a_notice  # noqa: E402 - the path comes first
from tests.documents.printing import a_printing_app  # noqa: E402 - the path comes first

SIZES = [30, 60, 400, 2000]
MAKERS = ("set", "cold", "sheet", "chromium", "typst")
TYPST = "typst==0.15.2"
TYPST_CALL = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=['ua-1'],"
    " font_paths=['/usr/share/fonts'])"
)


@dataclass
class Cost:
    """One run of one maker."""

    seconds: float
    megabytes: float
    kilobytes: float


def prepare(rows: int, lang: str, folder: Path) -> None:
    """Write down what the makers take: the page with its styles, and the words of the list."""
    paper, form = a_notice(rows), notice_sheets.SheetForm(lang=lang)
    taken: dict[str, Any] = {}
    as_it_was = render.render

    def kept(html: str, **more: Any) -> bytes:
        taken.update(html=html, css=more["css"])
        return as_it_was(html, **more)

    with a_printing_app(folder).app_context():
        composed = notice_sheets.compose(paper, form)
        render.render = kept
        (folder / "base.pdf").write_bytes(notice_making.set_base(composed))
        render.render = as_it_was
        stamp = notice_sheets.stamp_of(paper, form, notice_sheets.SheetPlace(1, paper.village))
        titles = notice_sheets.document_title(paper, lang)
    (folder / "composed.pickle").write_bytes(pickle.dumps((composed, stamp)))
    styles = "".join(f"<style>{sheet}</style>" for sheet in taken["css"])
    (folder / "page.html").write_text(
        taken["html"].replace("</head>", f"{styles}</head>", 1), encoding="utf-8"
    )
    given = {
        "title": titles,
        "lang": lang,
        "heads": ["序号", "组别", "户主姓名", "人口（人）"]
        if lang == "zh"
        else ["No.", "Group", "Head", "People"],
        "widths": [13, 30, 38, 19],
        "paragraphs": [paper.basis.in_(lang), paper.address.in_(lang)],
        "rows": [[str(row.sequence), row.group_name, row.head_name, str(row.people)] for row in paper.rows],
    }
    (folder / "given.json").write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    shutil.copy(ROOT / "bench" / "paper.typ", folder / "paper.typ")


def make(maker: str, folder: Path) -> None:
    """In a process of its own: what the portal does with a composed notice. Prints the seconds of a warm worker."""
    composed, stamp = pickle.loads((folder / "composed.pickle").read_bytes())  # noqa: S301 - written by prepare
    for _ in range(1 if maker.endswith("cold") else 2):
        before = time.process_time()
        if maker == "sheet":
            data = notice_making.make_sheet((folder / "base.pdf").read_bytes(), stamp, composed.wanted)
        else:
            data = notice_making.set_base(composed)
        spent = time.process_time() - before
    (folder / f"{maker}.pdf").write_bytes(data)
    if not maker.endswith("cold"):
        print(spent)


def command_of(maker: str, folder: Path) -> list[str]:
    """The command that makes ``MAKER.pdf`` in *folder*."""
    if maker == "chromium":
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        own = f"--user-data-dir={folder / 'profile'}"
        return [
            "chromium",
            *options,
            own,
            f"--print-to-pdf={folder / 'chromium.pdf'}",
            f"file://{folder / 'page.html'}",
        ]
    if maker == "typst":
        return [sys.executable, "-c", TYPST_CALL, str(folder / "paper.typ"), str(folder / "typst.pdf")]
    return [sys.executable, __file__, "--make", maker, str(folder)]


def run(maker: str, folder: Path, libraries: Path) -> Cost:
    """One run: processor seconds of the process and its children, the peak of their memory, the size of the file."""
    for old in folder.glob(f"{maker}.pdf"):
        old.unlink()
    environment = {**os.environ, "PYTHONPATH": str(libraries) if maker == "typst" else ""}
    before = os.times()
    process = subprocess.Popen(
        command_of(maker, folder),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    peak, ticks = [0.0], dict[int, int]()
    watcher = threading.Thread(target=watch, args=(process, peak, ticks), daemon=True)
    watcher.start()
    out, said = process.communicate()
    watcher.join()
    after = os.times()
    result = folder / f"{maker}.pdf"
    if process.returncode or not result.exists():
        raise SystemExit(f"{maker} failed: {said.decode()[-800:]}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    # Chromium does not wait for all its processes, so their time is added up from what was last seen of each.
    spent = max(spent, sum(ticks.values()) / os.sysconf("SC_CLK_TCK"))
    if maker in ("set", "sheet"):
        spent = float(out.split()[-1])
    return Cost(spent, peak[0], result.stat().st_size / 1024)


def watch(process: "subprocess.Popen[bytes]", peak: list[float], ticks: dict[int, int]) -> None:
    """Keep the highest sum of memory of *process* and its descendants, in megabytes, and the time each has used."""
    while process.poll() is None:
        members = list(family(process.pid))
        peak[0] = max(peak[0], sum(memory_of(number) for number in members))
        ticks.update((number, used) for number in members if (used := ticks_of(number)))
        time.sleep(0.03)


def ticks_of(number: int) -> int:
    """Clock ticks that one process has used; 0 when it has gone."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def family(number: int) -> Iterator[int]:
    """A process and what descends from it."""
    yield number
    try:
        tasks = list(Path(f"/proc/{number}/task").iterdir())
        children = " ".join((task / "children").read_text() for task in tasks).split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def memory_of(number: int) -> float:
    """Megabytes of one process, its share of shared pages; 0 when it has gone."""
    try:
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def pages_of(path: Path) -> int:
    """How many pages a finished file has."""
    return len(PdfReader(path).pages)


def table(sizes: list[int], lang: str, makers: list[str], rounds: int, libraries: Path) -> None:
    """Measure and print the table of one language."""
    print(f"\n| {lang} rows | maker | CPU s | × Chromium | ms a row | growth | peak MB | pages | KB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for rows in sizes:
            folder = Path(name) / str(rows)
            folder.mkdir()
            subprocess.run(
                [sys.executable, __file__, "--prepare", str(rows), lang, str(folder)], check=True, cwd=ROOT
            )
            costs: dict[str, list[Cost]] = {maker: [] for maker in makers}
            for _ in range(rounds):
                for maker in makers:
                    costs[maker].append(run(maker, folder, libraries))
            for maker in makers:
                print(line(rows, maker, costs, first, pages_of(folder / f"{maker}.pdf")), flush=True)


def line(rows: int, maker: str, costs: dict[str, list[Cost]], first: dict[str, float], pages: int) -> str:
    """One line. *growth* is the time a row against that of the first size of 400 rows or more."""
    mine = costs[maker]
    seconds = statistics.median(one.seconds for one in mine)
    ratio = "–"
    if "chromium" in costs:
        pairs = zip(mine, costs["chromium"], strict=True)
        ratio = f"{statistics.median(one.seconds / other.seconds for one, other in pairs):.2f}"
    growth = f"{seconds / rows / first.setdefault(maker, seconds / rows):.2f}" if rows >= 400 else "–"
    return (
        f"| {rows} | {maker} | {seconds:.2f} | {ratio} | {seconds / rows * 1000:.1f} | {growth} "
        f"| {max(one.megabytes for one in mine):.0f} | {pages} | {mine[-1].kilobytes:.0f} |"
    )


def main() -> None:
    """Print a table for each language."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--languages", default="zh")
    parser.add_argument("--without", default="")
    parser.add_argument("--typst", default=TYPST, help="a requirement, or a file, that pip installs")
    given = parser.parse_args()
    makers = [one for one in MAKERS if one not in given.without.split(",")]
    with tempfile.TemporaryDirectory() as libraries:
        if "typst" in makers:
            pip = [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--target",
                libraries,
                given.typst,
            ]
            subprocess.run(pip, check=True)
        for lang in given.languages.split(","):
            table(given.sizes, lang, makers, given.rounds, Path(libraries))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--prepare"]:
        prepare(int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    elif sys.argv[1:2] == ["--make"]:
        make(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
