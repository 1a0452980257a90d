"""A roll handed in as a file: its first sheet as text, columns parted by tabs."""

from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.funds.rolls import MOST_LINES
from app.web.uploads import is_sent

#: how office programs here write text
ENCODINGS = ("utf-8-sig", "gb18030")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def text_of(field: Any) -> str:
    """The text of the file of *field*, or "" where none was chosen. Raises :class:`Invalid` for what cannot be read."""
    if not is_sent(field.data):
        return ""
    data = field.data.stream.read()
    if data.startswith((ZIP, OLE)):
        return _of_workbook(data, field.name)
    for encoding in ENCODINGS:
        try:
            return str(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Invalid(Message(N_("This file cannot be read. Save it as Excel (.xlsx) or CSV.")), field.name)


def _of_workbook(data: bytes, name: str) -> str:
    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError) as error:
        message = Message(N_("This file cannot be read. Save it as Excel (.xlsx) or CSV."))
        raise Invalid(message, name) from error
    return "\n".join("\t".join(_cell(cell) for cell in row) for row in rows[: MOST_LINES + 10])


def _cell(value: Any) -> str:
    """A cell as it is read on the sheet: whole numbers without a point, amounts with their two digits."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.4f}".rstrip("0")
    return " ".join(str(value if value is not None else "").split())
