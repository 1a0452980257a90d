"""The columns that a register workbook may have, each under the names that clerks give it.

Lives here: :class:`Field`, the list, and how a heading is brought to a comparable form. Does not live here: finding the
header row (``headers.py``). Names come from the register forms of 2013 and later, exports of the national system
and county lists; add one here when a workbook brings a new one.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.core.messages import N_


class Part(StrEnum):
    """Where a field belongs: to the row's place, to the person, to the household; or it is known and not read."""

    PLACE = "place"
    MEMBER = "member"
    HOUSEHOLD = "household"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the register as a column: identifier, label (message id), usual headings."""

    name: str
    part: Part
    label: str
    headings: tuple[str, ...]
    required: bool = False


def _field(name: str, part: Part, label: str, headings: str, required: bool = False) -> Field:
    return Field(name, part, label, tuple(headings.split()), required)


PLACE, MEMBER, HOUSEHOLD, UNREAD = Part.PLACE, Part.MEMBER, Part.HOUSEHOLD, Part.UNREAD

FIELDS: tuple[Field, ...] = (
    _field("county", PLACE, N_("County"), "县 县市区 区县 县区 县名 所在县 县级"),
    _field("township", PLACE, N_("Township"), "乡 镇 乡镇 乡镇名称 乡镇街道 镇街 街道 所在乡镇 镇乡"),
    _field(
        "village", PLACE, N_("Village"),
        "行政村 村 村名 村居 村社区 村名称 行政村名 行政村名称 所在村 所属村 社区 村委会 行政村社区 村民委员会 居住村",
    ),
    _field(
        "group", PLACE, N_("Villagers' group"),
        "村民小组 组 组别 小组 村民组 组名 村民小组名称 小组名称 所在组 自然村组 自然组 自然村 村组 屯",
    ),
    _field(
        "household_number", PLACE, N_("Household number"),
        "户编号 户号 户编码 家庭编号 家庭编码 农户编号 农户编码 贫困户编号 户序号 户ID 家庭户编号 户代码 户编码号",
        required=True,
    ),
    _field("person_number", MEMBER, N_("Person number"), "人编号 人员编号 人编码 成员编号 个人编号 人口编号 人员编码 个人编码"),
    _field(
        "name", MEMBER, N_("Name"),
        "姓名 成员姓名 家庭成员姓名 家庭成员 人员姓名 名字 贫困人口姓名 家庭成员名字 成员名称", required=True,
    ),
    _field("sex", MEMBER, N_("Sex"), "性别"),
    _field(
        "id_number", MEMBER, N_("Identity number"),
        "证件号码 身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 证件号 身份证件号码 居民身份证号 居民身份证号码 "
        "身份证或残疾证号 身份证号或残疾证号 身份证/残疾证号 身份证号/残疾证号 证件编号 身份号码 身份证残疾证号码 有效证件号码", required=True,
    ),
    _field(
        "relation", MEMBER, N_("Relation to the head"),
        "与户主关系 与户主的关系 户主关系 和户主关系 关系 同户主关系 家庭关系 与户主之关系 成员关系 称谓", required=True,
    ),
    _field("birth_on", MEMBER, N_("Date of birth"), "出生日期 出生年月 出生年月日 生日 出生时间"),
    _field("ethnicity", MEMBER, N_("Ethnic group"), "民族 族别"),
    _field("politics", MEMBER, N_("Political affiliation"), "政治面貌 政治面目 党派"),
    _field("education", MEMBER, N_("Education"), "文化程度 学历 受教育程度 文化水平 教育程度 最高学历"),
    _field("student_status", MEMBER, N_("Student status"), "在校生状况 在校生情况 在校状况 就读状况 在校情况 就读年级 在读情况 在校生"),
    _field("health", MEMBER, N_("Health"), "健康状况 健康情况 身体状况 健康 身体健康状况 身体情况"),
    _field(
        "labour", MEMBER, N_("Ability to work"),
        "劳动技能 劳动能力 劳动力 劳动力状况 劳动力情况 劳动能力状况 劳动力类型 劳力情况",
    ),
    _field(
        "work_place", MEMBER, N_("Place of work"), "务工区域 务工地点 务工状况 务工情况 务工地 打工地点 务工地区 外出务工地点 就业地点"
    ),
    _field(
        "work_months", MEMBER, N_("Months at work"), "务工时间 务工月数 务工时长 外出务工时间 打工时间 务工月份数 年务工时间"
    ),
    _field(
        "medical_insurance", MEMBER, N_("Medical insurance"),
        "参加城乡居民基本医疗保险 城乡居民基本医疗保险 医疗保险 参加新型农村合作医疗 新农合 新型农村合作医疗 参加新农合 参加医疗保险 "
        "合作医疗 医保 参加医保 城乡居民医疗保险 基本医疗保险 参加新型合作医疗 参加城乡居民医疗保险 参加农村合作医疗",
    ),
    _field(
        "pension_insurance", MEMBER, N_("Pension insurance"),
        "参加城乡居民基本养老保险 城乡居民基本养老保险 养老保险 参加新型农村社会养老保险 新农保 新型农村社会养老保险 参加新农保 "
        "参加养老保险 城乡居民养老保险 基本养老保险 参加城乡居民社会养老保险 参加城乡居民养老保险",
    ),
    _field("allowance", MEMBER, N_("Receives the minimum living allowance"), "享受低保 低保 低保户 低保人口 享受最低生活保障 享受农村低保 农村低保 低保对象 低保情况"),
    _field("disability_card", MEMBER, N_("Disability card"), "残疾证号 残疾证号码 残疾证 残疾人证号 残疾证编号 残疾人证号码"),
    _field("stated_people", HOUSEHOLD, N_("People, as stated"), "人数 家庭人口 家庭人口数 户人数 人口数 家庭人数 人口 户人口 在册人口 总人口 户籍人口"),
    _field(
        "attribute", HOUSEHOLD, N_("Kind of household"), "户类型 农户属性 贫困户属性 户属性 贫困户类型 属性 农户类型 贫困类型 家庭属性 户别"
    ),
    _field("standard", HOUSEHOLD, N_("Standard"), "识别标准 贫困识别标准"),
    _field("main_cause", HOUSEHOLD, N_("Main cause"), "主要致贫原因 致贫原因 致贫主因 主要原因 致贫原因1 第一致贫原因 致贫主要原因 贫困原因"),
    _field("other_causes", HOUSEHOLD, N_("Other causes"), "其他致贫原因 其它致贫原因 次要致贫原因 致贫原因2 其他原因 其它原因 次要原因"),
    _field("wages", HOUSEHOLD, N_("Wages"), "工资性收入 工资收入 工资性 务工收入 家庭工资性收入 打工收入"),
    _field(
        "business", HOUSEHOLD, N_("Business income"),
        "生产经营性收入 家庭经营性收入 经营性收入 生产经营收入 家庭经营收入 经营收入 家庭经营性 生产经营性 经营性",
    ),
    _field("property", HOUSEHOLD, N_("Property income"), "财产性收入 财产收入 财产性"),
    _field("transfers", HOUSEHOLD, N_("Transfers"), "转移性收入 转移收入 转移性 政策性收入 补贴收入"),
    _field("business_cost", HOUSEHOLD, N_("Production cost"), "生产经营性支出 生产经营支出 经营性支出 生产性支出 经营支出 生产支出 家庭经营支出 家庭经营性支出 生产经营费用"),
    _field(
        "stated_per_head", HOUSEHOLD, N_("Net income a head, as stated"),
        "人均纯收入 家庭人均纯收入 年人均纯收入 人均收入 人均可支配收入 家庭人均收入 年人均收入 人均年纯收入",
    ),
    _field("farmland_mu", HOUSEHOLD, N_("Farmland"), "耕地面积 耕地 家庭耕地面积 实有耕地面积 承包地面积 土地面积 承包耕地面积 耕地亩数"),
    _field("forest_mu", HOUSEHOLD, N_("Forest land"), "林地面积 林地"),
    _field("house_area_m2", HOUSEHOLD, N_("House area"), "住房面积 房屋面积 住房建筑面积 家庭住房面积 现有住房面积 房屋建筑面积"),
    _field("house_structure", HOUSEHOLD, N_("House structure"), "住房结构 房屋结构 住房主要结构 结构 房屋类型 主要住房结构"),
    _field("house_grade", HOUSEHOLD, N_("House grade"), "危房等级 危房级别 房屋等级 住房等级 危房鉴定等级 住房安全等级 房屋鉴定等级 危房"),
    _field("house_built_year", HOUSEHOLD, N_("Year built"), "建房时间 建房年份 建造年份 建筑年份 住房建成年份 建房年代"),
    _field("water_safe", HOUSEHOLD, N_("Safe drinking water"), "饮水安全 饮水是否安全 安全饮水 饮用水安全 饮水是否达标 有安全饮水 饮水安全情况 饮用水是否安全"),
    _field("road", HOUSEHOLD, N_("Road to the house"), "入户路类型 入户路情况 入户路 入户道路 通户路类型 入户路面类型"),
    _field("fuel", HOUSEHOLD, N_("Main fuel"), "主要燃料 主要燃料类型 燃料 炊用燃料 主要燃料种类 燃料类型 炊事燃料"),
    _field("sanitary_toilet", HOUSEHOLD, N_("Sanitary toilet"), "卫生厕所 有无卫生厕所 厕所 有卫生厕所 是否有卫生厕所 是否卫生厕所"),
    _field("phone", HOUSEHOLD, N_("Telephone"), "联系电话 电话 电话号码 手机 手机号 手机号码 联系方式 户联系电话 户主电话 户主联系电话"),
    _field("bank_name", HOUSEHOLD, N_("Bank"), "开户银行 开户行 银行 开户银行名称 银行名称"),
    _field("bank_account", HOUSEHOLD, N_("Bank account"), "银行账号 银行卡号 银行帐号 一卡通账号 卡号 账号 一折通账号 银行账户 一卡通号 惠农卡号 社保卡号"),
    _field("note", MEMBER, N_("Remarks"), "备注 说明 其他说明 备注说明 备注信息"),
    _field(
        "unread", UNREAD, N_("not read"),
        "序号 编号 年龄 周岁 户主 户主姓名 户主身份证号 户主身份证号码 户主证件号码 家庭住址 住址 地址 详细地址 年收入 总收入 "
        "家庭总收入 家庭年收入 年总收入 纯收入 年纯收入 家庭纯收入 家庭年纯收入 省 市 地市 市州 填表人 填表日期 证件类型 照片 签字 签名",
    ),
)  # fmt: skip

FIELDS_BY_NAME = {field.name: field for field in FIELDS}

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕")
_NOISE = re.compile("[\\s\\u200b\\ufeff*:：.、,，;；\\-_/\\\\|\"'“”]+")
_ORDINAL = re.compile(r"^(?:[ag]?\d{1,2}[a-d]?[.、)]?|[①-⑳])(?=[^\d])")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度|底|末)?|上年度?|本年度?|当年|全年")
_FILLERS = ("是否", "有无", "家庭成员", "户主的", "填写")


def comparable(heading: str) -> str:
    """A heading without blanks, line breaks, units in brackets, punctuation, in half width and lower case."""
    text = unicodedata.normalize("NFKC", heading).lower()
    text = _BRACKETS.sub("", text)
    return _NOISE.sub("", text)


def _spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    for field in FIELDS:
        for heading in field.headings:
            key = comparable(heading)
            if spellings.setdefault(key, field.name) != field.name:
                raise ValueError(f"heading {heading} stands for two fields")
    return spellings


_FIELD_BY_SPELLING = _spellings()


@lru_cache(maxsize=4_096)
def field_of(heading: str) -> str | None:
    """The field that a heading means, or nothing. ``unread`` is a column that is known and not taken over."""
    if len(heading) > 60:
        return None
    key = comparable(heading)
    if not key:
        return None
    for form in _simpler(key):
        name = _FIELD_BY_SPELLING.get(form)
        if name is not None:
            return name
    return None


def _simpler(key: str) -> list[str]:
    """The key itself, then ever simpler forms: without ordinal, year, filling words, the word for household."""
    forms = [key]
    bare = _YEAR.sub("", _ORDINAL.sub("", key))
    forms.append(bare)
    for filler in _FILLERS:
        bare = bare.replace(filler, "")
    forms.append(bare)
    forms.append(bare.removeprefix("家庭").removesuffix("情况"))
    return forms
