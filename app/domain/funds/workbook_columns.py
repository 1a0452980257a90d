"""The sheets of a finance office's workbook and their columns, each under the names that offices give it.

Lives here: which sheets there are, their fields, how a heading or the name of a sheet is recognised. Does not live
here: finding the row of headings (``app/domain/imports/headers.py``), reading the cells (``workbook_reading.py``).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from app.core.messages import N_
from app.domain.funds.models import SourceLevel
from app.domain.imports.header_names import comparable


class Sheet(StrEnum):
    """What the rows of a sheet are. In this order they are entered."""

    BATCHES = "batches"
    ALLOCATIONS = "allocations"
    CONTRACTS = "contracts"
    ROLLS = "rolls"
    PAYMENTS = "payments"


class Holds(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet: identifier, label (message id), what it holds, its headings (the first is written)."""

    name: str
    label: str
    holds: Holds
    headings: tuple[str, ...]
    is_needed: bool = False
    longest: int = 120


def _field(
    name: str,
    label: str,
    headings: str,
    holds: Holds = Holds.TEXT,
    *,
    needed: bool = False,
    longest: int = 120,
) -> Field:
    return Field(name, label, holds, tuple(headings.split()), needed, longest)


DAY, AMOUNT = Holds.DAY, Holds.AMOUNT
_BATCH = _field(
    "batch",
    N_("Fund batch"),
    "批次编号 批次 资金批次 批次号 资金批次编号 批号 指标编号 指标 资金来源批次",
    needed=True,
)
_PROJECT = _field("project", N_("Project"), "项目编号 项目编码 项目代码 项目号", needed=True, longest=30)
_PROJECT_NAME = _field("project_name", N_("Name of the project"), "项目名称 项目 项目名", longest=160)
_PLACE = _field("place", N_("Where"), "实施地点 实施村 村 行政村 使用单位 地点 村名 实施地 所在村")
_WHAT = _field("what", N_("What for"), "摘要 说明 用途说明 备注 支付内容 款项内容 事由", longest=160)
_DOCUMENT = _field(
    "document_no",
    N_("Document number"),
    "文号 文件号 依据文号 下达文号 文件文号 审批文号 审批单号 依据",
    longest=80,
)

