"""Forms of the register: a new household, its own fields, a member, why one leaves. Income: ``forms_income.py``.

Identity, telephone and account numbers never stand in a form: an empty field keeps what is on record.
"""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from app.blueprints.households.fields import CodeField, CodesField, YesNoField, choices_from
from app.domain.areas.models import Area
from app.domain.households import codes
from app.domain.households.models import Household, Member
from app.web.forms import BaseForm, CountField, DateField, Needed, TextField
from app.web.i18n import current_locale

KEPT_NUMBERS = ("telephone", "bank_account", "id_number")
AT_MOST_60 = Length(max=60, message=lazy_gettext("At most 60 characters."))


class VersionedForm(BaseForm):
    """Base of forms over something that somebody else may change meanwhile."""

    version = IntegerField(widget=HiddenInput(), default=0)


class RegisterForm(VersionedForm):
    """Base of forms whose fields are the register's."""

    def values(self, names: Sequence[str]) -> dict[str, Any]:
        """What was entered in the fields *names*; personal numbers only where something was typed or cleared."""
        found: dict[str, Any] = {}
        for name in names:
            field = self._fields.get(name)
            if field is None:
                continue
            value = field.flag if isinstance(field, YesNoField) else field.data
            if name in KEPT_NUMBERS and not value and not self._is_cleared(name):
                continue
            found[name] = value
        return found

    def _is_cleared(self, name: str) -> bool:
        box = self._fields.get(f"clear_{name}")
        return bool(box is not None and box.data)


class PlaceMixin:
    """Where the household lives and which day the record describes."""

    group_id = SelectField(lazy_gettext("Villagers' group"), validate_choice=False)
    data_as_of = DateField(
        lazy_gettext("The record describes"),
        [Needed()],
        description=lazy_gettext("The day of the visit or of the sheet; ages are counted to it."),
    )

    def offer_groups(self, groups: Sequence[Area]) -> None:
        """Put the village's groups up for choice."""
        locale = current_locale()
        named = [(str(group.id), group.name.in_(locale)) for group in groups]
        self.group_id.choices = choices_from([("", gettext("not stated")), *named])

    @property
    def group(self) -> int | None:
        """The id of the chosen group."""
        chosen = str(self.group_id.data or "")
        return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None


class NewHouseholdForm(RegisterForm, PlaceMixin):
    """The first lines of a record: place, head, contact, cause."""

    household_no = TextField(
        lazy_gettext("Household number"),
        description=lazy_gettext("Leave it empty to get the village's next number."),
    )
    name = TextField(lazy_gettext("Name of the head"), [Needed(), AT_MOST_60])
    id_number = TextField(lazy_gettext("Identity number"))
    sex = CodeField(lazy_gettext("Sex"), codes.SEX)
    telephone = TextField(lazy_gettext("Telephone"))
    attribute = CodeField(lazy_gettext("Kind of household"), codes.ATTRIBUTE)
    main_cause = CodeField(lazy_gettext("Main cause"), codes.CAUSE)


