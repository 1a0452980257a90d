"""Code lists about a household as a whole: causes, kind and status, housing, living conditions, income, risk.

Lives here: constants in both languages. Does not live here: those about one person (``codes_member.py``).

Sources: the Guizhou household register of 2013 (https://m.wenke99.com/p-4056300.html), the explanation of its
indicators (https://360docs.net/doc/6311982829.html), the handbook guides
(https://www.360docs.net/doc/6a11882445.html, https://woyaojiankangwang.com/Healthmanagement/oyspyanadu.html) and the
lists that deployed systems show to their clerks (https://github.com/xiaoxinllleee/idap-service and other public
source code). Where those give an official code it is kept; where they give none, ``code`` is empty.
"""

from app.domain.households.codelist import Code, CodeList

_CAUSES = (
    Code("illness", "因病", "Illness", "01", ("疾病", "因病致贫")),
    Code("disability", "因残", "Disability", "02", ("残疾", "因残致贫")),
    Code("schooling", "因学", "Schooling", "03", ("上学", "因学致贫")),
    Code("disaster", "因灾", "Disaster", "04", ("因灾致贫", "因自然灾害")),
    Code("land", "缺土地", "Lack of land", "05", ("缺地",)),
    Code("water", "缺水", "Lack of water", "06"),
    Code("skills", "缺技术", "Lack of skills", "07", ("缺技能",)),
    Code("labour", "缺劳动力", "Lack of labour", "08", ("缺劳力", "无劳力", "缺少劳动力", "缺劳")),
    Code("funds", "缺资金", "Lack of funds", "09", ("缺钱",)),
    Code("transport", "交通条件落后", "Poor transport", "10", ("交通落后", "交通条件差")),
    Code(
        "motivation",
        "自身发展动力不足",
        "Lack of own motivation",
        "11",
        ("自身发展力不足", "动力不足", "发展动力不足", "内生动力不足"),
    ),
    Code("other", "其他", "Other", "12", ("其它", "其他原因")),
    Code("marriage", "因婚", "Marriage", "13"),
    Code("bereavement", "因丧", "Bereavement"),
)

CAUSE = CodeList("cause", _CAUSES)
"""Main and other causes of poverty: exactly one main cause, at most two others."""

RETURN_CAUSE = CodeList(
    "return_cause", (*_CAUSES, Code("industry_failed", "产业扶贫失败", "Failed industry project", "14"))
)
"""Why a household fell back into poverty."""

ATTRIBUTE = CodeList(
    "attribute",
    (
        Code(
            "ordinary",
            "一般贫困户",
            "Ordinary poor household",
            "01",
            ("一般户", "一般农户", "贫困户", "普通贫困户"),
        ),
        Code("allowance_only", "低保户", "Allowance household", "02"),
        Code("five_guarantee", "五保户", "Five-guarantee household", "03", ("五保贫困户", "五保")),
        Code("allowance", "低保贫困户", "Poor household with allowance", "04", ("低保", "贫困低保户")),
        Code(
            "special_support",
            "特困供养户",
            "Special-support household",
            None,
            ("特困供养贫困户", "特困供养(贫困)户", "特困户", "特困供养"),
        ),
    ),
)
"""Kind of household (户类型 / 贫困户属性)."""

FIVE_GUARANTEE_CARE = CodeList(
    "five_guarantee_care",
    (
        Code("at_home", "分散供养", "Cared for at home", "06"),
        Code("in_a_home", "集中供养", "Cared for in a home", "07"),
    ),
)

EXITED_ATTRIBUTE = CodeList(
    "exited_attribute",
    (
        Code("ordinary", "一般脱贫户", "Ordinary household, out of poverty"),
        Code("allowance", "低保脱贫户", "Allowance household, out of poverty"),
        Code("special_support", "特困供养脱贫户", "Special-support household, out of poverty"),
    ),
)

STANDARD = CodeList(
    "standard",
    (
        Code("national", "国家标准", "National standard", None, ("国家",)),
        Code("provincial", "省定标准", "Provincial standard", None, ("省定", "省级标准", "省标准")),
        Code("city", "市定标准", "City standard", None, ("市定", "市级标准", "市标准")),
    ),
)
"""The standard by which a household is identified (识别标准), one of three."""

