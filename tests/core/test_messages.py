"""Messages without a language: rendering, nesting, storing, comparing."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.core.bilingual import BilingualText
from app.core.messages import Message

CHINESE = {"%(n)s places missing": "还差 %(n)s 处", "Village %(name)s: %(why)s": "%(name)s：%(why)s"}
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.text())
names = st.from_regex(r"[a-z_]{1,12}", fullmatch=True).filter(lambda name: name not in ("self", "msgid"))
messages = st.recursive(
    st.builds(
        lambda msgid, params: Message(msgid, **params), st.text(), st.dictionaries(names, plain, max_size=3)
    ),
    lambda inner: st.builds(
        lambda msgid, params: Message(msgid, **params), st.text(), st.dictionaries(names, inner, max_size=2)
    ),
    max_leaves=4,
)


def test_it_is_translated_with_what_it_holds() -> None:
    inner = Message("%(n)s places missing", n=2)
    message = Message("Village %(name)s: %(why)s", name=BilingualText("新华村", "Xinhua"), why=inner)
    assert message.render(CHINESE.__getitem__, "zh") == "新华村：还差 2 处"
    assert message.render(lambda msgid: msgid, "en") == "Village Xinhua: 2 places missing"


def test_text_without_parameters_may_hold_a_percent_sign() -> None:
    assert str(Message("Above 2 % of the people")) == "Above 2 % of the people"


@given(messages)
def test_it_comes_back_from_storage_as_it_was(message: Message) -> None:
    assert Message.from_data(json.loads(json.dumps(message.as_data()))) == message


@given(messages, messages)
def test_equal_messages_have_equal_hashes(one: Message, other: Message) -> None:
    assert (one == other) <= (hash(one) == hash(other))
    assert one != object()


def test_a_day_and_a_bilingual_text_are_stored_as_words() -> None:
    data = Message("%(where)s", where=BilingualText("新华村")).as_data()
    assert data["params"] == {"where": "新华村"}
