"""Every public address of a loaded township, both languages, every byte: is anything there that must not be?

    python bench/privacy.py [INSTANCE]      the instance to walk (default: instance/); prints what was opened and found

The same looks as ``tests/journeys/test_township_in_the_open.py``, without leaving anything out: some thousands of
answers, every sheet as text, every photograph with what is hidden in it. Exit code 1 when something was found.
"""

import collections
import datetime as dt
import logging
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import structlog

from app import create_app
from app.config import Config
from app.core import clock
from tests.journeys.test_township_in_the_open import NUMBERS, Everything, Township, gather

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def main() -> None:
    """Walk, look, print."""
    instance = Path(sys.argv[1] if len(sys.argv) > 1 else "instance").resolve()
    secret = (instance / "secret_key").read_text(encoding="ascii").strip()
    config = Config(
        instance, f"sqlite:///{instance / 'gongshi.sqlite3'}", secret, testing=True, publish=False
    )
    app = create_app(config)
    began, opened, found = time.perf_counter(), collections.Counter[str](), 0
    with app.app_context():
        township: Township = gather(app)
        print(f"{len(township.numbers)} numbers and {len(township.children)} children's names are looked for")
        for path, said in township.walk(sheets_of=Everything(), english=Everything()):
            opened[re.sub(r"/[^/]*\d[^/]*", "/#", path.split("?")[0])] += 1
            numbers = {re.sub(r"\D", "", text) for text in NUMBERS.findall(said)} & township.numbers
            children = {child for child in township.children if child in said}
            if numbers or children:
                found += 1
                print(f"  {path}: {len(numbers)} number(s), {len(children)} child(ren)")
    for kind, number in opened.most_common():
        print(f"{number:>6}  {kind}")
    seconds = dt.timedelta(seconds=round(time.perf_counter() - began))
    print(f"{opened.total()} answers in {seconds}, on {clock.today()}: {found} with something in them")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
