"""A company's content on top of the built-in one; what templates can do, and what they cannot."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyromark
import pytest

from conftest import DAY, Company
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.content.layers import BUILT_IN, Content
from goodterms.errors import BrokenContent, GoodtermsError, InvalidRequest, MissingTranslations
from goodterms.formats import document
from goodterms.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def message(caught: pytest.ExceptionInfo[GoodtermsError]) -> str:
    return "\n".join(caught.value.lines())


# --- layers ---------------------------------------------------------------------------------------------------------


def test_a_company_letter_extends_a_built_in_one_and_overrides_one_step(company: Company) -> None:
    company.file("templates/our-farewell/letter.toml", 'title = "Ours"\nextends = "farewell"\n')
    company.file(
        "templates/our-farewell/letter.md.j2",
        '{% extends "farewell/letter.md.j2" %}{% block goodwill %}{% trans %}Keep the tools.{% endtrans %}{% endblock %}',
    )
    company.catalog('\nmsgid "Keep the tools."\nmsgstr "Orodje obdržite."\n')
    ours = company.write("our-farewell", missing="refuse")
    theirs = company.write("farewell", missing="refuse")
    assert "Orodje obdržite." in ours
    differing = [(a, b) for a, b in zip(ours.split("\n\n"), theirs.split("\n\n"), strict=True) if a != b]
    assert len(differing) == 1


def test_a_company_overrides_a_step_of_the_letter_of_the_same_name(company: Company) -> None:
    company.file(
        "templates/farewell/letter.md.j2",
        '{% extends "farewell/letter.md.j2" %}{% block apologise %}{{ super() }}\n\n{{ name }}{% endblock %}',
    )
    text = company.write("farewell", name="Ana Zupan")
    assert "lažji.\n\nAna Zupan\n\n" in text


def test_a_company_letter_adds_fields_and_steps(company: Company) -> None:
    company.file(
        "templates/farewell/letter.toml",
        'extends = "farewell"\ntitle = "Farewell"\n[steps.gift]\ntitle = "A gift"\n[fields.gift]\ntype = "text"\nstep = "gift"\nrequired = true\nsample = "a book"\nhelp = "h"\n',
    )
    company.file(
        "templates/farewell/letter.md.j2",
        '{% extends "farewell/letter.md.j2" %}{% block gift %}{{ gift }}{% endblock %}',
    )
    assert "\n\na book\n\n" in company.write("farewell")


def test_a_company_rewords_a_built_in_message(company: Company) -> None:
    company.catalog('\nmsgctxt "farewell"\nmsgid "Kind regards,"\nmsgstr "Vse dobro"\n')
    assert "\n\nVse dobro\n\n" in company.write("farewell", missing="refuse")


def test_a_layer_s_own_plural_rule_goes_with_its_messages(company: Company) -> None:
    """Slovenian catalogs exist in two orders of the forms; a company's may have the other one."""
    path = company.catalog(
        '\nmsgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "{n} more"\nmsgstr[1] "{n} one"\nmsgstr[2] "{n} two"\nmsgstr[3] "{n} few"\n'
    )
    path.write_text(
        path.read_text("utf-8")
        .replace("? 0 :", "? 1 :")
        .replace("== 2 ? 1", "==2 ? 2")
        .replace("n%100==2 ? 1", "n%100==2 ? 2")
        .replace("? 2 : 3", "? 3 : 0"),
        "utf-8",
    )
    forms = [
        company.body("{% trans n=count %}{{ n }} a{% pluralize %}{{ n }} b{% endtrans %}", count=n)
        for n in (1, 2, 3, 5, 101)
    ]
    assert forms == ["1 one", "2 two", "3 few", "5 more", "101 one"]
    assert "2\u00a0uri" in company.write("check-in", duration="2 h")


def test_a_new_language_is_a_folder(company: Company) -> None:
    source = BUILT_IN / "locales" / "sl"
    shutil.copytree(source, company.root / "locales" / "hr")
    assert "Spoštovana gospa" in company.write("farewell", "hr")


def test_a_folder_without_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="has neither templates/ nor locales/"):
        Content((tmp_path,))


