"""The oracle of ``test_never``: reads raw rows only and reckons everything anew, with nothing of the house's own rules.

It is asked after every act. What it finds is a list of sentences; an empty one means that nothing is wrong.
"""

import datetime as dt
import json
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = dict[str, Any]
DAY = dt.timedelta(days=1)
FROZEN_NOTICE = (
    "number, kind, list_id, issued_on, hang_on, first_day, last_day, households, people, content, digest"
)
COUNTY_HOURS = dt.timedelta(hours=8)


class Oracle:
    """What was true once (numbers, frozen rows, places at issue) and what must be true of every registration."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.numbers: dict[str, tuple[str, int]] = {}
        self.frozen: dict[tuple[str, int], Row] = {}
        self.places_at_issue: dict[int, int] = {}
        self.registered: set[int] = set()
        self.policies: dict[int, Row] = {}
        days = self.rows('SELECT "on", is_workday FROM calendar_day')
        self.calendar = {_day(row["on"]): bool(row["is_workday"]) for row in days}

    def rows(self, statement: str, **values: Any) -> list[Row]:
        found = self.session.execute(sa.text(statement), values)
        return [dict(row) for row in found.mappings()]

    def look(self, today: dt.date) -> list[str]:
        """Everything that is wrong now."""
        faults = [*self.changed(), *self.unequal(), *self.twice()]
        for row in self.rows("SELECT * FROM registration WHERE struck_on IS NULL ORDER BY id"):
            if row["id"] not in self.registered:
                self.registered.add(row["id"])
                faults += [f"household {row['household_id']}: {fault}" for fault in self.wrong(row, today)]
        return faults

    # ---- what never changes ------------------------------------------------------------------------------------

    def changed(self) -> Iterable[str]:
        """Numbers given twice, and frozen rows that are other than they were."""
        for table in ("notice", "application", "objection"):
            for row in self.rows(f"SELECT id, number FROM {table}"):  # noqa: S608 - names of our own tables
                if self.numbers.setdefault(row["number"], (table, row["id"])) != (table, row["id"]):
                    yield f"number {row['number']} was given twice"
        for table, columns in (("notice", FROZEN_NOTICE), ("notice_entry", "*")):
            now = {row["id"]: row for row in self.rows(f"SELECT id, {columns} FROM {table}")}  # noqa: S608 - as above
            for key, row in now.items():
                if self.frozen.setdefault((table, key), row) != row:
                    yield f"{table} {key} was changed after it was issued"
            if gone := [key for name, key in self.frozen if name == table and key not in now]:
                yield f"{table} {gone} is gone"
        for row in self.rows("SELECT id, village_id FROM notice"):
            if row["id"] not in self.places_at_issue:
                places = self.rows(
                    "SELECT count(*) AS n FROM posting_place WHERE village_id = :v AND is_active",
                    v=row["village_id"],
                )
                self.places_at_issue[row["id"]] = places[0]["n"]

    def unequal(self) -> Iterable[str]:
        """Notices whose totals are not those of their rows; empty ones."""
        for row in self.rows(
            "SELECT n.number, n.households, n.people, count(e.id) AS h, coalesce(sum(e.people), 0) AS p"
            " FROM notice n LEFT JOIN notice_entry e ON e.notice_id = n.id"
            " GROUP BY n.id, n.number, n.households, n.people"
        ):
            if (row["households"], row["people"]) != (row["h"], row["p"]) or not row["h"]:
                yield f"notice {row['number']} does not count its rows: {row}"

    def twice(self) -> Iterable[str]:
        """Households that stand on two lists of a round, or whose application says otherwise than the list."""
        for row in self.rows(
            "SELECT l.round_id, e.household_id, count(*) AS n FROM list_entry e"
            " JOIN candidate_list l ON l.id = e.list_id WHERE e.standing = 'standing'"
            " GROUP BY l.round_id, e.household_id HAVING count(*) > 1"
        ):
            yield f"household {row['household_id']} stands on {row['n']} lists"
        for row in self.rows(
            "SELECT a.number, a.state, l.state AS list_state FROM list_entry e"
            " JOIN candidate_list l ON l.id = e.list_id JOIN application a ON a.id = e.application_id"
            " WHERE e.standing = 'standing'"
        ):
            expected = "registered" if row["list_state"] == "announced" else "listed"
            if row["state"] != expected:
                yield f"{row['number']} is {row['state']} but stands on a list that is {row['list_state']}"
        for row in self.rows(
            "SELECT a.number, a.state FROM application a WHERE a.state IN ('listed', 'registered') AND NOT EXISTS"
            " (SELECT 1 FROM list_entry e WHERE e.application_id = a.id AND e.standing = 'standing')"
        ):
            yield f"{row['number']} is {row['state']} but stands on no list"

    # ---- what must lie behind a registration -------------------------------------------------------------------

    def wrong(self, registration: Row, today: dt.date) -> Iterable[str]:
        """Everything that is missing behind one registration, on the day on which it was made."""
        household, round_id = registration["household_id"], registration["round_id"]
        policy = self.policy(round_id)
        applications = self.rows(
            "SELECT * FROM application WHERE round_id = :r AND household_id = :h AND state <> 'withdrawn'",
            r=round_id,
            h=household,
        )
        if [row["state"] for row in applications] != ["registered"]:
            yield "there is not exactly one application, and registered"
            return
        application = applications[0]
        if self.rows("SELECT state FROM round WHERE id = :r", r=round_id) != [{"state": "open"}]:
            yield "the round was closed"
        first, first_end = yield from self.posted(application, "first_notice", policy, today)
        second, second_end = yield from self.posted(application, "second_notice", policy, today)
        if first is None or second is None or first_end is None or second_end is None:
            return
        if _day(second["issued_on"]) <= first_end:
            yield "the second notice was issued before the first one's period was over"
        village = yield from self.visited(application, policy)
        chairs = yield from self.voted(application, policy, _day(first["issued_on"]))
        yield from self.objected(application, policy)
        yield from self.decided(application, village | chairs, first_end, second, second_end, today)
        yield from self.announced(application, today)
        yield from self.another_self(household, round_id)

    def policy(self, round_id: int) -> Row:
        if round_id not in self.policies:
            kept = self.rows("SELECT policy_values FROM round WHERE id = :r", r=round_id)[0]["policy_values"]
            self.policies[round_id] = _json(kept)
        return self.policies[round_id]

    def posted(self, application: Row, kind: str, policy: Row, today: dt.date) -> Any:
        """The last notice of *kind* with this household, and the day on which its period ended."""
        found = self.rows(
            "SELECT n.*, e.standing AS origin FROM notice n JOIN notice_entry r ON r.notice_id = n.id"
            " JOIN list_entry e ON e.id = r.entry_id WHERE e.application_id = :a AND n.kind = :k ORDER BY n.id DESC",
            a=application["id"],
            k=kind,
        )
        if not found:
            yield f"no {kind}"
            return None, None
        notice = found[0]
        if notice["withdrawn_at"] is not None and notice["origin"] != "set_aside":
            yield f"its {kind} was withdrawn"
        sheets = self.rows("SELECT * FROM posting WHERE notice_id = :n", n=notice["id"])
        if any(sheet["photo_id"] is None for sheet in sheets):
            yield f"a sheet of its {kind} was not photographed"
        required = max(1, min(policy["posting_places_required"], self.places_at_issue[notice["id"]]))
        hung = sorted(_day(sheet["posted_on"]) for sheet in sheets)
        if len({sheet["place_id"] for sheet in sheets}) < required:
            yield f"its {kind} hung at {len(hung)} of {required} places"
            return notice, None
        if hung[0] < _day(notice["issued_on"]):
            yield f"its {kind} hung before it was issued"
        for sheet in sheets:
            late = (_instant(sheet["recorded_at"]) + COUNTY_HOURS).date() - _day(sheet["posted_on"])
            if not dt.timedelta(0) <= late <= policy["posting_record_days"] * DAY:
                yield f"a sheet of its {kind} was recorded {late.days} days after it was hung"
        printed = self.end_of(kind, _day(notice["hang_on"]), policy)
        if printed != _day(notice["last_day"]):
            yield f"its {kind} says {notice['last_day']}, reckoned {printed}"
        end = max(printed, self.end_of(kind, hung[required - 1], policy))
        if end >= today:
            yield f"the period of its {kind} runs until {end}"
        for sheet in sheets:
            down = sheet["taken_down_on"]
            if down is not None and _day(down) <= end and notice["withdrawn_at"] is None:
                yield f"its {kind} was taken down on {down}, its period ran until {end}"
        return notice, end

    def end_of(self, kind: str, hung: dt.date, policy: Row) -> dt.date:
        """The last day of a period, counted on the fingers."""
        day = hung if policy["count_from"] == "posting_day" else hung + DAY
        counted, wanted = 0, policy[f"{kind}_days"]
        while True:
            if policy[f"{kind}_day_kind"] == "calendar" or self.is_worked(day):
                counted += 1
            if counted == wanted:
                break
            day += DAY
        if policy[f"{kind}_day_kind"] == "calendar" and policy["extend_over_holiday"]:
            while not self.is_worked(day):
                day += DAY
        return day

    def is_worked(self, day: dt.date) -> bool:
        return self.calendar.get(day, day.weekday() < 5)

    def visited(self, application: Row, policy: Row) -> Any:
        """Who visited (ids and names)."""
        visits = self.rows("SELECT * FROM home_visit WHERE application_id = :a", a=application["id"])
        people: set[Any] = set()
        for visit in visits:
            people |= _people(visit["visitors"])
        enough = any(
            len({person["name"] for person in _json(visit["visitors"])}) >= policy["home_visitors_min"]
            for visit in visits
        )
        if policy["home_visit_required"] and not enough:
            yield "nobody visited it"
        compared = self.rows(
            "SELECT result FROM comparison WHERE application_id = :a ORDER BY id DESC", a=application["id"]
        )
        if policy["comparison_required"] and (not compared or compared[0]["result"] == "hit"):
            yield "its data were not compared"
        return people

    def voted(self, application: Row, policy: Row, issued: dt.date) -> Any:
        """Who chaired (ids and names) the meetings that voted on it; the last of them must have passed it."""
        ballots = self.rows(
            "SELECT b.*, m.kind, m.held_on, m.due, m.present, m.minutes_copy_id, m.chair_id, m.chair_name"
            " FROM ballot b JOIN meeting m ON m.id = b.meeting_id"
            " WHERE b.application_id = :a AND m.state = 'confirmed' ORDER BY m.confirmed_at, m.id",
            a=application["id"],
        )
        if not ballots:
            yield "no meeting voted on it"
            return set()
        last = ballots[-1]
        voters = last["present"] - len(_json(last["left_room"]) or [])
        if not _reaches(last["present"], last["due"], policy, f"quorum_{last['kind']}"):
            yield f"its meeting had {last['present']} of {last['due']}"
        if last["kind"] not in policy["meeting_kinds"]:
            yield f"a meeting of the kind {last['kind']} decided on it"
        if last["votes_for"] + last["votes_against"] + last["votes_abstained"] != voters:
            yield "its votes do not add up"
        of = last["due"] if policy["majority_of"] == "due" else voters
        if not _reaches(last["votes_for"], of, policy, "majority") or not last["passed"]:
            yield f"{last['votes_for']} of {of} voted for it"
        if last["minutes_copy_id"] is None:
            yield "there are no signed minutes"
        if not _day(application["filed_on"]) <= _day(last["held_on"]) <= issued:
            yield "its meeting was held out of order"
        return {who for ballot in ballots for who in (ballot["chair_id"], ballot["chair_name"]) if who}

    def objected(self, application: Row, policy: Row) -> Iterable[str]:
        """Every objection against it is decided, none upheld, each looked into by enough people."""
        for row in self.rows(
            "SELECT o.* FROM objection o JOIN list_entry e ON e.id = o.entry_id WHERE e.application_id = :a",
            a=application["id"],
        ):
            if row["state"] != "decided":
                yield f"objection {row['number']} is not decided"
            elif row["removes_entry"]:
                yield f"objection {row['number']} was upheld"
            elif (
                len({person["name"] for person in _json(row["investigators"])}) < policy["investigators_min"]
            ):
                yield f"objection {row['number']} was investigated by too few"

    def decided(
        self,
        application: Row,
        before: set[Any],
        first_end: dt.date,
        second: Row,
        second_end: dt.date,
        today: dt.date,
    ) -> Iterable[str]:
        """Township after the first period and before the second notice; county after the second period."""
        township = self.decisions(application, "township")
        effective = [
            row
            for row in township
            if row["outcome"] == "keep" and first_end < _local(row["decided_at"]) <= _day(second["issued_on"])
        ]
        if not effective:
            yield "the township did not keep it between the two notices"
        standing = [
            row
            for row in self.decisions(application, "county")
            if row["superseded_at"] is None and row["standing"] == "standing"
        ]
        if [row["outcome"] for row in standing] != ["keep"]:
            yield "the county did not keep it"
        elif not second_end < _local(standing[0]["decided_at"]) <= today:
            yield "the county decided before the second period was over"
        for row in effective:
            if {row["decided_by_id"], row["name"]} & before:
                yield "somebody who visited or chaired decided for the township"
        lower = {who for row in township for who in (row["decided_by_id"], row["name"])}
        for check in self.checks(application, "township"):
            lower |= _people(check["checkers"])
        for row in standing:
            if {row["decided_by_id"], row["name"]} & (before | lower):
                yield "somebody who took part before decided for the county"
        steps = self.rows(
            "SELECT actor_id, actor_name FROM event WHERE name = 'step_taken' AND target = 'announced' AND subject ="
            " (SELECT 'candidate_list:' || e.list_id FROM list_entry e WHERE e.application_id = :a AND e.standing ="
            " 'standing') ORDER BY id DESC",
            a=application["id"],
        )
        if not steps or {steps[0]["actor_id"], steps[0]["actor_name"]} & (before | lower):
            yield "somebody who took part before announced it"

    def decisions(self, application: Row, level: str) -> list[Row]:
        return self.rows(
            'SELECT d.*, e.standing, u.name FROM decision d JOIN list_entry e ON e.id = d.entry_id JOIN "user" u'
            " ON u.id = d.decided_by_id WHERE e.application_id = :a AND d.level = :l ORDER BY d.id",
            a=application["id"],
            l=level,
        )

    def checks(self, application: Row, level: str) -> list[Row]:
        return self.rows(
            "SELECT c.* FROM home_check c JOIN list_entry e ON e.id = c.entry_id JOIN sample s ON s.id = c.sample_id"
            " WHERE e.application_id = :a AND s.level = :l",
            a=application["id"],
            l=level,
        )

    def announced(self, application: Row, today: dt.date) -> Iterable[str]:
        found = self.rows(
            "SELECT l.announced_on, n.issued_on, l.id FROM list_entry e JOIN candidate_list l ON l.id = e.list_id"
            " JOIN notice n ON n.list_id = l.id AND n.kind = 'announcement' AND n.withdrawn_at IS NULL"
            " JOIN notice_entry r ON r.notice_id = n.id AND r.entry_id = e.id"
            " WHERE e.application_id = :a AND e.standing = 'standing' AND l.state = 'announced'",
            a=application["id"],
        )
        if [(_day(row["announced_on"]), _day(row["issued_on"])) for row in found] != [(today, today)]:
            yield "it stands on no announcement of today"
            return
        share = Fraction(self.policy(application["round_id"])["county_sample_share"])
        if share and not self.rows(
            "SELECT id FROM sample WHERE list_id = :l AND level = 'county'", l=found[0]["id"]
        ):
            yield "the county drew no sample"

    def another_self(self, household: int, round_id: int) -> Iterable[str]:
        for row in self.rows(
            "SELECT o.household_id FROM member m JOIN member o ON o.id_number = m.id_number AND o.household_id <> :h"
            " JOIN registration r ON r.household_id = o.household_id AND r.round_id = :r AND r.struck_on IS NULL"
            " WHERE m.household_id = :h",
            h=household,
            r=round_id,
        ):
            yield f"one of its people is registered in household {row['household_id']} as well"


def _reaches(number: int, of: int, policy: Row, name: str) -> bool:
    share = Fraction(policy[name]) * of
    return of > 0 and (number >= share if policy[f"{name}_rule"] == "at_least" else number > share)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _people(value: Any) -> set[Any]:
    return {who for person in _json(value) for who in (person["name"], person["user_id"]) if who}


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value[:10])


def _instant(value: Any) -> dt.datetime:
    found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    return found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found


def _local(value: Any) -> dt.date:
    return (_instant(value) + COUNTY_HOURS).date()
