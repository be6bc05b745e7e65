"""What a new language gets beside its catalog: fonts that exist, and have what the language writes."""

from __future__ import annotations

import shutil
import subprocess
import tomllib

import babel
import pytest
from babel import localedata

from goodterms.cldr import languages
from goodterms.project import open_project
from goodterms.translating import scaffold


def _by_script() -> dict[str, str]:
    """A locale for each script that CLDR has locales in: the shortest of its names, as a tag."""
    found: dict[str, str] = {}
    for name in sorted(localedata.locale_identifiers(), key=lambda name: (len(name), name)):
        facts = languages.facts(name)
        if facts and facts.script:
            found.setdefault(facts.script, name.replace("_", "-"))
    return found


LOCALES = _by_script()


def test_every_script_of_cldr_has_a_font() -> None:
    assert len(LOCALES) > 40
    assert [script for script, tag in LOCALES.items() if not scaffold.fonts(tag)] == []


@pytest.mark.parametrize(
    ("tag", "family"),
    [
        ("ja", "Noto Sans CJK JP"),
        ("ko", "Noto Sans CJK KR"),
        ("zh", "Noto Sans CJK SC"),
        ("zh-SG", "Noto Sans CJK SC"),
        ("zh-TW", "Noto Sans CJK TC"),
        ("zh-Hant", "Noto Sans CJK TC"),
        ("zh-Hant-HK", "Noto Sans CJK HK"),
        ("zh-HK", "Noto Sans CJK HK"),
        ("zh-MO", "Noto Sans CJK HK"),
        ("bn", "Noto Sans Bengali"),
        ("or", "Noto Sans Oriya"),
        ("pa-Arab", "Noto Sans Arabic"),
        ("sr-Latn", "Noto Sans"),
    ],
)
def test_a_font_has_the_name_that_distributions_give_it(tag: str, family: str) -> None:
    """Those of Debian's packages, for scripts whose fonts are not named as CLDR names the script."""
    assert scaffold.fonts(tag)[0] == family


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig is not installed")
@pytest.mark.parametrize("script", sorted(LOCALES))
def test_a_font_has_the_letters_of_the_names_of_days_and_months(script: str) -> None:
    """Fontconfig reads them from the fonts of this machine."""
    family = scaffold.fonts(LOCALES[script])[0]
    if not _fonts(f":family={family}"):
        pytest.skip(f"{family} is not installed")
    data = babel.Locale.parse(LOCALES[script], sep="-")
    names = [*data.days["format"]["wide"].values(), *data.months["format"]["wide"].values()]
    letters = {f"{ord(letter):x}" for name in names for letter in name if letter.isalpha() and letter > "\u024f"}
    if not letters:
        pytest.skip(f"CLDR has no names of days in {script}")
    assert _fonts(f":family={family}:charset={' '.join(sorted(letters))}")


def _fonts(pattern: str) -> str:
    """What fontconfig finds for a pattern."""
    return subprocess.run(["fc-list", pattern], check=True, capture_output=True, text=True).stdout


def test_the_scaffold_names_the_font() -> None:
    assert '# fonts = ["Noto Sans CJK JP", "Noto Sans JP"]' in scaffold.language_toml("ja")
    assert '# fonts = ["Noto Sans"]' in scaffold.language_toml("hr")


def test_the_scaffold_asks_for_a_name_for_each_form_of_address() -> None:
    text = scaffold.samples_toml(open_project())
    assert '\n# [when.form.masculine]\n# name = ""\n' in text
    assert "when.form.feminine" not in text  # the other samples are of a letter to a woman
    tomllib.loads(text.replace("# [", "[").replace('# name = ""', 'name = ""'))