# --- folding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "form"), [(0, "d 0"), (1, "a 1"), (2, "b 2"), (3, "c 3"), (5, "d 5"), (101, "a 101"), (102, "b 102")]
)
def test_plural_forms_are_chosen_by_the_catalog(company: Company, count: int, form: str) -> None:
    company.catalog(
        '\nmsgid "x {n}"\nmsgid_plural "y {n}"\nmsgstr[0] "a {n}"\nmsgstr[1] "b {n}"\nmsgstr[2] "c {n}"\nmsgstr[3] "d {n}"\n'
    )
    assert company.body("{% trans n=count %}x {{ n }}{% pluralize %}y {{ n }}{% endtrans %}", count=count) == form


def test_a_list_chooses_its_form_without_printing_the_number(company: Company) -> None:
    company.catalog(
        '\nmsgid "one {p}"\nmsgid_plural "many {p}"\nmsgstr[0] "ena {p}"\nmsgstr[1] "dve {p}"\nmsgstr[2] "tri {p}"\nmsgstr[3] "pet {p}"\n'
    )
    template = "{% trans n=names|length, p=names|and_list %}one {{ p }}{% pluralize n %}many {{ p }}{% endtrans %}"
    assert company.body(template, names=["A"]) == "ena A"
    assert company.body(template, names=["A", "B"]) == "dve A in B"


def test_white_space_and_braces_of_a_message_are_folded(company: Company) -> None:
    company.catalog('\nmsgid "a {{b}} 100% {name}"\nmsgstr "{name} {{c}} 50%"\n')
    assert company.body("{% trans %}a\n   {b}\n 100% {{ name }}{% endtrans %}", name="Ana") == "Ana {c} 50%"


def test_functions_fold_to_prose(company: Company) -> None:
    company.catalog('\nmsgid "plain"\nmsgstr "**krepko**"\n\nmsgctxt "c"\nmsgid "plain"\nmsgstr "drugo"\n')
    assert company.body('{{ _("plain") }} {{ pgettext("c", "plain") }}') == "krepko drugo"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% trans %}a {{ name|length }}{% endtrans %}", "only plain variables are allowed inside trans"),
        ("{% trans x=name %}a{% endtrans %}", "binds 'x' and does not use it"),
        ("{% trans %}a", "expected pluralize or endtrans"),
        ("{% trans %}a{% if x %}{% endtrans %}", "expected pluralize or endtrans"),
        ("{% trans %}a{% pluralize %}b{% endtrans %}", "no variable to select the form"),
        ('{{ ngettext("a", "b", count) }}', "ngettext() cannot be used in a letter"),
        ("{{ _(name) }}", "takes only constant text"),
        ("{{ nme }}", "the letter note has no field 'nme'"),
        ("{{ name|upper }}", "No filter named 'upper'"),
        ("{{ names }}", "a list cannot be printed"),
        ("{% if name %}", "endif"),
        ("{% include 'nowhere.j2' %}", "nowhere.j2"),
    ],
)
def test_a_broken_template_is_reported_with_file_and_line(company: Company, template: str, expected: str) -> None:
    path = company.note("\n" + template)
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert expected in message(caught)
    assert str(path) in message(caught)
    if "nowhere" not in template:
        assert caught.value.faults[0].line == 3 or "endif" in expected


def test_content_outside_every_block_is_refused(company: Company) -> None:
    path = company.note("a")
    path.write_text(path.read_text("utf-8") + "\n\nlost words\n", "utf-8")
    with pytest.raises(BrokenContent, match="outside every block"):
        company.write()


def test_a_section_without_block_names_the_nearest(company: Company) -> None:
    path = company.note("a")
    path.write_text(path.read_text("utf-8").replace("block body", "block bdy"), "utf-8")
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert "letter.toml declares 'body', but this template has no such block" in message(caught)
    assert "did you mean 'bdy'?" in message(caught)


# --- catalogs that do not match the templates ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("msgstr", "expected"),
    [
        ("{nmae}", "did you mean 'name'?"),
        ("no name", "the placeholder {name} is missing from 'no name'"),
        ("{name} {", "has an unpaired brace"),
    ],
)
def test_a_broken_placeholder_is_reported_with_its_place_in_the_catalog(
    company: Company, msgstr: str, expected: str
) -> None:
    path = company.catalog(f'\nmsgid "Hi {{name}}"\nmsgstr "{msgstr}"\n')
    company.note("{% trans %}Hi {{ name }}{% endtrans %}")
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert expected in message(caught)
    assert f"{path}:6: " in message(caught)