POVERTY_STATUS = CodeList(
    "poverty_status",
    (
        Code("poor", "未脱贫", "Not out of poverty"),
        Code("about_to_exit", "预脱贫", "About to exit"),
        Code("exited", "脱贫", "Out of poverty", None, ("已脱贫",)),
        Code("returned", "返贫", "Back in poverty"),
        Code("cancelled", "注销", "Cancelled", None, ("销户", "已注销")),
    ),
)

NOT_EXITED_REASON = CodeList(
    "not_exited_reason",
    (
        Code("guarantees_missing", "收入达标但三保障未落实", "Income over the line, guarantees missing"),
        Code("help_not_effective", "帮扶措施尚未见效", "Help not yet effective"),
        Code("newly_added", "新识别纳入", "Newly added"),
        Code("disabled_without_income", "残疾且无收入来源", "Disabled without income"),
        Code("seriously_ill", "家中有重病患者", "Seriously ill"),
        Code(
            "spending_over_income",
            "因病因学支出大于收入",
            "Spends more than its income on illness or schooling",
        ),
        Code("income_unstable", "收入不稳定", "Income not stable"),
        Code("five_guarantee", "五保户", "Five-guarantee household"),
        Code("weak_on_allowance", "老弱病残一类低保", "Weak, old or sick on class-1 allowance"),
        Code("no_keys_yet", "易地搬迁未拿到新房钥匙", "No keys to the new house yet"),
    ),
)

HOUSING_STRUCTURE = CodeList(
    "housing_structure",
    (
        Code("concrete", "钢筋混凝土", "Reinforced concrete", None, ("钢混", "框架", "钢筋混凝土结构")),
        Code("brick_concrete", "砖混材料", "Brick and concrete", None, ("砖混", "砖混结构")),
        Code(
            "brick_wood",
            "砖瓦砖木",
            "Brick and wood, stone cave dwelling",
            None,
            (
                "砖瓦砖木、砖石窑洞",
                "砖木",
                "砖瓦",
                "砖木结构",
                "砖瓦结构",
                "砖石窑洞",
                "砖瓦砖木结构",
                "石木",
                "木结构",
                "木房",
            ),
        ),
        Code(
            "earth",
            "竹草土坯",
            "Bamboo, thatch, mud brick, earth cave dwelling",
            None,
            ("竹草土坯、土窑洞", "土坯", "土木", "土木结构", "土坯房", "土窑洞", "竹草", "土墙房"),
        ),
        Code("other", "其他", "Other", None, ("其它",)),
    ),
)

HOUSE_GRADE = CodeList(
    "house_grade",
    (
        Code("a", "A", "A: safe", None, ("A级", "安全")),
        Code("b", "B", "B: basically safe", None, ("B级", "基本安全")),
        Code("c", "C", "C: partly dangerous, repair", None, ("C级", "C级危房")),
        Code("d", "D", "D: dangerous, rebuild", None, ("D级", "D级危房")),
    ),
)

WATER_SOURCE = CodeList(
    "water_source",
    (
        Code("treated_tap", "经过净化处理的自来水", "Treated tap water", None, ("自来水", "净化自来水")),
        Code(
            "protected_well",
            "受保护的井水和泉水",
            "Protected well or spring",
            None,
            ("受保护的井水", "井水", "泉水"),
        ),
        Code(
            "unprotected_well",
            "不受保护的井水和泉水",
            "Unprotected well or spring",
            None,
            ("不受保护的井水",),
        ),
        Code("river_lake", "江河湖泊水", "River or lake", None, ("河水", "江河水")),
        Code("rain", "收集雨水", "Rain water", None, ("雨水", "水窖")),
        Code("bottled", "桶装水", "Bottled water"),
        Code("other", "其他水源", "Other source", None, ("其他", "其它")),
    ),
)

