"""Reading notices, for staff and for everybody."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, PostingPlace
from app.domain.calendars.queries import load_calendar
from app.domain.calendars.rules import Calendar
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.households.models import Household, Member
from app.domain.notices import rules
from app.domain.notices.models import Notice, NoticeEntry, NoticeState, Posting
from app.domain.notices.rules import Running
from app.domain.notices.showing import RowValues, certain_sign
from app.domain.policies.vocabulary import ANNOUNCING_KINDS, NoticeKind
from app.domain.rounds.models import Round

#: a notice that should have ended so long ago and never hung is nobody's business on the front page
FORGOTTEN_AFTER = dt.timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """A notice as it stands on a day: the row, its real period, its state, whether names may show.

    Names are those of its rows. A notice without rows has none; what it says stays for good.
    """

    notice: Notice
    period: Running
    state: NoticeState
    names_show: bool
    replaced_by: str | None

    @property
    def is_open(self) -> bool:
        """Objections are taken."""
        return self.state is NoticeState.OPEN

    @property
    def photographs_show(self) -> bool:
        """Photographs of its sheets may be shown: as long as the names on them, or for good where none stand there."""
        return self.names_show or not self.notice.names_people


WITH_POSTINGS = (
    selectinload(Notice.postings).options(joinedload(Posting.place), joinedload(Posting.gaps)),
    joinedload(Notice.replaced_by),
    joinedload(Notice.replaces),
)


def get_notice(number: str) -> Notice:
    """The notice of a number, withdrawn ones as well; raises :class:`NotFound`."""
    statement = sa.select(Notice).where(Notice.number == number).options(*WITH_POSTINGS)
    notice = db.session.scalar(statement)
    if notice is None:
        raise NotFound()
    return notice


def get_posting(posting_id: int) -> Posting:
    """One posting; raises :class:`NotFound`."""
    posting = db.session.get(Posting, posting_id)
    if posting is None:
        raise NotFound()
    return posting


def count_places(village_ids: Collection[int]) -> dict[int, int]:
    """village id -> number of its posting places in use."""
    rows = db.session.execute(
        sa.select(PostingPlace.village_id, sa.func.count())
        .where(PostingPlace.village_id.in_(village_ids), PostingPlace.is_active)
        .group_by(PostingPlace.village_id)
    )
    return {village_id: int(number) for village_id, number in rows}


def standings(notices: Sequence[Notice], on: dt.date | None = None) -> list[Standing]:
    """How *notices* (loaded with their postings) stand on a day, today unless given: three statements."""
    if not notices:
        return []
    on = on or clock.today()
    calendar = load_calendar()
    places = count_places({notice.village_id for notice in notices})
    return [_standing(notice, on, calendar, places.get(notice.village_id, 0)) for notice in notices]


def standing(notice: Notice, on: dt.date | None = None) -> Standing:
    """How one notice stands on a day."""
    return standings([notice], on)[0]


def _standing(notice: Notice, on: dt.date, calendar: Calendar, places: int) -> Standing:
    policy = notice.round.policy
    required = notice.content.get("places") or rules.places_required(policy, places)
    sheets = [rules.hung(posting) for posting in notice.postings]
    period = rules.running(notice, sheets, required, policy, calendar)
    newer = notice.replaced_by
    state = rules.state_of(notice, period, on, is_replaced=newer is not None)
    return Standing(
        notice=notice,
        period=period,
        state=state,
        names_show=notice.names_people
        and rules.names_may_show(period, on, policy, state, waits=notice.is_of_list),
        replaced_by=newer.number if newer is not None else None,
    )


def running_period(notice: Notice) -> Running:
    """The period of *notice* as it really runs."""
    return standing(notice).period


def find_standing_notice(candidate_list: CandidateList, kind: NoticeKind) -> Notice | None:
    """The notice of *kind* that shows this list's entries: its own, or for a set-aside list its parent's.

    A supplementary list that was set aside during a notice has no sheet of its own for that stage: its entries
    stand on the sheet from which they were set aside, whatever became of the parent afterwards.
    """
    found = find_own_notice(candidate_list.id, kind)
    child, parent = candidate_list, candidate_list.parent
    while found is None and parent is not None:
        found = _find_notice_before(candidate_list.id, child.id, kind)
        child, parent = parent, parent.parent
    return found


def _find_notice_before(list_id: int, child_id: int, kind: NoticeKind) -> Notice | None:
    """The latest notice of *kind* with entries that were moved to the list *child_id* and are now on *list_id*."""
    here, origin = ListEntry.__table__.alias("here"), ListEntry.__table__.alias("origin")
    shown = (
        sa.select(NoticeEntry.notice_id)
        .join(origin, origin.c.id == NoticeEntry.entry_id)
        .join(here, here.c.application_id == origin.c.application_id)
        .where(origin.c.moved_to_id == child_id, here.c.list_id == list_id)
    )
    return db.session.scalar(
        sa.select(Notice)
        .where(Notice.id.in_(shown), Notice.kind == kind)
        .options(*WITH_POSTINGS)
        .order_by(Notice.id.desc())
        .limit(1)
    )


def find_own_notice(list_id: int, kind: NoticeKind) -> Notice | None:
    """The notice of *kind* issued for this very list that was not withdrawn."""
    return db.session.scalar(
        sa.select(Notice)
        .where(Notice.list_id == list_id, Notice.kind == kind, Notice.withdrawn_at.is_(None))
        .options(*WITH_POSTINGS)
    )


def find_last_withdrawn(list_id: int, kind: NoticeKind) -> Notice | None:
    """The latest withdrawn notice of a list and kind that nothing replaces yet."""
    newer = sa.select(Notice.replaces_id).where(Notice.replaces_id.is_not(None))
    return db.session.scalar(
        sa.select(Notice)
        .where(
            Notice.list_id == list_id,
            Notice.kind == kind,
            Notice.withdrawn_at.is_not(None),
            Notice.id.not_in(newer),
        )
        .order_by(Notice.id.desc())
        .limit(1)
    )


def list_notices_of_list(list_id: int) -> Sequence[Notice]:
    """All notices of a list in the order of their issue, withdrawn ones as well."""
    statement = sa.select(Notice).where(Notice.list_id == list_id).options(*WITH_POSTINGS)
    return db.session.scalars(statement.order_by(Notice.id)).all()


def list_in_force(round_ids: Collection[int], village_ids: Collection[int]) -> Sequence[Notice]:
    """The notices of these rounds and villages that were not withdrawn, in the order of their issue."""
    statement = sa.select(Notice).where(
        Notice.round_id.in_(round_ids), Notice.village_id.in_(village_ids), Notice.withdrawn_at.is_(None)
    )
    return db.session.scalars(statement.options(*WITH_POSTINGS).order_by(Notice.id)).all()


def list_public_notices(
    *, year: int | None = None, kinds: Collection[NoticeKind] = (), village: str | None = None
) -> Sequence[Notice]:
    """Every notice ever issued that fits, the newest first; *village* is a division code. No *kinds* are all."""
    return db.session.scalars(_public(year, kinds, village)).all()


def page_public_notices(
    *,
    year: int | None = None,
    kinds: Collection[NoticeKind] = (),
    village: str | None = None,
    number: int = 1,
) -> Page[Notice]:
    """The same, by pages."""
    return paginate(_public(year, kinds, village), number)


def _public(year: int | None, kinds: Collection[NoticeKind], village: str | None) -> sa.Select[Any]:
    statement = sa.select(Notice).join(Notice.village).options(*WITH_POSTINGS)
    if year is not None:
        statement = statement.where(Notice.round.has(year=year))
    if kinds:
        statement = statement.where(Notice.kind.in_(kinds))
    if village is not None:
        statement = statement.where(Area.code == village)
    return statement.order_by(Notice.issued_on.desc(), Notice.id.desc())


def list_current_for(actor: Actor) -> Sequence[Notice]:
    """Standing notices within the actor's areas whose sheets still hang or must hang, the oldest first."""
    paths = actor.paths_for(Permission.CANDIDATE_LIST_VIEW)
    up = sa.exists().where(Posting.notice_id == Notice.id, Posting.taken_down_on.is_(None))
    ever = sa.exists().where(Posting.notice_id == Notice.id)
    statement = (
        sa.select(Notice)
        .join(Area, Area.id == Notice.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths)))
        .where(sa.or_(up, sa.and_(~ever, Notice.withdrawn_at.is_(None))))
        .options(*WITH_POSTINGS)
        .order_by(Notice.id)
    )
    return db.session.scalars(statement).all()


