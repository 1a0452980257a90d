"""The spreadsheet library at work in a process of its own, with a ceiling on memory and time.

A crafted or merely broken workbook can make any reader ask for all the memory of the machine; here only this process
dies of it. Started by ``reader.py`` as a script: the workbook on standard input, the sheets as JSON on standard
output, each as [name, hidden, rows, merged cells]. Imports nothing of the portal.
"""

import datetime
import io
import json
import sys
from typing import Any

TEXT_LIMIT = 2_000


def _plain(value: Any) -> str | float | int | bool:
    if type(value) is str:
        return value if len(value) <= TEXT_LIMIT else value[:TEXT_LIMIT]
    if isinstance(value, (float, bool, int)):
        return value
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _fill_merged(rows: list[list[Any]], ranges: Any) -> None:
    height = len(rows)
    for (top, left), (bottom, right) in ranges or ():
        if top >= height or left >= len(rows[top]):
            continue
        value = rows[top][left]
        if value == "":
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * (min(right + 1, len(row)) - left)


def main(max_rows: int, max_columns: int, max_sheets: int, max_memory: int) -> int:
    """Read standard input, write standard output. Exit 0; 3 password, 4 too many rows, 5 columns, 6 unreadable."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets: list[tuple[str, bool, list[list[Any]], list[list[int]]]] = []
        total = 0
        for index, data in enumerate(workbook.sheets_metadata[:max_sheets]):
            if data.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            hidden = data.visible is not python_calamine.SheetVisibleEnum.Visible
            if hidden:
                sheets.append((data.name, True, [], []))
                continue
            sheet = workbook.get_sheet_by_index(index)
            total += sheet.total_height
            if total > max_rows:
                return 4
            if sheet.total_width > max_columns:
                return 5
            rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            _fill_merged(rows, sheet.merged_cell_ranges)
            merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
            sheets.append((data.name, False, rows, merged))
    except python_calamine.PasswordError:
        return 3
    except python_calamine.CalamineError:
        return 6
    sys.stdout.buffer.write(json.dumps(sheets, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:5])))
