"""How long a notice takes on paper: seconds of processor, peak memory and size by number of rows.

    .venv/bin/python bench/paper.py 30 60 400 2000

Every size runs in its own process, start of the engine included; the ratio is to the first size, per row.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402 - the path comes first

from app.config import Config  # noqa: E402 - the path comes first
from app.documents.notices import set_notice  # noqa: E402 - the path comes first
from app.web import i18n, templating  # noqa: E402 - the path comes first
from tests.documents.made_up import a_notice  # noqa: E402 - the path comes first


def measure(rows: int, lang: str) -> dict[str, float]:
    """One notice of *rows* households, set once in this process, and once more with the engine warm."""
    app = Flask("app", root_path=str(ROOT / "app"))
    with tempfile.TemporaryDirectory() as folder:
        app.extensions["gongshi"] = Config(instance=Path(folder), database_url="", secret_key=str(rows))
        i18n.init_app(app)
        templating.init_app(app)
        paper = a_notice(rows)
        with app.app_context():
            seconds = []
            for _ in range(2):
                before = time.process_time()
                data = set_notice(paper, lang)
                seconds.append(time.process_time() - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows,
        "first": seconds[0],
        "warm": seconds[1],
        "megabytes": peak,
        "kilobytes": len(data) / 1024,
    }


def main(sizes: list[int]) -> None:
    """Print a table; sizes as given, else 30, 60 and 400."""
    print("rows  lang  first s  warm s  ms a row  peak MB  file KB")
    for rows in sizes or [30, 60, 400]:
        for lang in ("zh", "en"):
            command = [sys.executable, __file__, "--one", str(rows), lang]
            answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
            got = json.loads(answer.stdout.splitlines()[-1])
            print(
                f"{rows:>4}  {lang:>4}  {got['first']:>7.2f}  {got['warm']:>6.2f}  {got['warm'] / rows * 1000:>8.1f}"
                f"  {got['megabytes']:>7.0f}  {got['kilobytes']:>7.0f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]), sys.argv[3])))
    else:
        main([int(size) for size in sys.argv[1:]])