FIELDS: dict[Sheet, tuple[Field, ...]] = {
    Sheet.BATCHES: (
        _field("batch", N_("Fund batch"), "批次编号 批次 批次号 资金批次 资金批次编号 批号 指标编号 编号"),
        _field("name", N_("Name of the money"), "资金名称 名称 指标名称 项目资金名称 资金项目", needed=True),
        _field("level", N_("Source"), "资金级别 级别 资金来源 来源 资金层级 来源级别", needed=True),
        _field("giver", N_("Who gave it"), "拨款单位 下达单位 来源单位 拨付单位 捐赠单位 出资单位"),
        _field("document_no", N_("Document number"), "文号 文件号 下达文号 文件文号 依据文号 依据", needed=True, longest=80),
        _field("document_on", N_("Day of the document"), "文件日期 下达日期 发文日期 文号日期", DAY, needed=True),
        _field("on", N_("Day on which it came"), "到账日期 到位日期 收款日期 收到日期 入账日期", DAY),
        _field("amount", N_("Amount"), "到账金额 金额 到位金额 下达金额 资金规模 到账资金 收到金额 资金金额", AMOUNT),
        _field("purpose", N_("Purpose"), "用途 资金用途 使用方向 用途说明 摘要 说明", needed=True, longest=2_000),
    ),
    Sheet.ALLOCATIONS: (
        _BATCH, _PROJECT, _PROJECT_NAME, _PLACE,
        _field("on", N_("Day of the allocation"), "分配日期 下达日期 日期 安排日期 分配时间 文件日期", DAY, needed=True),
        _field("amount", N_("Amount"), "分配金额 金额 安排金额 下达金额 分配资金 安排资金", AMOUNT, needed=True),
        _field(
            "document_no", N_("Document number"), "文号 文件号 分配文号 下达文号 依据文号 文件文号 依据", needed=True, longest=80
        ),
        _WHAT,
    ),
    Sheet.CONTRACTS: (
        _field("contract", N_("Contract"), "合同编号 合同号 合同", needed=True, longest=80),
        _PROJECT, _PROJECT_NAME,
        _field("contractor", N_("Contractor"), "承包单位 承包商 中标单位 施工单位 乙方 承包方 供应商 供货单位 承建单位", needed=True),
        _field("contractor_code", N_("Credit code"), "统一社会信用代码 信用代码 社会信用代码", Holds.CODE),
        _field("person_in_charge", N_("Person in charge"), "项目负责人 负责人 联系人 项目经理", longest=60),
        _field("on", N_("Day of the signature"), "签订日期 签订时间 合同日期 签约日期 日期", DAY, needed=True),
        _field("starts_on", N_("Work begins on"), "开工日期 开始日期 合同起始日期 起始日期", DAY),
        _field("ends_on", N_("Work ends on"), "完工日期 结束日期 合同截止日期 截止日期 竣工日期", DAY),
        _field("amount", N_("Amount"), "合同金额 金额 合同价款 合同价 中标金额 签约金额", AMOUNT, needed=True),
    ),
    Sheet.ROLLS: (
        _field("roll", N_("Roll"), "花名册编号 花名册 名册编号 发放表编号 册号 名册", needed=True, longest=60),
        _PROJECT, _PROJECT_NAME, _PLACE,
        _field("title", N_("Title of the roll"), "花名册名称 名册名称 发放名称 补助名称 发放项目 补贴名称 标题"),
        _field("on", N_("Drawn up on"), "造册日期 制表日期 日期 发放日期 造册时间", DAY, needed=True),
        _field("group", N_("Villagers' group"), "组 村民组 小组 村民小组 组别 组名", longest=60),
        _field("name", N_("Name"), "姓名 户主姓名 户主 领取人 农户姓名 受益人", needed=True, longest=60),
        _field("household", N_("Household number"), "户编号 户号 农户编号 户编码", Holds.CODE),
        _field("people", N_("People"), "人数 人口 家庭人口 人口数 家庭人数", Holds.NUMBER),
        _field("amount", N_("Amount"), "金额 补助金额 发放金额 补贴金额 应发金额 实发金额", AMOUNT),
        _field("goods", N_("In kind"), "实物 物资 发放物资 实物名称", longest=60),
    ),
    Sheet.PAYMENTS: (
        _BATCH, _PROJECT, _PROJECT_NAME, _PLACE,
        _field("on", N_("Day of the payment"), "支付日期 付款日期 日期 拨付日期 支付时间 记账日期", DAY, needed=True),
        _field("payee", N_("Payee"), "收款单位 收款人 收款方 付款对象 收款单位名称 支付对象 收款人名称", needed=True),
        _field("payee_kind", N_("Firm or person"), "收款方类型 收款人类型 收款类型 单位或个人", longest=20),
        _field("amount", N_("Amount"), "支付金额 金额 付款金额 拨付金额 支付额 实付金额", AMOUNT, needed=True),
        _field("voucher_no", N_("Voucher number"), "凭证号 凭证编号 记账凭证号 凭证 记账凭证", longest=40),
        _DOCUMENT,
        _field("contract", N_("Contract"), "合同编号 合同号 合同", longest=80),
        _field("roll", N_("Roll"), "花名册编号 花名册 名册编号 发放表编号 册号", longest=60),
        _WHAT,
    ),
}  # fmt: skip
LABELS: dict[Sheet, str] = {
    Sheet.BATCHES: N_("Fund batches"),
    Sheet.ALLOCATIONS: N_("Allocations"),
    Sheet.CONTRACTS: N_("Contracts"),
    Sheet.ROLLS: N_("Rolls"),
    Sheet.PAYMENTS: N_("Payments"),
}
#: the sheet of the empty workbook that says how it is filled in; it is not read
GUIDE = "填写说明"
#: the name of each sheet as it is written, and words by which one is known
SHEET_NAMES: dict[Sheet, str] = {
    Sheet.BATCHES: "资金批次",
    Sheet.ALLOCATIONS: "资金分配",
    Sheet.CONTRACTS: "合同",
    Sheet.ROLLS: "花名册",
    Sheet.PAYMENTS: "支付",
}
_SHEET_WORDS: tuple[tuple[Sheet, tuple[str, ...]], ...] = (
    (Sheet.ROLLS, ("花名册", "名册", "发放表", "受益")),
    (Sheet.ALLOCATIONS, ("分配", "安排", "allocation")),
    (Sheet.CONTRACTS, ("合同", "contract")),
    (Sheet.PAYMENTS, ("支付", "付款", "拨付", "支出", "payment")),
    (Sheet.BATCHES, ("批次", "到账", "到位", "来源", "收入", "batch")),
)
#: columns of a person's numbers: known, and never read
PERSONAL = "personal"
_PERSONAL_HEADINGS = frozenset(
    comparable(word)
    for word in [
        "身份证",
        "身份证号",
        "身份证号码",
        "证件号",
        "证件号码",
        "公民身份号码",
        "居民身份证号",
        "户主身份证号",
        "银行卡号",
        "银行账号",
        "银行帐号",
        "账号",
        "帐号",
        "卡号",
        "一卡通账号",
        "一卡通号",
        "一卡通",
        "社保卡号",
        "收款账号",
        "收款人账号",
        "收款帐号",
        "银行卡",
        "开户行",
        "开户银行",
        "开户行名称",
        "联系电话",
        "电话",
        "手机号",
        "手机",
        "电话号码",
        "联系方式",
        "手机号码",
    ]
)
#: columns that are known and mean nothing
_UNREAD = frozenset(
    comparable(word)
    for word in [
        "序号",
        "序",
        "号",
        "年度",
        "年份",
        "单位",
        "计量单位",
        "经办人",
        "审核人",
        "制表人",
        "签字",
        "签名",
        "领取人签字",
        "签章",
        "手印",
    ]
)
LEVELS: dict[str, SourceLevel] = {
    "中央": SourceLevel.CENTRAL, "中央级": SourceLevel.CENTRAL, "中央财政": SourceLevel.CENTRAL, "国家": SourceLevel.CENTRAL,
    "省": SourceLevel.PROVINCIAL, "省级": SourceLevel.PROVINCIAL, "省级财政": SourceLevel.PROVINCIAL,
    "市": SourceLevel.CITY, "市级": SourceLevel.CITY, "市级财政": SourceLevel.CITY, "地级": SourceLevel.CITY,
    "州级": SourceLevel.CITY,
    "县": SourceLevel.COUNTY, "县级": SourceLevel.COUNTY, "县级财政": SourceLevel.COUNTY, "县本级": SourceLevel.COUNTY,
    "区级": SourceLevel.COUNTY,
    "社会": SourceLevel.SOCIAL, "社会捐赠": SourceLevel.SOCIAL, "社会帮扶": SourceLevel.SOCIAL, "捐赠": SourceLevel.SOCIAL,
    "东西部协作": SourceLevel.EAST_WEST, "东西协作": SourceLevel.EAST_WEST, "东西部扶贫协作": SourceLevel.EAST_WEST,
    "对口帮扶": SourceLevel.EAST_WEST,
}  # fmt: skip
#: how each level is written
LEVEL_WORDS: dict[SourceLevel, str] = {
    SourceLevel.CENTRAL: "中央",
    SourceLevel.PROVINCIAL: "省级",
    SourceLevel.CITY: "市级",
    SourceLevel.COUNTY: "县级",
    SourceLevel.SOCIAL: "社会",
    SourceLevel.EAST_WEST: "东西部协作",
}
FIRM_WORDS, PERSON_WORDS = (
    frozenset({"单位", "企业", "公司", "对公"}),
    frozenset({"个人", "农户", "对私", "个人账户"}),
)
FEWEST_FIELDS = 3


