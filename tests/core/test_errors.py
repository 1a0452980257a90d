"""The ways in which the domain says no carry messages, all of them at once."""

from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.messages import Message


def test_each_has_words_of_its_own() -> None:
    assert str(NotFound()) == "There is nothing at this address."
    assert str(Forbidden()) == "Your role does not include this act."
    assert str(Conflict(Message("Too late by %(days)s days", days=2))) == "Too late by 2 days"
    assert Invalid(Message("Wrong"), field="cause").field == "cause"


def test_a_refusal_gives_every_reason() -> None:
    refusal = Refused([Message("one"), Message("two")])
    assert refusal.blockers == (Message("one"), Message("two"))
    assert refusal.message == Message("one")
