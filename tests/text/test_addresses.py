"""What leads out of a letter: found alike where translations are taken, where letters are written, and by the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodterms.check import runner
from goodterms.content.layers import Content
from goodterms.errors import BrokenContent
from goodterms.messages import catalog
from goodterms.text.addresses import added_ways_out, is_unsafe, may_lead_out, ways_out

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ADDRESSES = {
    "Glejte lipa.example zdaj": "lipa.example",
    "Glejte lipa.example.": "lipa.example",
    "(lipa.example)": "lipa.example",
    "Obiščite banka.si, prosim": "banka.si",
    "Obiščite nlb.si": "nlb.si",
    "Obiščite moja.banka.co.uk!": "moja.banka.co.uk",
    "http://a.example/x?y=1.": "http://a.example/x?y=1",
    "HTTPS://A.EXAMPLE": "HTTPS://A.EXAMPLE",
    "www.nekje": "www.nekje",
    "pišite ana+x@a.example!": "ana+x@a.example",
    "mailto:ana@a.example": "mailto:ana@a.example",
    "javascript:alert(1)": "javascript:alert",
    "data:text/html,x": "data:text/html,x",
    "pokličite tel:+38615550123": "tel:+38615550123",
    "stran xn--e1afmkfd.xn--p1ai": "xn--e1afmkfd.xn--p1ai",
    "evil.COM": "evil.COM",
    "evil.com/x": "evil.com/x",
    "neznana.konec/x": "neznana.konec/x",
    "evil&#46;com": "evil.com",
    "&#104;ttp://a.example": "http://a.example",
    "पढ्नुहोस् evil.com.np मा": "evil.com.np",
    "دیکھیں evil.pk پر": "evil.pk",
    "చూడండి evil.in లో": "evil.in",
}
SILENT = [
    "t.j.", "npr. 5", "npr.tako", "itd.", "d.o.o.", "s.p.", "d.d.", "a.d.", "l.r.", "p.m.", "a.m.", "e.g.", "i.e.", "Ph.D.", "U.S.", "u.k.",
    "letter.md", "Node.js", "setup.py", "run.sh", "main.rs", "x.pl", "a.cc", "goodterms.toml", "customers.csv", "slika.png", "e.mail",
    "1.2.2026", "9.30", "1.000.000", "v2.1", "3.si", "tako.Potem", "konec.To je", "danes.Si", "ob 14.30.", "{name}.", "{a}.{b}", "…", "a. b",
    "data: tako", "tel: ne", "sms: ne", "čas: 5", "A/B", "in/ali", "1/2", "R&D", "Q&A", "5 < 6", "a:b",
]  # fmt: skip


def problems(path: Path, msgid: str, msgstr: str) -> tuple[list[str], list[str]]:
    """The kinds of faults for which a letter refuses a translation, and the rules of addresses that find something."""
    text = f'{HEAD}msgid "{msgid}"\nmsgstr "{msgstr}"\n'.encode()
    checked = runner.check(runner.load(path, Content(), "en", text), runner.RuleSelection())
    found = [one.rule for one in checked if one.rule.startswith("address") and one.level != "note"]
    try:
        catalog.read(path, text)
    except BrokenContent as broken:
        return [one.kind for one in broken.faults], found
    return [], found


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_found_whole_with_its_place(text: str) -> None:
    assert list(ways_out(text)) == [ADDRESSES[text]]
    (place,) = ways_out(text).values()
    if "&#" not in text:
        assert text[place:].startswith(ADDRESSES[text])


@pytest.mark.parametrize("text", ADDRESSES)
def test_the_check_finds_what_a_letter_refuses(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path / "a.po", "Thanks", text) == (["translation-adds-link"], ["address-added"])
    if "&#" not in text:
        assert problems(tmp_path / "a.po", ADDRESSES[text], text) == ([], [])


@pytest.mark.parametrize("text", SILENT)
def test_abbreviations_files_and_numbers_are_no_addresses(tmp_path: Path, text: str) -> None:
    for around in ("{}", "Glejte {} tukaj", "({})", "„{}“,"):
        assert ways_out(around.format(text) if "{" not in text else text) == {}
    assert problems(tmp_path / "a.po", "Thanks", text) == ([], [])


def test_links_and_images_count_as_a_whole() -> None:
    assert list(ways_out("[a](b) ![c](d) <i>x</i> [e][f]")) == ["[…](", "![…](", "<i>", "</i>"]
    assert ways_out("[a](b)\n![c](d)") == {"[…](": 0, "![…](": 7}


def test_what_any_of_the_sources_has_is_not_added() -> None:
    assert added_ways_out("a.example in b.example", ("see a.example",)) == {"b.example": 13}
    assert added_ways_out("a.example in b.example", ("a.example", "b.example")) == {}
    assert added_ways_out("nič", ("a.example",)) == {}


@pytest.mark.parametrize(
    ("address", "is_code"),
    [
        ("javascript:x", True),
        ("JAVASCRIPT :x", True),
        ("vbscript:x", True),
        ("data:x", True),
        ("https://data:1", False),
    ],
)
def test_an_address_that_is_code(address: str, is_code: bool) -> None:
    assert is_unsafe(address) == is_code


@given(st.text(st.sampled_from("ab1.:/@<>[]()&#;-_ \nčअw"), max_size=30))
def test_the_quick_look_misses_nothing(text: str) -> None:
    if ways_out(text):
        assert may_lead_out(text)
