"""The rooms of advice: their tables, and what they write."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    # What all rooms share
    "unknown-output": Text("{given} is not a kind of file that is written here", "expected a name that ends in one of: {known}"),
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
}
