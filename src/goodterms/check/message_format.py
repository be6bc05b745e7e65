"""Rules about the branches of ICU messages: ``{count, plural, one {# file} other {# files}}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.check.notations.icu import ICU, Argument, Choice, Message, always_shown, parse, shown
from goodterms.check.notations.selection import notations_of
from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import has_rare_pieces
from goodterms.cldr.languages import ordinal_categories, plural_categories
from goodterms.faults.nearest import nearest
from goodterms.speech import Several, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.check.subjects import Text

_MAX_NUMBER = 1000


@rule("error", "text", when=has_rare_pieces)
def message_format_branches(text: Text) -> Iterator[Hit]:
    """A branch of an ICU message leaves out a value, or its selector is not one of the source's or the language's.

    A branch for a single number may leave the number out. A missing branch, and one that is never chosen, is a warning.
    Bad: `"{n, plural, one {# file} other {# files}}" → "{n, plural, one {datoteka} two {# datoteki} few {…} …}"`
    Good: `"{n, plural, =1 {one file} other {# files}}" → "{n, plural, =1 {datoteka} one {# datoteka} two {…} …}"`
    """
    if ICU not in notations_of(text.entry.flags, "\n".join(text.sources)):
        return
    source, own = parse(text.source), parse(text.text)
    if not isinstance(source, Message) or not isinstance(own, Message):
        return
    numbers = {choice.name for choice in own.choices() if choice.kind != "select"}
    yield from _lost(own, always_shown(source) & frozenset(shown(own)) - numbers, "", 0)
    for choice in own.choices():
        alike = [other for other in source.choices() if other.name == choice.name]
        if choice.kind == "select":
            yield from _selectors(choice, alike)
        else:
            is_shown = any(choice.name in shown(branch) for other in alike for branch in other.branches.values())
            yield from _numbers(choice, text.catalog.language, is_shown=is_shown or choice.name in always_shown(source))


def _lost(message: Message, required: frozenset[str], branch: str, start: int) -> Iterator[Hit]:
    """The required values that one way through a message does not print."""
    left = required - {part.name for part in message.parts if isinstance(part, Argument)}
    for name in sorted(left):
        choice = next(
            (
                part
                for part in message.parts
                if isinstance(part, Choice) and any(name in shown(each) for each in part.branches.values())
            ),
            None,
        )
        if choice is None:
            shown_name = f"{{{name}}}"
            # For translators: branch is such as: one of count
            problem = said(
                "the placeholder {placeholder} is missing from the branch {branch}",
                placeholder=shown_name,
                branch=branch,
            )
            yield Hit(problem, shown_name, start)
            continue
        for selector, each in choice.branches.items():
            # For translators: a branch of an ICU message, and the value that chooses it
            branch_name = said("{branch} of {value}", branch=selector, value=choice.name)
            yield from _lost(each, frozenset({name}), branch_name, choice.start)


def _selectors(choice: Choice, alike: Sequence[Choice]) -> Iterator[Hit]:
    """The branches of a select that only the source or only the translation has."""
    if not alike:
        return
    known = set[str]().union(*(other.branches for other in alike))
    for selector in sorted(choice.branches.keys() - known):
        near = nearest(selector, known - choice.branches.keys())
        hint = (
            said("did you mean {near}?", near=near)
            if near
            else said("the source has {placeholders}", placeholders=Several(sorted(known), ""))
        )
        message = said(
            "the branch {branch} of {value} is never chosen; {hint}", branch=selector, value=choice.name, hint=hint
        )
        yield Hit(message, selector, choice.start, "warning")
    for selector in sorted(known - choice.branches.keys()):
        message = said(
            "{value} has no branch {branch}, which the source has, so other is printed",
            value=choice.name,
            branch=selector,
        )
        yield Hit(message, selector, choice.start, "warning")


def _numbers(choice: Choice, language: str, *, is_shown: bool) -> Iterator[Hit]:
    """The branches of a plural that the language lacks or does not have, and those without the number."""
    is_ordinal = choice.kind == "selectordinal"
    categories = (ordinal_categories if is_ordinal else plural_categories)(language, _MAX_NUMBER)
    if categories is None:
        return
    own = {selector for selector in choice.branches if not selector.startswith("=")}
    for category in sorted(own - set(categories) - {"other"}):
        message = said(
            "the branch {branch} of {value} is never chosen in {language}; it has {categories}",
            branch=category,
            value=choice.name,
            language=language,
            categories=Several(sorted(set(categories)), ""),
        )
        yield Hit(message, category, choice.start, "warning")
    for category in sorted(set(categories) - own):
        facts = {"value": choice.name, "branch": category, "number": categories.index(category)}
        message = (
            said("{value} has no branch {branch}, so {number} as an ordinal is printed as other", **facts)
            if is_ordinal
            else said("{value} has no branch {branch}, so {number} is printed as other", **facts)
        )
        yield Hit(message, category, choice.start, "warning")
    for selector, branch in choice.branches.items() if is_shown else ():
        serves = [number for number, category in enumerate(categories) if category == selector]
        exact = selector.startswith("=") or (selector == "other" and not serves)
        if not exact and len(serves) != 1 and choice.name not in always_shown(branch):
            message = said(
                "the branch {branch} of {value} leaves out the number, but serves {numbers}; add #",
                branch=selector,
                value=choice.name,
                numbers=_start(serves),
            )
            yield Hit(message, selector, choice.start, "warning" if serves == [0, 1] else "")


def _start(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:3])) + (" …" if len(numbers) > 3 else "")
