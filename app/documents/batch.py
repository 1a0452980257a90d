"""All sheets of a township or a village in one go: set on all processors, bound for each village and for the round.

What is wanted comes as :class:`Order`, decided and frozen. A sheet that is kept already is not set again, a file whose
sheets and list are the same not put together again. A sheet that is refused stops nobody else: it is named with its
reasons. Lives elsewhere: which sheets are wanted and who may ask (the door), one sheet (``notice_sheets.py``).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from app.core.bilingual import BilingualText
from app.core.errors import DomainError, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents import setting, stamping, store, workshop
from app.documents.bundles import bundle
from app.documents.faults import MissingGlyphs, NotFitToPrint
from app.documents.messenger import MessengerLine, MessengerPaper, MessengerVillage, messenger_parts
from app.documents.notice_making import make_sheets
from app.documents.notice_sheets import (
    SheetForm,
    SheetPlace,
    compose,
    find_base,
    find_sheet,
    keep_sheets,
    stamp_of,
)
from app.documents.papers import NoticePaper
from app.documents.preflight import refused as refused_papers
from app.documents.sets import Filed, SetFolder
from app.domain.notices.codes import sheet_code

SETTING = N_("Setting the sheets")
BINDING = N_("Putting the sheets together")
REASONS_MOST = 5
#: stands on the messenger's list for a character that no font has
MISSING = "〓"
#: told what is being done, how much of how much
Report = Callable[[str, int, int], None]

#: behind the name of the file with the sheets of the township's own boards, beside that of all
OWN = "-own"


@dataclass(frozen=True)
class Order:
    """One notice in one form, and the places of its village whose sheets are wanted.

    Who may see the papers of *area_path*, may see what was refused.
    """

    village_code: str
    area_path: str
    village: BilingualText
    telephone: str
    kind: Message
    paper: NoticePaper
    form: SheetForm
    places: tuple[SheetPlace, ...]


@dataclass(frozen=True)
class Refusal:
    """Sheets that could not be made: of which notice, for which places, and why.

    *kept* is the key under which the refused sheet can be looked at for a week; empty when it was not even set.
    """

    village: BilingualText
    number: str
    places: tuple[BilingualText, ...]
    reasons: tuple[Message, ...]
    kept: str = ""

    def as_data(self) -> dict[str, Any]:
        """A form for JSON."""
        return {
            "village": [self.village.zh, self.village.en],
            "number": self.number,
            "places": [[one.zh, one.en] for one in self.places],
            "reasons": [one.as_data() for one in self.reasons],
            "kept": self.kept,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Refusal":
        """The inverse of :meth:`as_data`."""
        return cls(
            BilingualText(*data["village"]),
            data["number"],
            tuple(BilingualText(*one) for one in data["places"]),
            tuple(Message.from_data(one) for one in data["reasons"]),
            data.get("kept", ""),
        )


@dataclass
class Made:
    """What came of a batch: the files in their order, how many sheets are in them, how many of these were set now."""

    files: list[Filed] = field(default_factory=list)
    sheets: int = 0
    set_now: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class _Bundle:
    """A file to be: its name, the list in front, the sheets behind with their bookmarks."""

    name: str
    title: str
    paper: MessengerPaper
    sheets: tuple[bytes, ...]
    marks: tuple[str, ...]

    def key(self, lang: str) -> str:
        """What the file is kept under."""
        digest = hashlib.sha256(f"{store.template_version()}\0{lang}\0{self.title}".encode())
        digest.update(store.content_digest(self.paper).encode())
        for data in self.sheets:
            digest.update(hashlib.sha256(data).digest())
        return digest.hexdigest()


def make(
    orders: Sequence[Order], paper: MessengerPaper, folder: SetFolder, *, lang: str, name: str, report: Report
) -> Made:
    """Set what is not kept yet, then bind: one file for all in the order of *orders*, one for each village.

    *paper* is the list without its villages, *name* what the files are called by. Needs the application, not the
    database.
    """
    made = Made()
    with workshop.open() as shop:
        refused = _set_all(orders, shop, made, report)
        bundles = _bundles(orders, paper, lang, name, _unprintable(refused.values()))
        made.sheets = len(bundles[0].sheets)
        made.refused = [_refusal(orders[number], error) for number, error in sorted(refused.items())]
        for done, filed in enumerate(_bound(bundles, folder, lang, shop)):
            report(BINDING, done + 1, len(bundles))
            made.files.append(filed)
    order = {one.name: place for place, one in enumerate(bundles)}
    made.files.sort(key=lambda filed: order[filed.name])
    return made


def _set_all(
    orders: Sequence[Order], shop: workshop.Shop, made: Made, report: Report
) -> dict[int, DomainError]:
    """Every sheet that is not kept yet; gives the orders that were refused, by their place."""
    refused: dict[int, DomainError] = {}
    report(SETTING, 0, len(orders))
    for done, ((number, places), result) in enumerate(shop.make_all(_tasks(orders, refused))):
        report(SETTING, min(done + 1, len(orders)), len(orders))
        order = orders[number]
        if isinstance(result, DomainError):
            refused[number] = result
            continue
        keep_sheets(order.paper, order.form, places, result)
        made.set_now += len(places)
    return refused


def _tasks(orders: Sequence[Order], refused: dict[int, DomainError]) -> Iterator[workshop.Task]:
    """Only what is missing is composed, and only when a processor is free for it."""
    for number, order in enumerate(orders):
        places = tuple(one for one in order.places if find_sheet(order.paper, order.form, one) is None)
        if not places:
            continue
        try:
            composed = compose(order.paper, order.form)
        except DomainError as error:
            refused[number] = error
            continue
        stamps = [stamp_of(order.paper, order.form, place) for place in places]
        base = find_base(order.paper, order.form)
        yield workshop.Task((number, places), make_sheets, (composed, stamps, base))


def _unprintable(faults: Iterable[DomainError]) -> dict[int, str]:
    """The characters for which sheets were refused, each with the sign that printers set for a missing one."""
    return {
        ord(one): MISSING for fault in faults if isinstance(fault, MissingGlyphs) for one in fault.characters
    }


def _bundles(
    orders: Sequence[Order], paper: MessengerPaper, lang: str, name: str, unprintable: Mapping[int, str]
) -> list[_Bundle]:
    """The file of all, then those of the villages; what hangs on the township's own boards has a file of its own."""
    parts: list[tuple[str, MessengerVillage, list[bytes]]] = []
    for code, group in groupby(orders, key=lambda one: one.village_code):
        parts.append((code, *_village(list(group), unprintable)))
    everything = [(village, sheets) for _code, village, sheets in parts]
    bundles = [_bundle(f"{name}.pdf", paper, everything, lang)]
    if len(parts) > 1:
        bundles += [
            _bundle(f"{code}{OWN if code == name else ''}.pdf", paper, [(village, sheets)], lang)
            for code, village, sheets in parts
        ]
    return bundles


