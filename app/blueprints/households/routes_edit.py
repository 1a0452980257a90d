"""Views that change the register: a new household, its fields, its members, its income. Each save is checked up."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.households import blueprint, presenter
from app.blueprints.households.forms import (
    HouseholdForm,
    LeaveForm,
    MemberForm,
    NewHouseholdForm,
    VersionedForm,
)
from app.blueprints.households.forms_income import IncomeForm
from app.core import clock
from app.core.errors import Invalid
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.areas.queries import get_village, list_groups, list_villages_for
from app.domain.checkups import service as checkups
from app.domain.duplicates import queries as duplicate_queries
from app.domain.duplicates import service as duplicates
from app.domain.households import entries, queries, rules, service
from app.domain.households.models import Household, IncomeYear, Member
from app.domain.policies import queries as policies
from app.web.access import current_actor, requires
from app.web.pages import go, page, text_argument

NEW_HEAD_FIELDS = ("name", "id_number", "sex")
NEW_HOUSEHOLD_FIELDS = ("telephone", "attribute", "main_cause")


@blueprint.get("/new")
@requires(Permission.HOUSEHOLD_EDIT)
def choose_village() -> Response:
    """In which village: asked only of those who work in several."""
    villages = list_villages_for(current_actor(), Permission.HOUSEHOLD_EDIT)
    code = text_argument("village", 12)
    chosen = [village for village in villages if village.code == code] or villages
    if len(chosen) == 1:
        return go(url_for("households.new", code=chosen[0].code))
    return page("households/choose_village.html", villages=villages)


@blueprint.route("/new/<code>", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT, load=get_village)
def new(village: Area) -> Response:
    """The first lines of a household's record."""
    form = NewHouseholdForm(data={"data_as_of": clock.today()})
    form.offer_groups(list_groups(village))
    if form.validate_on_submit() and (made := _saved(form, lambda: _create(village, form))) is not None:
        flash(_("The record is open. Enter the other members and the income next."), "success")
        return go(url_for("households.show", household_no=made.household_no))
    return page("households/new.html", status=_status(form), form=form, village=village)


@blueprint.route("/<household_no>/edit", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT, load=queries.get_household)
def edit(household: Household) -> Response:
    """The household's own fields."""
    form = HouseholdForm.over(household, list_groups(household.village))
    if form.validate_on_submit() and _saved(form, lambda: _update(household, form)) is not None:
        return _done(household)
    on_record = presenter.numbers(household, in_full=False)
    return page(
        "households/edit.html", status=_status(form), form=form, household=household, on_record=on_record
    )


@blueprint.route("/<household_no>/members/new", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT, load=queries.get_household)
def add_member(household: Household) -> Response:
    """One more person."""
    form = MemberForm.over(household)
    if form.validate_on_submit() and _saved(form, lambda: _add_member(household, form)) is not None:
        return _done(household)
    return page(
        "households/member.html",
        status=_status(form),
        form=form,
        household=household,
        member=None,
        on_record="",
    )


@blueprint.route("/<household_no>/members/<int:member_id>", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT, load=queries.get_household)
def edit_member(household: Household, member_id: int) -> Response:
    """One person's fields."""
    member = queries.get_member(household, member_id)
    form = MemberForm.over(household, member)
    if (
        form.validate_on_submit()
        and _saved(form, lambda: _update_member(household, member, form)) is not None
    ):
        return _done(household)
    on_record = rules.masked_id_number(member.id_number)
    return page(
        "households/member.html",
        status=_status(form),
        form=form,
        household=household,
        member=member,
        on_record=on_record,
    )


@blueprint.route("/<household_no>/members/<int:member_id>/remove", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT, load=queries.get_household)
def remove_member(household: Household, member_id: int) -> Response:
    """Take a person off the record, with what became of them."""
    member = queries.get_member(household, member_id)
    form = LeaveForm(data={"version": household.version})
    if (
        form.validate_on_submit()
        and _saved(form, lambda: _remove_member(household, member, form)) is not None
    ):
        return _done(household)
    return page(
        "households/remove_member.html", status=_status(form), form=form, household=household, member=member
    )


