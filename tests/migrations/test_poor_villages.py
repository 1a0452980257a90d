"""What the revision of poor villages fills in: the policy fields with which profiles and rounds that exist go on."""

import importlib.util
from types import ModuleType

from app import tables
from app.domain.policies.loader import get_shipped
from app.domain.policies.values import read_value
from app.domain.policies.village_fields import VILLAGE_FIELDS


def _revision() -> ModuleType:
    path = tables.MIGRATIONS / "versions" / "20261122_0013_poor_villages.py"
    spec = importlib.util.spec_from_file_location("poor_villages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_field_of_poor_villages_is_filled_in_with_what_is_shipped() -> None:
    filled = _revision().NEW_VALUES
    assert list(filled) == [field.name for field in VILLAGE_FIELDS]
    shipped = get_shipped("identification-2014").values
    for field in VILLAGE_FIELDS:
        assert read_value(field, filled[field.name]) == filled[field.name] == shipped[field.name]
