"""What a division code says, and what an area needs before it can be kept. Pure."""

import re
from collections.abc import Collection

from pypinyin import Style, lazy_pinyin

from app.core.messages import N_, Message
from app.core.personal_numbers import has_personal_number
from app.domain.areas.models import AreaLevel, PlaceKind, SheetSize

CODE = re.compile(r"\d{12}")
MOST_GROUPS = 99

#: a township has hardly ever more villages: the largest turn in the round of a messenger
LAST_TURN = 999

#: where a village posts until it says otherwise, in Chinese and English
DEFAULT_PLACES = (
    ("村委会公示栏", "Village committee notice board", PlaceKind.OFFICE_BOARD),
    ("人口最多的村民小组公示栏", "Notice board of the largest villagers' group", PlaceKind.GROUP_BOARD),
    ("村卫生室（小卖部）门口", "Door of the village clinic or shop", PlaceKind.CLINIC),
)

LEVEL_LABELS = {
    AreaLevel.COUNTY: N_("County"),
    AreaLevel.TOWNSHIP: N_("Township"),
    AreaLevel.VILLAGE: N_("Village"),
    AreaLevel.GROUP: N_("Villagers' group"),
}

PLACE_KIND_LABELS = {
    PlaceKind.OFFICE_BOARD: N_("Board of the village office"),
    PlaceKind.GROUP_BOARD: N_("Board of a villagers' group"),
    PlaceKind.CLINIC: N_("Clinic"),
    PlaceKind.SHOP: N_("Shop"),
    PlaceKind.SCHOOL: N_("School"),
    PlaceKind.OTHER: N_("Another place"),
}
SHEET_SIZE_LABELS = {
    SheetSize.A4: N_("A4 (an ordinary printer)"),
    SheetSize.A3: N_("A3 (twice as large)"),
}


def is_code(text: str) -> bool:
    """Twelve digits."""
    return CODE.fullmatch(text) is not None


def level_of(code: str) -> AreaLevel:
    """Which level a 12-digit code belongs to: 000000 at its end is a county, 000 a township."""
    if code.endswith("000000"):
        return AreaLevel.COUNTY
    return AreaLevel.TOWNSHIP if code.endswith("000") else AreaLevel.VILLAGE


def county_code(code: str) -> str:
    """The code of the county that *code* lies in."""
    return code[:6] + "000000"


def township_code(code: str) -> str:
    """The code of the township that *code* lies in."""
    return code[:9] + "000"


def parent_code(code: str) -> str | None:
    """The code of the area above, or ``None`` for a county."""
    level = level_of(code)
    if level is AreaLevel.COUNTY:
        return None
    return county_code(code) if level is AreaLevel.TOWNSHIP else township_code(code)


def group_code(village_code: str, number: int) -> str:
    """The code of a village's group."""
    return f"{village_code}-{number:02}"


def why_not_nameable(name_zh: str, name_en: str) -> Message | None:
    """Why an area or place cannot be called so, or ``None``."""
    if not name_zh.strip():
        return Message(N_("The Chinese name is missing."))
    if len(name_zh) > 60 or len(name_en) > 80:
        return Message(N_("A name has at most 60 characters in Chinese and 80 in English."))
    if has_personal_number(name_zh) or has_personal_number(name_en):
        return Message(N_("Leave out identity numbers, bank cards and telephones of villagers."))
    return None


def why_not_turns(turns: Collection[int]) -> Message | None:
    """Why villages cannot be visited in these turns, or ``None``: whole numbers from 1 to :data:`LAST_TURN`."""
    if all(1 <= turn <= LAST_TURN for turn in turns):
        return None
    return Message(N_("Please enter numbers from 1 to %(last)s."), last=LAST_TURN)


def why_not_telephone(text: str) -> Message | None:
    """Why *text* is no telephone number of an office, or ``None``. Empty is allowed."""
    if not text or (re.fullmatch(r"[+0-9][0-9 ()/\-]{2,28}", text) and sum(map(str.isdigit, text)) >= 3):
        return None
    return Message(N_("A telephone number has digits, blanks and hyphens only, e.g. 0851-8765432."))


def initials_of(name_zh: str) -> str:
    """Pinyin initials, for finding an area by typing letters."""
    return "".join(lazy_pinyin(name_zh, style=Style.FIRST_LETTER)).lower()[:40]
