"""Values that a field cannot take."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_DATE = "expected YEAR-MONTH-DAY, such as 2026-12-31"
_TIME = "expected HOUR:MINUTE, such as 14:30 or 2:30 PM"
_COUNT = "expected a whole number, such as 3"
_DURATION = "expected minutes, or hours and minutes, such as 45, 45 min, 1:30 or 1 h 30 min"
_MONEY = "expected an amount and a currency, such as 120.50 EUR"
_DATED = "expected a date, a space and the fact, such as 2026-09-14 the parts came late"

TEXTS: dict[str, Text] = {
    # Any value
    "too-many-values": Text("{count} values were given; this field takes one"),
    "no-values": Text("the list is empty", "give at least one value"),
    "too-long-list": Text("{count} values were given; a letter has room for {most}"),
    "too-long": Text("{length:,} characters; at most {most:,} fit"),
    "not-a-value": Text("expected a single value, not a {type}", "give text, a number or a date"),
    "empty-text": Text("is empty", "give a value with at least one visible character"),
    "broken-text": Text("contains bytes that are not text", "use the encoding of the terminal, preferably UTF-8"),
    "control-character": Text("contains the control character {character}", "write it on one line, as plain text"),
    "private-use-character": Text(
        "contains the private-use character {character}", "use characters that Unicode defines"
    ),
    "bidi-override": Text(
        "contains {character}, which changes the order of the text around it",
        "leave direction controls out: the letter isolates every value by itself",
    ),
    "bidi-unopened": Text(
        "contains {character} without an isolate to close",
        "leave direction controls out: the letter isolates every value by itself",
    ),
    "bidi-unclosed": Text(
        "contains an isolate that is never closed (no U+2069)",
        "leave direction controls out: the letter isolates every value by itself",
    ),
    # Choices
    "unknown-choice": Text("{given!r} is not one of the choices", "{suggestion}"),
    # Numbers
    "count-negative": Text("{given!r} is negative; a count is not", _COUNT),
    "count-separator": Text("{given!r} is not a whole number without separators", _COUNT),
    "not-a-count": Text("{given!r} is not a whole number", _COUNT),
    "count-too-large": Text("{given!r} is too large for a count", "expected at most {most:,}"),
    "number-ambiguous": Text(
        "{given!r} is ambiguous: {whole} or a fraction?", "write {whole}.00 or {units}.{fraction}0"
    ),
    "number-too-large": Text("{given!r} is too large", "{example}"),
    "not-a-number": Text("{given!r} is not a valid number", "expected {example}"),
    # Money
    "not-money": Text("{given!r} is not a valid amount of money", _MONEY),
    "money-not-positive": Text("{given!r} is not more than zero", _MONEY),
    "money-without-currency": Text("{given!r} has no currency", f"{_MONEY}; or set currency in goodterms.toml"),
    "unknown-currency": Text("{given!r} is not a known currency", "expected an ISO 4217 code, such as EUR"),
    "unknown-currency-near": Text(
        "{given!r} is not a known currency", "did you mean {near!r}? expected an ISO 4217 code, such as EUR"
    ),
    # Dates and times
    "not-a-date": Text("{given!r} is not a valid date", _DATE),
    "no-such-date": Text("{given!r} is not a valid date", f"that day does not exist; {_DATE}"),
    "not-a-time": Text("{given!r} is not a valid time of day", _TIME),
    "no-such-time": Text("{given!r} is not a valid time of day", f"that time does not exist; {_TIME}"),
    "not-a-duration": Text("{given!r} is not a valid duration", _DURATION),
    "duration-too-long": Text("{given!r} is longer than a day", _DURATION),
    "dated-without-date": Text("{given!r} does not begin with a valid date", _DATED),
    "dated-without-fact": Text("{given!r} has a date and no fact", _DATED),
    # Contacts
    "not-a-phone-number": Text("{given!r} is not a valid phone number", "expected digits, such as +386 1 555 01 23"),
    "not-an-email-address": Text(
        "{given!r} is not a valid email address", "expected name@domain, such as care@lipa.example"
    ),
    "not-a-web-address": Text(
        "{given!r} is not a valid web address",
        "expected https:// and a host, such as https://meet.lipa.example/ana",
    ),
    # Names in parts
    "name-whole-and-parts": Text("a whole name, {given!r}, and its parts are given", "give one or the other"),
    "name-without-a-name": Text("only {given:and} given", "a name needs one of: {needed}"),
    "name-part-twice": Text("given twice, in two spellings", "give it once"),
    "unknown-name-part": Text("{given!r} is not a part of a name", "{suggestion}"),
    "name-part-blank": Text("{given!r} has no letter and no digit", "leave it empty where there is none"),
    "name-part-repeated": Text(
        "{given!r} is given together with {others:and}", "give the surname whole, or in its two parts"
    ),
    "surname-prefix-only": Text(
        "{given!r} is given without surname-core", "give the rest of the surname as surname-core"
    ),
    "title-holds-name": Text(
        "{given!r} contains the name itself", "give only what comes before the name, such as Ms. or dr."
    ),
    "not-a-language-tag": Text(
        "{given!r} is not a valid language tag", "expected the BCP 47 tag of the name's language"
    ),
}
