"""The groups on a notice, and the photographs of its sheets."""

from app.domain.notices import sheets
from tests import factories
from tests.people import People


def test_groups_are_counted_and_stand_by_their_number(people: People) -> None:
    rows = [("10组", "丁一明", 3), ("2组", "王大山", 4), ("10组", "许小苗", 1)]
    notice = factories.a_notice_of(people.village, rows, round_=factories.the_round())
    groups = [(group.name, group.households, group.people) for group in sheets.list_groups(notice.id)]
    assert groups == [("2组", 1, 4), ("10组", 2, 4)]


def test_only_pictures_are_photographs(people: People) -> None:
    notice = factories.a_notice_of(
        people.village, [("1组", "丁一明", 3)], round_=factories.the_round(), posted=False
    )
    photo = factories.an_attachment(people.village)
    hung = factories.a_posting(notice, photo=photo)
    scan = factories.an_attachment(people.village, media_type="application/pdf")
    factories.a_posting(notice, factories.a_posting_place(people.village), photo=scan)
    assert sheets.load_photographs(notice.id) == {hung.id: photo.digest}
