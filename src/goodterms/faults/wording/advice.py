"""Advice: wordings that hurt or bind, and what is needed to assess a customer."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    # Tact; the reason and the better wording are in the language of the text
    "tact-attack": Text("{given!r} attacks a person: {reason}", "{better}"),
    "tact-blame": Text("{given!r} blames the customer: {reason}", "{better}"),
    "tact-sarcasm": Text("{given!r} sounds sarcastic: {reason}", "{better}"),
    "tact-absolute": Text("{given!r} generalizes: {reason}", "{better}"),
    "tact-threat": Text("{given!r} threatens: {reason}", "{better}"),
    "tact-admission": Text("{given!r} admits liability: {reason}", "{better}"),
    "tact-without": Text("{key}: the group {given!r} has no {what}", "write it here or in the table of the kind"),
    "not-a-tact-pattern": Text(
        "{key}: {given!r} is not a pattern: {reason}",
        "the comment at the top of the built-in tact.toml explains the patterns",
    ),
}
