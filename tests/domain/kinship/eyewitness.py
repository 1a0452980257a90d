"""Who looks at raw rows after each act: did somebody who was then a declared relative take part in a decision?

It knows nothing of the rooms' rules: tables are read as they are, people are compared by account and by name.
"""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

RELATIVES = """
    select k.household_id, o.name, o.user_id, u.name from kinship k join official o on o.id = k.official_id
    left join "user" u on u.id = o.user_id where k.ended_on is null
"""
#: what is decided by one account: table, columns (row, household, account)
BY_ACCOUNT = {
    "compared": """select c.id, a.household_id, c.recorded_by_id from comparison c
        join application a on a.id = c.application_id""",
    "decided": """select d.id, e.household_id, d.decided_by_id from decision d
        join list_entry e on e.id = d.entry_id""",
    "recorded a home check": """select h.id, e.household_id, h.recorded_by_id from home_check h
        join list_entry e on e.id = h.entry_id""",
    "answered an objection": """select o.id, e.household_id, o.decided_by_id from objection o
        join list_entry e on e.id = o.entry_id where o.decided_by_id is not null""",
    "explained a finding": """select f.id, f.household_id, f.explained_by_id from finding f
        where f.explained_by_id is not null""",
    "left out": "select v.id, v.household_id, v.actor_id from event v where v.name = 'application_left_out'",
}
#: what is done by people written into a record: row, household, people as JSON
BY_RECORD = {
    "visited": """select v.id, a.household_id, v.visitors from home_visit v
        join application a on a.id = v.application_id""",
    "checked at home": """select h.id, e.household_id, h.checkers from home_check h
        join list_entry e on e.id = h.entry_id""",
    "investigated": """select o.id, e.household_id, o.investigators from objection o
        join list_entry e on e.id = o.entry_id where o.investigators is not null""",
}
BALLOTS = """
    select b.id, a.household_id, b.chair_name, b.chair_id, m.chair_name, m.chair_id, b.left_room, m.id
    from ballot b join meeting m on m.id = b.meeting_id join application a on a.id = b.application_id
    where b.votes_for is not null and m.state = 'confirmed'
"""
PRESENT = "select t.meeting_id, t.name from attendance t where t.is_present"


def plain(name: str | None) -> str:
    return "".join((name or "").split())


class Eyewitness:
    """Remembers what it saw, and looks only at what is new: relatives are judged as they were at the act."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.seen: set[tuple[str, int, str]] = set()
        self.looked_at: dict[str, int] = {}

    def rows(self, statement: str) -> list[Any]:
        return list(self.session.execute(sa.text(statement)).all())

    def look(self) -> list[str]:
        """What relatives did since the last look, in words."""
        relatives: dict[int, list[tuple[str, int | None, str]]] = {}
        for household, name, user, account in self.rows(RELATIVES):
            relatives.setdefault(household, []).append((plain(name), user, plain(account)))
        faults = []
        for what, household, people in [*self._by_account(), *self._by_record(), *self._ballots()]:
            for person_name, person_id in people:
                for name, user, account in relatives.get(household, []):
                    same_name = bool(plain(person_name)) and plain(person_name) in (name, account)
                    if same_name or (person_id is not None and person_id == user):
                        faults.append(
                            f"{person_name or person_id} {what} household {household}, a relative's"
                        )
        return faults

    def _new(self, what: str, row: int, content: Any = "") -> bool:
        key = (what, row, str(content))
        if key in self.seen:
            return False
        self.seen.add(key)
        self.looked_at[what] = self.looked_at.get(what, 0) + 1
        return True

    def _by_account(self) -> Iterable[tuple[str, int, list[tuple[str, int | None]]]]:
        for what, statement in BY_ACCOUNT.items():
            for row, household, account in self.rows(statement):
                if self._new(what, row, account):
                    yield what, household, [("", account)]

    def _by_record(self) -> Iterable[tuple[str, int, list[tuple[str, int | None]]]]:
        for what, statement in BY_RECORD.items():
            for row, household, people in self.rows(statement):
                named = json.loads(people) if isinstance(people, str) else people
                if self._new(what, row, people):
                    yield what, household, [(one["name"], one.get("user_id")) for one in named]

    def _ballots(self) -> Iterable[tuple[str, int, list[tuple[str, int | None]]]]:
        present: dict[int, list[str]] = {}
        for meeting, name in self.rows(PRESENT):
            present.setdefault(meeting, []).append(name)
        for row, household, own, own_id, chair, chair_id, left, meeting in self.rows(BALLOTS):
            gone = {plain(name) for name in (json.loads(left) if isinstance(left, str) else left or [])}
            if not self._new("voted", row):
                continue
            yield "chaired", household, [(own, own_id) if own else (chair, chair_id)]
            yield (
                "voted on",
                household,
                [(name, None) for name in present.get(meeting, []) if plain(name) not in gone],
            )
