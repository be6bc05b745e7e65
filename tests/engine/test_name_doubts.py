"""Names that tables have and no salutation may print: a surname first, two persons, notes, sums, placeholders."""

from __future__ import annotations

import pytest

from goodterms.engine.name_doubts import doubts, has_unclear_comma

GOOD = """
Ana Novak
Ana Novak, dr. med.
Ana Novak, univ. dipl. ekon.
Ana Novak, MBA
ANA NOVAK, MBA
Ana Novak, PhD
Ana Novak, Ph.D., MSc
Martin King, Jr.
Martin King, Jr
LIPA, d.o.o.
Acme, Inc
Ravi Kumar S/O Rama Rao
M/s Lakshmi Traders
Birch & Sons
Müller + Partner
Ana-Marija Novak-Kos
A. Novak
Ana N.
O'Neill
Anka "Ani" Novak
Studio 54
3M
Lipa (Slovenia) Ltd
AC/DC Elektro d.o.o.
Nord/Ost Bau GmbH
Novo Nord A/S
Birch, Oak & Co.
Birch, Oak & Elm LLP
Müller, Meier & Partner
Ana Null
None
Nan Goldin
محمد خان، پی ایچ ڈی
<b>Ana</b>
**Ana**
{{7*7}}
#eval
""".strip().splitlines()
BAD = {
    "name-with-comma": """
Novak, Ana
NOVAK, ANA
NG, CO
Nguyen, Thi Sa
Novak, A.
Novak, dr. Ana
Ana Novak, Boris Kos
Ana Novak, direktorica
Ana Novak, Director
KUPEC D.O.O., Ljubljana
خان، عائشہ
""",
    "name-with-sign": """
Novak,
, Ana
Ana Novak;Boris Kos
Ana Novak / Boris Kos
Ana/Boris
Ana | Boris
Ana Novak †
Ana Novak*
* brez DDV
Opomba: brez DDV
- Novak
Ana -
. Novak
'Ana Novak'
ana_novak
ana.novak
""",
    "name-with-note": """
Ana Novak (NE PIŠI)
Kupec d.o.o. (Ana Novak)
Ana Novak 041123456
Ana Novak 041 123 456
""",
    "name-with-address": """
Ana Novak <ana@example.com>
Ana Novak ana@example.com
""",
    "name-with-placeholder": """
{{name}}
{{ first_name }} Novak
${surname}
%FNAME%
*|FNAME|*
«Ime» Novak
[object Object]
Ana undefined
Ana null
nan nan
NULL NULL
None None
Ana NULL
Ana N/A
Ana (none)
""",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_name_is_taken_as_it_is(name: str) -> None:
    assert doubts(name) == []
    assert not has_unclear_comma(name)


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in BAD.items() for name in names.strip().splitlines()]
)
def test_what_is_not_a_name_is_found(kind: str, name: str) -> None:
    found = [one.kind for one in doubts(name)] + ["name-with-comma"] * has_unclear_comma(name)
    assert kind in found
