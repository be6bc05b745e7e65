"""Runs the rules over catalogs and collects their findings."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import po
from goodterms.check import (
    across,
    facts,
    invisible,
    letters,
    message_format,
    placeholders,
    plurals,
    punctuation,
    script,
    shape,
    structure,
    suppressions,
    terms,
    typing_slips,
)
from goodterms.check.dispatch import RuleDispatch
from goodterms.check.file_language import language_of
from goodterms.check.registry import RULES
from goodterms.check.subjects import CheckedCatalog, Hit, Text, texts_of
from goodterms.check.thresholds import below_minimum
from goodterms.cldr.languages import facts as facts_of
from goodterms.content.layers import read_bytes
from goodterms.content.writing import writing as writing_of
from goodterms.findings import Finding
from goodterms.messages.catalog import PluralRule, plural_rule
from goodterms.model import Writing
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.check.registry import Rule
    from goodterms.check.thresholds import Thresholds
    from goodterms.content.layers import Content
    from goodterms.findings import Level

MODULES = (
    structure,
    plurals,
    placeholders,
    message_format,
    facts,
    punctuation,
    shape,
    script,
    invisible,
    typing_slips,
    terms,
    across,
    letters,
)
"""The modules with rules; importing them registers the rules."""
_MAX_BYTES = 50_000_000


class RuleSelection(NamedTuple):
    """Which rules run: all or those selected, without those ignored everywhere, in a language, or in a letter.

    ``levels`` are those that the findings of some rules have in place of their own.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    ignore_in: Mapping[str, frozenset[str]] = MappingProxyType({})
    ignore_for: Mapping[str, frozenset[str]] = MappingProxyType({})
    levels: Mapping[str, Level] = MappingProxyType({})

    def runs(self, rule: str, language: str) -> bool:
        """Whether a rule runs over the catalogs of a language."""
        is_selected = not self.select or rule in self.select
        return is_selected and rule not in self.ignore and rule not in self.ignore_in.get(language, frozenset())

    def counts(self, rule: str, letters: Collection[str]) -> bool:
        """Whether a finding counts in a message of these letters: unless all of them ignore the rule."""
        return not (letters and all(rule in self.ignore_for.get(letter, ()) for letter in letters))

    def levelled(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings with the levels that were chosen for their rules."""
        if not self.levels:
            return list(findings)
        return [found._replace(level=self.levels.get(found.rule, found.level)) for found in findings]

    def level_of(self, rule: Rule) -> Level:
        """The level of a rule: the chosen one, or else its own."""
        return self.levels.get(rule.name, rule.level)


def load(path: Path, content: Content, source_language: str, data: bytes | None = None) -> CheckedCatalog:
    """A catalog ready for the rules, read from ``data`` or else from its file; raises :class:`BrokenContent`.

    ``source_language`` is the language of the msgids where the header does not say it, as X-Source-Language.
    """
    data = read_bytes(path) if data is None else data
    file = po.read(data) if len(data) <= _MAX_BYTES else _too_large(len(data))
    return catalog_of(path, file, content, source_language)


def catalog_of(path: Path, file: po.File, content: Content, source_language: str) -> CheckedCatalog:
    """A catalog that was read from a file, ready for the rules; ``source_language`` as in :func:`load`."""
    language, by_path = language_of(path, file)
    source = file.header.get("X-Source-Language", "") or source_language
    known = facts_of(language) if language else None
    writing = writing_of(content, language, *known) if known else Writing()
    return CheckedCatalog(
        path=path,
        file=file,
        language=language,
        by_path=by_path,
        writing=writing,
        plural=_plural(file),
        is_template=path.suffix == ".pot",
        is_source=_bare(language) == _bare(source),
        is_optional=language.replace("_", "-").casefold() == source.replace("_", "-").casefold(),
    )


class RuleHit(NamedTuple):
    """A hit with its rule and what the rule looked at: a message, one of its texts, or (neither) the catalog."""

    rule: Rule
    hit: Hit
    entry: po.Entry | None = None
    text: Text | None = None


def check(catalog: CheckedCatalog, selection: RuleSelection) -> list[Finding]:
    """What the rules find in a catalog, in the order of its lines, without what is suppressed.

    Findings have the levels of their rules; :meth:`RuleSelection.levelled` gives them the chosen ones.
    """
    return findings_of(catalog, hits(catalog, selection), selection)


def findings_of(catalog: CheckedCatalog, found: Iterable[RuleHit], selection: RuleSelection) -> list[Finding]:
    """What was found in a catalog as findings, in the order of its lines, without what is suppressed."""
    places = [(hit.entry, finding_of(catalog, hit)) for hit in found]
    kept = [
        item if isinstance(item, Finding) else _finding_of_suppression(catalog, *item)
        for item in suppressions.suppress(places, suppressions.suppressions_in(catalog), selection.level_of)
    ]
    findings = [finding for finding in kept if finding.rule in RULES or selection.runs(finding.rule, catalog.language)]
    return sorted(findings, key=lambda finding: (finding.line, finding.column))


def finding_of(catalog: CheckedCatalog, found: RuleHit) -> Finding:
    """A hit as a finding, with its place in the catalog."""
    return _finding(catalog, *found)


def hits(catalog: CheckedCatalog, selection: RuleSelection) -> Iterator[RuleHit]:
    """What the rules find in a catalog, including what is suppressed, without what all letters of a message ignore."""
    for hit in _hits(catalog, selection):
        if not (selection.ignore_for and hit.entry and not selection.counts(hit.rule.name, _letters_of(hit.entry))):
            yield hit


def _hits(catalog: CheckedCatalog, selection: RuleSelection) -> Iterator[RuleHit]:
    running = [rule for rule in RULES.values() if selection.runs(rule.name, catalog.language)]
    dispatch = RuleDispatch(running, catalog.writing, catalog.terms)
    for rule in dispatch.of_catalog():
        yield from (RuleHit(rule, hit) for hit in rule.find(catalog))
    for entry in catalog.suspects:
        for rule in dispatch.of_entry(entry):
            yield from (RuleHit(rule, hit, entry) for hit in rule.find(catalog, entry))
        if catalog.is_template or entry.fuzzy:
            continue  # fuzzy translations are not used
        translated = [string for string in entry.strings if string.strip()]
        if translated and (due := dispatch.of_texts(translated, entry.sources)):
            for text in texts_of(catalog, entry):
                for rule in due:
                    yield from (RuleHit(rule, hit, entry, text) for hit in rule.find(text))


def check_across(catalogs: Sequence[CheckedCatalog], selection: RuleSelection) -> list[Finding]:
    """What the rules about all catalogs of a project together find."""
    running = [rule for rule in RULES.values() if rule.scope == "catalogs"]
    found = [(rule, *each) for rule in running for each in rule.find(catalogs)]
    return [_finding(catalog, rule, hit) for rule, catalog, hit in found if selection.runs(rule.name, catalog.language)]


def check_minimums(
    catalogs: Sequence[CheckedCatalog], thresholds: Thresholds, selection: RuleSelection
) -> list[Finding]:
    """The catalogs of which less is translated than their language must be."""
    running = RULES["below-threshold"]
    found = [(catalog, below_minimum(catalog, thresholds)) for catalog in catalogs]
    return [_finding(at, running, hit) for at, hit in found if hit and selection.runs(running.name, at.language)]


def _letters_of(entry: po.Entry) -> set[str]:
    """The letters that use a message, by the templates in its references."""
    paths = (reference.split("/") for reference in entry.references)
    return {parts[1] for parts in paths if len(parts) > 2 and parts[0] == "templates"}


def _finding(
    catalog: CheckedCatalog, rule: Rule, hit: Hit, entry: po.Entry | None = None, text: Text | None = None
) -> Finding:
    line, column = hit.line or (entry.line if entry else 1), hit.offset if hit.line else 1
    if text is not None:
        line, column = catalog.file.place(text.entry, text.keyword, hit.offset)
    return Finding(
        rule=rule.name,
        level=hit.level or rule.level,  # type: ignore[arg-type]
        path=str(catalog.path),
        line=line,
        column=max(1, column),
        language=catalog.language,
        msgctxt=entry.msgctxt if entry else None,
        msgid=entry.msgid if entry else "",
        message=hit.message,
        text=hit.text,
    )


def _finding_of_suppression(catalog: CheckedCatalog, rule: str, suppression: suppressions.Suppression) -> Finding:
    message = (
        said("the suppression of {rule} has no effect", rule=suppression.rule)
        if rule == suppressions.UNUSED
        else said("the suppression of {rule} has no reason", rule=suppression.rule)
    )
    return Finding(
        rule=rule,
        level=suppressions.LEVELS[rule],
        path=str(catalog.path),
        line=suppression.entry.line,
        column=1,
        language=catalog.language,
        msgctxt=suppression.entry.msgctxt,
        msgid=suppression.entry.msgid,
        message=message,
        text=suppression.rule,
    )


def _bare(language: str) -> str:
    return re.split("[-_@]", language)[0].casefold()


def _plural(file: po.File) -> PluralRule | None:
    try:
        return plural_rule(file.header.get("Plural-Forms", ""))
    except ValueError:
        return None


def _too_large(size: int) -> po.File:
    return po.File("", [], {}, [po.flaw(1, 1, "po-too-large", size=size, limit=_MAX_BYTES)])
