"""Objections from one network address: 500 devices within a minute, and one device that sends 500.

    python bench/objections.py                     SQLite, as ./run serves it: two processes, four threads each
    python bench/objections.py --devices 1000 --seconds 30
    python bench/objections.py --url postgresql+psycopg://…   an empty PostgreSQL database

First every device opens the form, sends it once (each fifth with a photograph of 180 KB), and sends the very same form
once more, as telephones do when the answer is lost. Wanted: every device has one receipt, and there are as many
objections as devices. Then one device sends 500 while neighbours at the same address send one each. Wanted: the
device is throttled after its day's number, the neighbours are all received. Prints received, throttled, latency.
"""

import argparse
import io
import re
import resource
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
from PIL import Image

from app.core.db import db
from app.domain.objections.models import Objection
from tests.crowd import a_crowd_at_an_open_notice
from tests.live import Answer, LivePortal, Visitor

NUMBER = re.compile(r"\bY\d{4}-\d+\b")
#: the token and the one-time key; reading the page as a tree would cost the clients more than the server
HIDDEN = re.compile(r'name="(csrf_token|once)" value="([^"]+)"')
CLIENTS = 24
NEIGHBOURS = 20


@dataclass
class Tally:
    """What came of a run."""

    received: list[str] = field(default_factory=list)
    throttled: int = 0
    faults: list[str] = field(default_factory=list)
    forms: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> None:
    """Run both, print the figures, exit 1 when anybody was lost, doubled or shut out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devices", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        portal = LivePortal(Path(folder) / "instance", given.url)
        path = f"/notices/{a_crowd_at_an_open_notice(portal).number}/objections/new"
        portal.start()
        many, took = many_devices(portal, path, given.devices, given.seconds)
        flood, neighbours = one_device(portal, path, given.devices)
        portal.stop()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        stored = count_stored(portal)
    is_well = report(many, took, given.devices, stored - len(set(flood.received + neighbours.received)))
    is_well &= report_flood(flood, neighbours, given.devices)
    print(f"the server used {used.ru_utime + used.ru_stime:.0f} s of processor for both")
    sys.exit(0 if is_well else 1)


def many_devices(portal: LivePortal, path: str, devices: int, seconds: float) -> tuple[Tally, float]:
    """*devices* come evenly within *seconds*, from one address; how long it took in all."""
    tally, began, photograph = Tally(), time.monotonic(), a_photograph()

    def come(number: int) -> None:
        time.sleep(max(0.0, began + number * seconds / devices - time.monotonic()))
        with_photograph = photograph if number % 5 == 0 else b""
        send(
            tally,
            Visitor(portal.port),
            path,
            f"第{number}台手机：这户在镇上有门面。",
            with_photograph,
            twice=True,
        )

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(come, range(devices)))
    return tally, time.monotonic() - began


def one_device(portal: LivePortal, path: str, times: int) -> tuple[Tally, Tally]:
    """One device sends *times*, from eight threads, while neighbours send one each."""
    flood, neighbours, cookies = Tally(), Tally(), Visitor(portal.port)
    cookies.get(path)

    def press(number: int) -> None:
        send(flood, Visitor(portal.port, cookies.cookies), path, f"第{number}次：还是那一户。")

    def live_next_door(number: int) -> None:
        time.sleep(number / NEIGHBOURS)
        send(neighbours, Visitor(portal.port), path, f"邻居{number}：名单漏了人。", twice=True)

    with ThreadPoolExecutor(8) as pool, ThreadPoolExecutor(4) as next_door:
        pressed = pool.map(press, range(times))
        came = next_door.map(live_next_door, range(NEIGHBOURS))
        list(pressed)
        list(came)
    return flood, neighbours


def send(
    tally: Tally, visitor: Visitor, path: str, words: str, photograph: bytes = b"", *, twice: bool = False
) -> None:
    """Open the form, send it (and once more), read the receipt."""
    try:
        began = time.monotonic()
        fields = dict(HIDDEN.findall(visitor.get(path).text)) | {"about": "other", "grounds": words}
        opened = time.monotonic()
        answers, times = [], []
        for _ in range(2 if twice else 1):
            file = {"evidence": (io.BytesIO(photograph), "照片.jpg")} if photograph else {}
            start = time.monotonic()
            answers.append(visitor.post(path, fields | file))
            times.append(time.monotonic() - start)
        numbers = {receipt_number(visitor, answer) for answer in answers if answer.status == 303}
    except Exception as error:  # a bench reports whatever a device would have met
        with tally.lock:
            tally.faults.append(repr(error)[:200])
        return
    with tally.lock:
        tally.forms.append(opened - began)
        tally.sent.append(times[0])
        tally.throttled += sum(answer.status == 429 for answer in answers)
        tally.received += sorted(numbers)
        tally.faults += [f"{a.status}" for a in answers if a.status not in (303, 429)]
        tally.faults += [f"{len(numbers)} receipts for one device"] if len(numbers) > 1 else []


def receipt_number(visitor: Visitor, answer: Answer) -> str:
    """The number on the receipt that an answer leads to."""
    found = NUMBER.search(visitor.get(answer.location).text)
    return found.group() if found else "no number"


def a_photograph() -> bytes:
    """A JPEG of about 180 KB, as a telephone sends it after making it small."""
    file = io.BytesIO()
    Image.effect_noise((900, 640), 60).convert("RGB").save(file, "JPEG", quality=62)
    return file.getvalue()


def count_stored(portal: LivePortal) -> int:
    """How many objections there are in the end."""
    with portal.looking():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Objection)) or 0


def report(tally: Tally, took: float, devices: int, stored: int) -> bool:
    """The figures of many devices; true when each was received once."""
    once = len(set(tally.received))
    print(f"{devices} devices at one address in {took:.1f} s, every form sent twice")
    print(f"  received {once}, stored {stored}, throttled {tally.throttled}, faults {len(tally.faults)}")
    print(f"  opening the form {latency(tally.forms)}; sending it {latency(tally.sent)}")
    for fault in tally.faults[:5]:
        print(f"  {fault}")
    return once == stored == devices and not tally.throttled and not tally.faults


def report_flood(flood: Tally, neighbours: Tally, times: int) -> bool:
    """The figures of one device; true when it was throttled and no neighbour was."""
    came = len(set(neighbours.received))
    print(f"one device sends {times}: received {len(set(flood.received))}, throttled {flood.throttled}")
    print(
        f"  meanwhile {NEIGHBOURS} neighbours at its address: received {came}, throttled {neighbours.throttled}"
    )
    print(f"  throttled answers {latency(flood.sent)}; the neighbours' {latency(neighbours.sent)}")
    for fault in (flood.faults + neighbours.faults)[:5]:
        print(f"  {fault}")
    return 0 < len(set(flood.received)) < 20 and came == NEIGHBOURS and not neighbours.throttled


def latency(seconds: list[float]) -> str:
    """Median, 95th percentile and the longest, in milliseconds."""
    if len(seconds) < 2:
        return "–"
    cuts = statistics.quantiles(seconds, n=20)
    return f"median {cuts[9] * 1000:.0f}, p95 {cuts[18] * 1000:.0f}, longest {max(seconds) * 1000:.0f} ms"


if __name__ == "__main__":
    main()
