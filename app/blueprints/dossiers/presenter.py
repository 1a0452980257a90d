"""Arranging checklists for their pages: links, counts, which files may be bound in, how a file is sent."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import url_for
from werkzeug.wrappers import Response

from app.core.permissions import ROLE_PERMISSIONS, Actor, Permission, can
from app.documents.bound_papers import BoundPaper
from app.documents.dossiers import dossier_paper, free_texts
from app.domain.attachments.models import Attachment
from app.domain.dossiers.cases import Case
from app.domain.dossiers.checklist import Record, RecordState
from app.domain.dossiers.queries import Dossier, list_names_of_others
from app.domain.rounds.models import Round

TONES = {
    RecordState.THERE: "good",
    RecordState.MISSING: "bad",
    RecordState.TO_COME: "info",
    RecordState.NOT_ASKED: "idle",
}
#: kind of a record's subject -> endpoint and the name of its part
PAGES = {
    "application": ("applications.show", "number"),
    "card": ("why_cards.show", "number"),
    "meeting": ("appraisals.show", "meeting_id"),
    "notice": ("public.show_notice", "number"),
    "posting": ("postings.show", "number"),
    "list": ("candidate_lists.show", "list_id"),
    "household": ("households.show", "household_no"),
}
#: what everybody who may see dossiers may open
SHARED = frozenset.intersection(
    *(held for held in ROLE_PERMISSIONS.values() if Permission.DOSSIER_VIEW in held)
)


@dataclass(frozen=True)
class RecordLine:
    """A record as the page shows it."""

    record: Record
    tone: str
    url: str


def record_lines(records: Sequence[Record]) -> list[RecordLine]:
    """The checklist with its links."""
    return [RecordLine(record, TONES[record.state], _url(record)) for record in records]


def _url(record: Record) -> str:
    if record.subject is None or not record.subject[1]:
        return ""
    endpoint, part = PAGES[record.subject[0]]
    parts: dict[str, Any] = {part: record.subject[1]}
    return url_for(endpoint, **parts)


def counts_of(records: Sequence[Record]) -> dict[str, int]:
    """state -> number of records."""
    return {state.value: sum(1 for one in records if one.state is state) for state in RecordState}


def chosen_round(rounds: Sequence[Round], code: str) -> Round | None:
    """The round asked for, else the newest."""
    return next((one for one in rounds if one.code == code), rounds[0] if rounds else None)


def paper_of(
    dossier: Dossier, actor: Actor | None, *, in_full: bool = False, made_on: dt.date | None = None
) -> BoundPaper:
    """The dossier for *actor*; without one, for whoever may see dossiers at all."""

    def may(attachment: Attachment) -> bool:
        if actor is None:
            return may_share(attachment)
        return can(actor, Permission(attachment.needs), attachment)

    return dossier_paper(
        dossier,
        in_full=in_full,
        hidden=list_names_of_others(dossier.case, free_texts(dossier.case)),
        closed=frozenset(one.digest for one in _attachments(dossier.case) if not may(one)),
        made_on=made_on,
    )


def may_share(attachment: Attachment) -> bool:
    """Whether everybody who may see dossiers may open this file."""
    return Permission(attachment.needs) in SHARED


def _attachments(case: Case) -> Iterator[Attachment]:
    application = case.application
    found = [application.signed_copy] if application is not None else []
    found += [visit.sheet for visit in application.visits] if application is not None else []
    found += [posting.photo for row in case.rows for posting in row.notice.postings]
    found += [check.sheet for check in case.checks]
    found += [photo.attachment for check in case.checks for photo in check.photos]
    found += [change.evidence for change in case.changes]
    yield from (one for one in found if one is not None)


def sent(data: bytes, media_type: str, name: str) -> Response:
    """A file that nobody else keeps."""
    return unkept(Response(data, mimetype=media_type), name)


def unkept(response: Response, name: str) -> Response:
    """*response* as a download called *name* that no cache keeps."""
    plain = "".join(c if c.isascii() else "_" for c in name)
    disposition = f'attachment; filename="{plain}"'
    if plain != name:
        disposition += f"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "no-store"
    return response