@blueprint.route("/<household_no>/incomes/new", methods=["GET", "POST"], defaults={"year": 0})
@blueprint.route("/<household_no>/incomes/<int:year>", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT, load=queries.get_household)
def edit_income(household: Household, year: int) -> Response:
    """The income of a year."""
    income = rules.income_of(household.incomes, year)
    coefficients = _coefficients(household, income)
    form = IncomeForm.over(household, year or clock.today().year - 1, income, coefficients)
    if (
        form.validate_on_submit()
        and _saved(form, lambda: _set_income(household, form, coefficients)) is not None
    ):
        return _done(household)
    return page(
        "households/income.html",
        status=_status(form),
        form=form,
        household=household,
        year=year,
        income=income,
    )


def _create(village: Area, form: NewHouseholdForm) -> Household:
    made = service.create_household(
        village=village,
        head=form.values(NEW_HEAD_FIELDS),
        values=form.values(NEW_HOUSEHOLD_FIELDS),
        group_id=form.group,
        household_no=form.household_no.data or "",
        data_as_of=form.data_as_of.data,
        actor=current_actor(),
    )
    _look_at(made)
    return made


def _update(household: Household, form: HouseholdForm) -> list[str]:
    return service.update_household(
        household=household,
        values=form.values(entries.HOUSEHOLD_FIELDS),
        group_id=form.group,
        data_as_of=form.data_as_of.data,
        version=form.version.data,
        actor=current_actor(),
    )


def _add_member(household: Household, form: MemberForm) -> Any:
    return service.add_member(
        household=household,
        values=form.values(entries.MEMBER_FIELDS),
        version=form.version.data,
        actor=current_actor(),
    )


def _update_member(household: Household, member: Member, form: MemberForm) -> list[str]:
    return service.update_member(
        household=household,
        member=member,
        values=form.values(entries.MEMBER_FIELDS),
        version=form.version.data,
        actor=current_actor(),
    )


def _remove_member(household: Household, member: Member, form: LeaveForm) -> str:
    change: str = form.change.data
    service.remove_member(
        household=household, member=member, change=change, version=form.version.data, actor=current_actor()
    )
    return change


def _set_income(household: Household, form: IncomeForm, coefficients: Mapping[str, str]) -> IncomeYear:
    return service.set_income(
        household=household,
        year=form.year.data or 0,
        entry=form.entry(coefficients),
        version=form.version.data,
        actor=current_actor(),
    )


def _coefficients(household: Household, income: IncomeYear | None) -> dict[str, str]:
    """What one may choose: the policy's coefficients, and those that this year's items were entered with."""
    days = (household.data_as_of, clock.today())
    profiles = (policies.find_in_force(household.village, day) for day in days)
    profile = next((found for found in profiles if found is not None), None)
    offered: dict[str, str] = dict(profile.values.get("coefficients", {})) if profile else {}
    return offered | {item.kind: item.coefficient for item in (income.items if income else ())}


def _saved(form: VersionedForm, act: Callable[[], Any]) -> Any:
    """What *act* returns, with the household checked up; nothing when it found a value wrong."""
    try:
        result = act()
    except Invalid as error:
        form.put_error(error)
        return None
    return result


def _done(household: Household) -> Response:
    _look_at(household)
    flash(_("Saved."), "success")
    return go(url_for("households.show", household_no=household.household_no))


def _look_at(household: Household) -> None:
    """Check the household up, and look whether one of its people stands in another one."""
    checkups.recheck(household_ids=[household.id])
    duplicates.refresh(household_ids=[household.id])
    open_ = duplicate_queries.count_open_of([household.id])
    if open_:
        flash(
            ngettext(
                "This household has something in common with another one: see “Possible duplicates” on this page.",
                "This household has %(num)s things in common with others: see “Possible duplicates” on this page.",
                open_,
            ),
            "warning",
        )


def _status(form: VersionedForm) -> int:
    return 422 if form.is_submitted() else 200