@cache
def fields_of(sheet: Sheet) -> dict[str, Field]:
    """The fields of a sheet by name."""
    return {field.name: field for field in FIELDS[sheet]}


@lru_cache(maxsize=4_096)
def field_of(sheet: Sheet, heading: str) -> str | None:
    """The field of *sheet* that a heading means; ``personal`` for a person's number, ``unread`` for what means nothing."""
    key = comparable(heading)
    if not key or len(heading) > 60:
        return None
    found = _spellings(sheet).get(key)
    if found is not None:
        return found
    if key in _PERSONAL_HEADINGS:
        return PERSONAL
    return "unread" if key in _UNREAD else None


@cache
def _spellings(sheet: Sheet) -> dict[str, str]:
    """Heading -> field. A heading of two fields belongs to the one that names it earlier in its own list."""
    ranked: dict[str, tuple[int, str]] = {}
    for field in FIELDS[sheet]:
        for rank, heading in enumerate(field.headings):
            key = comparable(heading)
            if key not in ranked or rank < ranked[key][0]:
                ranked[key] = (rank, field.name)
    return {key: name for key, (_rank, name) in ranked.items()}


def sheet_called(name: str) -> Sheet | None:
    """What the name of a sheet says that its rows are."""
    plain = comparable(name)
    return next((sheet for sheet, words in _SHEET_WORDS if any(word in plain for word in words)), None)
