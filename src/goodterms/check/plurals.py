"""Rules about plural forms: the rule in the header, the forms of each message, the number in them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.check.expectations import expectations_of
from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import PLACEHOLDERS, has_forms
from goodterms.cldr.languages import plural_categories
from goodterms.expressions import expression
from goodterms.messages.catalog import InvalidPluralRule, plural_rule
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms import po
    from goodterms.check.expectations import Expectation
    from goodterms.check.subjects import CheckedCatalog, Text
    from goodterms.messages.catalog import PluralRule

_HEADER = "Plural-Forms"
_COUNTED = expression(r"(?:\{[^{}]*\}|%(?:\(\w+\))?[\w$.]+)[ \u00a0\u202f]([^\W\d_]{2,})")
_MAX_NUMBER = 1000
"""CLDR's rules and a header are compared for the numbers from 0 to this."""


@rule("error", "catalog")
def plural_forms_header(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The plural rule of the header is missing, does not parse, fails for a number, or gives a form beyond nplurals.

    Bad: `Plural-Forms: nplurals=2; plural=n/0;`
    Good: `Plural-Forms: nplurals=2; plural=(n != 1);`
    """
    header = catalog.file.header.get(_HEADER)
    has_plurals = any(entry.msgid_plural is not None and any(entry.strings) for entry in catalog.living)
    if catalog.is_template:
        return
    if header is None:
        if has_plurals:
            yield Hit(said("the header has no Plural-Forms, but messages have plural forms"), line=1)
        return
    try:
        plural_rule(header)
    except InvalidPluralRule as error:
        from goodterms.faults import wording  # nothing is worded before something is wrong

        yield Hit(wording.said_problem(error.fault), header, line=catalog.file.header_line(_HEADER))


@rule("error", "catalog")
def plural_forms_cldr(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The plural rule in the header uses one form for numbers that CLDR separates, or two forms for one CLDR category.

    The forms may be in any order. This is a warning if the header only separates more numbers than CLDR does, or
    differs from CLDR only for 0: no other number then gets the form of another category. It is a warning, too, if
    gettext itself, Weblate or the Translate Toolkit write this header for the language, except in letters.

    Bad: in Slovenian, `Plural-Forms: nplurals=3; plural=(n%100==1 ? 0 : n%100==2 ? 1 : 2);`
    Good: in Slovenian, `Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);`
    """
    categories = plural_categories(catalog.language, _MAX_NUMBER)
    if catalog.plural is None or categories is None or catalog.is_template:
        return
    numbered = list(enumerate(categories))
    if difference := _difference(catalog.plural, numbered):
        is_error = _shared_form(catalog.plural, numbered[1:]) and (catalog.is_of_letters or not _is_usual(catalog))
        line = catalog.file.header_line(_HEADER)
        # For translators: difference is another sentence
        message = said("the plural rule differs from the language's: {difference}", difference=difference)
        yield Hit(message, line=line, level="" if is_error else "warning")


def _is_usual(catalog: CheckedCatalog) -> bool:
    """Whether a program for translators writes the rule for the language, so that it is not somebody's mistake."""
    from goodterms.cldr.usual_plural_rules import usual_headers  # nearly all catalogs have CLDR's rule

    usual = [plural_rule(header) for header in usual_headers(catalog.language)]
    own = [catalog.plural.index(number) for number in range(_MAX_NUMBER)] if usual and catalog.plural else []
    return any(own == [rule.index(number) for number in range(_MAX_NUMBER)] for rule in usual)


def _shared_form(plural: PluralRule, categories: Sequence[tuple[int, str]]) -> str:
    """The first number that shares a form with a number of another category; empty when there is none."""
    of_form: dict[int, tuple[str, int]] = {}
    for number, category in categories:
        form = plural.index(number)
        first_category, first = of_form.setdefault(form, (category, number))
        if first_category != category:
            return said(
                "form {form} serves {first} and {number}; in CLDR, {first} is {of_first!r} and {number} is "
                "{category!r}",
                form=form,
                first=first,
                number=number,
                of_first=first_category,
                category=category,
            )
    return ""


def _difference(plural: PluralRule, categories: Sequence[tuple[int, str]]) -> str:
    """The first difference between a plural rule and the categories of CLDR; empty when there is none."""
    pairs = {(plural.index(number), category) for number, category in categories}
    if len(pairs) == len({form for form, _ in pairs}) == len({category for _, category in pairs}):
        return ""
    if shared := _shared_form(plural, categories):
        return shared
    of_category: dict[str, tuple[int, int]] = {}
    for number, category in categories:
        form = plural.index(number)
        first_form, first = of_category.setdefault(category, (form, number))
        if first_form != form:
            return said(
                "{first} has form {of_first} and {number} form {form}; in CLDR, both are {category!r}",
                first=first,
                of_first=first_form,
                number=number,
                form=form,
                category=category,
            )
    return ""


@rule("error", "entry", when=has_forms)
def forms_missing(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A message has too few or too many plural forms, or some of them are empty.

    Bad: `msgstr[0] "{n} pošiljka"` and `msgstr[1] ""` in a language with two forms
    Good: `msgstr[0] "{n} pošiljka"` and `msgstr[1] "{n} pošiljki"` in a language with two forms
    """
    if entry.msgid_plural is None or catalog.plural is None or catalog.is_template:
        return
    if not any(string.strip() for string in entry.strings):
        return
    expected = catalog.plural.count
    if len(entry.strings) != expected:
        count = len(entry.strings)
        yield Hit(
            said(
                "the message has {count} plural forms; the header says nplurals={number}", count=count, number=expected
            )
        )
    for form, string in enumerate(entry.strings):
        if not string.strip():
            numbers = _numbers_of(catalog, form)
            yield Hit(said("form {form} is not translated ({numbers})", form=form, numbers=numbers))


@rule("note", "entry", when=has_forms)
def same_dual(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """The form for two is the same as the form for few, but differs from the form for one.

    In some grammatical cases that is correct.
    Bad: `msgstr[1] "{n} pošiljke so prispele"` where `msgstr[2]` says the same
    Good: `msgstr[1] "{n} pošiljki sta prispeli", msgstr[2] "{n} pošiljke so prispele"`
    """
    categories = plural_categories(catalog.language, _MAX_NUMBER)
    if entry.msgid_plural is None or catalog.plural is None or categories is None or "two" not in categories:
        return
    if "few" not in categories or len(entry.strings) != catalog.plural.count or catalog.is_template:
        return
    one, two, few = (entry.strings[catalog.plural.index(categories.index(name))] for name in ("one", "two", "few"))
    if two.strip() and two == few and one != two:
        yield Hit(said("the form for two equals the form for few; in the nominative they usually differ"), two)


@rule("error", "text", when=PLACEHOLDERS)
def number_omitted(text: Text) -> Iterator[Hit]:
    """A plural form leaves out the number but serves several numbers, so the reader cannot know which one is meant.

    A form may leave the number out if it serves only one, or if msgid_plural has none (as in a list). If it serves 0
    and 1, this is a warning.

    Bad: in Slovenian, `msgstr[0] "ena pošiljka"` for `"{n} shipments"`: form 0 serves 1, 101, 201 …
    Good: in Slovenian, `msgstr[0] "{n} pošiljka"`
    """
    plural = text.catalog.plural
    if text.form is None or plural is None or text.entry.msgid_plural is None or text.form >= plural.count:
        return
    serves = plural.numbers_of(text.form)
    if len(serves) < 2:
        return
    for expected in expectations_of(text.entry):
        own = expected.notation.read(text.text)
        # Where a missing value makes the program fail, placeholder-mismatch finds it.
        given = expected.counted.visible & own.keys if expected.fails_for_unused else expected.counted.visible
        missing = given - own.visible
        number = min(missing) if expected.number is None and len(missing) == 1 else expected.number
        if number in missing and not expected.notation.is_markup and (own.placeholders or not own.defects):
            shown = expected.placeholders[number][0].shown
            facts = {"form": text.form, "placeholder": shown, "numbers": _list_start(serves)}
            # A form for 0 and 1 is written for 1; many messages are never shown for 0.
            message = (
                said("form {form} leaves out {placeholder}, but serves {numbers}; the forms seem exchanged", **facts)
                if _others_show(text, expected, number)
                else said("form {form} leaves out {placeholder}, but serves {numbers}; add the number", **facts)
            )
            yield Hit(message, shown, level="warning" if serves == [0, 1] else "")


def _others_show(text: Text, expected: Expectation, number: str) -> bool:
    """Whether a form for a single number shows the number, which the source leaves out for 1."""
    plural = text.catalog.plural
    if plural is None or number in expected.singular.keys:
        return False
    single = [string for form, string in enumerate(text.entry.strings) if len(plural.numbers_of(form)) == 1]
    return any(number in expected.notation.read(string).visible for string in single)


@rule("warning", "catalog")
def forms_exchanged(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The plural forms of a message have the words after the number in another order than the other messages have them.

    Bad: `"{n} pošiljki"` as form 0 and `"{n} pošiljka"` as form 1, where two messages have them the other way round
    Good: `"{n} pošiljka"` as form 0 and `"{n} pošiljki"` as form 1 in every message
    """
    groups: dict[frozenset[str], list[tuple[tuple[str, ...], po.Entry]]] = {}
    for entry in catalog.living:
        if entry.msgid_plural is not None and not entry.fuzzy and len(entry.strings) > 1:
            words = tuple(_counted_word(string) for string in entry.strings)
            if all(words) and len(set(words)) > 1:
                groups.setdefault(frozenset(words), []).append((words, entry))
    for group in groups.values():
        (usual, times), *others = Counter(words for words, _ in group).most_common()
        if others and times > others[0][1]:
            for words, entry in group:
                if words != usual:
                    form = next(form for form, word in enumerate(words) if word != usual[form])
                    problem = said(
                        "form {form} has {word!r}, which is form {other} elsewhere; the forms seem exchanged",
                        form=form,
                        word=words[form],
                        other=usual.index(words[form]),
                    )
                    yield Hit(problem, words[form], line=entry.line)


def _counted_word(string: str) -> str:
    """The word after the first value of a text; empty if there is none."""
    match = _COUNTED.search(string)
    return match[1] if match else ""


def _numbers_of(catalog: CheckedCatalog, form: int) -> str:
    """The CLDR category of a form and the numbers that it serves: ``two: 2, 102, 202 …``."""
    serves = catalog.plural.numbers_of(form) if catalog.plural else []
    categories = plural_categories(catalog.language, _MAX_NUMBER)
    name = f"{categories[serves[0]]}: " if categories and serves and serves[0] <= _MAX_NUMBER else ""
    return f"{name}{_list_start(serves)}"


def _list_start(numbers: Sequence[int]) -> str:
    """The first three numbers: ``1, 101, 201 …``."""
    return ", ".join(map(str, numbers[:3])) + (" …" if len(numbers) > 3 else "")
