"""A department's file of a million rows against 50,854 people: time beside reading the file alone, and memory.

    .venv/bin/python -m bench.comparisons [--rows N]

Files are invented in a scratch folder: a .csv in UTF-8, one in GB 18030, an .xlsx with its texts in the shared table,
as Excel writes it. Each is read alone, then compared, in a process of its own; memory is the highest of the process.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from stdnum.cn import ric

from app.core import keyed
from app.domain.comparisons.matching import compare
from app.domain.comparisons.people import People
from app.domain.comparisons.reading import Reader
from app.domain.comparisons.spreadsheet import Limits

PEOPLE = 50_854
HEADINGS = ["序号", "号牌号码", "所有人", "身份证明号码", "车辆类型", "品牌型号", "初次登记日期", "状态"]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = "伟芳秀英娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉梅建国华文斌"
AT_MOST = 3.0
FILES = ("utf8.csv", "gb18030.csv", "workbook.xlsx")


def number(index: int) -> str:
    """A right identity number, different for each index."""
    year, month, day = 1940 + index // 336_000 % 70, index // 28_000 % 12 + 1, index // 1_000 % 28 + 1
    start = f"5103{20 + index % 3:02}{year}{month:02}{day:02}{index % 1_000:03}"
    return start + ric.calc_check_digit(start + "0")


def name(index: int) -> str:
    """An invented name; many people share one."""
    chosen = random.Random(index)
    return chosen.choice(SURNAMES) + chosen.choice(GIVEN) + chosen.choice(["", *GIVEN])


def register() -> People:
    """50,854 people in households of three or four."""
    people, members = People(), []
    for index in range(PEOPLE):
        members.append((index, name(index), number(index), None))
        if len(members) > index % 2 + 2 or index == PEOPLE - 1:
            people.add_household(index, members)
            members = []
    return people


def rows(how_many: int) -> Iterator[list[str]]:
    """Rows of a vehicle register: two in a hundred own somebody of the register, one of them under another name."""
    for index in range(how_many):
        whose = index % PEOPLE if not index % 50 else PEOPLE + index
        called = name(whose + (index % 100 == 50))
        day = f"20{index % 20 + 5:02}-{index % 12 + 1:02}-{index % 28 + 1:02}"
        yield [
            str(index + 1),
            f"川C{index:06}",
            called,
            number(whose),
            "小型普通客车",
            f"五菱牌LZW{index % 997}",
            day,
            "正常",
        ]


def write(path: Path, how_many: int) -> None:
    """The file that is called so."""
    if path.suffix == ".xlsx":
        write_xlsx(path, how_many)
    else:
        write_csv(path, how_many, "gb18030" if "gb" in path.name else "utf-8-sig")


def write_csv(path: Path, how_many: int, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(",".join(HEADINGS) + "\r\n")
        file.writelines(",".join(row) + "\r\n" for row in rows(how_many))


def write_xlsx(path: Path, how_many: int) -> None:
    """An .xlsx with shared texts, written as a stream too."""
    places: dict[str, int] = {}
    sheet_name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(sheet_name, "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            sheet.write(_row(1, HEADINGS, places))
            for at, row in enumerate(rows(how_many), 2):
                sheet.write(_row(at, row, places))
            sheet.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as texts:
            texts.write(f'<sst xmlns="{MAIN}">'.encode())
            for text in places:
                texts.write(f"<si><t>{text}</t></si>".encode())
            texts.write(b"</sst>")
        for part, content in PARTS.items():
            archive.writestr(part, content)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATION}"><sheets>'
        '<sheet name="车辆" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
}


def _row(at: int, row: list[str], places: dict[str, int]) -> bytes:
    cells = (
        f'<c r="{chr(65 + column)}{at}" t="s"><v>{places.setdefault(text, len(places))}</v></c>'
        for column, text in enumerate(row)
    )
    return f'<row r="{at}">{"".join(cells)}</row>'.encode()


def timed(work: Callable[[], object]) -> float:
    """The best of three runs in seconds of this process's own work, which other programs disturb least."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def read_alone(path: Path) -> int:
    """Go through every row and do nothing with it."""
    return sum(1 for sheet in Reader(path, Limits()).sheets() for _row in sheet.rows)


def measure(path: Path, what: str) -> dict[str, float]:
    """Seconds and the highest memory of this process, in MB."""
    keyed.use_key("bench")
    people = register()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = timed(lambda: read_alone(path) if what == "read" else compare(path, people))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "before": before / 1024, "after": after / 1024}


def in_a_process(what: str, path: Path, how_many: int) -> dict[str, float]:
    """Write, read or compare in a process of its own, so that its memory is nobody else's."""
    command = [sys.executable, "-m", "bench.comparisons", "--do", what, "--file", str(path)]
    done = subprocess.run([*command, "--rows", str(how_many)], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    """Print the table; 1 when comparing takes three times as long as reading."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--do", choices=["write", "read", "compare"], help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.do == "write":
        write(given.file, given.rows)
        print("{}")
        return 0
    if given.do:
        print(json.dumps(measure(given.file, given.do)))
        return 0
    worst = 0.0
    print(f"{given.rows:,} rows against {PEOPLE:,} people")
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            path = Path(folder, file)
            in_a_process("write", path, given.rows)
            alone, compared = (in_a_process(what, path, given.rows) for what in ("read", "compare"))
            ratio = compared["seconds"] / alone["seconds"]
            worst = max(worst, ratio)
            print(
                f"{file:15} {path.stat().st_size / 2**20:6.1f} MB  read {alone['seconds']:6.2f} s  "
                f"compare {compared['seconds']:6.2f} s  ratio {ratio:4.2f}  "
                f"memory {compared['before']:.0f} -> {compared['after']:.0f} MB"
            )
            path.unlink()
    return int(worst >= AT_MOST)


if __name__ == "__main__":
    raise SystemExit(main())
