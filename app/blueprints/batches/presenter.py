"""Arranging a batch for its page: the choice, how many sheets of which kind, the files that were made, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.blueprints.batches import selection, work
from app.blueprints.batches.selection import Choice, WantedSheets
from app.core.bilingual import BilingualText
from app.documents.batch import Refusal
from app.documents.sets import Filed, Manifest, SetFolder
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_villages
from app.web import jobs
from app.web.access import current_actor
from app.web.pages import text_argument
from app.web.papers import wall_language
from app.web.templating import bilingual


@dataclass(frozen=True)
class FileLine:
    """A file to take: of which area, how many pages, how large, where it is."""

    name: BilingualText
    pages: int
    kilobytes: int
    url: str


def language() -> str:
    """In which language the sheets are wanted: ``?paper=`` (``?lang=`` is the page's)."""
    return wall_language(text_argument("paper"))


def address_of(area: Area, choice: Choice, lang: str) -> str:
    """The page of a choice in a language of the sheets."""
    return url_for("batches.show", code=area.code, what=choice.key, paper=lang)


def shown(area: Area, choice: Choice, lang: str) -> dict[str, Any]:
    """Everything that the page needs."""
    key = work.key_of(area, choice.key, lang)
    folder, wanted = SetFolder(key), selection.wanted_sheets(current_actor(), area, choice.key)
    manifest = folder.find_manifest()
    details = manifest.details if manifest else {}
    return {
        "area": area,
        "areas": selection.list_areas(current_actor()),
        "choice": choice,
        "choices": [(one.key, bilingual(one.label)) for one in selection.choices_of(area)],
        "lang": lang,
        "here": address_of(area, choice, lang),
        "begin_url": url_for("batches.begin", code=area.code, what=choice.key, paper=lang),
        "counts": counts_of(wanted),
        "job": jobs.find(key),
        "manifest": manifest,
        "files": file_lines(area, choice, lang, folder, manifest),
        "refused": [Refusal.from_data(one) for one in details.get("refused", ())],
        "set_now": details.get("set_now", 0),
        "has_changed": manifest is not None and details.get("fingerprint") != selection.fingerprint(wanted),
    }


def counts_of(wanted: Sequence[WantedSheets]) -> dict[str, int]:
    """How many villages, notices and sheets; how many of these on A3 and in large type."""
    places = [place for one in wanted for place in one.places]
    return {
        "villages": len({one.notice.village_id for one in wanted}),
        "notices": len(wanted),
        "sheets": len(places),
        "a3": sum(place.sheet_size.value == "a3" for place in places),
        "large": sum(place.large_type for place in places),
    }


def file_lines(
    area: Area, choice: Choice, lang: str, folder: SetFolder, manifest: Manifest | None
) -> list[FileLine]:
    """The files in the order of the round, that of all first."""
    if manifest is None:
        return []
    names = {village.code: village.name for village in _villages(area)}
    return [_line(filed, area, choice, lang, folder, names) for filed in manifest.files]


def _villages(area: Area) -> Sequence[Area]:
    return [area] if area.level is AreaLevel.VILLAGE else list_villages(area.path)


def _line(
    filed: Filed, area: Area, choice: Choice, lang: str, folder: SetFolder, names: dict[str, BilingualText]
) -> FileLine:
    stem = filed.name.removesuffix(".pdf")
    size = folder.path_of(filed).stat().st_size
    url = url_for("batches.download", code=area.code, name=stem, what=choice.key, paper=lang)
    return FileLine(names.get(stem, area.name), filed.pages, max(1, round(size / 1024)), url)
