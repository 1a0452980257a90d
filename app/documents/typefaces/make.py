"""Makes the typefaces of this folder from the packages that README.md names. Run by hand, never by the portal.

python app/documents/typefaces/make.py fangsong FandolFang-Regular.otf
python app/documents/typefaces/make.py kai LXGWWenKai-Regular.ttf
python app/documents/typefaces/make.py yi noto-sans-yi-yi-400-normal.woff2
python app/documents/typefaces/make.py tibetan noto-serif-tibetan-tibetan-400-normal.woff2
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent
#: Letters and digits of the Latin alphabet come from the next family: the FangSong's own are those of a typewriter.
LATIN = range(0x21, 0x7F)
#: Ascent, descent and gap of the Song that lends the digits (Noto Serif CJK): else a line with a digit stands wider.
SONG_LINE = (1151, -286, 0)
#: And where its characters stand on the line: else digits beside FangSong are raised by half a point.
SONG_BASE = """table BASE {
  HorizAxis.BaseTagList icfb icft ideo romn;
  HorizAxis.BaseScriptList DFLT romn -78 838 -120 0, hani ideo -78 838 -120 0, latn romn -78 838 -120 0;
} BASE;"""
VERSION = "Version 1.000; subset for Gongshi"


def gb2312() -> Iterator[int]:
    """The code points of the character set GB/T 2312: punctuation, numbers, 6,763 hanzi; no kana, Greek, Cyrillic."""
    for row in (*range(0xA1, 0xA4), *range(0xB0, 0xF8)):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def fangsong(source: Path) -> None:
    """FangSong: GB/T 2312; numbered anew, so that the PDF can be slimmed."""
    font = _subset(source, _wanted())
    top = font["CFF "].cff.topDictIndex[0]
    names = [".notdef", *(f"cid{number:05d}" for number in range(1, len(font.getGlyphOrder())))]
    new = dict(zip(font.getGlyphOrder(), names, strict=True))
    top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount = len(names)
    top.CharStrings.charStrings = {new[old]: at for old, at in top.CharStrings.charStrings.items()}
    top.charset = names
    _rename_tables(font, new)
    font.setGlyphOrder(names)
    _save(font, "Gongshi FangSong", "GongshiFangSong-Regular.otf")


def kai(source: Path) -> None:
    """Kai: GB/T 2312, for headings of the second level."""
    font = _subset(source, _wanted())
    _save(font, "Gongshi Kai", "GongshiKai-Regular.ttf")


def yi(source: Path) -> None:
    """Yi syllables and radicals, as they are."""
    _plain(source, "NotoSansYi-Regular.ttf")


def tibetan(source: Path) -> None:
    """Tibetan, with the rules by which its letters stack."""
    _plain(source, "NotoSerifTibetan-Regular.ttf")


def _wanted() -> set[int]:
    return {*gb2312(), 0x20, 0xA0, 0x3000, *map(ord, "·—…“”‘’（）〔〕")}.difference(LATIN)


def _plain(source: Path, name: str) -> None:
    font = TTFont(source)
    font.flavor = None
    font.save(FOLDER / name)


def _subset(source: Path, characters: set[int]) -> Any:
    options = subset.Options(
        hinting=False,
        desubroutinize=True,
        layout_features=["vert", "vrt2"],
        name_IDs=["*"],
        notdef_outline=True,
        drop_tables=["GPOS", "GDEF", "BASE", "DSIG", "gasp", "VORG"],
        glyph_names=False,
    )
    font = TTFont(source)
    maker = subset.Subsetter(options)
    maker.populate(unicodes=sorted(characters))
    maker.subset(font)
    return font


def _rename_tables(font: Any, new: dict[str, str]) -> None:
    for table in font["cmap"].tables:
        if hasattr(table, "cmap"):
            table.cmap = {code: new[name] for code, name in table.cmap.items()}
    for tag in ("hmtx", "vmtx"):
        if tag in font:
            font[tag].metrics = {new[name]: measure for name, measure in font[tag].metrics.items()}


def _save(font: Any, family: str, file_name: str) -> None:
    """Under a name of our own: the licences keep the original names for the original files."""
    postscript = family.replace(" ", "") + "-Regular"
    new = {1: family, 2: "Regular", 3: f"{VERSION}; {postscript}", 4: family, 5: VERSION, 6: postscript}
    kept = [one for one in font["name"].names if one.nameID in (0, 13, 14) and one.langID in (0, 0x409)]
    font["name"].names = kept
    for number, text in new.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = SONG_LINE
    addOpenTypeFeaturesFromString(font, SONG_BASE)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = family, family
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(FOLDER / file_name)


if __name__ == "__main__":
    {"fangsong": fangsong, "kai": kai, "yi": yi, "tibetan": tibetan}[sys.argv[1]](Path(sys.argv[2]))
