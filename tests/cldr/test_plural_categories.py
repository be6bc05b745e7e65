"""The plural categories of whole numbers are those of Babel, whatever computes them."""

from __future__ import annotations

import babel
import babel.localedata

from goodterms.cldr.languages import ordinal_categories, plural_categories


def test_every_rule_of_cldr() -> None:
    seen: set[str] = set()
    for name in babel.localedata.locale_identifiers():
        data = babel.Locale.parse(name)
        for kind, rule, found in (
            ("plural", data.plural_form, plural_categories),
            ("ordinal", data.ordinal_form, ordinal_categories),
        ):
            if (key := f"{kind} {rule.abstract}") not in seen:
                seen.add(key)
                assert found(name, 1000) == tuple(map(rule, range(1001))), name
    assert len(seen) > 60
