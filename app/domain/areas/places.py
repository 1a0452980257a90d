"""Acts on the places where a village posts, and the order in which a messenger visits a township's villages."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.signals import posting_place_added
from app.domain.areas import queries, rules
from app.domain.areas.models import Area, AreaLevel, PlaceKind, PostingPlace, SheetSize
from app.domain.attachments.models import Attachment


@dataclass(frozen=True)
class Board:
    """What a place is, and the sheet that is printed for it."""

    kind: PlaceKind = PlaceKind.OTHER
    sheet_size: SheetSize = SheetSize.A4
    large_type: bool = False


def add_posting_place(
    *,
    village: Area,
    name_zh: str,
    name_en: str,
    actor: Actor,
    board: Board | None = None,
    photo: Attachment | None = None,
) -> PostingPlace:
    """Add a place where *village* (or a township itself) posts, behind the others; one that was given up is taken up.

    Raises ``Invalid`` for a name that cannot be, ``Conflict`` for one that another place of the village has.
    """
    _refuse(rules.why_not_nameable(name_zh, name_en), "name_zh")
    name_zh = name_zh.strip()
    earlier = queries.find_posting_place(village.id, name_zh)
    if earlier is not None and earlier.is_active:
        raise _taken(name_zh)
    place = earlier or PostingPlace(village=village, name_zh=name_zh)
    place.name_en = name_en.strip() or place.name_en
    place.is_active = True
    place.ordinal = 1 + max(
        (p.ordinal for p in queries.list_posting_places(village.id) if p is not place), default=0
    )
    _furnish(place, board, photo)
    db.session.add(place)
    _record(actor, village, "place added")
    posting_place_added.send(actor, village_id=village.id)
    return place


def edit_posting_place(
    *,
    place: PostingPlace,
    name_zh: str,
    name_en: str,
    actor: Actor,
    board: Board | None = None,
    photo: Attachment | None = None,
) -> PostingPlace:
    """Change a posting place; without *board* or *photo* these stay. Raises as :func:`add_posting_place` does.

    What hangs there stays recorded with this place, whatever it is called.
    """
    _refuse(rules.why_not_nameable(name_zh, name_en), "name_zh")
    namesake = queries.find_posting_place(place.village_id, name_zh.strip())
    if namesake is not None and namesake.id != place.id:
        raise _taken(name_zh.strip())
    place.name_zh, place.name_en = name_zh.strip(), name_en.strip() or None
    _furnish(place, board, photo)
    _record(actor, place.village, "place changed")
    return place


def remove_place_photograph(*, place: PostingPlace, actor: Actor) -> PostingPlace:
    """The place has no photograph any more; the file stays kept."""
    place.photo_id = None
    _record(actor, place.village, "place changed")
    return place


def move_posting_place_up(*, place: PostingPlace, actor: Actor) -> PostingPlace:
    """Let *place* stand before the one that stood above it; nothing happens to the first."""
    places = list(queries.list_posting_places(place.village_id))
    at = places.index(place)
    if at:
        places[at - 1], places[at] = places[at], places[at - 1]
        for ordinal, one in enumerate(places, 1):
            one.ordinal = ordinal
        _record(actor, place.village, "places ordered")
    return place


def give_up_posting_place(*, place: PostingPlace, actor: Actor) -> PostingPlace:
    """No longer post at *place*. Raises ``Refused`` for a village's last one; a township may have none."""
    is_village = place.village.level is AreaLevel.VILLAGE
    if is_village and not any(
        other.id != place.id for other in queries.list_posting_places(place.village_id)
    ):
        raise Refused([Message(N_("A village needs at least one place where it posts."))])
    place.is_active = False
    _record(actor, place.village, "place given up")
    return place


def order_delivery(*, township: Area, turns: Mapping[str, int], actor: Actor) -> None:
    """Set in which turn a messenger comes to each village: village code -> number from 1; others stay as they are.

    Two villages with the same number go by their codes. Raises ``Invalid`` for a number that is none of these.
    """
    _refuse(rules.why_not_turns(turns.values()), "turns")
    for village in queries.list_villages(township.path):
        village.delivery_ordinal = turns.get(village.code, village.delivery_ordinal)
    _record(actor, township, "delivery ordered")


def _furnish(place: PostingPlace, board: Board | None, photo: Attachment | None) -> None:
    if board is not None:
        place.kind, place.sheet_size, place.large_type = board.kind, board.sheet_size, board.large_type
    if photo is not None:
        place.photo_id = photo.id


def _record(actor: Actor, area: Area, what: str) -> None:
    audit.record("area_changed", actor=actor, subject=area, code=area.code, what=what)
    db.session.flush()


def _taken(name: str) -> Conflict:
    return Conflict(Message(N_("“%(place)s” is one of this village's places already."), place=name))


def _refuse(fault: Message | None, field_name: str) -> None:
    if fault is not None:
        raise Invalid(fault, field=field_name)
