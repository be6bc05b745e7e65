"""What the program gives to a message, as its sources show it: the values, and which is the number of a plural."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.notations.braces import LOOSE_BRACES, PLAIN_BRACES
from goodterms.check.notations.printf import looks_like_prose
from goodterms.check.notations.selection import notations_of
from goodterms.expressions import expression

if TYPE_CHECKING:
    from goodterms import po
    from goodterms.check.notations.reading import Notation, Placeholder, Reading
    from goodterms.check.subjects import Text

_FORMATS_OF_C = frozenset({"c-format", "gcc-internal-format", "objc-format"})
_INTEGERS = frozenset({"int", "unsigned"})
_COUNT = expression(
    r"(?:.*[_.])?(?:n|num|number|numbers?|count|counter|cnt|total|amount|quantity|qty|nb|len|length|size|no)(?:[_.].*)?"
    r"|(?:n|num|nb|total|count)[A-Z]\w*|.*(?:Count|Number|Total|Num)"
)


class Expectation(NamedTuple):
    """The placeholders of a message in one notation: those of its msgid, and of its msgid_plural if it has one."""

    notation: Notation
    singular: Reading
    plural: Reading | None

    @property
    def counted(self) -> Reading:
        """The reading of the msgid_plural; of the msgid if there is no plural."""
        return self.singular if self.plural is None else self.plural

    @property
    def placeholders(self) -> dict[str, list[Placeholder]]:
        """The placeholders of each value."""
        found: dict[str, list[Placeholder]] = {}
        for reading in (self.singular, *([] if self.plural is None else [self.plural])):
            for each in reading.placeholders:
                found.setdefault(each.key, []).append(each)
        return found

    @property
    def unseen(self) -> frozenset[str]:
        """The values that the source itself takes and does not print."""
        seen = self.singular.visible | self.counted.visible
        return frozenset(self.placeholders) - seen

    @property
    def fails_for_unused(self) -> bool:
        """Whether formatting fails for a value that a text does not use."""
        return self.notation.needs_all and (self.counted.by_order or self.singular.by_order)

    @property
    def number(self) -> str | None:
        """The value that is the number of a plural; None if the sources leave that open, and without a plural."""
        if self.plural is None:
            return None
        shown = [each for each in self.plural.placeholders if not each.layout]
        if len({each.key for each in shown}) == 1:
            return shown[0].key
        added = self.plural.keys - self.singular.keys
        of_type = {each.key for each in shown if each.type in _INTEGERS or each.key == "n"}
        named = {each.key for each in shown if _COUNT.fullmatch(each.key)}
        return next((min(keys) for keys in (added, of_type, named) if len(keys) == 1), None)

    def required_in(self, text: Text) -> frozenset[str]:
        """The values that a text must take; a plural form need not take the number, of which other rules judge."""
        if self.plural is None or text.form is None:
            return self.singular.keys
        in_both = self.singular.keys & self.plural.keys
        if self.fails_for_unused:
            return self.plural.keys
        if self.number is not None:
            return (in_both if text.source == text.entry.msgid else self.plural.keys) - {self.number}
        # One of the values may be the number.
        missing = self.plural.keys - self.notation.read(text.text).keys
        return in_both if len(missing) > 1 else frozenset()


def expectations_of(entry: po.Entry) -> list[Expectation]:
    """What a message takes, in each of its notations; without those in which its sources are not valid."""
    found = []
    for notation in notations_of(entry.flags, "\n".join(entry.sources)):
        singular = notation.read(entry.msgid)
        plural = None if entry.msgid_plural is None else notation.read(entry.msgid_plural)
        is_valid = not (singular.defects or (plural is not None and plural.defects))
        if is_valid and not is_doubtful(notation, entry):
            found.append(Expectation(notation, singular, plural))
    return found


def is_guess(expected: Expectation, text: Text) -> bool:
    """Whether braces are only taken for placeholders: in a program of C, whose messages have flags of C's formats."""
    if expected.notation not in (PLAIN_BRACES, LOOSE_BRACES):
        return False
    formats = {flag for flag in text.catalog.file.flags if flag.endswith("-format") and not flag.startswith("no-")}
    return bool(formats) and formats <= _FORMATS_OF_C


def is_doubtful(notation: Notation, entry: po.Entry) -> bool:
    """Whether what a program took for placeholders may be prose, such as ``10% discount``."""
    return "% " in entry.msgid and notation.name.endswith("-format") and any(map(looks_like_prose, entry.sources))
