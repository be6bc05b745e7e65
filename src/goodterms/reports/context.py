"""What a report needs besides the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.findings import at_least

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from goodterms.check.registry import Rule
    from goodterms.findings import Finding, Level


def unstyled(text: str, _: Level) -> str:
    """The text as it is."""
    return text


class Context(NamedTuple):
    """All rules, the lines of a catalog by its path, the version of goodterms, and the catalogs that were checked.

    ``lines_of`` separates lines as findings count them, and returns none for a file that cannot be read. ``catalogs``
    are paths as findings write them; paths that only findings have count as checked, too. ``style`` gives the word of a
    level its colour in the report for people.

    ``fail_on`` is the least severe level that fails. Reports for people show what fails, and count the rest unless the
    check is ``verbose``.
    """

    rules: Mapping[str, Rule]
    lines_of: Callable[[str], Sequence[str]]
    version: str
    catalogs: Sequence[str] = ()
    style: Callable[[str, Level], str] = unstyled
    fail_on: Level = "error"
    verbose: bool = False

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the check fail."""
        return at_least(finding.level, self.fail_on)

    def shows(self, finding: Finding) -> bool:
        """Whether a report for people shows a finding, and does not only count it."""
        rule = self.rules.get(finding.rule)
        return self.verbose or self.fails(finding) or (rule is not None and rule.is_limit)
