"""Rules about placeholders: a translation takes the same values as its source, and formats them in a way that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.check.expectations import expectations_of, is_doubtful, is_guess
from goodterms.check.notations.icu import ICU
from goodterms.check.notations.selection import notations_of
from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import FORMATS, PLACEHOLDERS, has_unusual_format
from goodterms.expressions import expression
from goodterms.faults.nearest import nearest
from goodterms.speech import Said, Several, said, said_plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms import po
    from goodterms.check.expectations import Expectation
    from goodterms.check.notations.reading import Clash, Notation, Placeholder, Reading
    from goodterms.check.subjects import CheckedCatalog, Text

_NUMBER_FORM = expression(r"[a-z]{2,}(?:-[a-z]+)*")


@rule("error", "text", when=PLACEHOLDERS)
def placeholder_mismatch(text: Text) -> Iterator[Hit]:
    """A translation lacks a placeholder of the source, or has one that the source does not have.

    Placeholders are those of the message's format flag (python-format, c-format, qt-format …). In a message without
    such a flag, they are what is plainly one: `{name}`, `%(name)s`, `{{ name }}`, an argument of ICU MessageFormat.

    A placeholder missing from a plural form that is used only for 0 is a warning, and so are a role of reStructuredText
    and words in braces in the catalog of a C program.
    Bad: `"Dear {name}," → "Spoštovani {nmae},"`
    Good: `"Dear {name}," → "Pozdravljeni, {name},"`
    """
    for expected in expectations_of(text.entry):
        own = expected.notation.read(text.text)
        if own.placeholders or not own.defects:
            level = "warning" if expected.notation.is_markup or is_guess(expected, text) else ""
            yield from _added(expected, own, level)
            yield from _missing(expected, own, text, level)


def _added(expected: Expectation, own: Reading, level: str) -> Iterator[Hit]:
    known = expected.placeholders
    shown = sorted({each.shown for group in known.values() for each in group})
    for each in {each.key: each for each in reversed(own.placeholders) if each.key not in known}.values():
        if own.by_order or each.shown in shown:
            hint = _counts(expected.counted, own)
        elif near := nearest(each.shown, shown):
            hint = said("did you mean {near}?", near=near)
        elif shown:
            hint = said("the source has {placeholders}", placeholders=Several(shown, ""))
        else:
            hint = said("the source has none")
        # For translators: {hint} is another sentence, such as: did you mean {name}?
        message = said("the placeholder {placeholder} is not in the source; {hint}", placeholder=each.shown, hint=hint)
        yield Hit(message, each.shown, each.start, level)


def _missing(expected: Expectation, own: Reading, text: Text, level: str) -> Iterator[Hit]:
    known = expected.placeholders
    hint = _counts(expected.counted, own) if expected.counted.by_order and own.placeholders else None
    # A form for only 0 says that there is nothing, and may leave out of what.
    if _serves_only_zero(text) and not expected.fails_for_unused:
        level = "warning"
    required = expected.required_in(text)
    # A value that is taken and not printed is lost, except for the number of a plural.
    unused = required - own.keys
    missing = required - own.visible - expected.unseen - {expected.number}
    missing |= unused if expected.fails_for_unused else unused & _layout_of(expected)
    for key in sorted(missing):
        shown = known[key][0].shown
        problem = said("the placeholder {placeholder} is missing from the translation", placeholder=shown)
        if hint:
            problem = said("{problem}; {hint}", problem=problem, hint=hint)
        is_mild = key in _layout_of(expected) and not expected.fails_for_unused
        yield Hit(problem, shown, level="warning" if is_mild else level)


def _layout_of(expected: Expectation) -> frozenset[str]:
    """The values that are widths and precisions."""
    return frozenset(key for key, group in expected.placeholders.items() if all(each.layout for each in group))


def _counts(source: Reading, own: Reading) -> Said:
    return said_plural(
        "the source takes {count} value, the translation {other}",
        "the source takes {count} values, the translation {other}",
        len(source.keys),
        other=len(own.keys),
    )


def _serves_only_zero(text: Text) -> bool:
    plural, form = text.catalog.plural, text.form
    return plural is not None and form is not None and plural.numbers_of(form) == [0]


@rule("error", "text", when=FORMATS)
def placeholder_format(text: Text) -> Iterator[Hit]:
    """A placeholder formats its value as another type than the source does, or in a way that does not exist.

    If the program does not fail and only the look of the value changes, this is a warning.
    Bad: `"Total: {sum:.2f}" → "Skupaj: {sum:,2f}"`
    Good: `"Total: {sum:.2f}" → "Skupaj: {sum:,.2f}"`
    """
    for expected in expectations_of(text.entry):
        own = expected.notation.read(text.text)
        if own.by_order and _positions(own) != _positions(expected.counted):
            continue  # every placeholder after the one that is missing takes another value
        known = expected.placeholders
        for each in own.placeholders:
            sources = known.get(each.key)
            clash = expected.notation.clash(sources, each) if sources else ""
            # The number of a plural is a number, even if the source does not format it as one.
            is_number = each.key == expected.number and clash == "warning" and not any(map(_format_of, sources or ()))
            if sources and clash and not is_number:
                source = max(sources, key=lambda placeholder: len(placeholder.format))
                yield _clash_hit(expected, own, each, source, clash)


def _format_of(placeholder: Placeholder) -> str:
    return placeholder.format


def _positions(reading: Reading) -> frozenset[str]:
    """The values that are taken by their position."""
    return frozenset(key for key in reading.keys if key[:1].isdecimal())


def _clash_hit(expected: Expectation, own: Reading, each: Placeholder, source: Placeholder, clash: Clash) -> Hit:
    written, right = _written(each), _written(source)
    if clash == "warning":
        message = said("{own} formats its value otherwise than {source} in the source", own=written, source=right)
        return Hit(message, written, each.start, clash)
    types = sorted(placeholder.type for placeholder in own.placeholders)
    if own.by_order and types == sorted(placeholder.type for placeholder in expected.counted.placeholders):
        facts = {"own": written, "source": right}
        message = (
            said("{own} takes the value of {source} in the source; keep the order of the source", **facts)
            if expected.notation.needs_all
            else said("{own} takes the value of {source} in the source; number the placeholders: %2$…", **facts)
        )
        return Hit(message, written, each.start)
    message = said(
        "{own} cannot format every value of {source} in the source; write {source}", own=written, source=right
    )
    return Hit(message, written, each.start)


def _written(each: Placeholder) -> str:
    """A placeholder with its format."""
    if not each.shown.startswith("{"):
        return each.format or each.shown
    conversion = f"!{each.type}" if each.type in {"r", "s", "a"} else ""
    return each.shown[:-1] + conversion + (f":{each.format}" if each.format else "") + "}"


@rule("error", "text", when=FORMATS)
def placeholder_syntax(text: Text) -> Iterator[Hit]:
    """A translation has a brace or a percent sign that is not part of a placeholder, so formatting it fails.

    The same is true of a form of a value, such as `{n:feminine}`, that the language does not have.
    Bad: `"Hello {name}" → "Živjo {name"`
    Good: `"{{ and }} are braces" → "{{ in }} sta oklepaja"`
    """
    for expected in expectations_of(text.entry):
        own = expected.notation.read(text.text)
        level = "warning" if own.defects and is_guess(expected, text) else ""
        yield from (Hit(defect.message, defect.text, defect.start, level) for defect in own.defects)
        known = text.catalog.writing.value_forms
        formats = {(each.key, each.format) for group in expected.placeholders.values() for each in group}
        for each in own.placeholders if known else ():
            # A program whose msgid has such a format gives it a meaning of its own.
            is_form = each.shown.startswith("{") and _NUMBER_FORM.fullmatch(each.format)
            if is_form and each.format not in known and (each.key, each.format) not in formats:
                yield _unknown_number_form(each, known)


def _unknown_number_form(each: Placeholder, known: Sequence[str]) -> Hit:
    near = nearest(each.format, known)
    hint = (
        said("did you mean {near}?", near=near) if near else said("the language has {forms}", forms=Several(known, ""))
    )
    message = said("unknown form of a value, {placeholder}; {hint}", placeholder=_written(each), hint=hint)
    return Hit(message, _written(each), each.start)


def _values_in_order(notation: Notation, entry: po.Entry) -> int:
    """How many values a message takes in order; 0 if its placeholders have names or numbers."""
    readings = map(notation.read, entry.sources)
    return max(len(reading.keys) if reading.by_order else 0 for reading in readings)


@rule("warning", "entry", when=has_unusual_format)
def source_format(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """The source text of a message is not valid in the format of its flag, so its placeholders cannot be compared.

    So is a plural whose msgid takes another number of unnamed values than its msgid_plural, because Python formats both
    with the same values. In a template, so are several values that Python takes in order: no translation can exchange
    them. The program's authors correct it, so in a translated catalog it is a note.
    Bad: `#, python-format` and `msgid "50% off"`
    Good: `#, no-python-format` and `msgid "50% off"`
    """
    level = "" if catalog.is_template else "note"
    for expected in expectations_of(entry):
        if expected.fails_for_unused and expected.singular.keys != expected.counted.keys:
            message = said_plural(
                "msgid takes {count} value, msgid_plural {other}, so formatting one of them fails; use named "
                "placeholders",
                "msgid takes {count} values, msgid_plural {other}, so formatting one of them fails; use named "
                "placeholders",
                len(expected.singular.keys),
                other=len(expected.counted.keys),
            )
            yield Hit(message, level=level)
    for notation in notations_of(entry.flags, "\n".join(entry.sources)):
        if notation.name not in entry.flags and notation is not ICU:
            continue
        if catalog.is_template and notation.needs_all and (count := _values_in_order(notation, entry)) > 1:
            yield Hit(
                said(
                    "the source takes {count} values in order, so no translation can exchange them; name them",
                    count=count,
                )
            )
        for source in entry.sources:
            if defects := notation.read(source).defects:
                message = said(
                    "the source is not valid as {format}: {problem}; or give the message the flag no-{format}",
                    format=notation.name,
                    problem=defects[0].message,
                )
                yield Hit(message, defects[0].text, level=level)
                return
        if is_doubtful(notation, entry):
            message = said(
                "the source has a percent sign that {format} reads as a placeholder; write %% or give the message the "
                "flag no-{format}",
                format=notation.name,
            )
            yield Hit(message, "%", level=level)
