"""Making a notice's sheets outside the request: each place in its size and type, or all in one that was chosen."""

from dataclasses import dataclass
from typing import Any

from app.core.jobs import Context, job
from app.core.messages import N_
from app.core.permissions import Permission
from app.documents import workshop
from app.documents.faults import NotFitToPrint
from app.documents.notice_making import make_sheets
from app.documents.notice_sheets import SheetForm, compose, find_base, find_sheet, keep_sheets, stamp_of
from app.documents.notices import notice_paper_from
from app.documents.papers import NoticePaper
from app.documents.preflight import refused
from app.domain.areas.models import SheetSize
from app.domain.notices import queries
from app.domain.notices.models import Notice
from app.domain.sheets import queries as sheets
from app.domain.sheets.models import Sheet
from app.web.papers import wall_language

KIND = "notice_sheets"
SIZES = ("", *(size.value for size in SheetSize))
TYPES = ("", "plain", "large")


@dataclass(frozen=True)
class Wanted:
    """In which form the sheets are wanted; "" for size or type: as each place's board has it."""

    lang: str = "zh"
    size: str = ""
    type: str = ""

    def form_for(self, sheet: Sheet) -> SheetForm:
        """The form of the sheet of one place."""
        large = sheet.place.large_type if not self.type else self.type == "large"
        return SheetForm(lang=self.lang, size=self.size or sheet.place.sheet_size.value, large=large)

    @property
    def arguments(self) -> dict[str, Any]:
        """As query arguments; what stands by itself is left out."""
        said = (("paper", self.lang if self.lang != "zh" else ""), ("size", self.size), ("type", self.type))
        return {name: value for name, value in said if value}


def wanted_from(lang: str, size: str, type_: str) -> Wanted:
    """What an address asks for, without what is unknown."""
    return Wanted(
        wall_language(lang),
        size if size in SIZES else "",
        type_ if type_ in TYPES else "",
    )


def key_of(number: str, wanted: Wanted) -> str:
    """The key of the job that makes these sheets."""
    return f"sheets-{number}-{wanted.lang}-{wanted.size or 'own'}-{wanted.type or 'own'}"


def paper_of(notice: Notice, address: str) -> NoticePaper:
    """What stands on the sheets of *notice*; *address* is where its code leads."""
    newer = notice.replaced_by
    return notice_paper_from(
        notice,
        queries.list_entries(notice.id),
        public_url=address,
        replaced_by=newer.number if newer is not None else "",
    )


def are_kept(paper: NoticePaper, wanted: Wanted, found: list[Sheet]) -> bool:
    """True when the sheets of all places lie ready in this form."""
    return all(find_sheet(paper, wanted.form_for(sheet), sheet) is not None for sheet in found)


@job(KIND)
def make_notice_sheets(
    context: Context, *, number: str, address: str, lang: str, size: str, type: str
) -> dict[str, object]:
    """Set the sheets that are not there yet; gives ``refused``, the key of a paper that was not fit to print.

    Raises any other :class:`app.documents.faults.PaperFault`.
    """
    notice = queries.get_notice(number)
    paper, wanted = paper_of(notice, address), Wanted(lang, size, type)
    forms: dict[SheetForm, list[Sheet]] = {}
    for sheet in sheets.list_sheets(notice):
        form = wanted.form_for(sheet)
        if find_sheet(paper, form, sheet) is None:
            forms.setdefault(form, []).append(sheet)
    for done, (form, places) in enumerate(forms.items()):
        context.report(N_("Setting the sheets"), done, len(forms))
        try:
            _make(paper, form, places)
        except NotFitToPrint as fault:
            needs = Permission.CANDIDATE_LIST_VIEW
            return {"refused": refused.keep(fault, area_path=notice.area_path, needs=needs)}
    return {}


def _make(paper: NoticePaper, form: SheetForm, places: list[Sheet]) -> None:
    """Set the notice once in *form*, stamp it for *places*, look it over and put it down."""
    stamps = [stamp_of(paper, form, sheet) for sheet in places]
    given = (compose(paper, form), stamps, find_base(paper, form))
    keep_sheets(paper, form, places, workshop.make(workshop.Task(paper.number, make_sheets, given)))
