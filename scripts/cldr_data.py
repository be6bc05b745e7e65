"""Write locales/<language>/cldr.json: what letters need of CLDR and Babel's data does not have, or has older.

CLDR's own JSON packages are read (cldr-core, cldr-dates-full, cldr-misc-full, cldr-numbers-full, cldr-units-full,
cldr-person-names-full, cldr-cal-islamic-full, cldr-rbnf), each unpacked into a folder of its name:

    python scripts/cldr_data.py FOLDER LANGUAGE …

The months of the Indian national calendar are in no package of this version; they are asked from ICU. The data is
Unicode's; its licence stands in locales/UNICODE-LICENSE.txt.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import babel
import babel.localedata
from babel.core import get_global
from icu4py.messageformat import MessageFormat

ROOT = Path(__file__).parent.parent
WIDTHS = ("full", "long", "medium", "short")
UNITS = ("year", "month", "week", "day", "hour", "minute")
LISTS = {"and": "standard", "or": "or", "unit": "unit"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COUNT = "-count-"
SPELLED = 1000
"""The last rule that is kept of those for numbers in words: letters have larger numbers in digits."""


class Source:
    """The unpacked packages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.version = json.loads((folder / "cldr-core" / "package.json").read_text("utf-8"))["version"]

    def has(self, tag: str) -> bool:
        return (self._folder / "cldr-dates-full" / "main" / tag).is_dir()

    def regions(self, language: str) -> list[str]:
        """The tags of a language in a region, in the script that is likely for it."""
        tags = sorted(path.name for path in (self._folder / "cldr-dates-full" / "main").glob(f"{language}-*"))
        return [tag for tag in tags if babel.localedata.exists(tag.replace("-", "_")) and len(tag.split("-")[1]) != 4]

    def main(self, package: str, tag: str, name: str) -> dict[str, Any]:
        path = self._folder / f"cldr-{package}-full" / "main" / tag / f"{name}.json"
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))["main"][tag]
        return found

    def spellout(self, tag: str) -> dict[str, list[tuple[str, str]]]:
        """The rule sets for numbers in words: pairs of a descriptor and a rule; CLDR has them for some languages."""
        path = self._folder / "cldr-rbnf" / "rbnf" / f"{tag}.json"
        groups = json.loads(path.read_text("utf-8"))["rbnf"]["rbnf"] if path.is_file() else {}
        rules = groups.get("SpelloutRules", {})
        return {name: pairs for name, pairs in rules.items() if name.startswith("%")}

    def supplemental(self, name: str) -> dict[str, Any]:
        path = self._folder / "cldr-core" / "supplemental" / f"{name}.json"
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))["supplemental"]
        return found


def of_locale(source: Source, tag: str) -> dict[str, Any]:
    """Everything of one locale."""
    own = babel.Locale.parse(tag, sep="-")
    gregorian = source.main("dates", tag, "ca-gregorian")["dates"]["calendars"]["gregorian"]
    numbers = source.main("numbers", tag, "numbers")["numbers"]
    delimiters = source.main("misc", tag, "delimiters")["delimiters"]
    found = {
        "minimum_grouping": int(numbers["minimumGroupingDigits"]),
        "quotes": [
            delimiters[f"{kind}{end}"] for kind in ("quotation", "alternateQuotation") for end in ("Start", "End")
        ],
        "alphabet": alphabet(source.main("misc", tag, "characters")["characters"]),
        "dates": older(own.date_formats, gregorian["dateFormats"]),
        "times": older(own.time_formats, gregorian["timeFormats"]),
        "at_time": gregorian["dateTimeFormats-atTime"]["standard"],
        "hours": {key: gregorian["dateTimeFormats"]["availableFormats"][key] for key in ("hm", "Hm")},
        "lists": lists(own, source.main("misc", tag, "listPatterns")["listPatterns"]),
        "numbers": by_system(own, numbers),
        "spellout": spellout(source.spellout(tag)),
        "units": units(source.main("units", tag, "units")["units"]["long"]),
        "relative": relative(source.main("dates", tag, "dateFields")["dates"]["fields"]),
        "calendars": calendars(source, tag),
        "person_names": source.main("person-names", tag, "personNames")["personNames"],
    }
    del found["person_names"]["sampleName"]
    return {key: value for key, value in found.items() if value not in ({}, None)}


def alphabet(characters: dict[str, Any]) -> dict[str, str]:
    """The letters of the language, and those of foreign words and names: sets of UTS #35, part 2, "Exemplars"."""
    return {
        "main": "".join(sorted(members(characters["exemplarCharacters"]))),
        "auxiliary": "".join(sorted(members(characters["auxiliary"]))),
    }