FUEL = CodeList(
    "fuel",
    (
        Code("firewood", "柴草", "Firewood and straw", "01", ("柴火", "木柴", "秸秆", "柴草(秸秆、干畜粪)")),
        Code("dung", "干畜粪", "Dried dung", "02"),
        Code("coal", "煤炭", "Coal", "03", ("煤",)),
        Code("clean", "清洁能源", "Clean energy", "04"),
        Code("bottled_gas", "罐装液化石油气", "Bottled gas", None, ("液化气", "煤气罐", "液化石油气")),
        Code("piped_lpg", "管道液化石油气", "Piped liquefied gas"),
        Code("piped_coal_gas", "管道煤气", "Piped coal gas"),
        Code("natural_gas", "管道天然气", "Piped natural gas", None, ("天然气",)),
        Code("electricity", "电", "Electricity", None, ("用电",)),
        Code("oil", "燃料用油", "Fuel oil"),
        Code("biogas", "沼气", "Biogas"),
        Code("none", "无炊用行为", "Does not cook"),
        Code("other", "其他", "Other", "99", ("其它",)),
    ),
)
"""Main fuel: the four later classes with their codes, and the finer ones of the 2013 form."""

ROAD = CodeList(
    "road",
    (
        Code("earth", "泥土路", "Earth", "01", ("土路", "泥路")),
        Code("gravel", "砂石路", "Gravel", "02", ("沙石路", "石子路", "砂石")),
        Code("concrete", "水泥路", "Concrete", "03", ("硬化路", "水泥")),
        Code("asphalt", "沥青路", "Asphalt", "04", ("柏油路", "沥青")),
    ),
)
"""Surface of the road to the house (入户路)."""

TOILET = CodeList(
    "toilet",
    (
        Code("flush", "水冲式", "Flush toilet", None, ("水冲式厕所", "水厕", "水冲厕所")),
        Code("dry", "旱厕", "Dry toilet"),
        Code("none", "无厕所", "No toilet"),
    ),
)

ORGANISATION = CodeList(
    "organisation",
    (
        Code("cooperative", "合作社", "Cooperative", None, ("农民专业合作社", "专业合作社")),
        Code("leading_firm", "龙头企业", "Leading firm"),
        Code("association", "协会", "Association"),
        Code("other", "其他", "Other", None, ("其它",)),
    ),
)

RELOCATION_WAY = CodeList(
    "relocation_way",
    (
        Code("whole_village", "行政村整体", "Whole village", None, ("整村搬迁", "行政村整体搬迁")),
        Code(
            "whole_group",
            "自然村整体",
            "Whole hamlet or group",
            None,
            ("自然村(组)整体", "自然村整体搬迁", "自然村组整体"),
        ),
        Code("single", "个别", "Single households", None, ("个别搬迁",)),
    ),
)

RELOCATION_SETTLEMENT = CodeList(
    "relocation_settlement",
    (
        Code("concentrated", "集中", "Concentrated", None, ("集中安置",)),
        Code("scattered", "分散", "Scattered", None, ("分散安置",)),
    ),
)

RELOCATION_PLACE = CodeList(
    "relocation_place",
    (
        Code("county_town", "县城", "County town"),
        Code("township", "乡镇", "Township"),
        Code("outside_county", "县外", "Outside the county"),
        Code("outside_village", "村外", "Outside the village"),
        Code("inside_village", "村内", "Inside the village"),
    ),
)

INCOME_ITEM = CodeList(
    "income_item",
    (
        Code("wages", "工资性收入", "Wages", "AAC073", ("工资性", "工资收入", "务工收入")),
        Code(
            "business",
            "生产经营性收入",
            "Business income",
            "AAC071",
            ("家庭经营性收入", "经营性收入", "生产经营收入"),
        ),
        Code("property", "财产性收入", "Property income", "AAC072", ("财产性", "财产收入")),
        Code("transfers", "转移性收入", "Transfers", "AAC085", ("转移性", "转移收入")),
        Code("business_cost", "生产经营性支出", "Production cost", "AAC074", ("生产性支出", "经营性支出")),
    ),
)
"""The five sums of a household's year. Net income is the first four less the fifth; it is computed, never typed."""

