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
    # What all rooms share
    "unknown-output": Text(
        "{given} is not a kind of file that is written here", "expected a name that ends in one of: {known}"
    ),
    "column-unsure": Text(
        "it is not sure what the column {given!r} is; it may be {fields:or}",
        "write under [columns] in goodterms.toml which one it is",
    ),
    # Quiet customers
    "customers-without-output": Text("nothing is written", "give the table for goodterms batch with -o quiet.csv"),
    "customer-in-several-rows": Text(
        "{given!r} is the name of several customers, in rows {rows:and}",
        "call the customers in the orders by their keys or email addresses",
    ),
    # The plan of a year
    "plan-missing": Text("{package} is not installed", "install it with: pip install 'goodterms[plan]'"),
    "plan-year": Text("{given} is not a year that can be planned", "expected a year from {first} to {last}"),
    "plan-nobody": Text("nobody is named", "enter a name, a key or an email address"),
    "plan-key-twice": Text("{given!r} is also the key of row {row}", "give each row a different key"),
    "busy-unclear": Text(
        "{given!r} is not a time of the year",
        "expected months (11-1, November–January), days of each year (11-15..01-05) or of one (2027-03-01..2027-03-14)",
    ),
    "busy-backwards": Text("{given!r} ends before it begins", "exchange the two days"),
    "cadence-unclear": Text(
        "{given!r} is not a cadence", "expected one of: {known}; or a number of weeks or months, such as 6 weeks"
    ),
    "cadence-too-short": Text(
        "{given!r} is shorter than {least} days", "give more weeks; least_step in rules.toml has the limit"
    ),
    "country-unknown": Text("{given!r} is not the name or the code of a country", "expected a code such as SI"),
    "industry-unknown": Text("{given!r} is not a known trade", "{suggestion}; industries.toml has more to add"),
    "absence-backwards": Text("{given} is before the first day, {first}", "exchange the two days"),
    "manager-unknown": Text("{given!r} looks after no customer", "{suggestion}"),
    "no-open-day": Text(
        "no day between {first} and {last} fits", "holidays, weekends, busy times and absences leave none"
    ),
    "weeks-full": Text(
        "every week between {first} and {last} is full", "raise --per-week, or give the customer another cadence"
    ),
}
