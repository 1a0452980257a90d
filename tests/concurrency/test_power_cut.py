"""Eight who write and eight who read, and the server killed in the middle: nothing acknowledged is lost.

The long version, with figures: ``bench/concurrency.py``.
"""

from tests.crowd import a_crowd_at_an_open_notice, stored
from tests.live import LivePortal


def test_nothing_acknowledged_is_lost_and_nobody_sees_a_fault(portal: LivePortal) -> None:
    crowd = a_crowd_at_an_open_notice(portal)
    portal.start()
    crowd.come()
    crowd.wait_for(12)
    portal.kill()
    portal.start()
    crowd.wait_for(30)
    crowd.leave()
    portal.stop()
    kept = stored(portal)
    lost = {words: number for words, number in crowd.acknowledged.items() if kept.get(words) != number}
    assert crowd.faults == []
    assert lost == {}
    assert len(crowd.acknowledged) >= 30
    assert crowd.reads > 0
    numbers = sorted(int(number.rsplit("-", 1)[1]) for number in kept.values())
    assert numbers == list(range(1, len(numbers) + 1)), "a number is missing"
