"""Smaller fonts inside the PDF: only the glyphs that are drawn, without the empty slots of the others.

The engine keeps the numbering of the full font, and with it an entry for each of its sixty thousand glyphs: half
a megabyte for a page. A CID-keyed font names its glyphs itself (CID), so the slots can go and every code in the
pages still finds its glyph. Whatever is not such a font, or does not check out glyph by glyph, is left as it was.
"""

import io
from collections.abc import Mapping
from functools import partial
from typing import Any

CFF_TAG = b"CFF "
#: Tables whose rules would pull in glyphs that nobody drew.
LAYOUT_TAGS = (b"BASE", b"GPOS", b"GSUB")


class SlimFonts(dict[Any, Any]):
    """The fonts of a document, for its attribute ``fonts``: each is cut down at once to the glyphs that are drawn.

    The engine's own way, two cuts of the full font with all its slots, takes most of the time of a short paper; it
    is taken where a font is not CID-keyed. *binding* is the engine's own.
    """

    def __init__(self, binding: Any) -> None:
        super().__init__()
        self._binding = binding
        self._small: dict[bytes, bytes] = {}

    def __setitem__(self, key: Any, font: Any) -> None:
        font.subset = partial(self._cut, font, font.subset)
        super().__setitem__(key, font)

    def slim(self, pdf: Any) -> None:
        """Replace the font files in *pdf* by their CFF table with renumbered glyphs."""
        replaced = _replace_files(pdf, self._small)
        _drop_maps(pdf, replaced)

    def _cut(self, font: Any, as_the_engine_does: Any, glyphs: Mapping[int, str], hinting: bool) -> None:
        fellows = [one for one in self.values() if one.hash == font.hash]
        if "CFF " in font.tables and glyphs and not any(one.missing for one in fellows):
            file = _subset(font, {0, *glyphs}, self._binding)
            table = _table_of(file, CFF_TAG)
            if _is_numbered_by_itself(table, {0, *glyphs}):
                font.file_content = file
                self._small[file] = table
                return
        as_the_engine_does(glyphs, hinting)


def _subset(font: Any, glyphs: set[int], binding: Any) -> bytes:
    ffi, harfbuzz, subset = binding.ffi, binding.harfbuzz, binding.harfbuzz_subset
    wanted = ffi.gc(subset.hb_subset_input_create_or_fail(), subset.hb_subset_input_destroy)
    numbers = ffi.new(f"hb_codepoint_t[{len(glyphs)}]", sorted(glyphs))
    harfbuzz.hb_set_add_sorted_array(subset.hb_subset_input_glyph_set(wanted), numbers, len(glyphs))
    tags = ffi.new("hb_codepoint_t[]", [harfbuzz.hb_tag_from_string(tag, -1) for tag in LAYOUT_TAGS])
    dropped = subset.hb_subset_input_set(wanted, subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    harfbuzz.hb_set_add_sorted_array(dropped, tags, len(LAYOUT_TAGS))
    subset.hb_subset_input_set_flags(
        wanted, subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | subset.HB_SUBSET_FLAGS_NO_HINTING
    )
    face = subset.hb_subset_or_fail(font.hb_face, wanted)
    if face == ffi.NULL:
        return b""
    data: bytes | None = binding.data_of(ffi.gc(face, harfbuzz.hb_face_destroy))
    return data or b""


def _table_of(file: bytes, tag: bytes) -> bytes:
    """One table out of an OpenType file; empty when it has none."""
    for start in range(12, 12 + 16 * int.from_bytes(file[4:6], "big"), 16):
        if file[start : start + 4] == tag:
            offset, length = (int.from_bytes(file[start + at : start + at + 4], "big") for at in (8, 12))
            return file[offset : offset + length]
    return b""


def _is_numbered_by_itself(table: bytes, glyphs: set[int]) -> bool:
    """Whether *table* is a CID-keyed font that names each of *glyphs* by its number in the full font.

    It may hold a few more (variants that hang on a character), never fewer and none under another number.
    """
    if not table:
        return False
    from fontTools.cffLib import CFFFontSet  # loaded with the first paper, like the engine itself

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(table), None)
    top = fonts.topDictIndex[0]
    return hasattr(top, "ROS") and {f"cid{glyph:05d}" for glyph in glyphs if glyph} <= set(top.charset)


def _replace_files(pdf: Any, small: dict[bytes, bytes]) -> set[bytes]:
    """Put the small files in place of the large ones; returns the references that now hold a bare CFF font."""
    replaced = set()
    for stream in pdf.objects:
        content = getattr(stream, "stream", None)
        if content and len(content) == 1 and isinstance(content[0], bytes) and content[0] in small:
            stream.stream = [small[content[0]]]
            stream.extra["Subtype"] = "/CIDFontType0C"
            replaced.add(stream.reference)
    return replaced


def _drop_maps(pdf: Any, replaced: set[bytes]) -> None:
    """A bare CFF font maps its glyphs itself; a map from outside has no business with it."""
    dictionaries: list[Any] = [one for one in pdf.objects if isinstance(one, dict)]
    owners = {one.reference for one in dictionaries if one.get("FontFile3") in replaced}
    for one in dictionaries:
        if one.get("FontDescriptor") in owners:
            one.pop("CIDToGIDMap", None)