class HouseholdForm(RegisterForm, PlaceMixin):
    """The household's own fields."""

    telephone = TextField(lazy_gettext("Telephone"))
    clear_telephone = BooleanField(lazy_gettext("Remove the telephone number on record"))
    bank_name = TextField(lazy_gettext("Bank"), [AT_MOST_60])
    bank_account = TextField(lazy_gettext("Bank account"))
    clear_bank_account = BooleanField(lazy_gettext("Remove the bank account on record"))
    attribute = CodeField(lazy_gettext("Kind of household"), codes.ATTRIBUTE)
    standard = CodeField(lazy_gettext("Standard of identification"), codes.STANDARD)
    main_cause = CodeField(lazy_gettext("Main cause"), codes.CAUSE)
    other_causes = CodesField(
        lazy_gettext("Other causes"), codes.CAUSE, description=lazy_gettext("At most two.")
    )
    farmland_mu = TextField(lazy_gettext("Farmland"))
    forest_mu = TextField(lazy_gettext("Forest"))
    pasture_mu = TextField(lazy_gettext("Pasture"))
    house_area_m2 = TextField(lazy_gettext("Living space"))
    house_structure = CodeField(lazy_gettext("Structure of the house"), codes.HOUSING_STRUCTURE)
    house_grade = CodeField(lazy_gettext("Grade of danger"), codes.HOUSE_GRADE)
    house_built_year = CountField(lazy_gettext("Built in"))
    water_is_safe = YesNoField(lazy_gettext("Safe drinking water"))
    water_source = CodeField(lazy_gettext("Drinking water"), codes.WATER_SOURCE)
    road_type = CodeField(lazy_gettext("Road to the house"), codes.ROAD)
    main_fuel = CodeField(lazy_gettext("Main fuel"), codes.FUEL)
    has_sanitary_toilet = YesNoField(lazy_gettext("Sanitary toilet"))
    note = TextAreaField(
        lazy_gettext("Remarks"), [Length(max=1000, message=lazy_gettext("At most 1000 characters."))]
    )

    @classmethod
    def over(cls, household: Household, groups: Sequence[Area]) -> Self:
        """The form filled with what is on record, personal numbers left out."""
        kept = {name: getattr(household, name) for name in cls.names() if name not in KEPT_NUMBERS}
        for name in ("farmland_mu", "forest_mu", "pasture_mu", "house_area_m2"):
            kept[name] = "" if kept[name] is None else f"{kept[name]:g}"
        form = cls(
            data={
                **kept,
                "group_id": str(household.group_id or ""),
                "data_as_of": household.data_as_of,
                "version": household.version,
            }
        )
        form.offer_groups(groups)
        return form

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields that are columns of the household."""
        return tuple(name for name in vars(cls) if hasattr(Household, name))


class MemberForm(RegisterForm):
    """One person."""

    name = TextField(lazy_gettext("Name"), [Needed(), AT_MOST_60])
    id_number = TextField(lazy_gettext("Identity number"))
    clear_id_number = BooleanField(lazy_gettext("Remove the identity number on record"))
    relation = CodeField(lazy_gettext("Relation to the head"), codes.RELATION, [Needed()])
    sex = CodeField(lazy_gettext("Sex"), codes.SEX)
    born_on = DateField(lazy_gettext("Date of birth"))
    ethnicity = CodeField(lazy_gettext("Ethnic group"), codes.ETHNICITY)
    politics = CodeField(lazy_gettext("Political affiliation"), codes.POLITICS)
    education = CodeField(lazy_gettext("Education"), codes.EDUCATION)
    student_status = CodeField(lazy_gettext("At school"), codes.STUDENT_STATUS)
    health = CodesField(lazy_gettext("Health"), codes.HEALTH)
    labour = CodeField(lazy_gettext("Ability to work"), codes.LABOUR)
    work_place = CodeField(lazy_gettext("Works for wages"), codes.WORK_PLACE)
    work_months = CountField(lazy_gettext("Months worked in the year"))
    has_medical_insurance = YesNoField(lazy_gettext("Medical insurance"))
    has_pension_insurance = YesNoField(lazy_gettext("Pension insurance"))
    has_allowance = YesNoField(lazy_gettext("Minimum living allowance"))

    @classmethod
    def over(cls, household: Household, member: Member | None = None) -> Self:
        """The form filled with what is on record of *member*, the identity number left out."""
        kept = (
            {name: getattr(member, name) for name in cls.names() if name not in KEPT_NUMBERS}
            if member
            else {}
        )
        return cls(data={**kept, "version": household.version})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields that are columns of the member."""
        return tuple(name for name in vars(cls) if hasattr(Member, name))


class LeaveForm(VersionedForm):
    """Why somebody leaves the household."""

    change = CodeField(lazy_gettext("What became of this person"), codes.MEMBER_CHANGE, [Needed()])
