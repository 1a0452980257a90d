"""The pages of docs/paper.md as pictures: invented notices, printed and looked at.

.venv/bin/python bench/paper_pictures.py        writes docs/pictures/paper-*.png; needs pdftoppm
"""

import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - the path comes first

from app.core.bilingual import BilingualText  # noqa: E402 - the path comes first
from app.documents.notice_sheets import SheetForm, SheetPlace, sheet_pdf  # noqa: E402 - the path comes first
from app.documents.papers import NoticePaper, Withdrawal  # noqa: E402 - the path comes first
from app.domain.policies.vocabulary import NoticeKind  # noqa: E402 - the path comes first
from tests.documents.made_up import a_notice  # noqa: E402 - the path comes first
from tests.documents.made_up_funds import a_fund_notice, facts_for  # noqa: E402 - the path comes first
from tests.documents.printing import a_printing_app  # noqa: E402 - the path comes first

TARGET = ROOT / "docs" / "pictures"
PLACE = SheetPlace(1, BilingualText("村委会公开栏", "Village office board"))
COLOURS = 8
COMMITTEE = BilingualText("清浦村村民委员会", "Villagers' Committee of Qingpu Village")


def wanted() -> dict[str, tuple[NoticePaper, SheetForm, int, int]]:
    """name -> notice, form, page, dots per inch."""
    first = a_notice(
        60, kind="first_notice", number="GS-2014-002-1", changes=(), relatives=2, issuer=COMMITTEE
    )
    second = a_notice(60)
    withdrawn = a_notice(12, withdrawal=Withdrawal(dt.date(2014, 6, 8), "第2号户主姓名有误", "GS-2014-002-3"))
    plan = a_fund_notice(NoticeKind.ANNUAL_PLAN, facts_for(NoticeKind.ANNUAL_PLAN, 6))
    return {
        "first": (first, SheetForm(), 1, 66),
        "list": (second, SheetForm(), 2, 66),
        "second": (second, SheetForm(), 1, 66),
        "groups": (second, SheetForm(by_group=True), 2, 66),
        "a3": (second, SheetForm(size="a3"), 1, 54),
        "large": (second, SheetForm(large=True), 3, 60),
        "english": (a_notice(60, kind="announcement"), SheetForm("en"), 1, 66),
        "withdrawn": (withdrawn, SheetForm(), 1, 60),
        "money": (a_fund_notice(NoticeKind.FUNDS), SheetForm(), 2, 66),
        "plan": (plan, SheetForm(), 2, 66),
    }


def main() -> None:
    """Write them all and say how large they are."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, a_printing_app(Path(folder)).app_context():
        for name, (paper, form, page, dots) in wanted().items():
            file = Path(folder) / f"{name}.pdf"
            file.write_bytes(sheet_pdf(paper, form, PLACE))
            _draw(file, page, dots, TARGET / f"paper-{name}.png")


def _draw(file: Path, page: int, dots: int, target: Path) -> None:
    stem = file.with_suffix("")
    options = ["-r", str(dots), "-f", str(page), "-l", str(page), "-singlefile", "-gray", "-png"]
    subprocess.run(["pdftoppm", *options, str(file), str(stem)], check=True, timeout=60)
    picture = Image.open(stem.with_suffix(".png")).quantize(COLOURS)
    picture.save(target, optimize=True)
    print(f"{target.name}: {picture.width} x {picture.height}, {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
