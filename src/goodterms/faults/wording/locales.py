"""Language tags, calendars, digits, patterns and names: what a locale does not know or cannot write."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_DAYS = (
    "expected a date from {first} to {last} (years {first_year} to {last_year} of that calendar), or another calendar"
)
_LETTERS = "expected a pattern of {letters}"
_NAME_PARTS = "add the part 'given' or 'surname', or give the full name"

TEXTS: dict[str, Text] = {
    "locale-too-long": Text(
        "has {length:,} characters; a locale has at most {limit}", "expected a tag (BCP 47), or the name of a language"
    ),
    # Locale tags
    "no-letters-in-locale": Text("there are no letters in {given!r}", "{suggestion}"),
    "no-letters-in-language": Text("there are no letters in {given!r}", "expected one of: {known}"),
    "no-letters-in-language-yet": Text(
        "there are no letters in {given!r}",
        "expected one of: {known}; to translate them, begin with: goodterms catalog add {tag}",
    ),
    "not-a-locale-tag": Text("{given!r} is not a valid locale tag", "{suggestion}"),
    "unknown-locale-name": Text(
        "{given!r} is not the name of a language with letters",
        "did you mean {name} ({tag})? expected a language or its tag, one of: {known}",
    ),
    "locale-open": Text("{given!r} does not say which language is meant", "write {tags:or}"),
    "unused-locale-parts": Text(
        "{given!r} has parts after the region that letters do not support",
        "use {used!r}; it can be followed only by -u- with nu (numbering system) or ca (calendar)",
    ),
    "unused-locale-keyword": Text(
        "{given!r} has the keyword {keyword!r}, which letters do not use",
        "remove it; letters use only nu (numbering system) and ca (calendar)",
    ),
    "unknown-region": Text("{region!r} in {given!r} is not a known region", "try {language!r}"),
    "not-a-locale": Text("is not a CLDR locale", "name the folder after the BCP 47 tag of its language"),
    # Names
    "title-is-greeting": Text(
        "{given!r} greets, and the letter has a greeting of its own",
        "give only a title that the letter may print or that tells the form of address, or none",
    ),
    "name-said-twice": Text(
        "{given!r} contains {said!r}, which the salutation says itself",
        "give the name without it; a title belongs in {field}.title",
    ),
    "name-with-comma": Text(
        "{given!r} has a comma: the surname may come first, or something else may follow the name",
        "write the given name first, without a comma; or give {field}.given and {field}.surname",
    ),
    "name-with-sign": Text(
        "{given!r} contains {said!r}, which is in no name",
        "give the name of one person or company, without a note; write 'and' between two persons",
    ),
    "name-with-note": Text("{given!r} contains {said!r} beside the name", "give only the name"),
    "name-with-address": Text("{given!r} contains the email address {said!r}", "give only the name"),
    "name-with-placeholder": Text(
        "{given!r} contains {said!r}, which stands for a missing value", "give the name without it"
    ),
    "name-is-title": Text("{given!r} is only a title or an initial", "give the name"),
    "name-of-nobody": Text(
        "{given!r} is not the name of a customer", "give the name; or delete the row if it is a sum or a note"
    ),
    "title-before-company": Text(
        "{given!r} is the title of a person, but {name!r} is addressed as a company",
        "leave out the title; or correct the name or the form of address",
    ),
    "company-in-parts": Text(
        "{given!r} is in parts as the name of a person, but the form of address is {form}",
        "give the name of the company whole, in {field}; or correct the form of address",
    ),
    "person-at-company": Text(
        "{given!r} has a comma before the legal form, so it may be a person and a company",
        "give only the name of one of them; or, if all of it is the name of the company, write the form of address "
        "{form}",
    ),
    "business-of-one-person": Text(
        "{given!r} is the business of one person, so it does not tell how to address it",
        "write the form of address {forms:or}; or give only the name of the person",
    ),
    # Digits and calendars
    "unknown-numbering": Text("{given!r} is not a known numbering system", "{suggestion}"),
    "unknown-calendar": Text("{given!r} is not a known calendar", "{suggestion}"),
    "unnamed-calendar": Text(
        "{locale} has no month names for the calendar {calendar!r}",
        "use one of: {known}; or add month names to its language.toml, in the table [calendars.{calendar}]",
    ),
    "day-before-first-year": Text(
        "{given} cannot be shown in the calendar {calendar!r}, whose years begin with {first_year}", _DAYS
    ),
    "day-before-tables": Text(
        "{given} cannot be shown in the calendar {calendar!r}, whose tables begin with {first_year}", _DAYS
    ),
    "day-after-published": Text(
        "{given} cannot be shown in the calendar {calendar!r}: the month lengths of {next_year} are not published yet",
        _DAYS,
    ),
    "day-after-settled": Text(
        "{given} cannot be shown in the calendar {calendar!r}: the month lengths of {next_year} are not final yet",
        _DAYS,
    ),
    # Patterns
    "number-pattern": Text("{given!r} is not a valid number pattern", "expected digits in groups, such as #,##0.###"),
    "number-pattern-without-sign": Text("{given!r} lacks the sign {sign}", "add {sign} before or after the digits"),
    "pattern-open-quote": Text(
        "{given!r} has an opening ' without a closing one", "add the closing '; expected a pattern of {letters}"
    ),
    "pattern-letter": Text("{given!r} contains the letter {letter!r}, which this pattern cannot use", _LETTERS),
    "date-pattern-incomplete": Text(
        "{given!r} must contain the year, the month and the day",
        "add the missing part; expected a pattern of {letters}",
    ),
    "month-pattern-incomplete": Text(
        "{given!r} must contain the year and the month", "add the missing part; expected a pattern of {letters}"
    ),
    "time-pattern-incomplete": Text(
        "{given!r} must contain the hour and the minute", "add the missing part; expected a pattern of {letters}"
    ),
    "descending-range": Text("the range from {low} to {high} is descending", "give the lower number first"),
    # Names of persons
    "unknown-name-form": Text("{given!r} is not a valid {parameter} for a name", "{suggestion}"),
    "name-empty": Text("is empty", _NAME_PARTS),
    "name-unusable": Text("has only {held}, which is not enough for a name", _NAME_PARTS),
}
