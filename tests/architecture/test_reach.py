"""Who reaches which thing: every address that names a thing, by person, on a township in full swing.

What is expected follows from the one permission table. An address whose thing this township lacks fails the test.
The second reviewer of the township, of whom nothing is stored, is asked for nothing: the first holds the very same.
"""

import inspect
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from app.core.db import Base, db
from app.core.errors import NotFound
from app.core.permissions import Actor, Permission, can
from app.domain.attachments import folder
from app.domain.candidate_lists.models import EntryStanding, ListState, Telling
from app.domain.checkups.models import Finding, Severity
from app.domain.deliveries.models import DeliveryAnswer
from app.domain.funds.models import LedgerImport, RollLine
from app.domain.households.models import Household
from app.domain.imports.models import ImportRun
from app.domain.objections.models import ObjectionState, Outcome
from app.domain.projects.queries import list_photographs
from app.domain.reviews.models import Sample
from app.domain.rounds.models import Round
from tests import factories
from tests.architecture.test_access import answer, draw_refusals_once
from tests.people import EVERYBODY, People

READERS = tuple(name for name in EVERYBODY if name != "second_township_reviewer")
#: files that a thing may or may not have; papers, which take long to set, are read by two people only
FILES, PAPERS = (".csv", ".xlsx", ".zip", "/book.pdf", "/photo.jpg"), (".pdf",)


@dataclass(frozen=True)
class Thing:
    """An address filled with the parts of a stored thing, and the thing."""

    method: str
    access: str
    path: str
    subject: Any
    see: Permission | None
    is_whole: bool


def a_drawn_picture() -> str:
    """The digest of a kept picture."""
    out = io.BytesIO()
    Image.new("L", (60, 80), 128).save(out, "JPEG")
    return folder.keep(out.getvalue())


def a_township_in_full_swing(people: People) -> None:
    """One of everything, in the village and round that the people work in."""
    officer = people.user("village_officer")
    round_ = factories.a_round()
    drawn_up = factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE, round_=round_)
    notice = factories.a_notice(drawn_up)
    factories.a_sheet_photograph(factories.a_sheet(notice))
    factories.an_objection(notice)
    answered = {"state": ObjectionState.DECIDED, "outcome": Outcome.REJECTED, "public_reply": "不属实。"}
    factories.a_second_look(factories.an_objection(notice, **answered))
    factories.a_sample(drawn_up)
    factories.a_meeting(people.village, confirmed=False, round_=round_)
    factories.a_group(people.village)
    factories.a_quota(round_, people.village)
    factories.a_help_request(people.village)
    factories.an_application(factories.a_household(people.village), round_=round_)
    removed = factories.an_entry(drawn_up, standing=EntryStanding.REMOVED)
    telling = {"list_id": drawn_up.id, "household_id": removed.household_id, "head_name": removed.head_name}
    factories.add(Telling(what={"msgid": "Removed", "params": {}}, reason=removed.reason, **telling))
    finding = {"rule": "no_head", "severity": Severity.SEVERE, "fingerprint": "0" * 32}
    message = {"msgid": "No head", "params": {}}
    village = {"household_id": removed.household_id, "village_id": people.village.id}
    factories.add(Finding(message=message, **finding, **village))
    relative = factories.a_household(people.village, telephone="13911110000")
    factories.a_kinship(factories.an_official(people.village, telephone="13911110000"), relative)
    factories.a_household(people.village, telephone="13911110000")
    listed = factories.a_household(people.village)
    factories.a_duplicate_pair(listed, factories.a_household(people.village))
    factories.a_change_request(listed)
    factories.a_comparison_hit(listed, file=factories.a_comparison_file(round_))
    workbook = {"filename": "register.xlsx", "digest": "0" * 64, "uploaded_by_id": officer.id}
    factories.add(ImportRun(round=round_, area=people.village, **workbook))
    ledger = {"filename": "ledger.xlsx", "digest": "1" * 64, "imported_by_id": officer.id}
    factories.add(LedgerImport(round=factories.the_fund_year(), area=people.township, **ledger))
    factories.some_help(listed)
    article = factories.an_article(people.village)
    factories.an_article_file(article)
    factories.an_earlier_text(article)
    built = factories.a_year_of_money(people.village)
    for photograph in list_photographs(built):
        photograph.photo.digest = a_drawn_picture()
    project = factories.a_project(people.village)
    factories.a_project_notice(project, factories.a_fund_notice(area=people.village))
    factories.a_disclosure(people.village, period="2026-Q2")
    factories.a_disclosure(matter=factories.a_matter(people.village))
    after_the_announcement(people, listed, round_)
    line = db.session.scalars(sa.select(RollLine).limit(1)).one()
    factories.a_delivery(line, DeliveryAnswer.DID_NOT_COME)
    for name in EVERYBODY[1:]:
        people.user(name)
    db.session.commit()


