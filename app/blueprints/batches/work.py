"""What is done outside the request: setting all sheets of a choice and binding them in the messenger's order."""

import re
from collections.abc import Sequence
from typing import Any

from app.blueprints.batches import selection
from app.blueprints.batches.selection import WantedSheets
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.jobs import Context, Job, job
from app.core.messages import Message
from app.documents import batch
from app.documents.batch import Order
from app.documents.messenger import MessengerPaper
from app.documents.notice_sheets import SheetForm, SheetPlace
from app.documents.notices import notice_paper_from
from app.documents.sets import Manifest, SetFolder
from app.domain.areas.models import Area, PostingPlace
from app.domain.notices import queries as notices
from app.domain.notices.labels import titled
from app.domain.notices.models import Notice
from app.domain.sheets import queries as sheets
from app.domain.sheets.models import Sheet
from app.domain.sheets.service import ensure_sheets
from app.web import jobs
from app.web.pages import printed_address
from app.web.sheets import sheet_address_at

KIND = "sheet_batch"


def key_of(area: Area, what: str, lang: str) -> str:
    """How the work is called among the jobs, and its folder among the sets."""
    return re.sub(r"[^0-9A-Za-z-]", "_", f"sheets-{area.code}-{what}-{lang}")


def begin(area: Area, what: str, lang: str) -> Job:
    """Make the sheets once this request is committed; nothing happens when that is under way."""
    return jobs.ask(
        KIND, key=key_of(area, what, lang), area_id=area.id, what=what, lang=lang, root=printed_address("")
    )


@job(KIND)
def make_batch(context: Context, *, area_id: int, what: str, lang: str, root: str) -> dict[str, Any]:
    """All sheets of the choice. Repeatable: what was set before an interruption is kept and taken."""
    area = db.session.get_one(Area, area_id)
    choice = selection.get_choice(area, what)
    wanted = selection.wanted_sheets(context.actor, area, what)
    _complete(wanted)
    area = db.session.get_one(Area, area_id)
    wanted = selection.wanted_sheets(context.actor, area, what)
    paper = MessengerPaper(area.name, choice.label, clock.today(), ())
    folder, asked_for = SetFolder(key_of(area, what, lang)), selection.fingerprint(wanted)
    orders, name = _orders(wanted, lang, root), area.code
    db.session.rollback()
    made = batch.make(orders, paper, folder, lang=lang, name=name, report=context.report)
    folder.finish(
        Manifest(
            clock.now().isoformat(),
            context.actor.name,
            tuple(made.files),
            made.sheets,
            tuple(sorted({one.number for one in made.refused})),
            {
                "fingerprint": asked_for,
                "set_now": made.set_now,
                "refused": [one.as_data() for one in made.refused],
            },
        )
    )
    return {"sheets": made.sheets, "set_now": made.set_now, "refused": len(made.refused)}


def _complete(wanted: Sequence[WantedSheets]) -> None:
    """See to it that each wanted place has a number on its notice."""
    have = sheets.load_sheets([one.notice.id for one in wanted])
    lacking = [
        one.notice.number
        for one in wanted
        if {place.id for place in one.places} - {sheet.place_id for sheet in have.get(one.notice.id, ())}
    ]
    for number in lacking:
        with unit_of_work():
            ensure_sheets(notices.get_notice(number))


def _orders(wanted: Sequence[WantedSheets], lang: str, root: str) -> list[Order]:
    """Frozen: nothing of it needs the database any more. The places of one form are set together."""
    numbered = sheets.load_sheets([one.notice.id for one in wanted])
    orders: list[Order] = []
    for one in wanted:
        by_place = {sheet.place_id: sheet for sheet in numbered.get(one.notice.id, ())}
        forms: dict[SheetForm, list[SheetPlace]] = {}
        for place in one.places:
            if (sheet := by_place.get(place.id)) is not None:
                forms.setdefault(form_of(place, lang), []).append(_printed(sheet))
        orders += [_order(one.notice, form, tuple(places), root) for form, places in forms.items()]
    return orders


def form_of(place: PostingPlace, lang: str) -> SheetForm:
    """The paper that a place's board takes."""
    return SheetForm(lang=lang, size=place.sheet_size.value, large=place.large_type)


def _printed(sheet: Sheet) -> SheetPlace:
    return SheetPlace(sheet.ordinal, sheet.place.name)


def _order(notice: Notice, form: SheetForm, places: tuple[SheetPlace, ...], root: str) -> Order:
    newer = notice.replaced_by
    paper = notice_paper_from(
        notice,
        notices.list_entries(notice.id),
        public_url=sheet_address_at(root, notice),
        replaced_by=newer.number if newer is not None else "",
    )
    village = notice.village
    kind = Message(titled(notice))
    telephone = village.telephone or ""
    return Order(village.code, village.path, village.name, telephone, kind, paper, form, places)
