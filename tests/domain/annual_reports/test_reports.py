"""The year's report: its figures, the rows behind them, words from year to year, finishing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.annual_reports import gathering, queries, rows, service
from app.domain.annual_reports.figures import Figure, Listing, Rows, Section, permille, values_of
from app.domain.annual_reports.models import Part
from app.domain.annual_reports.scope import Scope
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import VillageFigures
from app.domain.households.models import Registration
from app.domain.statistics import queries as statistics
from app.domain.statistics.rules import Who
from tests import factories
from tests.browser import watched
from tests.people import People

D = dt.date
YEAR = 2025


@pytest.fixture
def scope(people: People) -> Scope:
    """A township in 2025: figures of a village, a round with applications, three registered and one who left."""
    factories.add(
        VillageFigures(
            village_id=people.village.id, year=2024, households=100, population=400, is_poor_village=True
        )
    )
    round_ = factories.a_round(year=YEAR, code="2025-identification")
    for place, village in enumerate((people.village, people.village, people.other_village)):
        household = factories.a_registered(village, members=2 + place, round_=round_, on=D(YEAR, 6, 1))
        factories.an_application(household, round_=round_, state=ApplicationState.REGISTERED)
    rejected = factories.a_household(people.village)
    factories.an_application(
        rejected, round_=round_, state=ApplicationState.REJECTED, closing_reason="人均纯收入超过标准"
    )
    earlier = factories.a_registered(people.village, members=5, on=D(2024, 6, 1))
    factories.an_exit(earlier, exited_on=D(YEAR, 11, 1))
    return Scope(people.township, YEAR, clock.today())


def sections(scope: Scope) -> list[Section]:
    return gathering.load(replace(scope), queries.find_report(scope.area, scope.year))


def figures(scope: Scope) -> dict[str, Figure]:
    return {figure.key: figure for section in sections(scope) for figure in section.figures()}


def test_the_report_says_what_the_records_say(scope: Scope, people: People) -> None:
    found = {key: figure.value for key, figure in figures(scope).items()}
    assert found["basics.villages"] == 2
    assert found["basics.poor_villages"] == 1
    assert found["basics.population"] == 400
    assert (found["basics.registered.households"], found["basics.registered.people"]) == (3, 9)
    assert found["basics.incidence"] == 23
    assert (found["identification.applied.households"], found["identification.applied.people"]) == (4, 12)
    assert (found["identification.announced.households"], found["identification.announced.people"]) == (3, 9)
    assert (found["exit.out.households"], found["exit.out.people"]) == (1, 5)
    assert found[f"basics.{people.village.code}.poor.people"] == 5


def test_the_parts_stand_in_their_order(scope: Scope) -> None:
    assert [section.part for section in sections(scope)] == list(Part)


def test_every_figure_has_a_key_of_its_own(scope: Scope) -> None:
    by_key: dict[str, set[int]] = {}
    for section in sections(scope):
        for figure in section.figures():
            by_key.setdefault(figure.key, set()).add(figure.value)
    assert not {key for key, values in by_key.items() if len(values) > 1}


def counted(scope: Scope) -> Iterator[tuple[Figure, int, int]]:
    """Each figure of a list with how many rows, and how many people, stand behind it."""
    for figure in figures(scope).values():
        if figure.rows is None:
            continue
        if figure.rows.listing is Listing.COUNTED:
            behind = statistics.count_matching(scope.asked(Who(figure.rows.who)).picking(*figure.rows.picks))
            yield figure, behind.households, behind.people
        elif figure.rows.listing in (Listing.STAGE, Listing.LEFT):
            items = rows.list_rows(scope, figure.rows).page.items
            yield figure, len(items), sum(row.cells[2] for row in items)


@pytest.mark.parametrize("level", ["county", "township", "village"])
def test_every_number_is_that_of_the_rows_it_opens_to(scope: Scope, people: People, level: str) -> None:
    checked = 0
    for figure, households, counted_people in counted(replace(scope, area=getattr(people, level))):
        if figure.unit.value == "number":
            assert figure.value in (households, counted_people), figure.key
            checked += 1
    assert checked > 35


def test_a_county_tells_its_townships_apart(scope: Scope, people: People) -> None:
    factories.a_registered(people.far_village, members=6, on=D(YEAR, 6, 1))
    found = figures(replace(scope, area=people.county))
    assert found[f"basics.{people.township.code}.poor.people"].value == 9
    assert found[f"basics.{people.other_township.code}.poor.people"].value == 6
    assert f"basics.{people.village.code}.poor.people" not in found
    assert found["basics.sum.3"].value == 15
    assert found[f"identification.{people.township.code}.applied"].value == 4


def test_a_place_of_elsewhere_has_no_rows(scope: Scope, people: People) -> None:
    """The place in an address narrows the report's own area; it never leads out of it."""
    factories.a_registered(people.far_village, on=D(YEAR, 6, 1))
    for place in (people.far_village, people.other_township):
        for listing in (Listing.VILLAGES, Listing.UNPAIRED, Listing.STAGE):
            asked = Rows(listing, "announced" if listing is Listing.STAGE else "", place.code)
            assert not rows.list_rows(scope, asked).page.items
    of_all = rows.list_rows(scope, Rows(Listing.UNPAIRED)).page.total
    assert rows.list_rows(scope, Rows(Listing.UNPAIRED, place=people.county.code)).page.total == of_all


