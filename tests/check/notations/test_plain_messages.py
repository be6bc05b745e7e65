"""Messages without the flag of a format, or with one that has no test of its own: what is plainly a placeholder counts."""

from __future__ import annotations

import pytest

from goodterms.check.notations.selection import notations_of, unchecked_flags
from one_message import levels, verdict

CHECKED = """
angularjs-interpolation-format automattic-components-format awk-format boost-format c-format csharp-format elisp-format
es-format go-format i18next-interpolation icu-message-format java-format java-printf-format javascript-format kde-format
kde-kuit-format laravel-format lisp-format lua-format objc-format percent-placeholders perl-brace-format perl-format
php-format python-brace-format python-format qt-format qt-plural-format rst-text ruby-format rust-format scheme-format
sh-format tcl-format vue-format ycp-format
"""


@pytest.mark.parametrize(
    ("source", "translation", "level"),
    [
        # doubled braces: i18next, Vue, Angular, Jinja
        ("Hello {{name}}", "Živjo", "error"),
        ("Hello {{name}}", "Živjo {{ name }}", ""),
        ("Hello {{ name }}", "Živjo {{ ime }}", "error"),
        ("Hello {{ name }}", "Živjo {{ name", "error"),
        ("Hello {{ name|upper }}", "Živjo {{ name }}", ""),
        ("{{ name }} {{ day }}", "{{ day }} {{ name }}", ""),
        ("{% if paid %}Paid{% endif %}", "{% if paid %}Plačano{% endif %}", ""),
        ("{% if paid %}Paid{% endif %}", "{% če plačano %}Plačano{% endif %}", "error"),
        ("{% if paid %}Paid{% endif %}", "{% if paid %}Plačano", "error"),
        ("See $t(help.title)", "Glejte $t(help.naslov)", "error"),
        ("See $t(help.title)", "Glejte $t(help.title)", ""),
        # braces
        ("Dear {name},", "Spoštovani,", "error"),
        ("Dear {name},", "Spoštovani {name},", ""),
        ("Dear { name },", "Spoštovani {name},", ""),
        ("Page {0} of {1}", "Stran {1} od {0}", ""),
        ("Page {0} of {1}", "Stran {0}", "error"),
        (r"Use \d{2} digits", "Uporabite dve števki", ""),
        ("a{0} regex", "izraz", ""),
        ('{"name": "x"}', '{"ime": "x"}', ""),
        ("body { color: red }", "telo { barva: rdeča }", ""),
        ("{a, b, c} is a set", "{a, b} je množica", ""),
        # a percent sign
        ("10% discount", "10 % popusta", ""),
        ("10 % discount", "popust", ""),
        ("100%", "sto odstotkov", ""),
        ("Cannot open %s", "Ni mogoče odpreti", "error"),
        ("Cannot open %s", "%s: ni mogoče odpreti", ""),
        ("%1$s of %2$s", "%2$s: %1$s", ""),
        ("Pages %s to %s", "Strani od %s naprej", "error"),
        ("%d.%m.%Y", "%d. %m. %Y", ""),
        ("Hello %(name)s", "Živjo %(name)", "error"),
        ("Hello %(name)s", "Živjo %(ime)s", "error"),
        ("Hello %{name}", "Živjo %{name}", ""),
        ("Hello %{name}", "Živjo", "error"),
        ("%1 of %2", "%2: %1", ""),
        ("%1 of %2", "%1", "error"),
        ("Hello %@", "Živjo", "error"),
        ("5 %2", "5", ""),
        ("%m/%d/%y", "%F", ""),
        ("pack '%s' is old", "paket '% s' je star", ""),
        ("only ${NAME} works: %s", "le ${IME} deluje: %s", ""),
        ("{INTEGER}: repeat", "{ŠTEVILO}: ponovi", ""),
        ("bad magic '%.*s' in '%s'", "v '%3$s' je '%2$.*1$s'", ""),
        ('Could not read %lu bytes of "%s"', 'Iz "%2$s" ni mogoče prebrati %1$lu bajtov', ""),
        ('Could not read %lu bytes of "%s"', "Ni mogoče prebrati %lu bajtov", "error"),
        ("%d %%", "%d%%", ""),
        ("%s file", "%sdatoteka", ""),
        (r"escapes \N{name} and \x{HEX}", r"ubežnici \N{ime} in \x{ŠEST}", ""),
        ("%d of them", "%s od teh", "warning"),
        ("%s has %i of them", "%s jih ima %s", "warning"),
        ("%s has %i of them", "%s jih ima %d", ""),
        ("100%% of %s", "100 %%", "error"),
        ("100%% of %s", "100 %% od %s", ""),
        ("%s of them", "%d od teh", "error"),
        # a dollar sign
        ("Hello ${NAME}", "Živjo ${NAME}", ""),
        ("Hello ${NAME}", "Živjo ${IME}", "error"),
        ("It costs $5", "Stane 5 $", ""),
        # reStructuredText
        ("See :ref:`intro`.", "Glejte :ref:`uvod <intro>`.", ""),
        ("See :ref:`the start <intro>`.", "Glejte :ref:`začetek <intro>`.", ""),
        ("See :ref:`intro`.", "Glejte :ref:`uvod`.", "warning"),
        ("See :ref:`intro`.", "Glejte uvod.", "warning"),
        ("Press :kbd:`Enter`.", "Pritisnite :kbd:`Vnašalko`.", ""),
        ("Use :func:`open` of |version| [1]_", "Uporabite :func:`open` različice |version| [1]_", ""),
        ("Use :func:`open` of |version| [1]_", "Uporabite :func:`open` različice |različica|", "warning"),
        ("a | b | c", "a ali b", ""),
    ],
)
def test_a_message_without_a_flag(source: str, translation: str, level: str) -> None:
    assert verdict("", source, translation) == level