def _village(group: Sequence[Order], unprintable: Mapping[int, str]) -> tuple[MessengerVillage, list[bytes]]:
    """The lines of a village and the sheets behind them, place by place."""
    lines: list[tuple[int, MessengerLine, bytes]] = []
    lacking: list[tuple[str, BilingualText]] = []
    for order in group:
        for place in order.places:
            data = find_sheet(order.paper, order.form, place)
            if data is None:
                names = (one.translate(unprintable) if one else one for one in (place.name.zh, place.name.en))
                lacking.append((order.paper.number, BilingualText(*names)))
            else:
                lines.append((place.ordinal, _line(order, place, data), data))
    lines.sort(key=lambda one: one[0])
    first = group[0]
    village = MessengerVillage(
        first.village, first.telephone, tuple(line for _ordinal, line, _data in lines), tuple(lacking)
    )
    return village, [data for _ordinal, _line, data in lines]


def _line(order: Order, place: SheetPlace, data: bytes) -> MessengerLine:
    return MessengerLine(
        number=order.paper.number,
        kind=order.kind,
        place=place.name,
        size=order.form.size,
        large=order.form.large,
        pages=stamping.count_pages(data),
        code=sheet_code(order.paper.digest, place.ordinal, 1),
    )


def _bundle(
    name: str, paper: MessengerPaper, parts: Sequence[tuple[MessengerVillage, list[bytes]]], lang: str
) -> _Bundle:
    said = "en" if lang == "en" else "zh"
    with setting.speaking(said) as translate:
        title = translate("Delivery list of the sheets to be posted")
    marks = [title]
    for village, _sheets in parts:
        marks += [f"{village.name.in_(said)} {line.place.in_(said)} {line.number}" for line in village.lines]
    listed = MessengerPaper(paper.area, paper.about, paper.made_on, tuple(village for village, _ in parts))
    sheets = tuple(data for _village, files in parts for data in files)
    return _Bundle(name, title, listed, sheets, tuple(marks))


def _bound(bundles: Sequence[_Bundle], folder: SetFolder, lang: str, shop: workshop.Shop) -> Iterator[Filed]:
    """The files, those first that lie there already. Raises the fault of a list that could not be set."""
    keys = [one.key(lang) for one in bundles]
    pages = [folder.find(key) for key in keys]
    for one, key, known in zip(bundles, keys, pages, strict=True):
        if known is not None:
            yield Filed(one.name, key, known)
    tasks = (
        workshop.Task(number, bundle, (messenger_parts(one.paper, lang), one.sheets, one.title, one.marks))
        for number, one in enumerate(bundles)
        if pages[number] is None
    )
    for number, result in shop.make_all(tasks):
        if isinstance(result, DomainError):
            raise result
        data, count = result
        folder.keep(keys[number], data, count)
        yield Filed(bundles[number].name, keys[number], count)


def _refusal(order: Order, error: DomainError) -> Refusal:
    places = tuple(one.name for one in order.places if find_sheet(order.paper, order.form, one) is None)
    kept = ""
    if isinstance(error, NotFitToPrint):
        needs = Permission.CANDIDATE_LIST_VIEW
        kept = refused_papers.keep(error, area_path=order.area_path, needs=needs)
    return Refusal(order.village, order.paper.number, places, _reasons(error), kept)


def _reasons(error: DomainError) -> tuple[Message, ...]:
    if isinstance(error, NotFitToPrint):
        return tuple(one.message for one in error.report.findings)[:REASONS_MOST] or (error.message,)
    return tuple(error.blockers) if isinstance(error, Refused) else (error.message,)