def members(unicode_set: str) -> set[str]:
    """The characters of a set as CLDR writes it, without ranges; those of a cluster, ``{dž}``, one by one."""
    plain = re.sub(r"\\u([0-9A-F]{4})", lambda match: chr(int(match[1], 16)), unicode_set[1:-1])
    if re.search(r"[^ \\]-[^ ]", plain):
        raise ValueError(f"a range in {unicode_set}")
    return set(re.sub(r"[ {}\\]", "", plain))


def older(babels: Any, patterns: dict[str, str]) -> dict[str, str]:
    return {width: patterns[width] for width in WIDTHS if str(babels[width].pattern) != patterns[width]}


def lists(own: babel.Locale, patterns: dict[str, Any]) -> dict[str, Any]:
    """The list patterns that Babel does not have, or has otherwise."""
    found = {}
    for kind, name in LISTS.items():
        right = patterns[f"listPattern-type-{name}"]
        wrong = dict(own.list_patterns).get(name, {})
        if {key: wrong.get(key) for key in right} != right:
            found[kind] = right
    return found


def by_system(own: babel.Locale, numbers: dict[str, Any]) -> dict[str, Any]:
    """By numbering system: the pattern of a range, and other patterns and symbols where Babel has none or others."""
    found: dict[str, dict[str, Any]] = {}
    babels = {
        "decimal": own.decimal_formats[None].pattern,
        "percent": own.percent_formats[None].pattern,
        "money": own.currency_formats["standard"].pattern,
    }
    for key in numbers:
        if not key.startswith("symbols-"):
            continue
        system = key.rpartition("-")[2]
        of_system = {
            "decimal": numbers[f"decimalFormats-numberSystem-{system}"]["standard"],
            "percent": numbers[f"percentFormats-numberSystem-{system}"]["standard"],
            "money": numbers[f"currencyFormats-numberSystem-{system}"]["standard"],
        }
        one: dict[str, Any] = {name: pattern for name, pattern in of_system.items() if pattern != babels[name]}
        one["range"] = numbers[f"miscPatterns-numberSystem-{system}"]["range"]
        symbols = {name: numbers[key][name] for name in ("decimal", "group", "minusSign", "percentSign")}
        known = own.number_symbols.get(system, {})
        if {name: known.get(name) for name in symbols} != symbols:
            one["symbols"] = symbols
        found[system] = one
    return found


def spellout(sets: dict[str, list[tuple[str, str]]]) -> dict[str, dict[str, str]]:
    """The rules for whole cardinal numbers, and the sets that they use."""
    found: dict[str, dict[str, str]] = {}
    wanted = [name for name in sets if name.startswith("%spellout-cardinal")]
    if "%spellout-cardinal" not in wanted:
        wanted.append("%spellout-numbering")
    while wanted:
        name = wanted.pop(0)
        if name not in sets or name in found:
            continue
        rules = {base: text.removesuffix(";") for base, text in sets[name] if re.match(r"\d", base)}
        found[name] = {base: text for base, text in rules.items() if int(re.split("[/>]", base)[0]) <= SPELLED}
        wanted += re.findall(r"%%?[\w-]+", " ".join(found[name].values()))
    return found


def units(long: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        unit: {
            key.rpartition(COUNT)[2]: pattern
            for key, pattern in long[f"duration-{unit}"].items()
            if key.startswith(f"unitPattern{COUNT}")
        }
        for unit in UNITS
    }


def relative(fields: dict[str, Any]) -> dict[str, Any]:
    """By unit: its words for -2 to 2 (``yesterday``), its patterns for the future and for the past."""
    found: dict[str, Any] = {}
    for unit in UNITS:
        words = {
            key.removeprefix("relative-type-"): word
            for key, word in fields[unit].items()
            if key.startswith("relative-type-")
        }
        found[unit] = {"words": words}
        for way in ("future", "past"):
            patterns = fields[unit][f"relativeTime-type-{way}"]
            found[unit][way] = {key.rpartition(COUNT)[2]: pattern for key, pattern in patterns.items()}
    return found


def calendars(source: Source, tag: str) -> dict[str, Any]:
    """The calendars whose months have names in the language: CLDR gives the root's Latin ones where there are none."""
    found = {}
    for calendar, read in {"indian": indian, "islamic-umalqura": islamic}.items():
        own = read(source, tag)
        if tag.startswith("en") or own["months"] != read(source, "en")["months"]:
            found[calendar] = own
    return found


