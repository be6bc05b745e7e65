"""The rooms of advice: their tables, and what they write."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
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