@pytest.mark.parametrize(
    ("flag", "source", "translation", "level"),
    [
        ("no-python-format", "50%s off", "pol ceneje", ""),
        ("no-c-format", "Cannot open %s", "Ni mogoče odpreti", ""),
        ("no-python-brace-format", "{name}", "ime", ""),
        ("no-c-format", "Dear {name}", "Spoštovani", "error"),
        ("rust-format", "{} of {}", "{1}: {0}", ""),
        ("rust-format", "{name}", "ime", "error"),
        ("librep-format", "~a {name}", "ime", ""),
        ("i18next-interpolation", "{{name}}", "ime", "error"),
        ("angularjs-interpolation-format", "{{name}}", "ime", "error"),
        ("automattic-components-format", "{{strong}}now{{/strong}}", "zdaj", "error"),
        ("vue-format", "{name} | {count}", "{name} | {count}", ""),
        ("vue-format", "{name}", "ime", "error"),
        ("es-format", "${name}", "ime", "error"),
        ("laravel-format", "Dear :name, it is 5:30", "Spoštovani, ura je 5:30", "error"),
        ("percent-placeholders", "%name%", "%ime%", "error"),
        ("rst-text", "See :doc:`x`", "Glejte", "warning"),
        ("qt-format", "%1 %2", "%1", "error"),
        ("objc-format", "%@", "%d", "error"),
        ("c-format", "Cannot open %s: %s", "Ni mogoče odpreti %s", "error"),
        ("c-format", "%d files in %s", "v %2$s: %1$d datotek", ""),
        ("c-format, no-python-format", "%s", "x", "error"),
    ],
)
def test_a_message_with_a_flag(flag: str, source: str, translation: str, level: str) -> None:
    assert verdict(flag, source, translation) == level


def test_flags_of_formats_that_are_checked() -> None:
    """Those of GNU gettext and of the programs that write catalogs for JavaScript, WordPress and Sphinx."""
    checked = CHECKED.split()
    assert unchecked_flags(frozenset(checked)) == frozenset()
    assert [flag for flag in checked if len(notations_of(frozenset({flag}), "x")) != 1] == []


def test_flags_of_formats_that_are_not_checked() -> None:
    assert unchecked_flags(frozenset({"fuzzy", "librep-format", "no-lisp-format", "c-format", "range:0..5"})) == {
        "librep-format"
    }
    assert notations_of(frozenset({"librep-format"}), "{name}") == ()


def test_the_nearest_placeholder_is_named() -> None:
    assert levels("", "Hello {{name}}", "Živjo {{nmae}}") == [
        "error: the placeholder {{name}} is missing from the translation",
        "error: the placeholder {{nmae}} is not in the source; did you mean {{name}}?",
    ]
    assert levels("c-format", "%s: %d", "%d: %s") == [
        "error: %d takes the value of %s in the source; number the placeholders: %2$…",
        "error: %s takes the value of %d in the source; number the placeholders: %2$…",
    ]
    assert levels("python-format", "%s", "%s %s") == [
        "error: the placeholder %s is not in the source; the source takes 1 value, the translation 2"
    ]
