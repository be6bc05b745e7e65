"""Tags of locales as systems and people spell them."""

from __future__ import annotations

import pytest

from goodterms.cldr.tags import parse


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
