"""Which rules have to look at a message, by what sets them off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.check.triggers import ByWriting, ranges_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.check.registry import Rule
    from goodterms.check.triggers import Trigger
    from goodterms.model import Writing
    from goodterms.po import Entry

_MAX_KEPT = 4096


class RuleDispatch:
    """The rules that run over a catalog, told apart by what sets them off.

    A message is asked each question once, for all the rules that wait for the answer. Rules are kept by their number,
    so that those that are set off run in the order in which they are registered.
    """

    def __init__(self, rules: Sequence[Rule], writing: Writing) -> None:
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
                    self._add(number, rule, trigger.of(writing) if isinstance(trigger, ByWriting) else trigger)
        # Of the first 256 characters those that no rule waits for are passed by; beyond, each one is looked up. (Rules
        # wait for whole scripts there, and brackets that name them all would take long to compile.)
        early = [(first, last) for first, last, _ in self._ranges if first <= "\xff"]
        unnamed = [one for one in map(chr, range(256)) if not any(first <= one <= last for first, last in early)]
        self._named = re.compile(f"[^{re.escape(''.join(unnamed))}]")

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
        for is_so, waiting in self._by_entry.items():
            if is_so(entry):
                due += waiting
        return self._in_order(due) if due else []

    def of_texts(self, texts: Sequence[str], sources: Sequence[str]) -> list[Rule]:
        """The rules that have to look at the texts of a message, none of which is blank."""
        due = self._for_every_text.copy()
        for are_so, waiting in self._by_texts.items():
            if are_so(texts, sources):
                due += waiting
        if named := self._named.findall(" ".join((*texts, *sources))):
            due += self._waiting_for_any(frozenset(named))
        return self._in_order(due) if due else []

    def _in_order(self, due: list[int]) -> list[Rule]:
        key = tuple(due)
        if key not in self._orders:
            self._orders[key] = [self._rules[number] for number in sorted(set(due))]
        return self._orders[key]

    def _waiting_for_any(self, characters: frozenset[str]) -> frozenset[int]:
        waiting = self._by_characters.get(characters)
        if waiting is None:
            waiting = frozenset().union(*map(self._waiting_for, characters))
            if len(self._by_characters) < _MAX_KEPT:
                self._by_characters[characters] = waiting
        return waiting

    def _waiting_for(self, character: str) -> frozenset[int]:
        if character not in self._by_character:
            waiting = frozenset(number for first, last, number in self._ranges if first <= character <= last)
            self._by_character[character] = waiting
        return self._by_character[character]
