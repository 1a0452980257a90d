"""Code lists about one person: relation, schooling, health, labour, work, and what became of a member.

Lives here: constants in both languages and the few groupings that rules ask for (who is at school at which stage).
Does not live here: lists about the household as a whole (``codes_household.py``) or peoples
(``codes_ethnicity.py``).

Sources: the explanation of the register's indicators (https://360docs.net/doc/6311982829.html), a guide for those who
fill it in (https://woyaojiankangwang.com/Healthmanagement/oyspyanadu.html), and the lists that deployed systems
show to their clerks (public source code). Official codes are kept where those give one. The kinds of disability are those of
the national classification GB/T 26341.
"""

from app.domain.households.codelist import Code, CodeList

SEX = CodeList(
    "sex", (Code("male", "男", "Male", "1", ("男性",)), Code("female", "女", "Female", "2", ("女性",)))
)

HEAD = "head"
SPOUSE = "spouse"

RELATION = CodeList(
    "relation",
    (
        Code(HEAD, "户主", "Head", "01", ("本人", "户主本人", "本人或户主")),
        Code(
            SPOUSE,
            "配偶",
            "Spouse",
            "02",
            ("之配偶", "妻子", "丈夫", "妻", "夫", "之妻", "之夫", "老婆", "爱人", "户主配偶"),
        ),
        Code(
            "son",
            "之子",
            "Son",
            "03",
            (
                "子",
                "儿子",
                "长子",
                "次子",
                "三子",
                "四子",
                "养子",
                "继子",
                "独生子",
                "之儿子",
                "之长子",
                "之次子",
            ),
        ),
        Code(
            "daughter",
            "之女",
            "Daughter",
            "04",
            (
                "女",
                "女儿",
                "长女",
                "次女",
                "三女",
                "四女",
                "养女",
                "继女",
                "独生女",
                "之女儿",
                "之长女",
                "之次女",
            ),
        ),
        Code("daughter_in_law", "之儿媳", "Daughter-in-law", "05", ("儿媳", "媳妇", "儿媳妇", "之儿媳妇")),
        Code("son_in_law", "之女婿", "Son-in-law", "06", ("女婿",)),
        Code("grandson", "之孙子", "Grandson", "07", ("孙子", "孙", "长孙", "之孙")),
        Code("granddaughter", "之孙女", "Granddaughter", "08", ("孙女", "长孙女")),
        Code("daughters_son", "之外孙子", "Daughter's son", "09", ("外孙", "外孙子", "之外孙")),
        Code("daughters_daughter", "之外孙女", "Daughter's daughter", "10", ("外孙女",)),
        Code("father", "之父", "Father", "11", ("父", "父亲", "之父亲")),
        Code("mother", "之母", "Mother", "12", ("母", "母亲", "之母亲")),
        Code("wifes_father", "之岳父", "Wife's father", "13", ("岳父",)),
        Code("wifes_mother", "之岳母", "Wife's mother", "14", ("岳母",)),
        Code("husbands_father", "之公公", "Husband's father", "15", ("公公",)),
        Code("husbands_mother", "之婆婆", "Husband's mother", "16", ("婆婆",)),
        Code("paternal_grandfather", "之祖父", "Father's father", "17", ("祖父", "爷爷", "之爷爷")),
        Code("paternal_grandmother", "之祖母", "Father's mother", "18", ("祖母", "奶奶", "之奶奶")),
        Code("maternal_grandfather", "之外祖父", "Mother's father", "19", ("外祖父", "外公", "姥爷")),
        Code("maternal_grandmother", "之外祖母", "Mother's mother", "20", ("外祖母", "外婆", "姥姥")),
        Code(
            "sibling",
            "之兄弟姐妹",
            "Brother or sister",
            None,
            (
                "兄弟姐妹",
                "之兄",
                "之弟",
                "之姐",
                "之妹",
                "兄",
                "弟",
                "姐",
                "妹",
                "哥哥",
                "弟弟",
                "姐姐",
                "妹妹",
                "哥",
                "之兄弟",
                "之姐妹",
            ),
        ),
        Code("great_grandson", "之曾孙子", "Great-grandson", None, ("曾孙", "曾孙子", "之曾孙")),
        Code("great_granddaughter", "之曾孙女", "Great-granddaughter", None, ("曾孙女",)),
        Code("nephew", "之侄儿", "Nephew", None, ("侄儿", "侄子", "之侄子", "侄", "外甥", "之外甥")),
        Code("niece", "之侄女", "Niece", None, ("侄女", "外甥女", "之外甥女")),
        Code(
            "sister_in_law",
            "之兄弟媳妇",
            "Brother's wife",
            None,
            ("兄弟媳妇", "弟媳", "嫂子", "之弟媳", "之嫂"),
        ),
        Code("uncle", "之叔伯", "Uncle", None, ("叔伯", "叔叔", "伯父", "叔", "伯", "之叔", "之伯父")),
        Code("other", "其他", "Other", "99", ("其它", "其他亲属", "非亲属")),
    ),
)
"""Relation to the head of the household."""

