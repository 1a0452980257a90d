"""What is done outside the request: the dossiers of a village one after another, its book."""

import re
from collections.abc import Sequence
from typing import Any

from app.blueprints.dossiers import presenter
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.jobs import Context, job
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.documents.bound import bound_pdf
from app.documents.bound_papers import BoundPaper
from app.documents.dossiers import contents_of_set
from app.documents.sets import Filed, Manifest, SetFolder
from app.documents.village_books import book_paper
from app.domain.areas.models import Area
from app.domain.dossiers.book import load_book
from app.domain.dossiers.cases import list_applicants, load_cases
from app.domain.dossiers.checklist import checklist
from app.domain.dossiers.queries import Dossier
from app.domain.rounds.models import Round
from app.web import jobs

BINDING = N_("Binding the dossiers")
BINDING_BOOK = N_("Binding the village book")
DOSSIERS, BOOK = "dossiers", "book"
MAKE_DOSSIERS, MAKE_BOOK = "dossiers", "village_book"


def key_of(what: str, village: Area, round_: Round, lang: str) -> str:
    """How the work is called among the jobs, and its folder among the sets."""
    return re.sub(r"[^0-9A-Za-z-]", "_", f"{what}-{village.code}-{round_.code}-{lang}")


def begin(what: str, village: Area, round_: Round, lang: str) -> None:
    """Put a set together once this request is committed; nothing happens when that is under way."""
    kind = MAKE_DOSSIERS if what == DOSSIERS else MAKE_BOOK
    jobs.ask(
        kind,
        key=key_of(what, village, round_, lang),
        village_id=village.id,
        round_id=round_.id,
        lang=lang,
    )


@job(MAKE_DOSSIERS)
def make_dossiers(context: Context, *, village_id: int, round_id: int, lang: str) -> dict[str, Any]:
    """Each household's file, one household in memory at a time. Files that are there already are taken."""
    folder = _folder(DOSSIERS, village_id, round_id, lang)
    files: list[Filed] = []
    lacking: list[str] = []
    complete, listed = 0, []
    household_ids: Sequence[int] = list_applicants(round_id, village_id)
    for done, household_id in enumerate(household_ids):
        context.report(BINDING, done, len(household_ids) + 1)
        dossier = _dossier(household_id, round_id)
        household, complete = dossier.case.household, complete + dossier.is_complete
        try:
            filed = _filed(folder, presenter.paper_of(dossier, None), lang, _name(dossier))
        except DomainError:
            lacking.append(household.household_no)
        else:
            files.append(filed)
            listed.append((household.household_no, household.head_name, filed.pages, _missing(dossier)))
        db.session.rollback()
        db.session.expunge_all()
    context.report(BINDING, len(household_ids), len(household_ids) + 1)
    village, round_ = db.session.get_one(Area, village_id), db.session.get_one(Round, round_id)
    first = contents_of_set(village, round_, listed, lacking, made_on=clock.today())
    files.insert(0, _filed(folder, first, lang, "000.pdf"))
    folder.finish(_manifest(context.actor, files, complete, lacking))
    return {"set": folder.path.name}


@job(MAKE_BOOK)
def make_book(context: Context, *, village_id: int, round_id: int, lang: str) -> dict[str, Any]:
    """The village's book as one file."""
    folder = _folder(BOOK, village_id, round_id, lang)
    context.report(BINDING_BOOK, 0, 1)
    village, round_ = db.session.get_one(Area, village_id), db.session.get_one(Round, round_id)
    paper = book_paper(load_book(village, round_), made_on=clock.today(), may=presenter.may_share)
    name = f"{village.code}-{round_.code}.pdf"
    folder.finish(_manifest(context.actor, [_filed(folder, paper, lang, name)]))
    return {"set": folder.path.name}


def _folder(what: str, village_id: int, round_id: int, lang: str) -> SetFolder:
    village, round_ = db.session.get_one(Area, village_id), db.session.get_one(Round, round_id)
    return SetFolder(key_of(what, village, round_, lang))


def _dossier(household_id: int, round_id: int) -> Dossier:
    [case] = load_cases(db.session.get_one(Round, round_id), [household_id])
    return Dossier(case, checklist(case))


def _filed(folder: SetFolder, paper: BoundPaper, lang: str, name: str) -> Filed:
    key = folder.key_of(paper, lang)
    pages = folder.find(key)
    if pages is None:
        made = bound_pdf(paper, lang)
        folder.keep(key, made.data, made.pages)
        pages = made.pages
    return Filed(name, key, pages)


def _name(dossier: Dossier) -> str:
    """Household number and head, as the binder's back is labelled."""
    household = dossier.case.household
    head = "".join(c for c in household.head_name if c.isalnum() or c in "·")
    return f"{household.household_no}-{head}.pdf"


def _missing(dossier: Dossier) -> list[Message]:
    return [Message(record.label) for record in dossier.missing]


def _manifest(
    actor: Actor, files: Sequence[Filed], complete: int = 0, lacking: Sequence[str] = ()
) -> Manifest:
    return Manifest(clock.now().isoformat(), actor.name, tuple(files), complete, tuple(lacking))
