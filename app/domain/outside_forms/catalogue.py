"""What a form may ask for and the portal knows, under the headings that offices use for it.

Lives here: keys, names and usual headings. Does not live here: the values (``filling.py``). Numbers of identity cards,
bank cards and telephones are not among them: whoever must write those into a file does so by hand.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.statistics.dimensions import DIMENSIONS
from app.domain.statistics.rules import Who

_NOISE = re.compile(r"[\s()（）\[\]【】:：、.．\-—_/]+")
_NUMBERED = re.compile(r"^[0-9一二三四五六七八九十]+[、.．]")


@dataclass(frozen=True)
class Source:
    """One thing that is known: *key*, its name, the headings under which forms ask for it.

    *group* is what it is about: ``place`` (of the form as a whole), ``area`` (of a village or the whole area),
    ``household`` (of each household of a list).
    """

    key: str
    label: Message
    group: str
    headings: tuple[str, ...]


PLACE, AREA, HOUSEHOLD = "place", "area", "household"
GROUP_LABELS = {
    PLACE: N_("About the form"),
    AREA: N_("Numbers of the area or of each village"),
    HOUSEHOLD: N_("About each household in the register"),
}
SERIAL = "serial"
VILLAGE = "village"

_PLACES = (
    Source(
        "place.area",
        Message(N_("Name of the area")),
        PLACE,
        ("填报单位", "单位", "填报单位盖章", "乡镇", "乡镇名称", "镇"),
    ),
    Source("place.county", Message(N_("Name of the county")), PLACE, ("县", "县市区", "县名称", "所属县")),
    Source("place.year", Message(N_("Year")), PLACE, ("年度", "年份", "填报年度")),
    Source(
        "place.day",
        Message(N_("Today's date")),
        PLACE,
        ("填报日期", "日期", "填报时间", "填表日期", "填表时间", "上报时间"),
    ),
    Source(SERIAL, Message(N_("Running number")), PLACE, ("序号", "编号", "No")),
)
_AREAS = (
    Source(
        VILLAGE,
        Message(N_("Name of the village")),
        AREA,
        ("村", "村名", "村名称", "行政村", "村居", "村社区", "所在村"),
    ),
    Source(
        "known.groups",
        Message(N_("Villagers' groups")),
        AREA,
        ("村民小组数", "组数", "村民组数", "村民小组个数"),
    ),
    Source(
        "known.households",
        Message(N_("All households")),
        AREA,
        ("总户数", "户籍户数", "农户总数", "全村总户数"),
    ),
    Source(
        "known.population",
        Message(N_("Inhabitants")),
        AREA,
        ("总人口", "户籍人口", "总人数", "全村总人口", "人口总数"),
    ),
    Source("known.poor", Message(N_("Poor village")), AREA, ("是否贫困村", "贫困村")),
)
_HOUSEHOLDS = (
    Source("household.number", Message(N_("Household number")), HOUSEHOLD, ("户编号", "户编码", "农户编号")),
    Source("household.head", Message(N_("Head")), HOUSEHOLD, ("户主", "户主姓名", "姓名", "贫困户姓名", "户主名")),
    Source("household.group", Message(N_("Group")), HOUSEHOLD, ("组", "组别", "村民小组", "所在组", "小组")),
    Source("household.people", Message(N_("People")), HOUSEHOLD, ("人口", "家庭人口", "人口数", "家庭人口数", "人数")),
    Source(
        "household.attribute", Message(N_("Kind of household")), HOUSEHOLD,
        ("户类型", "贫困户属性", "贫困户类型", "农户属性"),
    ),
    Source("household.cause", Message(N_("Main cause")), HOUSEHOLD, ("致贫原因", "主要致贫原因")),
    Source("household.structure", Message(N_("Structure of the house")), HOUSEHOLD, ("住房结构", "房屋结构")),
    Source("household.grade", Message(N_("Grade of danger")), HOUSEHOLD, ("危房等级", "房屋等级", "危房级别")),
    Source("household.area", Message(N_("Living space")), HOUSEHOLD, ("住房面积", "房屋面积", "住房面积平方米")),
    Source("household.farmland", Message(N_("Farmland")), HOUSEHOLD, ("耕地面积", "耕地面积亩", "耕地")),
    Source("household.water", Message(N_("Safe drinking water")), HOUSEHOLD, ("饮水安全", "饮水是否安全", "安全饮水")),
    Source("household.road", Message(N_("Road to the house")), HOUSEHOLD, ("入户路", "入户路类型", "入户路情况")),
    Source(
        "household.income", Message(N_("Net income a head")), HOUSEHOLD,
        ("人均纯收入", "人均纯收入元", "家庭人均纯收入", "年人均纯收入", "人均收入", "人均可支配收入"),
    ),
    Source(
        "household.helper", Message(N_("Helper")), HOUSEHOLD,
        ("帮扶人", "帮扶责任人", "结对帮扶人", "帮扶干部", "帮扶人姓名"),
    ),
)  # fmt: skip
#: who -> the words that stand before 户数 and 人数
_WHO = {
    Who.REGISTERED: (
        "贫困",
        "贫困户",
        "建档立卡贫困",
        "建档立卡户",
        "建档立卡贫困户",
        "在册贫困",
        "未脱贫",
        "未脱贫户",
    ),
    Who.ENTERED: ("新识别", "当年识别", "新认定", "本年识别"),
    Who.OUT: ("脱贫", "脱贫户", "当年脱贫", "本年脱贫", "退出"),
}
_WHO_WORDS = {
    Who.REGISTERED: N_("poor households in the register"),
    Who.ENTERED: N_("registered in the year"),
    Who.OUT: N_("out of poverty in the year"),
}
_UNITS = {
    "households": (("户数", "户"), N_("households")),
    "people": (("人数", "人口", "人", "人口数"), N_("people")),
}
_COUNTED = (
    "cause",
    "attribute",
    "age",
    "sex",
    "health",
    "labour",
    "work",
    "education",
    "school",
    "structure",
    "grade",
    "water",
    "road",
)


#: what forms call a value beside its label in the code lists
_ALSO = {
    ("grade", "a"): ("A级", "A级住房"),
    ("grade", "b"): ("B级", "B级住房"),
    ("grade", "c"): ("C级", "C级危房", "危房C级", "危房C"),
    ("grade", "d"): ("D级", "D级危房", "危房D级", "危房D"),
    ("water", "yes"): ("饮水安全", "安全饮水"),
    ("water", "no"): ("饮水不安全", "饮水未达安全", "不安全饮水"),
}


def _numbers() -> Iterator[Source]:
    for who, prefixes in _WHO.items():
        for unit, (endings, word) in _UNITS.items():
            label = Message(N_("%(who)s, %(unit)s"), who=Message(_WHO_WORDS[who]), unit=Message(word))
            headings = tuple(prefix + ending for prefix in prefixes for ending in endings)
            yield Source(f"count.{who.value}.{unit}", label, AREA, headings)
    for key in _COUNTED:
        dimension = DIMENSIONS[key]
        for value in dimension.values:
            named = value.label.zh if isinstance(value.label, BilingualText) else None
            for unit, (endings, word) in _UNITS.items():
                label = Message(
                    N_("%(dimension)s: %(value)s, %(unit)s"),
                    dimension=Message(dimension.label),
                    value=value.label,
                    unit=Message(word),
                )
                names = (*(_spellings(named) if named else ()), *_ALSO.get((key, value.key), ()))
                headings = tuple(name + ending for name in names for ending in endings)
                yield Source(f"count.registered.{unit}.{key}.{value.key}", label, AREA, headings)


def _spellings(label: str) -> tuple[str, ...]:
    short = label.removesuffix("户")
    return (label, f"{label}致贫") if short == label else (label, short)


SOURCES: dict[str, Source] = {one.key: one for one in (*_PLACES, *_AREAS, *_HOUSEHOLDS, *_numbers())}
"""All that may be asked for, by key, in the order in which it is offered."""


def plain(text: str) -> str:
    """A heading as it is compared: half width, without blanks, brackets, numbering and colons."""
    return _NOISE.sub("", _NUMBERED.sub("", unicodedata.normalize("NFKC", text).strip())).lower()


@lru_cache
def _by_heading() -> dict[str, str]:
    found: dict[str, str] = {}
    for source in SOURCES.values():
        for heading in source.headings:
            found.setdefault(plain(heading), source.key)
    return found


def find(heading: str, above: str = "") -> str:
    """The key of what a heading asks for, alone or together with the one *above* it; "" for what is not known."""
    known, own, over = _by_heading(), plain(heading), plain(above)
    unit = "户数" if over.endswith("户") else "人数" if over.endswith("人") else ""
    # Without a word whether households or people are meant, a table of the poor counts households.
    return known.get(over + own) or known.get(own) or known.get(own + (unit or "户数")) or ""
