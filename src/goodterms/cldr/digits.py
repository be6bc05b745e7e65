"""Numbering systems and their digits; the digits and signs of a locale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import babel

NATIVE = "native"
"""The name by which a tag asks for the locale's native digits, whatever its default (BCP 47, key ``nu``)."""

SYSTEMS = {
    "latn": "0",
    "adlm": "\U0001e950",
    "arab": "\u0660",
    "arabext": "\u06f0",
    "beng": "\u09e6",
    "cakm": "\U00011136",
    "deva": "\u0966",
    "gujr": "\u0ae6",
    "guru": "\u0a66",
    "hmnp": "\U0001e140",
    "khmr": "\u17e0",
    "knda": "\u0ce6",
    "laoo": "\u0ed0",
    "mlym": "\u0d66",
    "mtei": "\uabf0",
    "mymr": "\u1040",
    "nkoo": "\u07c0",
    "olck": "\u1c50",
    "orya": "\u0b66",
    "tamldec": "\u0be6",
    "telu": "\u0c66",
    "thai": "\u0e50",
    "tibt": "\u0f20",
}
"""The zero of each numbering system of type "numeric" that is some locale's default or native one.

From CLDR's numberingSystems.xml.
"""


def zero_of(system: str) -> str:
    """The zero of a numbering system; the ASCII zero for an unknown one."""
    return SYSTEMS.get(system, "0")


class Digits:
    """A locale's digits and signs, which turn ``-1234.5`` into the locale's own characters.

    ``cldr`` is the locale's data from cldr.json, over Babel's; ``asked`` is a numbering system, empty for the default.
    """

    def __init__(self, data: babel.Locale, cldr: Mapping[str, Any], asked: str) -> None:
        default = data.default_numbering_system
        self.system = data.other_numbering_systems.get("native", default) if asked == NATIVE else asked or default
        # Babel has no symbols for a system that CLDR defines as an alias of latn.
        by_babel = data.number_symbols.get(self.system, {})
        symbols = {**data.number_symbols["latn"]}
        symbols.update({key: text for key, text in by_babel.items() if isinstance(text, str) and key != "alias"})
        symbols.update(cldr.get("numbers", {}).get(self.system, {}).get("symbols", {}))
        self.decimal: str = symbols["decimal"]
        self.group: str = symbols["group"]
        self.minus: str = symbols["minusSign"]
        self.percent: str = symbols["percentSign"]
        zero = ord(zero_of(self.system))
        self._table = None if zero == ord("0") else {ord("0") + i: zero + i for i in range(10)}

    def native(self, text: str) -> str:
        """The text with the locale's digits for ASCII digits."""
        return text if self._table is None else text.translate(self._table)
