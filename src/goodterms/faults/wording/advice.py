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
    # Assessments
    "assess-nothing-given": Text(
        "nothing is known of the customer",
        "name a table of customers, say --is for what is true of one, or run it in a terminal, where it asks",
    ),
    "assess-table-and-customer": Text(
        "{option} is about one customer, and {table} is a table of customers", "leave one of them out"
    ),
    "assess-not-a-question": Text("{given!r} is not something that is asked of a customer", "{suggestion}"),
    "assess-given-twice": Text("{given} is given by --is and by --set", "leave one of them out"),
    "assess-no-columns": Text(
        "no column answers a question",
        "name columns as the questions ({known}), or say under [columns] in goodterms.toml what each holds",
    ),
    "assess-protected": Text(
        "the column {given!r} cannot answer a question: it says something of a person's {ground}, and nobody is judged "
        "by that",
        "ask what the customer does, not who they are; leave the column out",
    ),
    "assess-protected-set": Text(
        "{given!r} cannot be a criterion: it says something of a person's {ground}, and nobody is judged by that",
        "ask what the customer does, not who they are",
    ),
    "assess-protected-unused": Text(
        "{given!r} is not used: it says something of a person's {ground}, and nobody is judged by that"
    ),
    "assess-suffix": Text("{given!r} is not the ending of an answer's file", "expected one of: {known}"),
    "assess-no-terminal": Text("a workbook cannot be printed on a terminal", "name a file: -o FILE.xlsx"),
    "not-a-tact-pattern": Text(
        "{key}: {given!r} is not a pattern: {reason}",
        "the comment at the top of the built-in tact.toml explains the patterns",
    ),
}
