"""Tags of locales as systems and people spell them."""

from __future__ import annotations

import babel
import babel.localedata
import pytest

from goodterms.cldr.tags import direction_of, parse


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("sl", "sl"),
        ("SL_si", "sl-SI"),
        ("sl-SI.UTF-8", "sl-SI"),
        ("uz_UZ@cyrillic", "uz-Cyrl-UZ"),
        ("sr_RS@latin", "sr-Latn-RS"),
        ("ks_IN@devanagari", "ks-Deva-IN"),
        ("pa_PK@arabic", "pa-Arab-PK"),
        ("pa_PK.utf8@ARABIC", "pa-Arab-PK"),
        ("sl_SI@euro", "sl-SI"),
        ("uz_Latn_UZ@cyrillic", "uz-Latn-UZ"),
    ],
)
def test_the_spelling_of_posix_is_the_tag_of_bcp_47(given: str, tag: str) -> None:
    assert str(parse(given)) == tag


def test_the_script_of_a_locale_tells_its_direction() -> None:
    every = map(babel.Locale.parse, babel.localedata.locale_identifiers())
    wrong = [data for data in every if (direction_of(data) == "rtl") != (data.character_order == "right-to-left")]
    assert not wrong
