"""The why-card on paper, one page in large type, and as text to be read aloud.

What is long is trimmed from the least needed on: first where a rule stands, then sources of what is in order, at last
the words themselves. What did not come out well, what would change it and the way to a review stay to the end.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext

from app.core.messages import N_, Message, in_words
from app.documents import render, setting
from app.domain.why_cards.trace import Card, Line, Standing, Words

SHEETS = ("paper.css", "why_card.css")
#: from everything to the least; the template reads what each leaves out
DENSITIES = ("full", "rules", "limits", "open", "close", "short", "shortest")
WITH_RULES, GATHERED = DENSITIES[:3], DENSITIES[4:]
#: characters of one text in the shortest setting, and how many lines and ways it keeps
CLAMPED = {"zh": 44, "en": 90}
LINES_KEPT = 5

WORDS = {
    Standing.PASSED: N_("In order"),
    Standing.FAILED: N_("Not met"),
    Standing.OPEN: N_("Still open"),
    Standing.NOT_ASKED: N_("Not asked for"),
}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass(frozen=True)
class WhyPaper:
    """A card as it is printed: *digest* of the frozen one, *address* where the household reads it itself."""

    card: Card
    digest: str = ""
    address: str = ""


def why_pdf(paper: WhyPaper, lang: str) -> bytes:
    """The card on one page, in each language that is asked for."""
    return setting.set_parts(lambda one: [_part(paper, one)], lang)


def _part(paper: WhyPaper, lang: str) -> render.Part:
    density = fitting_density(paper, lang)
    return setting.part_of("why_card.html", lang, sheets=SHEETS, **_context(paper, lang, density))


def fitting_density(paper: WhyPaper, lang: str) -> str:
    """The first of :data:`DENSITIES` in which the card takes one page; the last is short enough for any."""
    css = [setting.style(name) for name in SHEETS]
    for density in DENSITIES[:-1]:
        html = setting.html_of("why_card.html", lang, **_context(paper, lang, density))
        if render.count_pages(html, css=css, lang=lang) == 1:
            return density
    return DENSITIES[-1]


def _context(paper: WhyPaper, lang: str, density: str) -> dict[str, object]:
    card, shortest = paper.card, density == DENSITIES[-1]
    shown = list(card.lines)
    in_order = [line for line in shown if line.standing in (Standing.PASSED, Standing.NOT_ASKED)]
    if density in GATHERED:
        shown = [line for line in shown if line not in in_order]
    return {
        "paper": paper,
        "card": card,
        "density": density,
        "lines": shown[:LINES_KEPT] if shortest else shown,
        "in_order": in_order if density in GATHERED else [],
        "with_values": density == "close",
        "words": WORDS,
        "say": _speaker(lang, CLAMPED[lang] if shortest else 0),
        "changes": card.changes[:2] if shortest else card.changes,
        "with_rules": lambda line: (
            density in WITH_RULES or (not shortest and line.standing is Standing.FAILED)
        ),
    }


def spoken_text(card: Card, lang: str) -> list[str]:
    """The card in short sentences, one a line: no tables, no separators in numbers, telephones digit by digit."""
    with setting.speaking(lang) as translate:

        def say(words: Words) -> str:
            return _THOUSANDS.sub("", in_words(words, translate, lang))

        return [say(sentence) for sentence in _sentences(card)]


def _sentences(card: Card) -> Iterator[Words]:
    yield Message(
        N_("This is the card of the household of %(name)s in %(village)s."),
        name=card.head_name,
        village=card.village,
    )
    yield Message(N_("It is about: %(round)s."), round=card.round_name)
    yield card.conclusion
    yield Message(N_("This was looked at:"))
    for line in card.lines:
        yield from _spoken_line(line)
    yield Message(N_("What would change it?"))
    yield from card.changes
    yield Message(N_("How do you ask for a review?"))
    yield from card.review.ways
    left = card.review.days_left(card.on)
    if card.review.until is not None and left:
        yield Message(N_("The last day is %(day)s."), day=card.review.until)
    for telephone in card.review.telephones:
        yield Message(
            N_("The telephone of %(office)s: %(number)s."),
            office=telephone.name,
            number=_digits(telephone.number),
        )
    if card.review.hotline:
        yield Message(N_("The hotline: %(number)s."), number=_digits(card.review.hotline))


def _spoken_line(line: Line) -> Iterator[Words]:
    yield Message(N_("%(name)s: %(outcome)s."), name=line.name, outcome=Message(WORDS[line.standing]))
    yield line.value
    yield from line.details
    if line.limit is not None:
        yield Message(N_("The rule: %(rule)s"), rule=line.limit)
    if line.change is not None:
        yield Message(N_("What would change it: %(what)s"), what=line.change)


def _digits(number: str) -> str:
    """A telephone as it is read out: digit by digit, with a rest where it is written with a hyphen."""
    return ", ".join(" ".join(part) for part in re.findall(r"\d+", number))


def _speaker(lang: str, longest: int) -> Callable[[Words], str]:
    """Words in *lang*, for a template that is rendered in it; at most *longest* characters where that is not 0."""

    def say(words: Words) -> str:
        text: str = in_words(words, gettext, lang)
        return text if not longest or len(text) <= longest else text[: longest - 1] + "…"

    return say
