"""Where the notices of a project reached: each of its places must have had one on its own boards, or on those above."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core import clock
from app.core.messages import Message
from app.domain.areas.models import Area
from app.domain.notices import queries as notices
from app.domain.notices import reasons
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import queries
from app.domain.projects.models import Project


@dataclass(frozen=True)
class Reach:
    """The notices of a kind in force on which a project stands, as they stand on a day, and the project's areas."""

    standings: Sequence[Standing]
    areas: Sequence[Area]
    on: dt.date

    def _over(self, area: Area) -> list[Standing]:
        return [one for one in self._reaching(area) if one.period.has_ended(self.on)]

    def _reaching(self, area: Area) -> list[Standing]:
        return [one for one in self.standings if area.path.startswith(one.notice.village.path)]

    @property
    def unreached(self) -> list[Area]:
        """The areas for which no notice was issued, nor for an area over them."""
        return [area for area in self.areas if not self._reaching(area)]

    def why_not_over(self) -> list[Message]:
        """Why a notice that an area waits for has not hung long enough: the latest of each, named once."""
        latest = {
            found[-1].notice.id: found[-1]
            for area in self.areas
            if not self._over(area) and (found := self._reaching(area))
        }
        said = [reasons.why_not_over(one.notice, one.period, self.on) for one in latest.values()]
        return [reason for reason in said if reason is not None]

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which a notice had to hang somewhere; nothing while one does, or is missing."""
        days = [min((one.period.last_day for one in self._over(area)), default=None) for area in self.areas]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None


def reach_of(project: Project, kind: NoticeKind) -> Reach:
    """How far the notices of *kind* reach today."""
    in_force = [
        one for one in queries.list_notices_of(project) if one.kind is kind and one.withdrawn_at is None
    ]
    areas = [place.area for place in project.places] or [project.area]
    return Reach(notices.standings(in_force), areas, clock.today())
