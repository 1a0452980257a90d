"""The workshop: papers side by side in processes of their own; one that dies takes nothing with it."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.core.errors import DomainError
from app.documents import papermaker, render, workshop
from app.documents.faults import MissingGlyphs, PaperTooLarge
from app.documents.workshop import MakerDied, Shop, Task, TookTooLong, TookTooMuchMemory

PAPER = '<html lang="en"><head><title>A notice</title></head><body><h1>公示</h1><p>第一次</p></body></html>'
STYLE = ("h1, p { font-family: 'Noto Serif CJK SC' }",)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """Two processes, for all tests here."""
    opened = Shop(2, 1024)
    yield opened
    opened.close()


def results(shop: Shop, *tasks: Task) -> dict[object, object]:
    return dict(shop.make_all(tasks))


def test_papers_are_made_in_other_processes_and_these_are_kept(shop: Shop) -> None:
    found = results(shop, *(Task(number, os.getpid) for number in range(6)))
    assert sorted(found, key=str) == [0, 1, 2, 3, 4, 5]
    assert os.getpid() not in found.values()
    assert len(set(found.values())) <= 2
    assert set(results(shop, Task(0, os.getpid)).values()) <= set(found.values())


def test_they_work_at_the_same_time_and_what_is_ready_comes_first(shop: Shop) -> None:
    began = time.monotonic()
    found = list(shop.make_all([Task("slow", time.sleep, (0.5,)), Task("quick", time.sleep, (0.1,))]))
    assert [name for name, _result in found] == ["quick", "slow"]
    assert time.monotonic() - began < 0.58


def test_the_same_paper_has_the_same_bytes_wherever_it_is_made(shop: Shop) -> None:
    given = {"css": STYLE, "lang": "en"}
    assert results(shop, Task("a", render.render, (PAPER,), given)) == {
        "a": render.render(PAPER, css=STYLE, lang="en")
    }


def test_a_refusal_comes_back_as_it_was(shop: Shop) -> None:
    text = f'<html lang="en"><body><p>{"a" * (render.MAX_RUN + 1)}</p></body></html>'
    [fault] = results(shop, Task("a", render.render, (text,), {"css": STYLE, "lang": "en"})).values()
    assert isinstance(fault, PaperTooLarge)
    assert str(fault.message) == str(PaperTooLarge().message)


def test_a_fault_with_parts_of_its_own_is_taken_apart_and_put_together() -> None:
    before = MissingGlyphs(["\u0e01", "\u0e02"])
    kind, *parts = papermaker.pickle.loads(papermaker._packed(before))
    after = papermaker.unpacked(*parts)
    assert kind == papermaker.FAULT
    assert isinstance(after, MissingGlyphs)
    assert (after.blockers, after.message, str(after)) == (before.blockers, before.message, str(before))


@pytest.mark.parametrize(
    ("task", "fault"),
    [
        (Task("aborts", os.abort), MakerDied),
        (Task("memory", bytearray, (2 << 30,)), TookTooMuchMemory),
        (Task("forever", time.sleep, (60,), seconds=0.3), TookTooLong),
        (Task("wrong", divmod, (1, 0)), MakerDied),
        (Task("exits", exit), MakerDied),
    ],
    ids=lambda value: value.name if isinstance(value, Task) else "",
)
def test_a_paper_that_ends_its_process_is_a_fault_and_the_others_are_made(
    shop: Shop, task: Task, fault: type[DomainError]
) -> None:
    found = results(shop, Task("before", abs, (-1,)), task, Task("after", abs, (-2,)))
    assert isinstance(found[task.name], fault)
    assert (found["before"], found["after"]) == (1, 2)


def test_tasks_are_taken_as_processes_get_free(shop: Shop) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(5):
            taken.append(number)
            yield Task(number, abs, (number,))

    made = shop.make_all(tasks())
    next(made)
    assert len(taken) == 2
    made.close()
    assert results(shop, Task("x", abs, (-3,))) == {"x": 3}


def test_a_process_that_ended_meanwhile_is_replaced(shop: Shop) -> None:
    results(shop, Task("x", abs, (-3,)))
    for maker in shop._idle:
        maker.process.kill()
        maker.process.wait()
    found = results(shop, Task("y", abs, (-4,)), Task("z", abs, (-5,)))
    assert found == {"y": 4, "z": 5}


def test_a_process_that_cannot_even_begin_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "PROGRAM", "raise SystemExit")
    found = results(Shop(1), Task("a", len, (b" " * 3_000_000,)), Task("b", abs, (-1,)))
    assert [type(one) for one in found.values()] == [MakerDied, MakerDied]


def test_after_some_papers_a_fresh_process_takes_over(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "PAPERS_EACH", 1)
    before = {maker.process.pid for maker in shop._idle}
    results(shop, Task(1, abs, (-4,)), Task(2, abs, (-5,)))
    assert not before & {maker.process.pid for maker in shop._idle}


def test_the_processes_end_with_the_block(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, workshop.INLINE, False)
    with app.app_context(), workshop.open(1) as opened:
        [pid] = results(opened, Task("a", os.getpid)).values()
        [maker] = opened._idle
    assert maker.process.returncode is not None
    assert pid == maker.process.pid


def test_one_paper_by_a_process_that_is_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, workshop.INLINE, False)
    monkeypatch.setattr(workshop, "_kept", {})
    with app.app_context():
        pid = workshop.make(Task("a", os.getpid))
        assert pid != os.getpid()
        assert workshop.make(Task("a", os.getpid)) == pid
        with pytest.raises(MakerDied):
            workshop.make(Task("a", os.abort))
        workshop._kept[os.getpid()].close()


def test_in_tests_papers_are_made_in_place(app: Flask) -> None:
    with app.app_context(), workshop.open() as opened:
        assert opened.processes == 0
        assert results(opened, Task("a", os.getpid)) == {"a": os.getpid()}
        assert workshop.make(Task("a", os.getpid)) == os.getpid()


def test_as_many_processes_as_the_settings_say(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, workshop.INLINE, False)
    settings = app.extensions["gongshi"]
    with app.app_context():
        for wanted, number in ((3, 3), (0, 0), (None, min(4, len(os.sched_getaffinity(0))))):
            monkeypatch.setitem(app.extensions, "gongshi", replace(settings, paper_processes=wanted))
            with workshop.open() as opened:
                assert opened.processes == number
