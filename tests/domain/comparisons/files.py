"""Departments' files as tests hand them in."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
VEHICLES = ("号牌号码", "所有人", "身份证明号码", "初次登记日期", "车辆类型")


def csv_bytes(rows: Iterable[Sequence[object]], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """A .csv as a department's system writes it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def a_csv(
    folder: Path, rows: Iterable[Sequence[object]], name: str = "file.csv", encoding: str = "utf-8-sig"
) -> Path:
    """The same in a folder."""
    path = folder / name
    path.write_bytes(csv_bytes(rows, encoding))
    return path


def an_xlsx(
    folder: Path,
    sheets: dict[str, Sequence[Sequence[object]]],
    name: str = "file.xlsx",
    hidden: Sequence[str] = (),
    extra: dict[str, str] | None = None,
) -> Path:
    """A workbook with texts in the shared table and numbers as numbers; ``None`` is no cell at all."""
    texts: dict[str, int] = {}
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, rows in enumerate(sheets.values(), 1):
            body = "".join(_row(at, row, texts) for at, row in enumerate(rows, 1))
            archive.writestr(
                f"xl/worksheets/sheet{index}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
        listed, related = "", ""
        for index, sheet in enumerate(sheets, 1):
            state = ' state="hidden"' if sheet in hidden else ""
            listed += f'<sheet name="{sheet}" sheetId="{index}" r:id="rId{index}"{state}/>'
            target = f"worksheets/sheet{index}.xml"
            related += f'<Relationship Id="rId{index}" Type="{RELATION}/worksheet" Target="{target}"/>'
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
            f'<Relationship Id="rId99" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        for part, content in (extra or {}).items():
            archive.writestr(part, content)
    return path


def _row(at: int, row: Sequence[object], texts: dict[str, int]) -> str:
    cells = ""
    for column, value in enumerate(row):
        reference = f"{chr(65 + column)}{at}"
        if value is None:
            continue
        if isinstance(value, (int, float)):
            cells += f'<c r="{reference}"><v>{value}</v></c>'
        else:
            cells += f'<c r="{reference}" t="s"><v>{texts.setdefault(str(value), len(texts))}</v></c>'
    return f'<row r="{at}">{cells}</row>'
