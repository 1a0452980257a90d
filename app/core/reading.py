"""How long somebody reads at a text, unhurriedly. Pure."""

import math
import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’.,-][A-Za-z0-9]+)*")
#: Chinese characters, and words of other languages, that an unpractised reader takes in within a minute
HAN_A_MINUTE, WORDS_A_MINUTE = 250, 160


def reading_minutes(text: str) -> int:
    """Minutes for *text*, without markup; at least one."""
    return max(
        1, math.ceil(len(_HAN.findall(text)) / HAN_A_MINUTE + len(_WORD.findall(text)) / WORDS_A_MINUTE)
    )
