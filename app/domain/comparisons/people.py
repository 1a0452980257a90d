"""The people of the register as a file is compared with them: by the keyed hash of the number, and by name.

Numbers are hashed while the register is read and are not in memory afterwards; the hashes are never stored. What is
stored for a household is one digest over all its people (:func:`fingerprint_of`), by which it is known whether they
are still the same.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable
from typing import NamedTuple

import sqlalchemy as sa

from app.core.db import db
from app.core.keyed import fingerprint, hasher
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.households import identity
from app.domain.households.models import Household, Member
from app.domain.imports.cells import Cell, Unreadable, name_of
from app.domain.imports.numbers import id_number_of

PURPOSE = "comparison"


class Person(NamedTuple):
    """Somebody of the register, without a number."""

    member_id: int
    household_id: int
    name: str
    born_on: dt.date | None


class People:
    """Everybody that a file is compared with, and what each household's people are now.

    Plain tuples and texts: fifty thousand of them are nothing that the collector of garbage has to go through again
    and again while a million rows pass.
    """

    def __init__(self) -> None:
        self.hasher: hashlib.blake2b = hasher(PURPOSE)
        self._rows: list[tuple[int, int, str, dt.date | None]] = []
        self._by_name: dict[str, tuple[int, ...]] = {}
        #: keyed hash of a number -> places
        self.by_number: dict[bytes, tuple[int, ...]] = {}
        #: every name with the date of birth behind it, as that stands inside a number: ``王小明19800101``
        self.born: set[str] = set()
        self.fingerprints: dict[int, str] = {}

    @property
    def count(self) -> int:
        """How many people."""
        return len(self._rows)

    def at(self, places: Iterable[int]) -> list[Person]:
        """The people at these places."""
        return [Person(*self._rows[place]) for place in places]

    def is_known(self, name: object) -> bool:
        """Whether somebody is called so, without tidying the name."""
        return name in self._by_name

    def called(self, name: str) -> list[Person]:
        """The people of this name."""
        return self.at(self._by_name.get(name, ()))

    def add_household(
        self, household_id: int, members: Iterable[tuple[int, str, str | None, dt.date | None]]
    ) -> None:
        """Take a household with its members: id, name, identity number, date of birth."""
        told = []
        for member_id, name, raw, born_on in members:
            number, place = number_of(raw), len(self._rows)
            if born_on is None and number is not None:
                born_on = identity.birth_date_of(number)
            self._rows.append((member_id, household_id, name, born_on))
            if number is not None:
                hashed = self.digest(number)
                self.by_number[hashed] = (*self.by_number.get(hashed, ()), place)
            plain = name_of(name)
            self._by_name[plain] = (*self._by_name.get(plain, ()), place)
            if born_on is not None:
                self.born.add(f"{plain}{born_on:%Y%m%d}")
            told.append((name, raw, born_on))
        self.fingerprints[household_id] = fingerprint_of(told)

    def digest(self, number: str) -> bytes:
        """The keyed hash of a number."""
        one = self.hasher.copy()
        one.update(number.encode())
        return one.digest()


def number_of(raw: Cell) -> str | None:
    """An identity number in the one form that is compared: 18 characters; nothing for what cannot be one.

    A number of 15 digits is brought to 18, that of a disability card is cut to the identity number inside. A wrong
    check digit is no reason here: the same wrong number may stand in both.
    """
    try:
        read = id_number_of(raw)
    except Unreadable:
        return None
    return read.number if read is not None else None


def fingerprint_of(members: Iterable[tuple[str, str | None, dt.date | None]]) -> str:
    """One digest of a household's people by name, number and date of birth, whatever their order."""
    lines = sorted(f"{name}\x1e{number or ''}\x1e{born_on or ''}" for name, number, born_on in members)
    return fingerprint(PURPOSE, *lines)


def load_people(area_path: str, round_id: int) -> People:
    """Everybody of an area's households, but not of those that applied without agreeing to a comparison."""
    people = People()
    refusing = sa.select(Application.household_id).where(
        Application.round_id == round_id,
        Application.state != ApplicationState.WITHDRAWN,
        Application.consents_to_comparison.is_(False),
    )
    village = sa.select(Area.id).where(Area.path.startswith(area_path))
    chosen = (Household.village_id.in_(village), Household.id.not_in(refusing))
    for household_id, members in _by_household(chosen):
        people.add_household(household_id, members)
    return people


def fingerprints_now(household_ids: Collection[int]) -> dict[int, str]:
    """What the people of these households are now, in one statement."""
    if not household_ids:
        return {}
    return {
        household_id: fingerprint_of((name, raw, _born(raw, born_on)) for _id, name, raw, born_on in members)
        for household_id, members in _by_household((Household.id.in_(household_ids),))
    }


def _born(raw: str | None, born_on: dt.date | None) -> dt.date | None:
    if born_on is None and (number := number_of(raw)) is not None:
        return identity.birth_date_of(number)
    return born_on


_Members = list[tuple[int, str, str | None, dt.date | None]]


def _by_household(chosen: Iterable[sa.ColumnElement[bool]]) -> Iterable[tuple[int, _Members]]:
    rows = db.session.execute(
        sa.select(Member.household_id, Member.id, Member.name, Member.id_number, Member.born_on)
        .join(Household, Household.id == Member.household_id)
        .where(*chosen)
        .order_by(Member.household_id, Member.id)
        .execution_options(yield_per=2_000)
    )
    present: int | None = None
    members: _Members = []
    for household_id, member_id, name, number, born_on in rows:
        if present is not None and household_id != present:
            yield present, members
            members = []
        present = household_id
        members.append((member_id, name, number, born_on))
    if present is not None:
        yield present, members
