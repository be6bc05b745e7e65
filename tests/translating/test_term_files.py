"""Terms as tables and as TBX: written, read again the same; what other programs write; what is hostile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms.content import tables, terms
from goodterms.content.layers import BUILT_IN
from goodterms.errors import GoodtermsError, InvalidRequest
from goodterms.project import open_project
from goodterms.sheets import writing
from goodterms.translating import handoff, tbx, term_files

PROJECT = open_project()
LANGUAGES = sorted(path.parent.name for path in (BUILT_IN / "locales").glob("*/terms.toml"))
TBX = """<?xml version="1.0" encoding="UTF-8"?>
<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:basic="http://www.tbxinfo.net/ns/basic" type="TBX-Basic" style="dct" xml:lang="en">
<tbxHeader><fileDesc><sourceDesc><p>A termbase</p></sourceDesc></fileDesc></tbxHeader>
<text><body>{}</body></text></tbx>
"""
ENTRY = """<conceptEntry id="c1"><note>about  goods</note><descrip type="definition">What is sent.</descrip>
<langSec xml:lang="{}"><termSec><term>delivery</term></termSec><termSec><term>consignment</term></termSec></langSec>
<langSec xml:lang="de"><termSec><term>Lieferung</term></termSec></langSec>
<langSec xml:lang="{}"><note>about this language</note>
<termSec><term>pošiljka</term><note>in use</note></termSec>
<termSec><term>tovor</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
<termSec><term>blago</term><basic:administrativeStatus>supersededTerm-admn-sts</basic:administrativeStatus></termSec>
<termSec><term>paket &amp; dostava</term></termSec></langSec></conceptEntry>
"""


def overlay(tmp_path: Path) -> Path:
    (tmp_path / "own" / "locales").mkdir(parents=True)
    return tmp_path / "own"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".tbx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_terms_come_back_unchanged(language: str, suffix: str, tmp_path: Path) -> None:
    """Imported over no terms, the file gives the same terms."""
    project = PROJECT
    document = term_files.terms_document(project, language, f"x{suffix}")
    path = tmp_path / document.document.name
    path.write_bytes(document.document.content)
    imported = term_files._read(project, path, language)
    assert imported.left_out == []
    table = tables.Table(path, "", {"terms": imported.terms})
    assert tuple(terms.of_table(table.table("terms")).values()) == project.terms.of_language(language).terms
    assert table.faults == []
    assert len(imported.terms) == document.term_count


WORD = st.text(st.sampled_from("abćžआరص"), min_size=1, max_size=4)
PHRASE = st.lists(
    st.one_of(WORD, st.builds("{}*".format, WORD), st.builds("{}|{}".format, WORD, WORD)), min_size=1, max_size=3
)
WRITTEN = st.builds(lambda words, between: between.join(words), PHRASE, st.sampled_from([" ", " … ", "-"]))
LINE = st.text(st.sampled_from("ab :<>&\"'=+-;|,ž"), max_size=12).map(lambda text: " ".join(text.split()))
NOTE = st.one_of(LINE, st.builds("{}: {}".format, st.sampled_from(["note", "stem", "level", "except"]), LINE))
TERM: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"translations": st.lists(WRITTEN, min_size=1, max_size=3, unique=True)},
    optional={"note": NOTE.map(str.strip), "level": st.sampled_from(["note", "warning"])},
)


@st.composite
def tables_of_terms(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(st.dictionaries(WRITTEN, TERM, min_size=1, max_size=4))
    for source, term in found.items():
        if draw(st.booleans()):
            term["except"] = {f"x {source.replace('*', '').replace('|', '')}": draw(LINE.filter(bool))}
    return found


@settings(max_examples=150, deadline=None)
@given(given_terms=tables_of_terms())
def test_any_terms_come_back(given_terms: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    table = tables.Table(Path("terms.toml"), "", {"terms": given_terms})
    found = [term for term in terms.of_table(table.table("terms")).values() if term]
    path = tmp_path_factory.mktemp("terms") / "x"
    path.with_suffix(".csv").write_bytes(
        writing.csv_bytes(term_files._columns("xx", "ltr"), term_files._rows(found), is_quoted=True)
    )
    for suffix, read in (
        (".csv", term_files._read(PROJECT, path.with_suffix(".csv"), "sl").terms if found else {}),
        (".tbx", tbx.read(path, tbx.tbx_bytes(found, "en", "sl"), "en", "sl").terms if found else {}),
    ):
        again = tables.Table(path, "", {"terms": read})
        assert [term for term in terms.of_table(again.table("terms")).values() if term] == found, suffix


@pytest.mark.parametrize(("source", "target"), [("en", "sl"), ("en-US", "sl-SI"), ("EN", "SL")])
def test_what_another_program_writes(source: str, target: str, tmp_path: Path) -> None:
    own = overlay(tmp_path)
    path = tmp_path / "theirs.tbx"
    path.write_text(TBX.format(ENTRY.format(source, target)), "utf-8")
    taken = term_files.take_terms(open_project([own]), "sl", path)
    assert taken.left_out == ["paket & dostava"]
    assert taken.result.path.read_text("utf-8") == (
        '[terms]\n\n[terms.delivery]\ntranslations = "pošiljka"\nnote = "about goods"\n'
        '\n[terms.consignment]\ntranslations = "pošiljka"\nnote = "about goods"\n'
    )
    assert not term_files.take_terms(open_project([own]), "sl", path).result.is_written


def test_the_first_edition_of_the_standard(tmp_path: Path) -> None:
    entry = (
        ENTRY.format("en", "sl")
        .replace("conceptEntry", "termEntry")
        .replace("langSec", "langSet")
        .replace("termSec", "tig")
    )
    data = f"<martif type='TBX' xmlns:basic='b' xml:lang='en'><text><body>{entry}</body></text></martif>".encode()
    assert tbx.read(tmp_path, data, "en", "sl").terms["delivery"]["translations"] == ["pošiljka"]


def test_an_import_keeps_what_there_is(tmp_path: Path) -> None:
    own = overlay(tmp_path)
    path = own / "locales" / "sl" / "terms.toml"
    path.parent.mkdir()
    path.write_text('# Ours.\n\n[terms]\nlorry = "tovornjak|"\ninvoice = false\norder = "nakup|"\n', "utf-8")
    table = tmp_path / "terms.csv"
    table.write_text("Term;Translations;Except\norder;naročil|o\nfee;taks|a;flat fee: a whole\n", "utf-8")
    assert term_files.take_terms(open_project([own]), "sl", table).taken == 2
    assert path.read_text("utf-8") == (
        '# Ours.\n\n[terms]\nlorry = "tovornjak|"\ninvoice = false\norder = "naročil|o"\n'
        '\n[terms.fee]\ntranslations = "taks|a"\n\n[terms.fee.except]\n"flat fee" = "a whole"\n'
    )


HOSTILE = {
    "entities": '<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><tbx>&b;</tbx>',
    "external": '<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tbx>&a;</tbx>',
    "parameter": '<!DOCTYPE tbx [<!ENTITY % a SYSTEM "http://x.example/a">%a;]><tbx/>',
    "doctype": '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif/>',
    "undeclared": "<tbx>&a;</tbx>",
    "deep": "<a>" * 100_000,
    "open": "<tbx><text>",
    "long tag": f"<tbx {'a' * 2_000_000}",
    "nothing": "",
    "no XML": "term,translations\n",
    "other languages": TBX.format(ENTRY.format("en", "hr")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(HOSTILE[name], "utf-8")
    own = overlay(tmp_path)
    with pytest.raises(InvalidRequest) as caught:
        term_files.take_terms(open_project([own]), "sl", path)
    assert "aaaa" not in str(caught.value)
    assert not list(own.rglob("*.toml"))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "term,translation\norder,x\n", "translations"),
        ("a.csv", "term,translations,level\norder,x,loud\n", "terms.order.level is 'loud'"),
        ("a.csv", 'term,translations\norder,"a, b"\n', "'a, b' is not a word or phrase"),
        ("a.csv", "term,translations\norder,\n", "terms.order.translations has no translation"),
        ("a.csv", "term,translations\norder,x\norder,y\n", "row 3: 'order' is also in row 2"),
        ("a.csv", "term,translations,except\norder,x,in order\n", "terms.order.except.in order has no reason"),
        ("a.doc", "", ".doc files cannot be read"),
    ],
)
def test_faults_of_a_table(name: str, text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(GoodtermsError) as caught:
        term_files.take_terms(open_project([overlay(tmp_path)]), "sl", path)
    assert expected in str(caught.value)


def test_what_is_to_translate_has_its_terms(tmp_path: Path) -> None:
    letter = tmp_path / "own" / "templates" / "late"
    letter.mkdir(parents=True)
    (letter / "letter.toml").write_text('title = "Late"\n[steps.body]\n', "utf-8")
    body = (
        "{% block body %}{% trans %}Your delivery is late.{% endtrans %} {% trans %}Sorry.{% endtrans %}{% endblock %}"
    )
    (letter / "letter.md.j2").write_text(body, "utf-8")
    (tmp_path / "own" / "locales" / "sl" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "own" / "locales" / "sl" / "LC_MESSAGES" / "goodterms.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n', "utf-8"
    )
    project = open_project([tmp_path / "own"])
    line = "terms: delivery → pošiljka, dostava (pošiljka are the goods, dostava is the act)"
    catalog_text = handoff.todo_document(project, "sl").document.content.decode()
    assert catalog_text.count("terms: ") == 1
    assert f"#. {line}\n" in catalog_text
    assert line in handoff.todo_document(project, "sl", target="x.csv").document.content.decode()
    filled = tmp_path / "back.po"
    filled.write_text(catalog_text.replace('late."\nmsgstr ""', 'late."\nmsgstr "Vaša pošiljka zamuja."'), "utf-8")
    taken = handoff.take_file(project, filled)
    assert taken.translated == 1
    assert "terms: " not in taken.result.path.read_text("utf-8")