def after_the_announcement(people: People, household: Household, round_: Round) -> None:
    """Plans and visits, tasks, exits, forms: what follows once a household is registered."""
    factories.some_assistance(household)
    factories.a_task({people.village: 10, people.township: 1}, round_=round_, area=people.township)
    factories.a_supervision(people.village)
    factories.some_exits(people.village)
    factories.some_poor_villages(people.village)
    factories.an_assessment(people.township)
    factories.a_form_filling(factories.an_outside_form(people.township), people.township)


def candidates(name: str) -> list[Any]:
    """What a part called *name* may be in this township: every stored value of a fitting column."""
    found: list[Any] = []
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.local_table.name):
        table, model = mapper.local_table, mapper.class_
        column = name if name in mapper.columns else None
        if name.endswith("_id") and ids_of(name) in (table.name, table.name.split("_")[-1]):
            column = "id"
        if name == "village_code" and table.name == "area":
            column = "code"
        if column is not None:
            found += db.session.scalars(sa.select(getattr(model, column)).order_by(model.id)).all()
    if name == "public_id":
        found += [sample.public_id for sample in db.session.scalars(sa.select(Sample).order_by(Sample.id))]
    return list(dict.fromkeys(value for value in found if value is not None))[:80]


def ids_of(name: str) -> str:
    """The table, or the end of its name, that a part such as ``list_id`` means."""
    return {"profile_id": "profile", "import_id": "run", "place_id": "place"}.get(
        name, name.removesuffix("_id")
    )


def things(app: Flask) -> Iterator[Thing]:
    """Every address that loads something, filled in; raises ``LookupError`` for one that cannot be."""
    known = cache(candidates)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        load = getattr(view, "load", None)
        if load is None:
            continue
        taken = [name for name in inspect.signature(load).parameters if name in rule.arguments]
        for values in product(*(known(name) for name in taken)):
            try:
                subject = load(*values)
            except NotFound:
                continue
            break
        else:
            raise LookupError(f"{rule.rule}: nothing that {load.__name__}({', '.join(taken)}) finds")
        parts = dict(zip(taken, values, strict=True))
        nothing = {name: 999 if is_number(rule, name) else "nowhere" for name in rule.arguments}
        rest = {name: (known(name) or [nothing[name]])[0] for name in rule.arguments - set(taken)}
        built = rule.build({**parts, **rest}, append_unknown=False)
        assert built is not None
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            is_whole = not rest and not rule.rule.endswith(FILES)
            yield Thing(method, view.access, built[1], subject, view.see, is_whole)


def is_number(rule: Rule, name: str) -> bool:
    """True when a part of *rule* is built from a number only."""
    return isinstance(rule._converters.get(name), NumberConverter)


def expected(actor: Actor, thing: Thing) -> set[int]:
    """The statuses with which *actor* may be answered."""
    if thing.access == "public":
        return {200} if thing.is_whole else {200, 303, 404}
    if actor.id is None:
        return {303}
    permission = Permission(thing.access)
    path, below = thing.subject.area_path, bool(getattr(thing.subject, "visible_below", ()))
    reaches = any(path.startswith(one.path) or (below and one.path.startswith(path)) for one in actor.grants)
    if not (can(actor, thing.see, thing.subject) if thing.see is not None else reaches):
        return {404}
    if not can(actor, permission, thing.subject):
        return {403}
    return {200, 303, 409} if thing.is_whole else {200, 303, 404, 409, 422}


@pytest.fixture
def township(people: People, monkeypatch: pytest.MonkeyPatch) -> People:
    """The people, in a township where everything is under way."""
    draw_refusals_once(monkeypatch, at_every_address=False)
    a_township_in_full_swing(people)
    return people


def disagreements(app: Flask, people: People, *, is_reading: bool) -> Iterator[str]:
    """Every answer that is not what the permission table says."""
    known = [thing for thing in things(app) if (thing.method == "GET") == is_reading]
    for person in READERS:
        actor, browser = people.actor(person), people.browser(person)
        # before any request lets go of what is loaded
        allowed_to = [expected(actor, thing) for thing in known]
        for thing, allowed in zip(known, allowed_to, strict=True):
            is_asked_already = 200 in allowed and (thing.access == "public" or thing.path.endswith(PAPERS))
            if is_asked_already and person not in ("villager", "village_officer"):
                continue
            if not is_reading and (thing.access == "public" or 200 in allowed):
                continue
            given = {} if is_reading else {"data": {"csrf_token": browser.csrf_token()}}
            status, where = answer(browser.client, thing, **given)
            if status not in allowed:
                yield f"{person}: {thing.method} {thing.path} ({thing.access}): {status} {where}, not {allowed}"


def test_each_reads_what_the_table_lets_them_read(app: Flask, township: People) -> None:
    assert list(disagreements(app, township, is_reading=True)) == []


def test_nobody_writes_what_the_table_does_not_let_them_write(app: Flask, township: People) -> None:
    assert list(disagreements(app, township, is_reading=False)) == []
