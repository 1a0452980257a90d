"""How long all papers of a meeting take: seconds of processor, pages and size by number of applications.

    .venv/bin/python bench/meeting_kit.py 20 60 120

Open and secret votes, 36 people due; the engine is warm. Nothing is kept on disk: this is what a click costs.
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pypdf import PdfReader  # noqa: E402 - the path comes first

from app.documents import kit  # noqa: E402 - the path comes first
from tests.documents.made_up_kit import a_kit  # noqa: E402 - the path comes first
from tests.documents.printing import a_printing_app  # noqa: E402 - the path comes first


def main() -> None:
    """Print one line for each size and way of voting."""
    sizes = [int(text) for text in sys.argv[1:]] or [20, 60]
    with tempfile.TemporaryDirectory() as folder, a_printing_app(Path(folder)).app_context():
        kit.kit_pdf(a_kit(1, due=1), "zh")
        for size in sizes:
            for secret in (False, True):
                measure(size, secret, Path(folder))


def measure(size: int, secret: bool, folder: Path) -> None:
    """Set the kit once."""
    papers = a_kit(size, due=36, is_secret=secret)
    before = time.process_time()
    data = kit.kit_pdf(papers, "zh")
    seconds = time.process_time() - before
    (folder / "kit.pdf").write_bytes(data)
    pages = len(PdfReader(folder / "kit.pdf").pages)
    way = "secret" if secret else "open"
    print(f"{size:4} applications, {way:6} vote: {seconds:5.1f} s, {pages:3} pages, {len(data) // 1024} KB")


if __name__ == "__main__":
    main()