def test_all_broken_placeholders_are_reported_at_once(company: Company) -> None:
    company.catalog('\nmsgid "Hi {name}"\nmsgstr "{nmae}"\n\nmsgid "Bye {name}"\nmsgstr "x"\n')
    company.note("{% trans %}Hi {{ name }}{% endtrans %} {% trans %}Bye {{ name }}{% endtrans %}")
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert "unknown placeholder {nmae}" in message(caught)
    assert "the placeholder {name} is missing from 'x'" in message(caught)


def test_the_number_may_be_left_out_only_where_a_form_serves_one(company: Company) -> None:
    company.catalog(
        '\nmsgid "x {n}"\nmsgid_plural "y {n}"\nmsgstr[0] "ena"\nmsgstr[1] "b {n}"\nmsgstr[2] "c {n}"\nmsgstr[3] "d {n}"\n'
    )
    company.note("{% trans n=count %}x {{ n }}{% pluralize %}y {{ n }}{% endtrans %}")
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert "the placeholder {n} is missing from form 0, which is used for 1, 101, 201 …" in message(caught)


MISSING = (
    "{% trans %}Hi {{ name }}{% endtrans %} {% trans n=count %}{{ n }} thing{% pluralize %}{{ n }} things{% endtrans %}"
)


def test_a_letter_with_missing_translations_is_refused_with_each_place(company: Company) -> None:
    path = company.catalog('\nmsgid "Hi {name}"\nmsgstr ""\n')
    company.note(MISSING)
    with pytest.raises(MissingTranslations) as caught:
        company.write(missing="refuse")
    assert "note cannot be written in sl: 2 of 2 messages are not translated" in message(caught)
    assert f'{path}:6: not translated: "Hi {{name}}"' in message(caught)
    assert f'{path}: not in the catalog: "{{n}} thing"' in message(caught)
    assert caught.value.exit_status == 3


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('#, fuzzy\nmsgid "Hi {name}"\nmsgstr "Živjo {name}"\n', "marked fuzzy"),
        (
            'msgid "Hi {name}"\nmsgid_plural "x"\nmsgstr[0] "a"\nmsgstr[1] "a"\nmsgstr[2] "a"\nmsgstr[3] "a"\n',
            "does not ask for",
        ),
        (
            'msgid "{n} thing"\nmsgid_plural "{n} things"\nmsgstr[0] "a {n}"\nmsgstr[1] ""\nmsgstr[2] ""\nmsgstr[3] "a {n}"\n',
            "form 1 and 2 not translated",
        ),
    ],
)
def test_every_kind_of_missing_is_named(company: Company, entry: str, why: str) -> None:
    company.catalog("\n" + entry)
    company.note(MISSING)
    with pytest.raises(MissingTranslations) as caught:
        company.write(missing="refuse")
    assert why in message(caught)


def test_fallback_isolates_the_source_language(company: Company) -> None:
    company.note(MISSING)
    assert (
        company.write(locale="ur", name="Ana", count=2)
        .rstrip()
        .endswith("\u2066Hi \u2066Ana\u2069\u2069 \u2066\u20682\u2069 things\u2069\u200f")
    )
    page = company.write(locale="ur", form="html", name="Ana", count=2)
    assert '<bdi lang="en" dir="ltr">Hi <bdi dir="ltr">Ana</bdi></bdi>' in page


def test_mark_shows_the_msgid(company: Company) -> None:
    company.note(MISSING)
    assert company.write(missing="mark", name="Ana", count=1).endswith("\n\n⟦Hi Ana⟧ ⟦1 thing⟧\n")


# --- the cage ---------------------------------------------------------------------------------------------------------

ESCAPES = [
    "{{ name.__class__ }}",
    "{{ ().__class__.__base__.__subclasses__() }}",
    "{{ ''.join(names) }}",
    "{{ name.format(name) }}",
    "{{ '%s'|format(name) }}",
    "{{ name|safe }}",
    "{{ name|attr('upper') }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler }}",
    "{{ range(9) }}",
    "{{ lipsum() }}",
    "{{ dict() }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 2 ** 99999999 }}",
    "{{ name % 1 }}",
    "{% set p %}x{% endset %}{{ p ~ name }}",
    "{% set p %}x{% endset %}{{ p + name }}",
    "{% set p %}x{% endset %}{{ p % name }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ namespace.__init__.__globals__ }}",
    "{% import 'note/letter.md.j2' as it %}{{ it.__dict__ }}",
    "{% include '/etc/passwd' %}",
    "{% include '../note/letter.md.j2' %}",
    "{% include 'note/../../secret' %}",
    "{% include name %}",
    "{% include ['note/letter.md.j2'] %}",
    "{% from name import x %}",
    "{% include 'note/letter.md.j2@x' %}",
    "{% autoescape false %}{% set p %}{{ name }}{% endset %}{{ p }}{% endautoescape %}",
    "{{ name|or_list }}",
    "{% set x = 99999999 %}{{ x * x * x * x }}",
    "{{ count|first }}",
    "{{ 1 / 0 }}",
    "&#xF0000; {{ name }}",
    "[a](&#xF0000;) &#xF0005;",
    "> " * 3000,
    "{% if 1 %}" * 200 + "{% endif %}" * 200,
    "{{ " + "(" * 600 + "1" + ")" * 600 + " }}",
    "\u202e",
    "\u2067",
]


