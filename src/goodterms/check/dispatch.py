"""Which rules have to look at a message, by their triggers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.check.subjects import NO_TERMS
from goodterms.check.triggers import ByTerms, ByWriting, ranges_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.check.registry import Rule
    from goodterms.check.triggers import Trigger
    from goodterms.content.terms import Glossary
    from goodterms.model import Writing
    from goodterms.po import Entry

_MAX_CACHED = 4096


class RuleDispatch:
    """The rules that run over a catalog, by their triggers.

    Each trigger is evaluated once for a message, for all rules that have it. Rules are kept by number, so that they run
    in the order of their registration.
    """

    def __init__(self, rules: Sequence[Rule], writing: Writing, terms: Glossary = NO_TERMS) -> None:
        self._rules = rules
        self._for_every_entry: list[int] = []
        self._for_every_text: list[int] = []
        self._by_entry: dict[Callable[..., bool], list[int]] = {}
        self._by_texts: dict[Callable[..., bool], list[int]] = {}
        self._ranges: list[tuple[str, str, int]] = []
        self._by_character: dict[str, frozenset[int]] = {}
        self._by_characters: dict[frozenset[str], frozenset[int]] = {}
        self._orders: dict[tuple[int, ...], list[Rule]] = {}
        for number, rule in enumerate(rules):
            if rule.scope in ("entry", "text"):
                for trigger in rule.when or (None,):
                    if isinstance(trigger, ByWriting):
                        trigger = trigger.of(writing)
                    elif isinstance(trigger, ByTerms):
                        trigger = trigger.of(terms)
                    self._add(number, rule, trigger)
        # Of the first 256 characters, those in no trigger are skipped; every other character is looked up. (Beyond,
        # triggers have whole scripts, and a pattern with all of them would take long to compile.)
        early = [(first, last) for first, last, _ in self._ranges if first <= "\xff"]
        inert = [each for each in map(chr, range(256)) if not any(first <= each <= last for first, last in early)]
        self._relevant = re.compile(f"[^{re.escape(''.join(inert))}]")

    def _add(self, number: int, rule: Rule, trigger: Trigger | None) -> None:
        if isinstance(trigger, str):
            self._ranges += [(first, last, number) for first, last in ranges_of(trigger)]
        elif trigger is None:
            (self._for_every_entry if rule.scope == "entry" else self._for_every_text).append(number)
        else:
            (self._by_entry if rule.scope == "entry" else self._by_texts).setdefault(trigger, []).append(number)

    def of_catalog(self) -> list[Rule]:
        """The rules that look at the catalog as a whole."""
        return [rule for rule in self._rules if rule.scope == "catalog"]

    def of_entry(self, entry: Entry) -> list[Rule]:
        """The rules that have to look at a message as a whole."""
        due = self._for_every_entry.copy()
        for goes_off, rules in self._by_entry.items():
            if goes_off(entry):
                due += rules
        return self._in_order(due) if due else []

    def of_texts(self, texts: Sequence[str], sources: Sequence[str]) -> list[Rule]:
        """The rules that have to look at the texts of a message; none of the texts may be blank."""
        due = self._for_every_text.copy()
        for goes_off, rules in self._by_texts.items():
            if goes_off(texts, sources):
                due += rules
        if characters := self._relevant.findall(" ".join((*texts, *sources))):
            due += self._of_characters(frozenset(characters))
        return self._in_order(due) if due else []

    def _in_order(self, due: list[int]) -> list[Rule]:
        key = tuple(due)
        if key not in self._orders:
            self._orders[key] = [self._rules[number] for number in sorted(set(due))]
        return self._orders[key]

    def _of_characters(self, characters: frozenset[str]) -> frozenset[int]:
        rules = self._by_characters.get(characters)
        if rules is None:
            rules = frozenset().union(*map(self._of_character, characters))
            if len(self._by_characters) < _MAX_CACHED:
                self._by_characters[characters] = rules
        return rules

    def _of_character(self, character: str) -> frozenset[int]:
        if character not in self._by_character:
            rules = frozenset(number for first, last, number in self._ranges if first <= character <= last)
            self._by_character[character] = rules
        return self._by_character[character]
