"""The picture of where money came from and for what it was given, out of the facts of a notice; in one language."""

from collections.abc import Callable

from markupsafe import Markup

from app.core.messages import N_, in_words
from app.documents.fund_shapes import FundFacts
from app.documents.fund_words import yuan
from app.domain.funds import picture

#: fewer hops than this no drawing makes clearer
LEAST_HOPS = 2


def flow_picture(
    facts: FundFacts, lang: str, translate: Callable[[str], str], *, width: int, key: str, font: str = ""
) -> Markup:
    """The drawing in *lang*, *width* units wide (type is 14 of them); empty where it would show one band alone.

    *key* begins the ids within it and must be the only one of its page.
    """
    if len(facts.flow) < LEAST_HOPS:
        return Markup("")
    strands = [
        picture.Strand(
            str(in_words(hop.source, translate, lang)),
            str(in_words(hop.purpose, translate, lang)),
            hop.fen,
            hop.paid_fen,
            hop.has_purpose,
        )
        for hop in facts.flow
    ]
    words = picture.Words(
        key=key,
        title=translate(N_("From the sources of the money to its purposes")),
        description=translate(N_("The same sums stand in the tables beside it.")),
        others=translate(N_("Other purposes")),
        amount=lambda fen: yuan(fen).in_(lang),
    )
    return Markup(picture.flow(strands, words, width, font))  # noqa: S704 - its words are escaped where it is drawn
