"""Every code list of the register under one roof: ``codes.CAUSE``, ``codes.RELATION``, ...

Lives here: the re-exports and the directory :data:`CODE_LISTS` by name. Does not live here: the entries
(``codes_household.py``, ``codes_member.py``, ``codes_ethnicity.py``) or how a list works (``codelist.py``).
"""

from app.domain.households.codelist import Code, CodeList, normalise_label
from app.domain.households.codes_ethnicity import ETHNICITY
from app.domain.households.codes_household import (
    ATTRIBUTE,
    CAUSE,
    EXITED_ATTRIBUTE,
    FIVE_GUARANTEE_CARE,
    FUEL,
    HELPER_LEVEL,
    HOUSE_GRADE,
    HOUSING_STRUCTURE,
    INCOME_ITEM,
    MONITORING_KIND,
    NOT_EXITED_REASON,
    ORGANISATION,
    POVERTY_STATUS,
    RELOCATION_PLACE,
    RELOCATION_SETTLEMENT,
    RELOCATION_WAY,
    RETURN_CAUSE,
    RISK,
    RISK_REMOVAL,
    ROAD,
    STANDARD,
    TOILET,
    TRANSFER_ITEM,
    WATER_SOURCE,
)
from app.domain.households.codes_member import (
    ABLE_LABOUR,
    DISABILITY_KIND,
    EDUCATION,
    HEAD,
    HEALTH,
    LABOUR,
    MEMBER_CHANGE,
    NOT_STUDENT,
    POLITICS,
    RELATION,
    SEX,
    SPOUSE,
    STUDENT_STATUS,
    WORK_PLACE,
    is_student,
    school_stage,
)

CODE_LISTS: dict[str, CodeList] = {
    code_list.name: code_list
    for code_list in (
        ATTRIBUTE, CAUSE, DISABILITY_KIND, EDUCATION, ETHNICITY, EXITED_ATTRIBUTE, FIVE_GUARANTEE_CARE, FUEL, HEALTH,
        HELPER_LEVEL, HOUSE_GRADE, HOUSING_STRUCTURE, INCOME_ITEM, LABOUR, MEMBER_CHANGE, MONITORING_KIND,
        NOT_EXITED_REASON, ORGANISATION, POLITICS, POVERTY_STATUS, RELATION, RELOCATION_PLACE, RELOCATION_SETTLEMENT,
        RELOCATION_WAY, RETURN_CAUSE, RISK, RISK_REMOVAL, ROAD, SEX, STANDARD, STUDENT_STATUS, TOILET, TRANSFER_ITEM,
        WATER_SOURCE, WORK_PLACE,
    )
}  # fmt: skip

__all__ = [
    "ABLE_LABOUR", "ATTRIBUTE", "CAUSE", "CODE_LISTS", "Code", "CodeList", "DISABILITY_KIND", "EDUCATION", "ETHNICITY",
    "EXITED_ATTRIBUTE", "FIVE_GUARANTEE_CARE", "FUEL", "HEAD", "HEALTH", "HELPER_LEVEL", "HOUSE_GRADE",
    "HOUSING_STRUCTURE", "INCOME_ITEM", "LABOUR", "MEMBER_CHANGE", "MONITORING_KIND", "NOT_EXITED_REASON",
    "NOT_STUDENT", "ORGANISATION", "POLITICS", "POVERTY_STATUS", "RELATION", "RELOCATION_PLACE",
    "RELOCATION_SETTLEMENT", "RELOCATION_WAY", "RETURN_CAUSE", "RISK", "RISK_REMOVAL", "ROAD", "SEX", "SPOUSE",
    "STANDARD", "STUDENT_STATUS", "TOILET", "TRANSFER_ITEM", "WATER_SOURCE", "WORK_PLACE", "is_student",
    "normalise_label", "school_stage",
]  # fmt: skip
