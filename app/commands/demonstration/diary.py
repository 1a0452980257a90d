"""What happens on which day before the demonstration is loaded: acts are noted with their day and played in order."""

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from app.commands.demonstration.story import stand_at

Act = Callable[[], object]
MORNING, NOON, EVENING = 9, 12, 17


@dataclass
class Diary:
    """The acts still to come, by day and hour; one that is played may note others for later."""

    today: dt.date
    _waiting: list[tuple[dt.date, int, int, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def ago(self, days: int) -> dt.date:
        """The day so many days before the loading."""
        return self.today - dt.timedelta(days=days)

    def note(self, days_ago: int, act: Act, hour: int = MORNING) -> None:
        """*act* happens so many days before the loading. What would happen on that day or later is left out."""
        self.note_on(self.ago(days_ago), act, hour)

    def note_on(self, day: dt.date, act: Act, hour: int = MORNING) -> None:
        """The same on a day of the calendar."""
        if day < self.today:
            heapq.heappush(self._waiting, (day, hour, next(self._numbers), act))

    def play(self) -> None:
        """Let everything happen, the earliest first; on the same hour in the order in which it was noted."""
        while self._waiting:
            day, hour, _number, act = heapq.heappop(self._waiting)
            stand_at(day, hour)
            act()
