"""What a workbook's preview and its saving say of people who stand in other households."""

import datetime as dt
import io

from app.core.db import db as database
from app.domain.duplicates import queries
from app.domain.households.models import Household, Member
from tests import factories
from tests.domain.imports.handed_in import faultless
from tests.people import People


def test_the_preview_names_who_stands_elsewhere_and_saving_finds_the_pair(people: People) -> None:
    factories.a_round(reference_from=dt.date(2025, 1, 1), reference_until=dt.date(2025, 12, 31))
    browser = people.browser("village_officer")
    book = faultless(people.village)
    browser.get("imports.new")
    browser.send(file=(io.BytesIO(book), "登记表.xlsx"))
    browser.follow()
    browser.send(to="/confirm")
    saved = factories.first(Member)
    assert saved is not None
    number, name = saved.id_number, saved.name
    kept = factories.first(Household, Household.id == saved.household_id)
    assert kept is not None
    other = factories.a_household(people.other_village, head_name="柏建国")
    other.members[0].id_number = number
    kept.main_cause = "disaster"  # so that saving the workbook again writes this household
    other_id = other.id
    database.session.commit()
    browser.get("imports.new")
    browser.send(file=(io.BytesIO(book), "登记表二.xlsx"))
    page = browser.follow()
    assert "已登记在别的户里" in page.text
    assert name in page.text
    assert "柏建国" in page.text
    assert str(number) not in page.html
    browser.send(to="/confirm")
    assert "疑似重复" in browser.follow().text
    assert queries.count_open_of([other_id]) > 0
