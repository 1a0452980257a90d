"""Breaking a title where the sense breaks, into lines that look set by hand. Pure functions over words."""

import unicodedata
from collections.abc import Sequence
from itertools import combinations, pairwise


def width(text: str) -> float:
    """The width of *text* in ems: Chinese characters are one wide, Latin letters about half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5 for character in text)


def title_lines(parts: Sequence[str], *, limit: float, joint: str = "") -> tuple[str, ...]:
    """*parts* joined into as few lines as fit *limit* ems, broken only between parts, shaped as a trapezoid.

    An hourglass (long, short, long) is never chosen while another break exists. Of equal choices the first
    line is the longer one.
    """
    words = [part for part in parts if part]
    for count in range(1, len(words) + 1):
        fitting = [
            lines
            for cuts in combinations(range(1, len(words)), count - 1)
            for lines in [_lines(words, cuts, joint)]
            if all(width(line) <= limit for line in lines)
        ]
        if fitting:
            return min(fitting, key=_ugliness)
    return tuple(words)


def _lines(words: Sequence[str], cuts: Sequence[int], joint: str) -> tuple[str, ...]:
    edges = (0, *cuts, len(words))
    return tuple(joint.join(words[start:end]) for start, end in pairwise(edges))


def _ugliness(lines: Sequence[str]) -> tuple[bool, bool, float]:
    """Hourglass first, then a last line that is longer than the first, then uneven widths."""
    widths = [width(line) for line in lines]
    hourglass = any(
        widths[i] < widths[i - 1] and widths[i] < widths[i + 1] for i in range(1, len(widths) - 1)
    )
    return hourglass, widths[-1] > widths[0], max(widths) - min(widths)
