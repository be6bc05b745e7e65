"""Language tags, calendars, digits, patterns and names: what a locale does not know or cannot write."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_NO_DATE = "{given} has no date in the calendar {calendar!r}: "
_DAYS = "expected a day from {first} to {last} (its years {first_year} to {last_year}), or another calendar"
_LETTERS = "expected a pattern of {letters}"
_NAME_PARTS = "give the part 'given' or 'surname', or the whole name"

TEXTS: dict[str, Text] = {
    # Locale tags
    "no-letters-in-locale": Text("no letters are written in {given!r}", "{suggestion}"),
    "not-a-locale-tag": Text("{given!r} is not a valid locale tag", "{suggestion}"),
    "unused-locale-parts": Text(
        "{given!r} has parts after the region that letters do not use",
        "try {used!r}, or {used}-u- with nu (numbering system) or ca (calendar)",
    ),
    "unused-locale-keyword": Text(
        "{given!r} has the keyword {keyword!r}", "letters use nu (numbering system) and ca (calendar)"
    ),
    "unknown-region": Text("{region!r} in {given!r} is not a known region", "try {language!r}"),
    "not-a-locale": Text("is not a locale in CLDR", "name the folder by the BCP 47 tag of its language"),
    # Digits and calendars
    "unknown-numbering": Text("{given!r} is not a known numbering system", "{suggestion}"),
    "unknown-calendar": Text("{given!r} is not a known calendar", "{suggestion}"),
    "unnamed-calendar": Text(
        "{locale} has no names for the months of the calendar {calendar!r}",
        "it has names for: {known}; add others to its language.toml, table [calendars.{calendar}]",
    ),
    "day-before-first-year": Text(f"{_NO_DATE}its years are counted from {{first_year}}", _DAYS),
    "day-before-tables": Text(f"{_NO_DATE}its tables begin with {{first_year}}", _DAYS),
    "day-after-published": Text(f"{_NO_DATE}the lengths of the months of {{next_year}} are not published yet", _DAYS),
    "day-after-settled": Text(f"{_NO_DATE}the lengths of the months of {{next_year}} are not settled yet", _DAYS),
    # Patterns
    "number-pattern": Text("{given!r} is not a valid number pattern", "expected digits in groups, such as #,##0.###"),
    "number-pattern-without-sign": Text("{given!r} lacks the sign {sign}", "add {sign} before or after the digits"),
    "pattern-open-quote": Text("{given!r} opens a quotation with ' and does not close it", _LETTERS),
    "pattern-letter": Text("{given!r} has the letter {letter!r}", _LETTERS),
    "date-pattern-incomplete": Text("{given!r} lacks the year, the month or the day", _LETTERS),
    "time-pattern-incomplete": Text("{given!r} lacks the hour or the minute", _LETTERS),
    "descending-range": Text("the range from {low} to {high} is descending", "give the lower number first"),
    # Names of persons
    "unknown-name-form": Text("{given!r} is not a valid {parameter} of a name", "{suggestion}"),
    "name-empty": Text("is empty", _NAME_PARTS),
    "name-unusable": Text("has only {held}", _NAME_PARTS),
}
