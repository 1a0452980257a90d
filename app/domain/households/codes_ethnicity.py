"""The peoples of China: the 56 that the state recognises and the entries used beside them in this region.

Lives here: one list. Source: GB/T 3304 (two-digit codes 01-56); 97 "other" and 98 "naturalised" as in population
registers. 穿青人 and 革家人 are written into registers of Guizhou though they are not among the 56.
"""

from app.domain.households.codelist import Code, CodeList

_PEOPLES = (
    "01 汉 Han|02 蒙古 Mongol|03 回 Hui|04 藏 Tibetan|05 维吾尔 Uyghur|06 苗 Miao|07 彝 Yi|08 壮 Zhuang|09 布依 Bouyei|"
    "10 朝鲜 Korean|11 满 Manchu|12 侗 Dong|13 瑶 Yao|14 白 Bai|15 土家 Tujia|16 哈尼 Hani|17 哈萨克 Kazakh|18 傣 Dai|"
    "19 黎 Li|20 傈僳 Lisu|21 佤 Va|22 畲 She|23 高山 Gaoshan|24 拉祜 Lahu|25 水 Sui|26 东乡 Dongxiang|27 纳西 Naxi|"
    "28 景颇 Jingpo|29 柯尔克孜 Kirgiz|30 土 Tu|31 达斡尔 Daur|32 仫佬 Mulao|33 羌 Qiang|34 布朗 Blang|35 撒拉 Salar|"
    "36 毛南 Maonan|37 仡佬 Gelao|38 锡伯 Xibe|39 阿昌 Achang|40 普米 Pumi|41 塔吉克 Tajik|42 怒 Nu|43 乌孜别克 Uzbek|"
    "44 俄罗斯 Russian|45 鄂温克 Ewenki|46 德昂 De'ang|47 保安 Bonan|48 裕固 Yugur|49 京 Gin|50 塔塔尔 Tatar|"
    "51 独龙 Derung|52 鄂伦春 Oroqen|53 赫哲 Hezhen|54 门巴 Monba|55 珞巴 Lhoba|56 基诺 Jino"
)


def _people(line: str) -> Code:
    code, zh, en = line.split(" ")
    return Code(en.lower().replace("'", ""), f"{zh}族", en, code, (zh,))


ETHNICITY = CodeList(
    "ethnicity",
    (
        *(_people(line) for line in _PEOPLES.split("|")),
        Code("chuanqing", "穿青人", "Chuanqing", None, ("穿青", "穿青族", "穿青人族")),
        Code("gejia", "革家人", "Gejia", None, ("革家", "亻革家人")),
        Code("other", "其他", "Other", "97", ("其它", "未识别民族", "其他民族")),
        Code("naturalised", "外国血统中国籍人士", "Naturalised citizen", "98", ("入籍",)),
    ),
)
"""Ethnic group (民族)."""
