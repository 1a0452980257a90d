"""The columns of a workbook of helpers, each under the names that offices give it, and the words in their cells.

Lives here: the fields, how a heading is recognised, the words for levels and ranks. Does not live here: reading
(``workbook_reading.py``), what the rows come to (``workbook_plan.py``).
"""

from dataclasses import dataclass
from functools import cache

from app.core.messages import N_
from app.domain.imports.header_names import comparable
from app.domain.pairings.models import PairingRole, UnitLevel
from app.domain.policies.vocabulary import HelperRank


@dataclass(frozen=True, slots=True)
class Field:
    """A column: identifier, label (message id), its headings (the first is written), its width on export."""

    name: str
    label: str
    headings: tuple[str, ...]
    width: int = 16
    is_needed: bool = False


def _field(name: str, label: str, headings: str, width: int = 16, *, needed: bool = False) -> Field:
    return Field(name, label, tuple(headings.split()), width, needed)


FIELDS: tuple[Field, ...] = (
    _field("village", N_("Village"), "行政村 村 村名 所在村 帮扶村 村居 社区 村社区"),
    _field("household", N_("Household number"), "户编号 户号 户编码 农户编号 贫困户编号 家庭编号", 20),
    _field(
        "head",
        N_("Head of household"),
        "户主姓名 户主 贫困户姓名 贫困户户主 贫困户户主姓名 帮扶对象 帮扶对象姓名 农户姓名 被帮扶户 贫困户",
        14,
    ),
    _field(
        "name",
        N_("Helper"),
        "帮扶责任人 帮扶人 帮扶干部 帮扶人姓名 帮扶责任人姓名 帮扶干部姓名 责任人 结对帮扶人 结对干部 帮扶联系人 "
        "干部姓名",
        14,
        needed=True,
    ),
    _field(
        "unit",
        N_("Unit"),
        "帮扶单位 工作单位 单位 帮扶人单位 帮扶责任人单位 帮扶单位名称 单位名称 所在单位 帮扶人工作单位",
        26,
        needed=True,
    ),
    _field("level", N_("Belongs to"), "隶属关系 帮扶人隶属关系 单位隶属关系 单位级别 单位层级 单位类别", 12),
    _field("rank", N_("Rank"), "职级 帮扶人职级 干部级别 行政级别 干部职级 级别", 14),
    _field("post", N_("Post in the unit"), "职务 帮扶人职务 帮扶责任人职务 单位及职务 干部职务", 18),
    _field(
        "telephone",
        N_("Telephone of the office"),
        "办公电话 单位电话 联系电话 电话 联系方式 帮扶人电话 帮扶责任人电话",
    ),
    _field("started_on", N_("From"), "结对时间 结对日期 开始日期 开始时间 帮扶开始时间 帮扶开始日期 起始时间", 13),
    _field(
        "second_name",
        N_("Second helper"),
        "第二责任人 第二帮扶责任人 第二帮扶人 第二责任人姓名 第二联系人 第二帮扶责任人姓名",
        14,
    ),
    _field("second_unit", N_("Unit of the second helper"), "第二责任人单位 第二帮扶责任人单位 第二帮扶人单位", 26),
    _field("second_post", N_("Post of the second helper"), "第二责任人职务 第二帮扶责任人职务 第二帮扶人职务", 18),
    _field(
        "second_telephone",
        N_("Office telephone of the second helper"),
        "第二责任人办公电话 第二责任人电话 第二责任人联系电话 第二帮扶责任人电话 第二帮扶人电话",
    ),
    _field(
        "second_started_on",
        N_("Second helper from"),
        "第二责任人结对时间 第二责任人开始日期 第二责任人结对日期 第二帮扶人结对时间",
        13,
    ),
)  # fmt: skip
#: headings that are known and mean nothing here; among them numbers of persons, which are never read
_UNREAD = frozenset(
    comparable(word)
    for word in [
        "序号",
        "组",
        "村民组",
        "小组",
        "村民小组",
        "人口",
        "人数",
        "家庭人口",
        "家庭人口数",
        "备注",
        "性别",
        "身份证号",
        "身份证号码",
        "身份证",
        "证件号码",
        "户主身份证号",
        "户主身份证号码",
        "户主电话",
        "贫困户电话",
        "致贫原因",
        "主要致贫原因",
        "贫困户属性",
        "户属性",
        "乡镇",
        "县",
        "签字",
        "签名",
    ]
)
SECOND = "second_"
FIELDS_BY_NAME = {field.name: field for field in FIELDS}
SHEET_NAME = "结对帮扶"
FEWEST_FIELDS = 3

#: how levels and ranks are written, the first word of each on export
_LEVELS: dict[UnitLevel, str] = {
    UnitLevel.CENTRAL: "中央 中央级 中央单位 国家",
    UnitLevel.PROVINCE: "省级 省 省直 省直单位 省直机关",
    UnitLevel.CITY: "市级 市 市直 市直单位 市直机关 州级 州直 地级",
    UnitLevel.COUNTY: "县级 县 县直 县直单位 县直机关 区级 区直 县市区",
    UnitLevel.TOWNSHIP: "乡镇 乡 镇 乡级 镇级 乡镇级 镇直 乡镇单位",
    UnitLevel.VILLAGE: "村级 村 村两委 社区",
    UnitLevel.ARMY: "部队 军队 武警",
    UnitLevel.OTHER: "其他 其它 企业 社会",
}
_RANKS: dict[HelperRank, str] = {
    HelperRank.COUNTY_LEADER: "县级领导 县级正职 正县级 县处级 正处级 处级 县领导 县级干部",
    HelperRank.DEPUTY_COUNTY_LEADER: "县级副职 副县级 副处级 县级领导副职",
    HelperRank.DEPARTMENT_LEADER: "科级领导 正科级 科级 科级正职 部门领导 部门正职 科级干部 乡科级",
    HelperRank.DEPUTY_DEPARTMENT_LEADER: "科级副职 副科级 部门副职 科级领导副职",
    HelperRank.CADRE: "一般干部 干部 普通干部 科员 办事员 工作人员 职工 教师",
    HelperRank.OTHER: "其他 其它 村干部 企业人员 党员 社会人士",
}


def name_in(role: PairingRole, name: str) -> str:
    """The field of *name* for the helper of a role: those of the second one stand beside the first one's."""
    return name if role is PairingRole.FIRST else SECOND + name


def level_word(level: UnitLevel) -> str:
    """How a level is written on export."""
    return _LEVELS[level].split()[0]


def rank_word(rank: HelperRank) -> str:
    """How a rank is written on export."""
    return _RANKS[rank].split()[0]


@cache
def levels() -> dict[str, UnitLevel]:
    """Word -> level."""
    return {word: level for level, words in _LEVELS.items() for word in words.split()}


@cache
def ranks() -> dict[str, HelperRank]:
    """Word -> rank."""
    return {word: rank for rank, words in _RANKS.items() for word in words.split()}


@cache
def field_of(heading: str) -> str | None:
    """The field that a heading means; ``unread`` for what means nothing here."""
    key = comparable(heading)
    if not key or len(heading) > 60:
        return None
    return _spellings().get(key) or ("unread" if key in _UNREAD else None)


@cache
def _spellings() -> dict[str, str]:
    """Heading -> field. A heading of two fields belongs to the one that names it earlier in its own list."""
    ranked: dict[str, tuple[int, str]] = {}
    for field in FIELDS:
        for rank, heading in enumerate(field.headings):
            key = comparable(heading)
            if key not in ranked or rank < ranked[key][0]:
                ranked[key] = (rank, field.name)
    return {key: name for key, (_rank, name) in ranked.items()}