EDUCATION = CodeList(
    "education",
    (
        Code(
            "illiterate",
            "文盲或半文盲",
            "Illiterate or semi-literate",
            "01",
            ("文盲", "半文盲", "文盲半文盲", "文盲/半文盲"),
        ),
        Code("primary", "小学", "Primary school", "02", ("小学文化",)),
        Code("junior", "初中", "Junior secondary", "03", ("初级中学",)),
        Code(
            "senior",
            "高中",
            "Senior secondary",
            "04",
            ("高级中学", "中专", "高中或中专", "高中(含中专)", "高中/中专", "职高"),
        ),
        Code("college", "大专", "College", "05", ("专科", "大专及以上")),
        Code("bachelor", "本科及以上", "Bachelor or higher", None, ("本科", "大学", "大学本科", "研究生")),
    ),
)

NOT_STUDENT = "not_student"

_YEARS = ("一", "二", "三", "四", "五")


def _grades(value: str, zh: str, en: str, years: int, other: tuple[str, ...] = ()) -> tuple[Code, ...]:
    return tuple(
        Code(
            f"{value}_{year}",
            f"{zh}{_YEARS[year - 1]}年级",
            f"{en}, year {year}",
            None,
            tuple(f"{name}{_YEARS[year - 1]}" for name in (zh, *other))
            + tuple(f"{name}{_YEARS[year - 1]}年级" for name in other),
        )
        for year in range(1, years + 1)
    )


STUDENT_STATUS = CodeList(
    "student_status",
    (
        Code("preschool_age", "学龄前儿童", "Below school age", "06", ("学龄前",)),
        Code("kindergarten", "学前教育", "Kindergarten", None, ("幼儿园",)),
        Code("primary", "小学", "Primary school", None, ("小学生", "小学在校生")),
        Code("junior_1", "七年级", "Junior secondary, year 7", None, ("初一", "初中一年级")),
        Code("junior_2", "八年级", "Junior secondary, year 8", None, ("初二", "初中二年级")),
        Code("junior_3", "九年级", "Junior secondary, year 9", None, ("初三", "初中三年级")),
        *_grades("senior", "普通高中", "Senior secondary", 3, ("高中", "高")),
        *_grades("vocational", "中职", "Secondary vocational school", 3, ("中专", "职高")),
        *_grades("higher_vocational", "高职高专", "Higher vocational college", 3, ("高职", "大专")),
        *_grades("technician", "技师学院", "Technician college", 4),
        *_grades("undergraduate", "本科", "Undergraduate", 5, ("大学",)),
        Code("postgraduate", "硕士研究生及以上", "Postgraduate", None, ("研究生", "硕士", "博士")),
        Code(NOT_STUDENT, "非在校生", "Not at school", None, ("无", "否", "非在校", "不在校", "毕业")),
    ),
)
"""What a member attends. Either this or the education is filled in, not both and not neither."""

_STAGES = {
    "preschool_age": "preschool",
    "kindergarten": "preschool",
    "primary": "primary",
    "junior": "junior",
    "senior": "senior",
    "vocational": "senior",
    "higher": "higher",
    "technician": "higher",
    "undergraduate": "higher",
    "postgraduate": "higher",
}


def school_stage(status: str | None) -> str | None:
    """The stage a student status belongs to: preschool, primary, junior, senior, higher, or none."""
    if not status or status == NOT_STUDENT:
        return None
    return _STAGES.get(status) or _STAGES.get(status.split("_")[0])


def is_student(status: str | None) -> bool:
    """Whether a status means schooling that a household pays for (from kindergarten on)."""
    return bool(status) and status not in (NOT_STUDENT, "preschool_age")


HEALTH = CodeList(
    "health",
    (
        Code("healthy", "健康", "Healthy", "01", ("良好", "健康或良好", "一般")),
        Code(
            "chronic", "长期慢性病", "Long-term chronic illness", "02", ("慢性病", "患有慢性病", "患慢性病")
        ),
        Code("serious", "患有大病", "Seriously ill", "03", ("大病", "重病", "患大病")),
        Code("disabled", "残疾", "Disabled", "04", ("残疾人", "患有残疾")),
    ),
)
"""State of health; a person may have several."""

