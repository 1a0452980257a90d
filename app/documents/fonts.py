"""Which fonts the papers are set in, and the check that the machine has them.

Some lie in ``typefaces/`` (FangSong and Kai for running text and headings, Yi, Tibetan), the large ones come from the
system (on Debian: fonts-noto-cjk); nothing is downloaded. Which folders count, and what lends a character that the
named family lacks, says ``typefaces/fonts.conf``, so that a paper looks the same on every machine.
"""

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

TYPEFACES = Path(__file__).resolve().parent / "typefaces"
CONFIGURATION = TYPEFACES / "fonts.conf"

#: The families that the style sheets ask for, in Chinese typography: Song and Hei of the system.
WANTED = ("Noto Serif CJK SC", "Noto Sans CJK SC")
#: Those of ours, for running text and for headings of the second level.
FANGSONG, KAI = "Gongshi FangSong", "Gongshi Kai"
OWN = (FANGSONG, KAI)


def use_own_configuration() -> None:
    """Let the text engine find fonts by our rules; to be called before it loads. An explicit choice stays."""
    os.environ.setdefault("FONTCONFIG_FILE", str(CONFIGURATION))


@lru_cache
def chinese_families() -> tuple[str, ...]:
    """The families at hand that cover Chinese, those we ask for first, without our own; empty when there is none."""
    found = _families(":lang=zh-cn").difference(OWN)
    first = [name for name in WANTED if name in found]
    return (*first, *sorted(found.difference(first)))


def has_chinese_font() -> bool:
    """Whether a paper can be printed on this machine at all. For the start and for the health page."""
    return bool(chinese_families())


@lru_cache
def has_fangsong() -> bool:
    """Whether running text comes out in FangSong; without it, it is set in Song."""
    return FANGSONG in _families("")


def state() -> str:
    """What changes when the papers would look different for other fonts. For keys of what is kept."""
    own = sorted((path.name, path.stat().st_size) for path in TYPEFACES.glob("*.[ot]tf"))
    return repr((chinese_families(), own, CONFIGURATION.read_text(encoding="utf-8")))


def _families(pattern: str) -> frozenset[str]:
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    answer = subprocess.run(
        [program, pattern, "family"],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        env={"FONTCONFIG_FILE": str(CONFIGURATION), **os.environ},
    )
    names = (name.strip() for line in answer.stdout.splitlines() for name in line.split(","))
    return frozenset(name for name in names if name)
