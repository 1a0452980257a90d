"""Fields for sums and quantities as people type them: ``120万``, ``1,200,000.50``, ``26.4``."""

from decimal import Decimal
from typing import Any

from wtforms import StringField

from app.core.errors import Invalid
from app.domain.funds.rules import read_fen
from app.domain.projects.rules import quantity_text, read_quantity
from app.web.i18n import translate


class AmountField(StringField):
    """A sum above nought; *data* is integer fen. Yuan, with 万 or 亿 behind where somebody likes it shorter."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Typed text as fen; nothing typed is no sum."""
        self.data = _read(read_fen, valuelist)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{Decimal(self.data) / 100:.2f}".removesuffix(".00") if self.data else ""


class QuantityField(StringField):
    """A quantity; *data* is thousandths of its unit."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Typed text as thousandths; nothing typed is no quantity."""
        self.data = _read(read_quantity, valuelist)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return quantity_text(self.data).replace(",", "") if self.data else ""


def _read(reader: Any, valuelist: list[Any]) -> int | None:
    text = str(valuelist[0]).strip() if valuelist else ""
    if not text:
        return None
    try:
        return int(reader(text))
    except Invalid as error:
        raise ValueError(translate(error.message)) from None
