"""A folder with a letter of its own and its catalogs, for tests of the pages on which it is translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LETTER = """
title = "Note"
before = ["subject"]
[steps.body]
[fields.name]
type = "name"
sample = "Ana"
help = "the customer"
[fields.count]
type = "count"
sample = 3
help = "how many"
"""
HOSTILE = "<script>document.title = 1</script><img src=x onerror=alert(1)> & <b>bold</b> {{{{ nothing }}}}"
TEMPLATE = """{% block subject %}{% trans %}News{% endtrans %}{% endblock %}
{% block body %}
{# Translators: The greeting; no exclamation mark. #}
{% trans %}Good morning.{% endtrans %}

{% trans name %}Dear {{ name }}, thank you for your delivery.{% endtrans %}

{% trans count %}{{ count }} parcel{% pluralize %}{{ count }} parcels{% endtrans %}

{{ _("<script>document.title = 1</script><img src=x onerror=alert(1)> & <b>bold</b> {{ nothing }}") }}
{% endblock %}
"""
_HEAD = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {}\\n"\n'
SLOVENIAN = (
    _HEAD.format("sl", "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);")
    + """
# licence: ours

#: templates/note/letter.md.j2
msgid "News"
msgstr "Nov\\x69ce"

# <script>document.title = 2</script> reads \u202ebackwards
#. The greeting; no exclamation mark.
#: templates/note/letter.md.j2
#, fuzzy
#| msgid "Good \u202eevening."
msgid "Good morning."
msgstr "Dober večer."

#. {name}: the customer, e.g. "Ana"
#: templates/note/letter.md.j2
#, python-brace-format
msgid "Dear {name}, thank you for your delivery."
msgstr ""
"Spoštovani {name}, "
"hvala za pošiljko."

#~ msgid "Goodbye"
#~ msgstr "Nasvidenje"
"""
)
URDU = (
    _HEAD.format("ur", "nplurals=2; plural=(n != 1);")
    + """
#: templates/note/letter.md.j2
msgid "News"
msgstr "خبر"

#. The greeting; no exclamation mark.
#: templates/note/letter.md.j2
msgid "Good morning."
msgstr "صبح بخیر۔"
"""
)


def write(folder: Path) -> dict[str, Path]:
    """The content in a folder, where it is not there yet; returns the catalogs by their tags."""
    paths = {tag: folder / "locales" / tag / "LC_MESSAGES/goodterms.po" for tag in ("sl", "ur")}
    for path, text in _texts(folder, paths).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
    return paths


def is_written(folder: Path) -> bool:
    """Whether the content is in a folder as :func:`write` leaves it."""
    paths = {tag: folder / "locales" / tag / "LC_MESSAGES/goodterms.po" for tag in ("sl", "ur")}
    return all(path.exists() and path.read_text("utf-8") == text for path, text in _texts(folder, paths).items())


def _texts(folder: Path, paths: dict[str, Path]) -> dict[Path, str]:
    templates = folder / "templates/note"
    return {
        templates / "letter.toml": LETTER,
        templates / "letter.md.j2": TEMPLATE,
        paths["sl"]: SLOVENIAN,
        paths["ur"]: URDU,
    }
