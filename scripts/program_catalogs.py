"""Write locales/goodterms-cli.pot, and bring locales/<language>/LC_MESSAGES/goodterms-cli.po up to it.

    python scripts/program_catalogs.py            write the files that are not current
    python scripts/program_catalogs.py --check    write nothing; exit with 1 if one is not current

Translations are kept. A text that was reworded keeps its translation, flagged fuzzy.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from program_texts import Text, has_facts, texts

from goodterms.cldr.plural_headers import plural_header
from goodterms.po import written
from goodterms.po.written import WrittenMessage, raw_of
from goodterms.translating import merging
from goodterms.translating.catalog_text import FORMAT

LOCALES = Path(__file__).parent.parent / "locales"
NAME = "goodterms-cli"
TEMPLATE = LOCALES / f"{NAME}.pot"
MOST_COMMENTS = 3
SOURCE_PLURAL_FORMS = "nplurals=2; plural=(n != 1);"


def template() -> str:
    """The text of the catalog template."""
    found: dict[tuple[str | None, str], list[Text]] = defaultdict(list)
    for text in texts():
        found[text.context, text.msgid].append(text)
    header = {
        "Project-Id-Version": "goodterms",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": SOURCE_PLURAL_FORMS,
        "X-Source-Language": "en",
    }
    file = merging.new_file(header)
    return file.with_messages([*file.messages, *(message(uses) for uses in found.values())]).text


def message(uses: list[Text]) -> WrittenMessage:
    """A message with the comments and references of its uses."""
    context, msgid = uses[0].context, uses[0].msgid
    plural = next((use.plural for use in uses if use.plural is not None), None)
    comments = list(dict.fromkeys(use.comment for use in uses if use.comment))
    if len(comments) > MOST_COMMENTS:
        comments = [*comments[:MOST_COMMENTS], f"and {len(comments) - MOST_COMMENTS} more"]
    made = WrittenMessage.new(
        None if context is None else raw_of(context),
        raw_of(msgid),
        None if plural is None else raw_of(plural),
        [("",)] * (1 if plural is None else 2),
    )
    made = made.with_extracted(comments)
    made = made.with_references(list(dict.fromkeys(use.reference for use in uses)))
    return made.with_flags([FORMAT] if has_facts(msgid) or has_facts(plural or "") else [])


def languages() -> list[str]:
    """The catalogs of letters that are translations; each language has one of the program, too."""
    return sorted(
        path.parents[1].name for path in LOCALES.glob("*/LC_MESSAGES/goodterms.po") if path.parents[1].name != "en"
    )


def files() -> dict[Path, str]:
    """The files as they should be."""
    new = template()
    result = {TEMPLATE: new}
    for language in languages():
        path = LOCALES / language / "LC_MESSAGES" / f"{NAME}.po"
        header = plural_header(language)
        if path.is_file():
            result[path] = flagged(merging.merge(path.read_text("utf-8"), new, new, header)[0], new)
        else:
            result[path] = flagged(merging.init(new, language, header or SOURCE_PLURAL_FORMS), new)
    return result


def flagged(text: str, new: str) -> str:
    """A catalog with the flags of the template: ``{names:or}`` formats a fact, and asks for no form of a number."""
    formats = {message.key for message in written.parse(new).living if FORMAT in message.flags}
    file = written.parse(text)
    messages = [
        one.with_flags(["fuzzy"] * one.fuzzy + [FORMAT]) if not one.obsolete and one.key in formats else one
        for one in file.messages
    ]
    return file.with_messages(messages).text


def run() -> int:
    stale = {path: text for path, text in files().items() if not path.is_file() or path.read_text("utf-8") != text}
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"not current: {path.relative_to(LOCALES.parent)}; run make program-texts")
        return 1 if stale else 0
    for path, text in stale.items():
        path.write_text(text, "utf-8")
        print(f"Written: {path.relative_to(LOCALES.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(run())
