"""Which fonts the papers are set in, and the check that the machine has them.

The fonts come from the system (on Debian: fonts-noto-cjk); nothing is downloaded. The families are named in the
style sheets; what one lacks, the text engine takes character by character from any other font installed.
"""

import shutil
import subprocess
from functools import lru_cache

#: The families that the style sheets ask for, in Chinese typography: Song, then Hei.
WANTED = ("Noto Serif CJK SC", "Noto Sans CJK SC")


@lru_cache
def chinese_families() -> tuple[str, ...]:
    """The installed families that cover Chinese, those we ask for first; empty when there is none."""
    program = shutil.which("fc-list")
    if program is None:
        return ()
    answer = subprocess.run(
        [program, ":lang=zh-cn", "family"], capture_output=True, check=False, text=True, timeout=20
    )
    found = {name.strip() for line in answer.stdout.splitlines() for name in line.split(",") if name.strip()}
    first = [name for name in WANTED if name in found]
    return (*first, *sorted(found.difference(first)))


def has_chinese_font() -> bool:
    """Whether a paper can be printed on this machine at all. For the start and for the health page."""
    return bool(chinese_families())
