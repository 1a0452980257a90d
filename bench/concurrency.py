"""Eight writers and eight readers at a real server for a minute, killed in the middle: errors, losses, waiting.

    python bench/concurrency.py                        SQLite, 60 s, killed once
    python bench/concurrency.py --seconds 300 --kills 5
    python bench/concurrency.py --url postgresql+psycopg://…   an empty PostgreSQL database

The short version is a test: ``tests/concurrency``.
"""

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.permissions import Role
from tests import factories
from tests.crowd import Crowd, a_crowd_at_an_open_notice, stored
from tests.live import Answer, LivePortal, Visitor


def main() -> None:
    """Run, print the figures, exit 1 when anything was lost or anybody saw a fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument(
        "--presses", type=int, default=20, help="how often two officers press the same button"
    )
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        portal = LivePortal(Path(folder) / "instance", given.url)
        crowd = a_crowd_at_an_open_notice(portal)
        crowd.writers, crowd.readers = given.writers, given.readers
        officers = approvers(portal)
        portal.start()
        down = run(portal, crowd, given.seconds, given.kills)
        outcomes = presses(portal, officers, given.presses)
        portal.stop()
        is_well = report(crowd, stored(portal), down, outcomes)
    sys.exit(0 if is_well else 1)


def run(portal: LivePortal, crowd: Crowd, seconds: float, kills: int) -> float:
    """Let the crowd be there for *seconds*, killing the server *kills* times; how long it was away in all."""
    crowd.come()
    away = 0.0
    for _ in range(kills):
        time.sleep(seconds / (kills + 1))
        began = time.monotonic()
        portal.kill()
        portal.start()
        away += time.monotonic() - began
    time.sleep(seconds / (kills + 1))
    crowd.leave()
    return away


def approvers(portal: LivePortal) -> list[int]:
    """Two approvers of the county."""
    with portal.filling():
        return [factories.a_user(Role.COUNTY_APPROVER, factories.the_county()).id for _ in range(2)]


def presses(portal: LivePortal, officers: list[int], times: int) -> list[tuple[int, ...]]:
    """Two officers close the round at the same moment, and one opens it again, *times* over: their answers."""
    visitors = [portal.signed_in(one) for one in officers]
    with portal.looking():
        code = factories.the_round().code
    close, reopen = f"/rounds/{code}/steps/close", f"/rounds/{code}/steps/reopen"
    outcomes = []
    for _ in range(times):
        forms = [visitor.get(close).fields() for visitor in visitors]
        gate = Barrier(2)

        def press(visitor: Visitor, fields: dict[str, str], gate: Barrier = gate) -> Answer:
            gate.wait(10)
            return visitor.post(close, fields)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(press, visitors, forms))
        outcomes.append(tuple(sorted(answer.status for answer in answers)))
        visitors[0].post(reopen, {**visitors[0].get(reopen).fields(), "reason": "bench"})
    return outcomes


def report(crowd: Crowd, kept: dict[str, str], down: float, outcomes: list[tuple[int, ...]]) -> bool:
    """Print the figures; true when nothing was lost and nobody saw a fault."""
    lost = [words for words, number in crowd.acknowledged.items() if kept.get(words) != number]
    waits = sorted(crowd.waits) or [0.0]
    numbers = sorted(int(number.rsplit("-", 1)[1]) for number in kept.values())
    print(f"acknowledged objections      {len(crowd.acknowledged)}")
    print(f"  of these lost              {len(lost)}")
    print(f"stored, answer never came    {len(kept) - len(crowd.acknowledged)}")
    print(f"numbers missing or twice     {numbers != list(range(1, len(numbers) + 1))}")
    print(f"pages read                   {crowd.reads}")
    print(f"faults shown to anybody      {len(crowd.faults)} {crowd.faults[:3]}")
    print(f"sent again after no answer   {crowd.again}   (server away for {down:.1f} s)")
    print(f"waiting for a receipt, ms    p50 {statistics.median(waits) * 1000:.0f}", end="")
    print(f"  p99 {waits[int(len(waits) * 0.99)] * 1000:.0f}  longest {waits[-1] * 1000:.0f}")
    print(
        f"two officers, one button     {outcomes.count((303, 409))} of {len(outcomes)}: one success, one “faster”"
    )
    return not lost and not crowd.faults and set(outcomes) <= {(303, 409)}


if __name__ == "__main__":
    main()
