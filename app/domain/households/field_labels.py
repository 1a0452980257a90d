"""The names by which people know the fields that the history says were changed.

Lives here: labels as message ids. Does not live here: the codes that the fields hold (``codes_*.py``).
"""

import re

from app.core.messages import N_, Message

HOUSEHOLD = {
    "group_id": N_("Villagers' group"),
    "data_as_of": N_("The record describes"),
    "telephone": N_("Telephone"),
    "bank_name": N_("Bank"),
    "bank_account": N_("Bank account"),
    "attribute": N_("Kind of household"),
    "standard": N_("Standard of identification"),
    "main_cause": N_("Main cause"),
    "other_causes": N_("Other causes"),
    "note": N_("Remarks"),
    "farmland_mu": N_("Farmland"),
    "forest_mu": N_("Forest"),
    "pasture_mu": N_("Pasture"),
    "house_area_m2": N_("Living space"),
    "house_structure": N_("Structure of the house"),
    "house_grade": N_("Grade of danger"),
    "house_built_year": N_("Built in"),
    "water_is_safe": N_("Safe drinking water"),
    "water_source": N_("Drinking water"),
    "road_type": N_("Road to the house"),
    "main_fuel": N_("Main fuel"),
    "has_sanitary_toilet": N_("Sanitary toilet"),
    "member_added": N_("member added"),
    "member_removed": N_("member taken off"),
}
MEMBER = {
    "name": N_("Name"),
    "id_number": N_("Identity number"),
    "relation": N_("Relation to the head"),
    "sex": N_("Sex"),
    "born_on": N_("Date of birth"),
    "ethnicity": N_("Ethnic group"),
    "politics": N_("Political affiliation"),
    "education": N_("Education"),
    "student_status": N_("At school"),
    "health": N_("Health"),
    "labour": N_("Ability to work"),
    "work_place": N_("Works for wages"),
    "work_months": N_("Months worked in the year"),
    "has_medical_insurance": N_("Medical insurance"),
    "has_pension_insurance": N_("Pension insurance"),
    "has_allowance": N_("Minimum living allowance"),
}
INCOME = {
    "wages": N_("Wages"),
    "business": N_("Business of the family, gross"),
    "business_cost": N_("Cost of the business"),
    "property": N_("Property"),
    "transfers": N_("Transfers"),
    "transfer_items": N_("Transfers by kind, where known"),
    "items": N_("Crops and animals"),
}
_INCOME = re.compile(r"income_(\d{4})\.(\w+)")


def label_of(field: str) -> Message:
    """What people call *field*, as the history names it: ``telephone``, ``member.education``, ``income_2025.wages``."""
    if field in HOUSEHOLD:
        return Message(HOUSEHOLD[field])
    part, _, name = field.partition(".")
    if part == "member" and name in MEMBER:
        return Message(N_("member's %(field)s"), field=Message(MEMBER[name]))
    income = _INCOME.fullmatch(field)
    if income and income[2] in INCOME:
        return Message(N_("income of %(year)s, %(field)s"), year=income[1], field=Message(INCOME[income[2]]))
    return Message(field.replace("%", "%%"))