@pytest.mark.parametrize("template", ESCAPES)
def test_a_template_that_tries_to_escape_is_refused(company: Company, template: str) -> None:
    path = company.note("\n" + template)
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert str(path) in message(caught)


@pytest.mark.parametrize(
    "template",
    [
        "{{ name }}",
        "{{ '' ~ name }}",
        "{% set x = name %}{{ x }}",
        "{% set x %}{{ name }}{% endset %}{{ x }}",
        "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(name) }}",
        "{% for v in [name] %}{{ v }}{% endfor %}",
        "{% for v in names %}{% if loop.first %}{{ name }}{% endif %}{% endfor %}",
        "{% trans x=name %}{{ x }}{% endtrans %}",
        "{{ name|default('x') }}",
        "{{ [name]|first }}",
        "{% filter default('x') %}{{ name }}{% endfilter %}",
        "{% call(v) m() %}{{ v }}{% endcall %}{% macro m() %}{{ caller(name) }}{% endmacro %}",
    ],
)
def test_a_value_is_never_markup_whatever_a_template_does_with_it(company: Company, template: str) -> None:
    if template.startswith("{% call"):
        template = "{% macro m() %}{{ caller(name) }}{% endmacro %}{% call(v) m() %}{{ v }}{% endcall %}"
    name = "**<b>{{7*7}}&amp; _x_ `y`"
    company.note(template)
    assert company.write(name=name).endswith(f"\n\n{name}\n")
    page = company.write(form="html", name=name)
    assert "**&lt;b&gt;{{7*7}}&amp;amp; _x_ `y`" in page
    assert not re.search(r"<(b|strong|em|code)>", page)


def test_constants_of_a_template_are_values_too(company: Company) -> None:
    assert company.body("{{ '**x** & <b>' }}") == "**x** & <b>"


def test_raw_html_in_prose_is_text(company: Company) -> None:
    company.note("<b>x</b>\n\n<div>\ny\n</div>\n\n<script>z</script>")
    page = company.write(form="html").partition("<main>")[2]
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "&lt;script&gt;z&lt;/script&gt;" in page


def test_links_lead_only_to_the_web_and_to_addresses(company: Company) -> None:
    company.note("[a](javascript:alert) [b](https://b.example) [c]({{ name }}) [d](data:x)")
    page = company.write(form="html", name="javascript:alert(1)").partition("<main>")[2]
    assert re.findall(r'href="([^"]*)"', page) == ["https://b.example"]


def stray(make: Callable[[], str]) -> str:
    with pytest.raises(BrokenContent) as caught:
        make()
    return message(caught)


def test_a_value_s_mark_cannot_be_forged_in_a_link(company: Company) -> None:
    company.note("{{ name }} [words](https://a.example/&#xF0000;)")
    assert "U+F0000" in stray(company.write)


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("\n{{ 1 / 0 }}", ":2: division by zero"),
        ("\n{{ nope }}", ":2: 'nope' is undefined"),
        ("\n{% if %}", ":2: "),
        ("{% include 'x' %}", "no loader"),
        ("{{ range(9) }}", "'range' is undefined"),
        ("\nx\U000f0000", ":2: contains the private-use character U+F0000"),
    ],
)
def test_a_broken_layout_is_reported_with_its_file_and_line(company: Company, layout: str, expected: str) -> None:
    path = company.file("templates/_layout/letter.html.j2", layout)
    with pytest.raises(BrokenContent) as caught:
        company.write("farewell", form="html")
    assert str(path) in message(caught)
    assert expected in message(caught)