def test_the_difference_to_the_year_before_is_marked(scope: Scope) -> None:
    found = figures(scope)
    assert found["basics.registered.households"].difference == 2
    assert found["basics.registered.people"].difference == 4
    first = Scope(scope.area, 2024, scope.today)
    assert figures(first)["basics.registered.households"].difference is None


def test_words_are_kept_in_both_languages_and_come_again_next_year(scope: Scope, people: People) -> None:
    reviewer = people.actor("township_reviewer")
    text = BilingualText("产业基础薄弱。", "Industry is weak.")
    service.write(actor=reviewer, area=scope.area, year=2024, part=Part.PROBLEMS, text=text)
    assert queries.find_report(scope.area, YEAR) is None
    assert queries.load_paragraphs_before(scope.area, YEAR)[Part.PROBLEMS].text == text
    assert service.keep_words(actor=reviewer, area=scope.area, year=YEAR) == 1
    report = queries.find_report(scope.area, YEAR)
    assert report is not None
    assert [one.text for one in report.paragraphs] == [text]
    changed = BilingualText("产业有了起色。", "")
    service.write(actor=reviewer, area=scope.area, year=YEAR, part=Part.PROBLEMS, text=changed)
    assert service.keep_words(actor=reviewer, area=scope.area, year=YEAR) == 0
    assert queries.load_paragraphs_before(scope.area, YEAR + 1)[Part.PROBLEMS].text_zh == "产业有了起色。"


def test_personal_numbers_do_not_get_into_a_report(scope: Scope, people: People) -> None:
    text = BilingualText(f"证件{factories.an_id_number()}", "")
    with pytest.raises(Invalid) as refusal:
        service.write(
            actor=people.actor("township_reviewer"), area=scope.area, year=YEAR, part=Part.FUNDS, text=text
        )
    assert refusal.value.field == "text_zh"


def test_who_only_looks_does_not_write(scope: Scope, people: People) -> None:
    for name in ("village_officer", "supervisor", "other_township_reviewer"):
        with pytest.raises(Forbidden):
            service.finish(actor=people.actor(name), area=scope.area, year=YEAR)


def test_a_finished_report_keeps_its_figures_and_says_what_moved(scope: Scope, people: People) -> None:
    reviewer = people.actor("township_reviewer")
    report = service.finish(actor=reviewer, area=scope.area, year=YEAR)
    struck = factories.first(Registration, Registration.registered_on == D(YEAR, 6, 1))
    struck.struck_on, struck.struck_reason = D(YEAR, 7, 1), "公告后查实不符合条件"
    found = figures(scope)["basics.registered.households"]
    assert (found.value, found.now, found.has_moved) == (3, 2, True)
    following = figures(Scope(scope.area, 2026, scope.today))["basics.registered.households"]
    assert (following.value, following.before) == (2, 3)
    text = BilingualText("改", "")
    with pytest.raises(Refused):
        service.write(actor=reviewer, area=scope.area, year=YEAR, part=Part.FUNDS, text=text)
    with pytest.raises(Refused):
        service.finish(actor=reviewer, area=scope.area, year=YEAR)
    with pytest.raises(Invalid):
        service.reopen(actor=reviewer, report=report, reason=" ")
    service.reopen(actor=reviewer, report=report, reason="数字有误")
    assert figures(scope)["basics.registered.households"].value == 2
    with pytest.raises(Conflict):
        service.reopen(actor=reviewer, report=report, reason="数字有误")


def test_a_year_to_come_is_not_finished(scope: Scope, people: People) -> None:
    with pytest.raises(Refused):
        service.finish(actor=people.actor("township_reviewer"), area=scope.area, year=2027)


def test_shares_are_rounded_half_up() -> None:
    assert permille(326, 1_330) == 245
    assert permille(1, 16) == 63
    assert permille(1, 0) == 0


def test_more_households_take_no_more_statements(scope: Scope, people: People) -> None:
    def statements() -> int:
        with watched(is_reading=True) as seen:
            values_of(sections(scope))
        return len(seen)

    before = statements()
    for _ in range(4):
        household = factories.a_registered(people.village, on=D(YEAR, 6, 1))
        factories.an_application(household, round_=scope.round, state=ApplicationState.REGISTERED)
    assert statements() == before
