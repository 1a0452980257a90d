"""Letters to one person: what was decided on a household (告知书), and the answer to an objection.

Both stand on the measures of GB/T 9704-2012, one page where it fits, with an empty place for the seal. They name
people, so their bytes are never kept.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.core.clock import local
from app.core.messages import N_, Message, in_words
from app.documents import render, setting
from app.documents.notices import office
from app.documents.papers import NOTHING, Telephone, Text
from app.documents.titles import title_lines
from app.domain.applications.models import ApplicationState
from app.domain.objections.models import Objection
from app.domain.policies.vocabulary import NoticeKind
from app.domain.why_cards.models import CardStage, WhyCard
from app.domain.why_cards.trace import Card, Line, Standing, from_data

SHEETS = ("paper.css", "letter.css")
TITLE = N_("Notice of the result to the household")
ANSWER_TITLE = N_("Letter answering an objection")
#: ems of the title's size that fit the line
TITLE_LIMIT = {"zh": 17.5, "en": 24.0}
#: a letter with more characters than this is set closer, so that it stays on one page
ROOMY, CLOSE = {"zh": 255, "en": 560}, {"zh": 400, "en": 840}
#: more reasons than this are no letter any more; the card has them all
REASONS_MOST = 6
#: why an entry was taken off after a notice stands in the conclusion
SAID_ALREADY = frozenset(kind.value for kind in NoticeKind)

Say = Callable[[str], str]
#: sentences that stand one after another
Paragraph = tuple[Text, ...]

S = ApplicationState
VERDICTS = {
    S.PASSED: N_("agreed to by the meeting"),
    S.LISTED: N_("on the list"),
    S.REGISTERED: N_("registered"),
    S.REJECTED: N_("not on the list"),
    S.LEFT_OUT: N_("left out of the list"),
    S.REMOVED: N_("struck off the list"),
    S.RETURNED: N_("to be looked at once more"),
    S.WITHDRAWN: N_("application taken back"),
}
DECIDED = {
    CardStage.COMPARISON: N_("Decided after the data comparison, on %(day)s."),
    CardStage.MEETING: N_("Decided by the review meeting of the village, on %(day)s."),
    CardStage.VILLAGE: N_("Decided by the village, on %(day)s."),
    CardStage.TOWNSHIP: N_("Decided by the township, on %(day)s."),
    CardStage.COUNTY: N_("Decided by the county, on %(day)s."),
    CardStage.OBJECTION: N_("Decided after an objection, on %(day)s."),
    CardStage.WITHDRAWAL: N_("Taken back by the household, on %(day)s."),
}


@dataclass(frozen=True)
class Places:
    """County, township and village of a letter."""

    county: BilingualText
    township: BilingualText
    village: BilingualText


@dataclass(frozen=True)
class Part:
    """One numbered part of a letter: its heading and its paragraphs; *verdict* stands before them in heavy type."""

    heading: Message
    paragraphs: tuple[Paragraph, ...]
    verdict: Message | None = None


@dataclass(frozen=True)
class LetterPaper:
    """A letter as it is printed. With *slip* there is a strip to sign at the foot when it is handed over."""

    title: Message
    about: BilingualText
    number: str
    addressee: Text
    opening: Message
    parts: tuple[Part, ...]
    issuer: Text
    issued_on: dt.date
    telephones: tuple[Telephone, ...] = ()
    hotline: str = ""
    slip: bool = True


def decision_letter(frozen: WhyCard, live: Card, places: Places) -> LetterPaper:
    """The letter about the decision that *frozen* was kept with; *live* says how a review is asked for today."""
    card, day = from_data(frozen.content), local(frozen.frozen_at).date()
    state = S(card.state)
    result = Part(
        Message(N_("The result")),
        ((card.conclusion, Message(DECIDED[frozen.stage], day=day)),),
        Message(VERDICTS[state]) if state in VERDICTS else None,
    )
    parts = [result, Part(Message(N_("The reasons")), _reasons(card)), _way_out(card, live)]
    return LetterPaper(
        title=Message(TITLE),
        about=card.round_name,
        number=card.number,
        addressee=Message(N_("To the household of %(name)s:"), name=card.head_name),
        opening=_opening(card, frozen),
        parts=tuple(part for part in parts if part.paragraphs),
        issuer=_issuer(frozen.stage, card, places),
        issued_on=day,
        telephones=tuple(Telephone(one.name, one.number) for one in live.review.telephones),
        hotline=live.review.hotline,
    )


def letters_pdf(letters: Sequence[LetterPaper], lang: str) -> bytes:
    """The letters one after another, each on a page of its own, with a bookmark for each household."""
    return setting.set_parts(lambda one: [_part(letters, one)], lang)


def _part(letters: Sequence[LetterPaper], lang: str) -> render.Part:
    with setting.speaking(lang) as say:
        shown = [(letter, _title(letter, lang, say), _density(letter, lang, say)) for letter in letters]
    return setting.part_of("letter.html", lang, sheets=SHEETS, letters=shown)


def _title(letter: LetterPaper, lang: str, say: Say) -> tuple[str, ...]:
    words = letter.title.render(say, lang)
    pieces = (words, letter.about.in_(lang)) if lang == "en" else (letter.about.in_(lang), words)
    return title_lines(pieces, limit=TITLE_LIMIT[lang], joint=": " if lang == "en" else "")


def _density(letter: LetterPaper, lang: str, say: Say) -> str:
    texts = [letter.opening, *(text for part in letter.parts for one in part.paragraphs for text in one)]
    length = sum(len(in_words(text, say, lang)) for text in texts) + 28 * len(letter.telephones)
    return "roomy" if length <= ROOMY[lang] else "close" if length <= CLOSE[lang] else "closest"


def _opening(card: Card, frozen: WhyCard) -> Message:
    filed_on = frozen.application.filed_on
    if card.group.zh:
        return Message(
            N_(
                "The application of your household (%(group)s, people: %(people)s), number %(number)s, handed in on "
                "%(day)s, has been decided on. The result is made known to you herewith."
            ),
            group=card.group,
            people=card.people,
            number=card.number,
            day=filed_on,
        )
    return Message(
        N_(
            "The application of your household (people: %(people)s), number %(number)s, handed in on %(day)s, "
            "has been decided on. The result is made known to you herewith."
        ),
        people=card.people,
        number=card.number,
        day=filed_on,
    )


def _reasons(card: Card) -> tuple[Paragraph, ...]:
    off = [line for line in card.lines if line.standing is Standing.FAILED]
    failed = [line for line in off if line.key not in SAID_ALREADY]
    if off:
        return tuple((_reason(line),) for line in failed[:REASONS_MOST])
    passed = [line.name for line in card.lines if line.standing is Standing.PASSED]
    if not passed:
        return ()
    return ((Message(N_("These were looked at and are in order: %(names)s."), names=_joined(passed)),),)


def _joined(names: Sequence[Message]) -> Message:
    joined = names[0]
    for name in names[1:]:
        joined = Message(N_("%(first)s, %(second)s"), first=joined, second=name)
    return joined


def _reason(line: Line) -> Message:
    if line.limit is None:
        return Message(N_("%(name)s: %(value)s"), name=line.name, value=line.value)
    return Message(
        N_("%(name)s: %(value)s The rule: %(rule)s"), name=line.name, value=line.value, rule=line.limit
    )


def _way_out(card: Card, live: Card) -> Part:
    until = live.review.until
    last = (Message(N_("The last day is %(day)s."), day=until),) if until is not None else ()
    fails = any(line.standing is Standing.FAILED for line in card.lines)
    return Part(
        Message(N_("If you do not agree")),
        ((*live.review.ways, *last), *((card.changes,) if fails and card.changes else ())),
    )


def _issuer(stage: CardStage, card: Card, places: Places) -> Text:
    if stage in (CardStage.COUNTY, CardStage.TOWNSHIP):
        return office(places.county if stage is CardStage.COUNTY else places.township)
    if stage is CardStage.OBJECTION:
        announced = card.line("announcement")
        return office(places.county if announced is not None else places.township)
    return office(places.village, is_village=True)


@dataclass(frozen=True)
class Answer:
    """What is answered to whoever objected: in which words, by which office, until when a second look can be asked for.

    *reply* and *second_reply* are the public sentences, without villagers' names; *ask_until* the last day for saying
    "not satisfied".
    """

    objection: Objection
    notice: Text
    outcome: Message
    reply: str
    by: BilingualText
    ask_until: dt.date | None
    today: dt.date
    second_outcome: Message | None = None
    second_reply: str = ""
    telephones: tuple[Telephone, ...] = ()
    address: str = ""


def answer_letter(answer: Answer) -> LetterPaper:
    """The letter to whoever objected; after a second look, with both answers."""
    objection, second = answer.objection, answer.objection.second_look
    answered_on = objection.decided_on or answer.today
    parts = [Part(Message(N_("The answer")), ((answer.reply,),), answer.outcome)]
    if second is not None and second.answered_on is not None:
        answered_on = second.answered_on
        parts.append(
            Part(Message(N_("After the second look")), ((answer.second_reply,),), answer.second_outcome)
        )
    parts.append(Part(Message(N_("If you are not satisfied")), (_second_look_right(answer),)))
    return LetterPaper(
        title=Message(ANSWER_TITLE),
        about=NOTHING,
        number=objection.number,
        addressee=Message(N_("To %(name)s:"), name=objection.objector_name)
        if objection.objector_name
        else Message(N_("To whoever filed objection %(number)s:"), number=objection.number),
        opening=Message(
            N_(
                "Your objection of %(day)s (number %(number)s) to %(notice)s of %(village)s has been looked into. "
                "You are answered as follows."
            ),
            day=local(objection.received_at).date(),
            number=objection.number,
            notice=answer.notice,
            village=objection.notice.village.name,
        ),
        parts=tuple(parts),
        issuer=office(answer.by),
        issued_on=answered_on,
        telephones=answer.telephones,
        hotline=objection.notice.round.policy.objection_hotline,
    )


def _second_look_right(answer: Answer) -> Paragraph:
    second, until = answer.objection.second_look, answer.ask_until
    if second is not None and second.answered_on is not None:
        return (Message(N_("The county looked once more, by somebody else. This answer is final.")),)
    if second is not None:
        return (
            Message(N_("You asked for a second look; the county answers by %(day)s."), day=second.due_on),
        )
    if until is None or until < answer.today:
        return (Message(N_("A second look could be asked for until %(day)s."), day=until or answer.today),)
    ways = [
        Message(
            N_("Until the end of %(day)s you may say once that you are not satisfied, and why."), day=until
        )
    ]
    if answer.address:
        ways.append(
            Message(
                N_("Do so on the web (%(address)s) with the code of your receipt, or at the counter."),
                address=answer.address,
            )
        )
    ways.append(
        Message(
            N_(
                "The county then looks once more, by somebody who had no part in this answer. That one is final."
            )
        )
    )
    return tuple(ways)