def test_a_folder_that_is_not_a_locale_is_refused(company: Company) -> None:
    company.catalog("", "xx")
    with pytest.raises(BrokenContent, match="is not a CLDR locale"):
        company.write("farewell", "xx")


def test_a_language_toml_is_overridden_key_by_key(company: Company) -> None:
    company.file("locales/ur/language.toml", "[page]\nline_height = 3\n")
    page = company.write("farewell", "ur", form="html")
    assert '--line-height: 3.0; --fonts: "Noto Nastaliq Urdu"' in page


def test_messages_of_an_overridden_step_need_no_translation(company: Company) -> None:
    shutil.copytree(BUILT_IN / "locales" / "sl", company.root / "locales" / "hr")
    path = company.root / "locales" / "hr" / "LC_MESSAGES" / "goodterms.po"
    path.write_text(
        path.read_text("utf-8").replace('msgstr "V celoti Vam bomo vrnili plačani znesek: {amount}."', 'msgstr ""'),
        "utf-8",
    )
    with pytest.raises(MissingTranslations):
        company.write("farewell", "hr", missing="refuse")
    company.file(
        "templates/farewell/letter.md.j2",
        '{% extends "farewell/letter.md.j2" %}{% block goodwill %}{{ name }}{% endblock %}',
    )
    assert company.write("farewell", "hr", missing="refuse")
    company.file(
        "templates/farewell/letter.md.j2",
        '{% extends "farewell/letter.md.j2" %}{% block goodwill %}{{ super() }}{% endblock %}',
    )
    with pytest.raises(MissingTranslations):
        company.write("farewell", "hr", missing="refuse")


def test_a_broken_letter_does_not_affect_the_others(company: Company) -> None:
    company.note("{% trans %}Hi {{ name }}{% endtrans %}")
    company.catalog('\nmsgid "Hi {name}"\nmsgstr "{nmae}"\n')
    project = Project(Content((company.root,)))
    locale = project.locale("sl")
    with pytest.raises(BrokenContent):
        project.edition(locale).compiled(project.letter("note"), "refuse")
    assert project.edition(locale).compiled(project.letter("farewell"), "refuse")
    assert not project.edition(locale).is_complete(project.letters())


def test_one_project_serves_many_threads(company: Company) -> None:
    project = Project(Content((company.root,)))

    def once(number: int) -> tuple[int, str]:
        call = Call("farewell", ("sl", "ur", "te", "ne")[number % 4], {"name": f"Ana {number}"}, DAY, sample=True)
        letter = compose(project, validate(project, call))
        return number, document(project.content, letter, "text").content.decode()

    with ThreadPoolExecutor(8) as executor:
        for number, text in executor.map(once, range(200)):
            assert f"Ana {number}" in text
    asked = {
        len(project.edition(project.locale(tag)).compiled(project.letter("farewell"), "refuse").asked)
        for tag in ("sl", "ur")
    }
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("template", "given", "shown"),
    [
        ("{{ count }}. {{ name }}", {"count": 3, "name": "x"}, "3. x"),
        ("{{ count }}) {{ name }}", {"count": 3, "name": "x"}, "3) x"),
        ("wow\\![a](https://a.example)", {}, "wow!a"),
        ("# {{ name }}", {"name": "C #"}, "C #"),
    ],
)
def test_values_next_to_words_do_not_become_markup(
    company: Company, template: str, given: dict[str, object], shown: str
) -> None:
    company.note(template)
    shown_elsewhere = pyromark.html(company.write(form="md", **given))  # type: ignore[arg-type]
    assert shown in re.sub(r"<[^>]*>", "", shown_elsewhere)
    assert "<ol" not in shown_elsewhere
    assert "<img" not in shown_elsewhere


def test_an_included_part_keeps_its_line(company: Company) -> None:
    company.file("templates/note/part.md.j2", "inside")
    assert company.body("text\n{% include 'note/part.md.j2' %}\nmore") == "text inside more"
    assert company.body("text\n\n{# a comment\nthat ends with {a brace} #}\nmore") == "text\n\nmore"


def test_the_fallback_of_a_function_is_isolated_too(company: Company) -> None:
    company.note('{{ _("Hello") }}')
    assert company.write(locale="ur").endswith("\u200f\u2066Hello\u2069\u200f\n")


def test_private_use_characters_in_a_template_are_refused(company: Company) -> None:
    assert "private-use" in stray(lambda: company.body("a\U000f0000"))
