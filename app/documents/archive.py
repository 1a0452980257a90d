"""What makes a paper fit to be kept for good: PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) in one file.

The engine writes one or the other; what the second asks for is added here, to its objects before they are written.
Lives elsewhere: the engine itself (``render.py``), marks laid over finished pages (``stamping.py``).
"""

import hashlib
from collections.abc import Sequence
from typing import Any

#: Says that the file is PDF/UA-1, and describes that statement in the words that PDF/A wants for words not its own.
UA_IDENTIFICATION = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

_END_OF_METADATA = b"</rdf:RDF>"


def make_archivable(pdf: Any, media_types: Sequence[str] = (), languages: Sequence[str] = ()) -> None:
    """Complete the objects of *pdf* (a pydyf document of the engine's PDF/A-3a variant).

    *media_types* are those of the enclosures, in their order, *languages* those of the pages (``zh-CN``, ``en``).
    """
    _say_accessible(pdf)
    _say_language(pdf, languages)
    _say_which_way_headers_look(pdf)
    _draw_pictures_plainly(pdf)
    _name_media_types(pdf, media_types)


def identified(data: bytes) -> bytes:
    """*data* with the file identifier that PDF/A demands (ISO 19005-3, 6.1.3), made of the file's own bytes.

    The engine would set the whole file a second time for it. The dictionary that takes it is the last object of the
    file, so nothing moves that a place is noted of.
    """
    end = data.rindex(b"startxref")
    start = data.index(b"<<", int(data[end:].split()[1])) + 2
    digest = hashlib.sha256(data).hexdigest()[:32].encode()
    return data[:start] + b"/ID [<%b> <%b>]" % (digest, digest) + data[start:]


def _say_accessible(pdf: Any) -> None:
    for stream in _streams(pdf):
        if stream.extra.get("Type") == "/Metadata":
            text = b"".join(stream.stream)
            stream.stream = [text.replace(_END_OF_METADATA, UA_IDENTIFICATION + _END_OF_METADATA, 1)]


def _say_language(pdf: Any, languages: Sequence[str]) -> None:
    """Pages in another language than the first are read in theirs (ISO 14289-1, 7.2)."""
    of_page = dict(zip(pdf.page_references, languages, strict=False))
    by_reference = {one.reference: one for one in _dictionaries(pdf)}
    root = by_reference[pdf.catalog["StructTreeRoot"]]
    for reference in by_reference[root["K"][0]]["K"]:
        element = by_reference[reference]
        language = of_page.get(element.get("Pg"), "")
        if language and language != languages[0]:
            element["Lang"] = f"({language})"


def _say_which_way_headers_look(pdf: Any) -> None:
    """A header cell over several columns or rows has to say whether it heads columns or rows (ISO 14289-1, 7.5)."""
    numbered = {
        one.reference: one for one in _dictionaries(pdf) if one.get("S") in ("/TH", "/TD", "/TR", "/THead")
    }
    for cell in numbered.values():
        if cell["S"] != "/TH" or "A" not in cell:
            continue
        row = numbered.get(cell["P"])
        if row is None or row["S"] != "/TR":
            continue
        heads_columns = row["P"] in numbered or all(
            numbered[one]["S"] == "/TH" for one in row["K"] if one in numbered
        )
        cell["A"]["Scope"] = "/Column" if heads_columns else "/Row"


def _draw_pictures_plainly(pdf: Any) -> None:
    """PDF/A forbids smoothing of enlarged pictures (ISO 19005-3, 6.2.8)."""
    for stream in _streams(pdf):
        if stream.extra.get("Subtype") == "/Image" and "Interpolate" in stream.extra:
            stream.extra["Interpolate"] = "false"


def _name_media_types(pdf: Any, media_types: Sequence[str]) -> None:
    """The engine guesses from the name; what the enclosure itself says counts."""
    files = [one for one in _streams(pdf) if one.extra.get("Type") == "/EmbeddedFile"]
    for file, media_type in zip(files, media_types, strict=True):
        file.extra["Subtype"] = "/" + media_type.replace("/", "#2f")
    if "AF" in pdf.catalog:  # the engine names each twice
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _dictionaries(pdf: Any) -> list[Any]:
    return [one for one in pdf.objects if isinstance(one, dict)]


def _streams(pdf: Any) -> list[Any]:
    return [one for one in pdf.objects if hasattr(one, "extra")]