TRANSFER_ITEM = CodeList(
    "transfer_item",
    (
        Code(
            "allowance", "低保金", "Minimum living allowance", "AAC077", ("最低生活保障金", "一年以上低保金")
        ),
        Code("allowance_first_year", "低保金（不满一年）", "Allowance, under one year", "ACA009"),
        Code("family_planning", "计划生育金", "Family-planning money", "AAC076", ("计生金",)),
        Code("five_guarantee", "五保金", "Five-guarantee money", "AAC086", ("特困供养金",)),
        Code("pension", "养老保险金", "Pension", "AAC087", ("养老金", "养老保险")),
        Code("retirement", "离退休金", "Retirement pay", "ACA001", ("退休金",)),
        Code("support", "赡养金", "Support from children", "ACA002", ("赡养费",)),
        Code("old_age", "高龄补贴", "Old-age supplement", "ACA003"),
        Code("bereavement_pension", "长期抚恤金", "Survivor's pension", "ACA004", ("抚恤金",)),
        Code("disability", "残疾补贴", "Disability supplement", "ACA005", ("残疾人补贴",)),
        Code("soldier_pay", "现役军人工资", "Pay of a serving soldier", "ACA006"),
        Code("steady_subsidy", "稳定性补贴", "Steady subsidy", "ACA007"),
        Code("asset_income", "三年以上资产性收入", "Asset income, over three years", "ACA008"),
        Code("ecology", "生态补偿金", "Ecological compensation", "AAC078", ("生态补偿",)),
    ),
)
"""The parts of the transfers, with the field codes of the national system."""

MONITORING_KIND = CodeList(
    "monitoring_kind",
    (
        Code("unstable", "脱贫不稳定户", "Out of poverty, not stable"),
        Code("marginal", "边缘易致贫户", "On the margin of poverty", None, ("边缘户",)),
        Code("sudden", "突发严重困难户", "Sudden grave hardship", None, ("突发困难户",)),
    ),
)

RISK = CodeList(
    "risk",
    (
        Code("illness", "因病", "Illness", "01"),
        Code("flood", "洪涝灾害", "Flood", "0201", ("洪灾",)),
        Code("geological", "地质灾害", "Landslide and the like", "0202"),
        Code("drought", "旱灾", "Drought", "0203"),
        Code("biological", "生物灾害", "Pests and epidemics", "0204"),
        Code("weather", "气象灾害", "Weather", "0205"),
        Code("earthquake", "地震灾害", "Earthquake", "0206", ("地震",)),
        Code("other_disaster", "其他自然灾害", "Other natural disaster", "0299", ("因自然灾害", "因灾")),
        Code("disability", "因残", "Disability", "03"),
        Code("labour", "因缺劳动力", "Lack of labour", "04", ("缺劳动力", "缺劳力")),
        Code("accident", "因意外事故", "Accident", "05", ("意外事故",)),
        Code("industry_failed", "因产业失败", "Industry project failed", "06", ("产业失败",)),
        Code("unstable_work", "因务工就业不稳", "Unstable work", "07", ("务工就业不稳", "就业不稳")),
        Code("schooling", "因学", "Schooling", "09"),
        Code("other", "其他", "Other", "99", ("其它",)),
    ),
)
"""Risk of falling (back) into poverty, up to five a household."""

RISK_REMOVAL = CodeList(
    "risk_removal",
    (
        Code("natural", "自然消除", "Ended naturally"),
        Code("stable", "稳定消除", "Removed and stable"),
    ),
)

HELPER_LEVEL = CodeList(
    "helper_level",
    (
        Code("central", "中央", "Central"),
        Code("province", "省", "Province", None, ("省直",)),
        Code("city", "市", "City", None, ("市直",)),
        Code("county", "县", "County", None, ("县直",)),
        Code("township", "乡镇", "Township"),
        Code("army", "部队", "Army"),
        Code("other", "其他", "Other", None, ("其它",)),
    ),
)
"""Where the person who helps a household belongs (帮扶人隶属关系)."""