def islamic(source: Source, tag: str) -> dict[str, Any]:
    data = source.main("cal-islamic", tag, "ca-islamic")["dates"]["calendars"]["islamic"]
    months = data["months"]["format"]
    return {
        "months": list(months["wide"].values()),
        "months_abbreviated": list(months["abbreviated"].values()),
        "era": data["eras"]["eraAbbr"]["0"],
        "patterns": {width: data["dateFormats"][width] for width in WIDTHS},
    }


def indian(source: Source, tag: str) -> dict[str, Any]:
    generic = source.main("dates", tag, "ca-generic")["dates"]["calendars"]["generic"]
    # The first day of each month of 1947 (Saka), which begins on 22 March 2025 and is no leap year.
    first = datetime(2025, 3, 22, 12, tzinfo=UTC)
    lengths = (30, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30)
    days = [first + timedelta(days=sum(lengths[:month]) + 4) for month in range(12)]

    def asked(pattern: str, day: datetime) -> str:
        # A pattern, not a skeleton: months as they stand in dates.
        return MessageFormat(f"{{d, date,{pattern}}}", f"{tag}-u-ca-indian-nu-latn").format({"d": day})

    return {
        "months": [asked("MMMM", day) for day in days],
        "months_abbreviated": [asked("MMM", day) for day in days],
        "era": asked("G", first),
        "patterns": {width: generic["dateFormats"][width] for width in WIDTHS},
    }


def differing(own: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """What a locale has otherwise than the one that it inherits from, down to the single values."""
    found = {}
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(above.get(key), dict):
            value = differing(value, above[key])
            if value:
                found[key] = value
        elif above.get(key) != value:
            found[key] = value
    return found


def for_language(source: Source, language: str) -> dict[str, Any]:
    """A language's data, and what its regions have otherwise, each than its parent (UTS #35, part 1, "Inheritance")."""
    base = of_locale(source, language)
    whole = {tag: of_locale(source, tag) for tag in source.regions(language)}
    parents = get_global("parent_exceptions")
    regions = {}
    for tag, own in whole.items():
        parent = parents.get(tag.replace("-", "_"), language).replace("_", "-")
        regions[tag] = differing(own, whole.get(parent, base))
    return {"version": source.version, **base, "regions": {tag: own for tag, own in regions.items() if own}}


def supplemental(source: Source) -> dict[str, Any]:
    """What is of no language: decimals of currencies that Babel has older, their signs; clocks and weeks of regions."""
    fractions = source.supplemental("currencyData")["currencyData"]["fractions"]
    known = get_global("currency_fractions")
    decimals = {code: int(own["_digits"]) for code, own in fractions.items() if code != "DEFAULT"}
    times = source.supplemental("timeData")["timeData"]
    first = source.supplemental("weekData")["weekData"]["firstDay"]
    return {
        "version": source.version,
        "currency_decimals": {code: own for code, own in decimals.items() if known.get(code, (2,))[0] != own},
        "currency_signs": signs(source.main("numbers", "en", "currencies")["numbers"]["currencies"]),
        "twelve_hours": sorted(region for region, own in times.items() if own["_preferred"] in ("h", "K")),
        "first_day": {
            day: sorted(region for region, own in first.items() if own == day and len(region) == 2 and region != "001")
            for day in ("fri", "sat", "sun")
        },
    }


def signs(currencies: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """The signs of currencies with the codes that each may mean; first those with a sign that is theirs only."""
    found: dict[str, list[str]] = {}
    for code, own in sorted(currencies.items(), key=lambda item: (item[1].get("symbol", item[0]) == item[0], item[0])):
        for sign in sorted({own.get("symbol", code), own.get("symbol-alt-narrow", code)} - {code, "¤"}):
            codes = found.setdefault(sign, [])
            codes.insert(0 if own.get("symbol") == sign else len(codes), code)
    return dict(sorted(found.items()))


def root_names(source: Source) -> dict[str, Any]:
    """The names of persons for a language that CLDR has none of."""
    names = source.main("person-names", "und", "personNames")["personNames"]
    return {"version": source.version, **{key: value for key, value in names.items() if key != "sampleName"}}


def written(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    packages = Source(Path(sys.argv[1]))
    written(ROOT / "src/goodterms/cldr/supplemental.json", supplemental(packages))
    written(ROOT / "src/goodterms/cldr/root_names.json", root_names(packages))
    for name in sys.argv[2:]:
        written(ROOT / "locales" / name / "cldr.json", for_language(packages, name))