def list_open(on: dt.date | None = None, *, kinds: Collection[NoticeKind] = ()) -> list[Standing]:
    """The notices (of *kinds*) that stand open on a day, today unless given, the one that ends first before the others.

    One that was to end more than :data:`FORGOTTEN_AFTER` ago and never hung is left out.
    """
    on = on or clock.today()
    statement = (
        sa.select(Notice)
        .where(Notice.withdrawn_at.is_(None), Notice.last_day >= on - FORGOTTEN_AFTER)
        .where(Notice.kind.in_(kinds) if kinds else sa.true())
        .options(*WITH_POSTINGS)
    )
    found = [s for s in standings(db.session.scalars(statement.order_by(Notice.id)).all(), on) if s.is_open]
    return sorted(found, key=lambda standing: (standing.period.last_day, standing.notice.village.code))


def list_latest_announcements(limit: int = 8) -> Sequence[Notice]:
    """The announcements issued last that were not withdrawn, the newest first."""
    statement = (
        sa.select(Notice)
        .where(Notice.kind.in_(ANNOUNCING_KINDS), Notice.withdrawn_at.is_(None))
        .options(*WITH_POSTINGS)
        .order_by(Notice.issued_on.desc(), Notice.id.desc())
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def list_notices_of_village(
    village_id: int, *, round_id: int | None = None, kinds: Collection[NoticeKind] = (), limit: int = 60
) -> Sequence[Notice]:
    """A village's (or a township's own) notices, withdrawn ones as well, the newest first; of one round or of all."""
    statement = sa.select(Notice).where(Notice.village_id == village_id).options(*WITH_POSTINGS)
    if kinds:
        statement = statement.where(Notice.kind.in_(kinds))
    if round_id is not None:
        statement = statement.where(Notice.round_id == round_id)
    return db.session.scalars(
        statement.order_by(Notice.issued_on.desc(), Notice.id.desc()).limit(limit)
    ).all()


def list_rounds_with_notices(
    village_id: int | None = None, *, kinds: Collection[NoticeKind] = ()
) -> Sequence[Round]:
    """The rounds that any notice (of a village, of one of *kinds*) belongs to, the newest first."""
    issued = sa.select(Notice.round_id)
    if kinds:
        issued = issued.where(Notice.kind.in_(kinds))
    if village_id is not None:
        issued = issued.where(Notice.village_id == village_id)
    statement = sa.select(Round).where(Round.id.in_(issued))
    return db.session.scalars(statement.order_by(Round.year.desc(), Round.id.desc())).all()


def list_row_values(notice_id: int, *, group: str | None = None, search: str = "") -> list[RowValues]:
    """The frozen rows (of one group) as plain values, by sequence, for a page that shows many of them.

    With *search* at least those that :func:`app.domain.notices.showing.is_meant` would find.
    """
    statement = sa.select(
        NoticeEntry.sequence,
        NoticeEntry.group_name,
        NoticeEntry.head_name,
        NoticeEntry.people,
        NoticeEntry.extra,
    ).where(NoticeEntry.notice_id == notice_id)
    if group is not None:
        statement = statement.where(NoticeEntry.group_name == group)
    if certain := certain_sign(search):
        has_sign = NoticeEntry.head_name.contains(certain, autoescape=True)
        statement = statement.where(has_sign | (sa.func.length(NoticeEntry.head_name) < 2))
    return [tuple(row) for row in db.session.execute(statement.order_by(NoticeEntry.sequence))]


def list_names_within(village_ids: Collection[int], text: str) -> list[str]:
    """Names of the villages' people that occur in *text*, so that they can be hidden in what officers wrote."""
    if not text.strip():
        return []
    statement = (
        sa.select(Member.name)
        .distinct()
        .join(Household, Household.id == Member.household_id)
        .where(
            Household.village_id.in_(village_ids),
            sa.func.length(Member.name) >= 2,
            sa.literal(text).contains(Member.name),
        )
        .order_by(Member.name)
    )
    heads = (
        sa.select(NoticeEntry.head_name)
        .distinct()
        .join(Notice, Notice.id == NoticeEntry.notice_id)
        .where(
            Notice.village_id.in_(village_ids),
            sa.func.length(NoticeEntry.head_name) >= 2,
            sa.literal(text).contains(NoticeEntry.head_name),
        )
        .order_by(NoticeEntry.head_name)
    )
    return [*db.session.scalars(statement), *db.session.scalars(heads)]


def list_entries(notice_id: int) -> Sequence[NoticeEntry]:
    """The frozen rows of a notice, by sequence."""
    statement = sa.select(NoticeEntry).where(NoticeEntry.notice_id == notice_id)
    return db.session.scalars(statement.order_by(NoticeEntry.sequence)).all()


def page_entries(
    notice_id: int, *, number: int = 1, per_page: int = 200, name: str = ""
) -> Page[NoticeEntry]:
    """The frozen rows by pages; *name* keeps those whose head's name contains it."""
    statement = sa.select(NoticeEntry).where(NoticeEntry.notice_id == notice_id)
    if name:
        statement = statement.where(NoticeEntry.head_name.contains(name, autoescape=True))
    return paginate(statement.order_by(NoticeEntry.sequence), number, per_page)


def find_notice_entry(notice_id: int, sequence: int) -> NoticeEntry | None:
    """The frozen row with a running number."""
    return db.session.scalar(
        sa.select(NoticeEntry).where(NoticeEntry.notice_id == notice_id, NoticeEntry.sequence == sequence)
    )


def load_sequences(notice_ids: Collection[int], entry_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """(notice id, list entry's id) -> the running number of that entry on the notice."""
    rows = db.session.execute(
        sa.select(NoticeEntry.notice_id, NoticeEntry.entry_id, NoticeEntry.sequence).where(
            NoticeEntry.notice_id.in_(notice_ids), NoticeEntry.entry_id.in_(entry_ids)
        )
    )
    return {(notice_id, entry_id): row for notice_id, entry_id, row in rows if entry_id is not None}


def births_of_heads(household_ids: Collection[int]) -> dict[int, dt.date | None]:
    """household id -> birth date of its head."""
    rows = db.session.execute(
        sa.select(Member.household_id, Member.born_on).where(
            Member.household_id.in_(household_ids), Member.is_head
        )
    )
    return {row.household_id: row.born_on for row in rows}


def latest_standings(list_ids: Collection[int]) -> dict[int, Standing]:
    """list id -> how its latest notice stands."""
    newest = sa.select(sa.func.max(Notice.id)).where(Notice.list_id.in_(list_ids)).group_by(Notice.list_id)
    notices = db.session.scalars(sa.select(Notice).where(Notice.id.in_(newest)).options(*WITH_POSTINGS)).all()
    return {
        standing.notice.list_id: standing
        for standing in standings(notices)
        if standing.notice.list_id is not None
    }
