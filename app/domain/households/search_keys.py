"""The letters by which a person is found: pinyin initials, with surnames read as surnames.

Lives here: :func:`initials`, :func:`reading` and the table of surnames that are read differently from the plain
character.
Does not live here: the search itself (``queries.py``).
"""

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

LONGEST = 40

#: surname -> its reading. Only those whose first letters differ from what the characters are mostly read like.
SURNAMES = {
    "万俟": "mo qi", "单于": "chan yu", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai",
    "鲜于": "xian yu", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "曾": "zeng",
    "盖": "ge", "朴": "piao", "任": "ren", "覃": "qin", "尉": "wei", "缪": "miao", "翟": "zhai", "乐": "yue",
    "冼": "xian", "召": "shao", "折": "she", "种": "chong", "繁": "po", "员": "yun", "秘": "bi", "祭": "zhai",
    "佴": "nai", "句": "gou", "隗": "wei", "卜": "bu", "藏": "zang", "隽": "juan", "乜": "nie", "能": "nai",
    "洗": "xian", "郇": "xun", "逄": "pang", "郗": "xi", "臧": "zang", "沈": "shen", "石": "shi", "贾": "jia",
    "柏": "bai", "华": "hua", "纪": "ji", "牟": "mou", "谌": "chen", "葛": "ge", "燕": "yan", "宿": "su",
    "车": "che", "黑": "he", "那": "na", "应": "ying", "冯": "feng", "阚": "kan", "厍": "she", "仉": "zhang",
    "逯": "lu", "褚": "chu", "晁": "chao", "薄": "bo", "费": "fei",
}  # fmt: skip


def initials(name: str) -> str:
    """The first letters of *name* in lower case: ``单秀英`` gives ``sxy``, ``Ann Lee`` gives ``al``."""
    text = unicodedata.normalize("NFKC", name).strip()
    for length in (2, 1):
        reading = SURNAMES.get(text[:length])
        if reading is not None:
            return ("".join(part[0] for part in reading.split()) + _letters(text[length:]))[:LONGEST]
    return _letters(text)[:LONGEST]


def reading(name: str) -> tuple[str, ...]:
    """How *name* is read, one syllable after the other, to sort by: ``单秀英`` gives ``shan xiu ying``."""
    for length in (2, 1):
        known = SURNAMES.get(name[:length])
        if known is not None:
            return (*known.split(), *map(_syllable, name[length:]))
    return tuple(map(_syllable, name))


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    return "".join(lazy_pinyin(character))


def _letters(text: str) -> str:
    letters, word_begins = [], True
    for character in text:
        if character.isascii():
            if character.isalnum() and word_begins:
                letters.append(character.lower())
            word_begins = not character.isalnum()
        else:
            letters.append(_letter(character))
            word_begins = True
    return "".join(letters)


@lru_cache(maxsize=20_000)
def _letter(character: str) -> str:
    read = lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")
    letter = read[0][:1].lower() if read else ""
    return letter if letter.isascii() and letter.isalpha() else ""
