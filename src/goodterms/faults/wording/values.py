"""Values that a field cannot take."""

from __future__ import annotations

from goodterms.faults.wording.text import NO_CONTROLS, Text

_DATE = "expected YEAR-MONTH-DAY, such as 2026-12-31"
_MONTH = "expected YEAR-MONTH, such as 2026-10"
_TIME = "expected HOUR:MINUTE, such as 14:30 or 2:30 PM"
_COUNT = "expected a whole number, such as 3"
_DURATION = "expected minutes, or hours and minutes, such as 45, 45 min, 1:30 or 1 h 30 min"
_MONEY = "expected an amount and a currency, such as 120.50 EUR"
_DATED = "expected a date, a space and what happened, such as 2026-09-14 the parts arrived late"

TEXTS: dict[str, Text] = {
    # Any value
    "too-many-values": Text("{count} values given; this field takes only one", "give one value"),
    "no-values": Text("the list is empty", "give at least one value"),
    "too-long-list": Text("{count} values given; at most {most} fit in a letter", "give at most {most}"),
    "too-long": Text(
        "is too long: {length:,} characters; the limit is {most:,}", "shorten it to at most {most:,} characters"
    ),
    "not-a-value": Text("expected a single value, not a {type}", "give text, a number or a date"),
    "empty-text": Text("contains no visible characters", "give a value with at least one"),
    "broken-text": Text("contains bytes that are not valid text", "use the encoding of the terminal, preferably UTF-8"),
    "control-character": Text("contains the control character {character}", "write it on one line, as plain text"),
    "private-use-character": Text(
        "contains the private-use character {character}", "use characters that Unicode defines"
    ),
    "hidden-character": Text("contains {character}, which nobody sees", "delete it, or type the text again"),
    "bidi-override": Text(
        "contains {character}, which changes the order of the text around it",
        NO_CONTROLS,
    ),
    "bidi-unopened": Text(
        "contains {character}, but no isolate is open",
        NO_CONTROLS,
    ),
    "bidi-unclosed": Text(
        "contains an isolate that is never closed (U+2069 is missing)",
        NO_CONTROLS,
    ),
    # No values
    "formula-error": Text("{given!r} is not a value", "correct the formula in the cell, or leave the cell empty"),
    "absent-value": Text("{given!r} is not a value", "leave it empty if there is no value"),
    "phone-as-number": Text(
        "{given!r} is a number as a program writes it", "write {number}, with the zero or the + before it if it has one"
    ),
    "phone-too-long": Text("{given!r} has more than {most} digits", "give one phone number"),
    "percent-or-share": Text("{given!r} is ambiguous: {first} or {second}?", "write {first} or {second}"),
    "wrong-encoding": Text(
        "{given!r} was read in the wrong encoding", "save the table as CSV in UTF-8 from the program that it comes from"
    ),
    "lost-character": Text(
        "{given!r} contains U+FFFD, which replaces a character that was lost",
        "write the character again, or save the file in its right encoding",
    ),
    # Choices
    "unknown-choice": Text("{given!r} is not one of the options", "{suggestion}"),
    "choice-exclusive": Text(
        "{given!r} cannot be combined with {others:quoted and}", "give only {given!r}, or leave it out"
    ),
    "not-a-flag": Text("{given!r} is neither yes nor no", "expected yes or no"),
    # Parts
    "unknown-part": Text("unknown part {given!r}", "{suggestion}"),
    "part-twice": Text("is given twice, also as {other}", "give it only once"),
    "missing-part": Text("is missing", "{help}"),
    # Numbers
    "count-too-small": Text("{given} is too small", "expected a whole number, {least} or more"),
    "count-negative": Text("{given!r} is negative", "expected a non-negative whole number, such as 3"),
    "count-separator": Text("{given!r} contains a separator", "expected a whole number without separators, such as 3"),
    "not-a-count": Text("{given!r} is not a whole number", _COUNT),
    "count-too-large": Text("{given!r} is too large for a count", "expected at most {most:,}"),
    "number-ambiguous": Text(
        "{given!r} is ambiguous: {whole} or {units}.{fraction}?", "write {whole}.00 or {units}.{fraction}0"
    ),
    "number-too-large": Text("{given!r} is too large", "expected {example}"),
    "not-a-number": Text("{given!r} is not a valid number", "expected {example}"),
    "number-in-other-notation": Text(
        "{given!r} is not a number with the decimal separator {decimal!r}", "write all numbers of the field in one way"
    ),
    # Money
    "money-parts": Text("has the keys {given:and}", "expected the keys amount and currency"),
    "money-in-other-currency": Text(
        "{given!r} is in {currency}, but the currency given is {other}", "give the same currency in both"
    ),
    "money-too-many-decimals": Text(
        "{given!r} has more decimals than {currency} has: {rounded}?", "write {rounded} {currency}, or correct it"
    ),
    "currency-ambiguous": Text(
        "{given!r} is ambiguous: {sign!r} can be {codes:or}", "write the code of the currency, such as {code}"
    ),
    "not-money": Text("{given!r} is not a valid amount of money", _MONEY),
    "money-not-positive": Text(
        "{given!r} is not greater than 0", "expected an amount greater than 0 and a currency, such as 120.50 EUR"
    ),
    "money-without-currency": Text(
        "{given!r} has no currency", "add the currency, such as 120.50 EUR, or set currency in goodterms.toml"
    ),
    "unknown-currency": Text("{given!r} is not a known currency", "expected an ISO 4217 code, such as EUR"),
    "unknown-currency-near": Text("{given!r} is not a known currency", "did you mean {near!r}?"),
    # Dates and times
    "date-ambiguous": Text("{given!r} is ambiguous: {first} or {second}?", "write {first} or {second}"),
    "date-in-other-order": Text(
        "{given!r} is not a date in the order {order}", "write all dates of the field in one way, such as 2026-12-31"
    ),
    "date-as-number": Text(
        "{given!r} is not a date; a spreadsheet has this number for {date}",
        "show the cell as a date, and save the table again",
    ),
    "time-in-zone": Text(
        "{given!r} has a time zone", "write the time in your own time zone, without the name of the zone"
    ),
    "year-two-digits": Text("{given!r} is not a valid date: the year needs four digits", _DATE),
    "year-not-plausible": Text(
        "{given!r} is not a plausible date: the year is not between {first} and {last}",
        "write the date of the Gregorian calendar, such as 2026-12-31",
    ),
    "date-bikram": Text(
        "{given!r} looks like a date of Bikram Sambat", "write {gregorian} if it is one: the Gregorian date"
    ),
    "date-bikram-unclear": Text(
        "{given!r} has a year of Bikram Sambat, or one far ahead", "write the Gregorian date, such as {year}-12-31"
    ),
    "no-such-bikram-date": Text(
        "{given!r} is not a known date of Bikram Sambat", "write the Gregorian date, such as 2026-12-31"
    ),
    "weekday-contradicts": Text(
        "{given!r} contradicts itself: {date} is another day of the week", "correct the date or the day of the week"
    ),
    "date-with-time": Text("{given!r} is a date with a time of day", "write only the date: {date}"),
    "date-before-letter": Text(
        "{given} is before the date of the letter, {day}", "give a day that lies ahead, or correct the letter's date"
    ),
    "date-too-far-ahead": Text(
        "{given} is more than {years} years after the date of the letter, {day}", "correct the year"
    ),
    "date-after-letter": Text(
        "{given} is after the date of the letter, {day}", "give a day in the past, or correct the letter's date"
    ),
    "date-too-long-ago": Text(
        "{given} is more than {years} years before the date of the letter, {day}", "correct the year"
    ),
    "years-contradict": Text(
        "{given} contradicts {since}: from {start} to {end}, the full years are {years}",
        "leave out one of the two, or correct it",
    ),
    "not-a-date": Text("{given!r} is not a valid date", _DATE),
    "no-such-date": Text(
        "{given!r} is not a valid date: that day does not exist",
        "expected a date in the form YEAR-MONTH-DAY, such as 2026-12-31",
    ),
    "not-a-month": Text("{given!r} is not a valid month", _MONTH),
    "no-such-month": Text("{given!r} is not a valid month: that month does not exist", _MONTH),
    "month-ambiguous": Text("{given!r} is ambiguous: the year needs four digits", _MONTH),
    "month-with-day": Text(
        "{given!r} is a day, not a month", "expected YEAR-MONTH, such as 2026-10, or the first day of the month"
    ),
    "not-a-time": Text("{given!r} is not a valid time of day", _TIME),
    "no-such-time": Text(
        "{given!r} is not a valid time of day: that time does not exist",
        "expected HOUR:MINUTE, such as 14:30 or 2:30 PM",
    ),
    "time-ambiguous": Text("{given!r} is ambiguous: {first} or {second}?", "write {first} or {second}"),
    "time-with-date": Text("{given!r} is a date with a time of day", "write only the time: {time}"),
    "duration-with-seconds": Text("{given!r} has seconds", "give whole minutes, such as 45 min or 1 h 30 min"),
    "duration-ambiguous": Text("{given!r} is ambiguous: {first} or {second}?", "write {first} or {second}"),
    "duration-without-unit": Text(
        "{given!r} is ambiguous: {given} h or {given} min?", "write the unit: {given} h or {given} min"
    ),
    "not-a-duration": Text("{given!r} is not a valid duration", _DURATION),
    "duration-too-long": Text(
        "{given!r} is longer than a day",
        "give at most one day, in minutes or in hours and minutes, such as 45, 45 min, 1:30 or 1 h 30 min",
    ),
    "dated-without-date": Text("{given!r} does not begin with a valid date", _DATED),
    "dated-without-fact": Text("{given!r} has a date but no text after it", _DATED),
    "reference-as-number": Text(
        "{given!r} is a number as a program writes it", "enter the reference, such as {number}"
    ),
    "reference-as-date": Text(
        "{given!r} is what a spreadsheet makes of a code such as 3-12", "set the cell to text, and enter it again"
    ),
    "reference-in-powers": Text(
        "{given!r} is what a spreadsheet makes of a number with many digits",
        "set the column to text, and enter the number again",
    ),
    # Contacts
    "not-a-phone-number": Text("{given!r} is not a valid phone number", "expected digits, such as +386 1 555 01 23"),
    "not-an-email-address": Text(
        "{given!r} is not a valid email address", "expected name@domain, such as care@lipa.example"
    ),
    "date-after-limit": Text("{given} is after {limit}, which is {day}", "give a day no later than that"),
    "not-a-timezone": Text("{given!r} is not a known time zone", "expected an IANA name, such as Europe/Ljubljana"),
    "not-a-timezone-near": Text("{given!r} is not a known time zone", "did you mean {near!r}?"),
    "timezone-abbreviation": Text(
        "{given!r} does not say which time zone it is", "expected an IANA name, such as Europe/Ljubljana"
    ),
    "not-a-web-address": Text(
        "{given!r} is not a valid web address",
        "expected https:// and a host, such as https://meet.lipa.example/ana",
    ),
    # Names in parts
    "name-whole-and-parts": Text(
        "both the full name, {given!r}, and its parts are given", "give either the full name or its parts"
    ),
    "name-without-letters": Text("{given!r} is not a name: it contains no letter", "give the name"),
    "lost-letter": Text(
        "{given!r} has a question mark in a word, which often replaces a letter that was lost",
        "write the name with all its letters, or save the file in its right encoding",
    ),
    "address-for-name": Text("{given!r} is an email address, not a name", "give the name"),
    "name-without-a-name": Text("has only {given:and}", "add at least one of: {needed}"),
    "name-part-twice": Text("this part is given twice, under two spellings", "give it only once"),
    "unknown-name-part": Text("{given!r} is not a part of a name", "{suggestion}"),
    "name-part-blank": Text(
        "{given!r} contains no letter or digit", "leave the part empty if the name does not have it"
    ),
    "name-part-repeated": Text(
        "{given!r} cannot be combined with {others:and}", "give either the full surname or its two parts"
    ),
    "surname-prefix-only": Text(
        "{given!r} is given without surname-core", "give the rest of the surname as surname-core"
    ),
    "title-in-other-language": Text(
        "{given!r} is a title of another language than the letter's",
        "write it as the letter's language does: {titles:or}",
    ),
    "title-unknown-here": Text(
        "{given!r} is a title of another language than the letter's", "leave it out, and give the form of address"
    ),
    "title-holds-name": Text(
        "{given!r} contains the name itself", "give only what comes before the name, such as Ms. or dr."
    ),
    "not-a-language-tag": Text(
        "{given!r} is not a valid language tag", "expected the BCP 47 tag of the name's language"
    ),
}