DISABILITY_KIND = CodeList(
    "disability_kind",
    (
        Code("sight", "视力残疾", "Sight", "1", ("视力",)),
        Code("hearing", "听力残疾", "Hearing", "2", ("听力",)),
        Code("speech", "言语残疾", "Speech", "3", ("言语",)),
        Code("physical", "肢体残疾", "Physical", "4", ("肢体",)),
        Code("intellectual", "智力残疾", "Intellectual", "5", ("智力",)),
        Code("mental", "精神残疾", "Mental", "6", ("精神",)),
        Code("multiple", "多重残疾", "Multiple", "7", ("多重",)),
    ),
)

LABOUR = CodeList(
    "labour",
    (
        Code(
            "ordinary",
            "普通劳动力",
            "Ordinary labour",
            "01",
            ("普通", "有劳动力", "有劳动能力", "全劳动力", "强劳动力"),
        ),
        Code("skilled", "技能劳动力", "Skilled labour", "02", ("技能", "有技能劳动力")),
        Code(
            "weak",
            "弱劳动力或半劳动力",
            "Weak or half labour",
            None,
            ("弱劳动力", "半劳动力", "弱劳力", "半劳力", "弱劳动力半劳动力", "弱(半)劳动力"),
        ),
        Code("lost", "丧失劳动力", "Lost the ability to work", "03", ("丧失劳动能力", "丧失")),
        Code("none", "无劳动力", "No labour", "04", ("无劳动能力", "无", "没有劳动力", "无劳力")),
    ),
)
"""Ability to work (劳动能力 / 劳动技能)."""

ABLE_LABOUR = frozenset({"ordinary", "skilled"})
"""Those who count as a full worker."""

WORK_PLACE = CodeList(
    "work_place",
    (
        Code(
            "township",
            "乡镇内",
            "In the township",
            "01",
            ("乡(镇)内", "乡镇内务工", "本乡镇", "镇内", "乡内"),
        ),
        Code(
            "county",
            "乡镇外县内",
            "In the county",
            "02",
            ("县内", "县内务工", "乡(镇)外县内", "本县", "县域内"),
        ),
        Code("province", "县外省内", "In the province", "03", ("省内", "省内务工", "省内县外", "本省")),
        Code("outside", "省外", "Outside the province", "04", ("省外务工", "外省")),
        Code("other", "其他", "Other", "05", ("其它",)),
    ),
)
"""Where a member works for wages (务工区域)."""

POLITICS = CodeList(
    "politics",
    (
        Code("party_member", "中共党员", "Party member", "01", ("党员", "共产党员", "中国共产党党员")),
        Code("party_probationary", "中共预备党员", "Probationary Party member", "02", ("预备党员",)),
        Code("youth_league", "共青团员", "Youth League member", "03", ("团员",)),
        Code(
            "revolutionary_committee",
            "民革党员",
            "Revolutionary Committee of the Kuomintang",
            "04",
            ("民革会员",),
        ),
        Code("democratic_league", "民盟盟员", "China Democratic League", "05"),
        Code(
            "construction_association", "民建会员", "China National Democratic Construction Association", "06"
        ),
        Code("promoting_democracy", "民进会员", "China Association for Promoting Democracy", "07"),
        Code("peasants_workers", "农工党党员", "Chinese Peasants' and Workers' Democratic Party", "08"),
        Code("zhigong", "致公党党员", "China Zhi Gong Party", "09"),
        Code("jiusan", "九三学社社员", "Jiusan Society", "10"),
        Code("taiwan_league", "台盟盟员", "Taiwan Democratic Self-Government League", "11"),
        Code("no_party", "无党派人士", "Without party", "12", ("无党派民主人士",)),
        Code("none", "群众", "None", "13", ("无", "一般群众", "普通群众")),
    ),
)
"""Political affiliation, with the codes of GB/T 4762."""

MEMBER_CHANGE = CodeList(
    "member_change",
    (
        Code("death", "死亡", "Death"),
        Code("married_out", "嫁出", "Married out", None, ("出嫁",)),
        Code("married_in", "嫁入", "Married in"),
        Code("birth", "新生儿", "Birth", None, ("出生", "新生")),
        Code("emigrated", "出国定居", "Emigrated"),
        Code("imprisoned", "判刑收监", "Imprisoned"),
        Code("other_in", "其他转入", "Other, joined", None, ("其它转入",)),
        Code("other_out", "其他转出", "Other, left", None, ("其它转出",)),
    ),
)
"""Why a member joined or left the household."""
