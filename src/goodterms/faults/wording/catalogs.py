"""Catalogs, and the commands that work on them."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    # goodterms check
    "unknown-rule": Text("{given!r} is not a rule", "{suggestion}"),
    "unknown-level": Text("{given!r} is not a level", "{suggestion}"),
    "language-without-catalog": Text("{given!r} has no catalog", "{suggestion}"),
    "not-a-minimum": Text("{given!r} is not valid", "expected a language and a percentage from 0 to 100: LANG=PERCENT"),
    "minimum-with-path": Text("applies only to the letters of this project", "leave PATH out"),
    "no-catalogs": Text("no catalogs found", "name .po or .pot files, or folders that contain some"),
    "update-without-baseline": Text("no file is named", "add --baseline FILE"),
    "baseline-unreadable": Text("{path} cannot be read: {reason}", "create it with --update-baseline"),
    "not-a-baseline": Text("{path} is not a baseline: {reason}", "write it again with --update-baseline"),
    "baseline-without-findings": Text(
        "{path} is not a baseline: expected an array of findings", "write it again with --update-baseline"
    ),
    "git-missing": Text("git is not installed", "install it, or use --baseline"),
    "no-repository": Text("{folder} is not in a git repository", "use --baseline where there is no git"),
    "unknown-revision": Text("git has no revision {given!r}", "name a commit, a branch or a tag"),
}
