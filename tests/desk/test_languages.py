"""The pages of languages over HTTP: what is left, what is refused, sheets out and in."""

from __future__ import annotations

import base64
import csv
import html
import io
import re
from typing import TYPE_CHECKING

import pytest
import translations
from desks import open_desk  # noqa: F401

from goodterms.content.layers import BUILT_IN
from goodterms.desk import languages as desk_languages
from goodterms.desk.messages import TEXTS, text
from goodterms.translating import headings
from goodterms.translating.one_message import id_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desks import Desk

MORNING, DEAR, PARCELS = (
    id_of((None, msgid)) for msgid in ("Good morning.", "Dear {name}, thank you for your delivery.", "{count} parcel")
)


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    return translations.write(tmp_path / "content")


@pytest.fixture
def desk(open_desk: Callable[..., Desk], tmp_path: Path, paths: dict[str, Path]) -> Desk:  # noqa: ARG001
    return open_desk(tmp_path / "content")


def mark(page: str) -> str:
    found = re.search(r'name="mark" value="([^"]*)"', page)
    assert found
    return found[1]


def rows(page: str) -> list[str]:
    return [
        html.unescape(re.sub("<[^>]*>", "", row)).strip() for row in re.findall(r'<p class="source">(.*?)</p>', page)
    ]


def links(page: str) -> list[str]:
    """Where a page leads to correct the messages for which a letter is not shown."""
    found = re.search(r'<div class="messages"(?! hidden).*?</div>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', found[0]) if found else []


def test_a_letter_that_cannot_be_written_leads_to_its_messages(
    desk: Desk, open_desk: Callable[..., Desk], tmp_path: Path, paths: dict[str, Path]
) -> None:
    """Those that are not translated, and those with something wrong; by the page, its script, and a page of errors."""
    page = desk.get("/letters/note?locale=sl&beside=").text
    assert links(page) == [
        f"/languages/sl/{one}?show=all" for one in (MORNING, PARCELS, id_of((None, translations.HOSTILE)))
    ]
    assert mark(desk.get(links(page)[0]).text)
    side = desk.fill("note", {"name": "Ana"}, locale="sl", view="page")["sides"][0]
    assert [one["words"] for one in side["messages"]][:2] == ["Good morning.", "{count} parcel"]
    assert desk.fill("note", {"name": "Ana"}, locale="en", view="page")["sides"][0]["messages"] == []
    whole = paths["sl"].read_text("utf-8")
    for wrong, name in (
        (whole.replace('"Spoštovani {name}, "', '"Spoštovani {nmae}, "'), DEAR),
        (whole.replace('msgstr "Dober večer."', 'msgstr "Dober\\tvečer."').replace("#, fuzzy\n", ""), MORNING),
    ):
        assert wrong != whole
        paths["sl"].write_text(wrong, "utf-8")
        other = open_desk(tmp_path / "content")
        address = links(other.get("/letters/note?locale=sl&beside=").text)[-1]
        assert address == f"/languages/sl/{name}?show=all"
        assert mark(other.get(address).text)


def test_what_is_left_is_first_and_the_rest_is_found(desk: Desk) -> None:
    page = desk.get("/languages/sl").text
    assert text("progress", done=2, total=5) in page
    assert rows(page) == ["Good morning.", "{count} parcel", translations.HOSTILE]
    assert rows(desk.get("/languages/sl?show=fuzzy").text) == ["Good morning."]
    everything = desk.get("/languages/sl?show=all").text
    assert len(rows(everything)) == 5
    assert '<p class="string" lang="sl" dir="ltr"><bdi>Novice</bdi></p>' in everything
    assert rows(desk.get("/languages/sl?show=all&words=POŠILJKO").text) == ["Dear {name}, thank you for your delivery."]
    assert rows(desk.get("/languages/sl?show=all&letter=note&words=news").text) == ["News"]
    assert TEXTS["texts_none"] in desk.get("/languages/sl?words=nowhere").text
    assert rows(desk.get("/languages/sl?show=nothing&start=99999999999999999999").text) == rows(page)
    assert 'lang="ur" dir="rtl"' in desk.get("/languages/ur?show=all").text
    assert desk.get("/languages").text.count("<progress") == 2  # the others have no catalog in this folder


def test_all_of_a_message_is_on_its_page(desk: Desk) -> None:
    page = html.unescape(desk.get(f"/languages/sl/{DEAR}").text)
    for shown in (
        "Dear {name}, thank you for your delivery.", "Spoštovani {name}, hvala za pošiljko.", "the customer, e.g.",
        "In the letter note, step body, text 3.", "templates/note/letter.md.j2", "delivery → pošiljka",
    ):  # fmt: skip
        assert shown in page, shown
    page = html.unescape(desk.get(f"/languages/sl/{PARCELS}").text)
    for numbers in ("For 1, 101, 201 …", "For 2, 102, 202 …", "For 3, 4, 103 …", "For 0, 5, 6 …"):
        assert numbers in page
    assert page.count("<textarea") == 4
    page = desk.get(f"/languages/sl/{MORNING}").text
    assert "<del>" in page
    assert 'name="fuzzy" value="yes" checked' in page


def test_nothing_of_a_catalog_is_markup_and_nothing_is_unseen(desk: Desk) -> None:
    pages = [desk.get("/languages/sl?show=all").text]
    pages += [desk.get(f"/languages/sl/{one}").text for one in (MORNING, id_of((None, translations.HOSTILE)))]
    for page in pages:
        assert "\u202e" not in page
        assert "<script>document" not in page
        assert "<img" not in page
    assert "U+202E" in pages[1]
    assert "&lt;script&gt;document.title = 1&lt;/script&gt;" in pages[2]


@pytest.mark.parametrize(
    "path",
    [
        "/languages/xx", "/languages/..%2f..%2fetc%2fpasswd", "/languages/sl/..%2f..%2f..%2fetc%2fpasswd", "/languages/sl/0",
        "/languages/sl/sheet?format=exe", "/languages/%2e%2e/next", "/languages/de/next", "/languages/sl/%00",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(desk: Desk, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 404, path
    assert "root:" not in answer.text


def test_messages_that_keep_a_catalog_from_being_read_are_corrected_on_their_pages(
    desk: Desk, paths: dict[str, Path]
) -> None:
    """One after the other: each page shows the texts that are there, with all forms of the language, and what is wrong."""
    path = paths["sl"]
    whole = path.read_text("utf-8")
    parcels = (
        '\n#, python-brace-format\nmsgid "{count} parcel"\nmsgid_plural "{count} parcels"\n'
        'msgstr[0] "{count} paket"\nmsgstr[1] "{count} paketa"\n'
    )
    spoiled = whole.replace('"Nov\\x69ce"', '"Novice: https://elsewhere.example"')
    path.write_text(spoiled.replace("\n#~ msgid", f"{parcels}\n#~ msgid"), "utf-8")
    news = id_of((None, "News"))
    assert "https://elsewhere.example" in desk.get("/languages/sl").text
    page = html.unescape(desk.get(f"/languages/sl/{PARCELS}").text)
    texts = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page)
    assert texts == ["{count} paket", "{count} paketa", "", ""]
    assert "For 0, 5, 6 …" in page
    form: dict[str, str | list[str]] = {
        f"form.{number}": f"{{count}} {noun}" for number, noun in enumerate(("paket", "paketa", "paketi", "paketov"))
    }
    assert desk.post(f"/save/languages/sl/{PARCELS}", {**form, "mark": mark(page)}).status_code == 303
    assert 'msgstr[3] "{count} paketov"' in path.read_text("utf-8")
    page = desk.get(f"/languages/sl/{news}").text
    assert "elsewhere.example" in page
    answer = desk.post(f"/save/languages/sl/{news}", {"form.0": "Novice", "mark": mark(page)})
    assert answer.status_code == 303
    assert 'msgstr "Novice"' in path.read_text("utf-8")
    assert "elsewhere.example" not in desk.get("/languages/sl?show=all").text


def test_texts_without_a_form_are_shown_before_they_go(desk: Desk, paths: dict[str, Path]) -> None:
    path = paths["sl"]
    forms = ["{count} paket", "{count} paketa", "{count} paketi", "{count} paketov", "{count} odveč"]
    parcels = '\n#, python-brace-format\nmsgid "{count} parcel"\nmsgid_plural "{count} parcels"\n'
    parcels += "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    path.write_text(path.read_text("utf-8").replace("\n#~ msgid", f"{parcels}\n#~ msgid"), "utf-8")
    page = desk.get(f"/languages/sl/{PARCELS}").text
    assert page.count("<textarea") == 4
    assert text("surplus_forms") in page
    assert "{count} odveč" in page
    form: dict[str, str | list[str]] = {f"form.{number}": one for number, one in enumerate(forms[:4])}
    assert desk.post(f"/save/languages/sl/{PARCELS}", {**form, "mark": mark(page)}).status_code == 303
    assert "msgstr[4]" not in path.read_text("utf-8")
    assert text("surplus_forms") not in desk.get(f"/languages/sl/{PARCELS}").text


def test_nothing_is_saved_without_the_token_or_from_elsewhere(desk: Desk, paths: dict[str, Path]) -> None:
    page = desk.get(f"/languages/sl/{MORNING}").text
    form: dict[str, str | list[str]] = {"form.0": "Dobro jutro.", "mark": mark(page)}
    before = paths["sl"].read_bytes()
    address = f"/save/languages/sl/{MORNING}"
    assert desk.post(address, {**form, "token": ""}).status_code == 403
    assert desk.post(address, {**form, "token": "wrong"}).status_code == 403
    assert desk.post(address, form, origin="https://elsewhere.example").status_code == 403
    assert desk.client.get(address).status_code == 404
    assert paths["sl"].read_bytes() == before
    assert desk.post(address, form).status_code == 303
    assert "Dobro jutro." in paths["sl"].read_text("utf-8")


@pytest.mark.parametrize("path", ["sl/{name}", "sl/sheet", "en"])
def test_a_desk_that_only_shows_writes_no_catalog(
    open_desk: Callable[..., Desk],
    tmp_path: Path,
    paths: dict[str, Path],
    path: str,
) -> None:
    desk = open_desk(tmp_path / "content", read_only=True)
    page = desk.get(f"/languages/sl/{MORNING}").text
    assert TEXTS["catalogs_read_only"] in html.unescape(page)
    assert " readonly" in page
    assert "/save/" not in re.sub('action="[^"]*"', "", page)
    before = paths["sl"].read_bytes()
    form: dict[str, str | list[str]] = {"form.0": "Dobro jutro.", "mark": mark(page), "name": "a.po", "data": ""}
    assert desk.post(f"/save/languages/{path.format(name=MORNING)}", form).status_code == 403
    assert desk.post(f"/languages/sl/{MORNING}/look", form).status_code == 200
    assert paths["sl"].read_bytes() == before
    assert not (tmp_path / "content/locales/en").exists()


def test_the_catalogs_of_an_installed_program_are_shown_and_not_saved(
    open_desk: Callable[..., Desk],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk_languages, "IS_CHECKOUT", False)
    page = open_desk().get("/languages/sl").text
    assert TEXTS["catalogs_installed"] in html.unescape(page)
    assert 'id="take"' not in page


def test_a_conflict_shows_both_texts_and_the_person_decides(desk: Desk, paths: dict[str, Path]) -> None:
    page = desk.get(f"/languages/sl/{DEAR}").text
    form: dict[str, str | list[str]] = {"form.0": "Draga {name}, hvala za pošiljko.", "mark": mark(page)}
    paths["sl"].write_text(paths["sl"].read_text("utf-8").replace("Spoštovani", "Spoštovana"), "utf-8")
    between = paths["sl"].read_bytes()
    answer = desk.post(f"/save/languages/sl/{DEAR}", form)
    assert answer.status_code == 409
    shown = html.unescape(answer.text)
    assert "Spoštovana {name}, hvala" in shown
    assert "\nDraga {name}, hvala za pošiljko.</textarea>" in shown
    assert TEXTS["tried_conflict"] in shown
    assert paths["sl"].read_bytes() == between
    again = desk.post(f"/save/languages/sl/{DEAR}", {**form, "mark": mark(answer.text)})
    assert again.status_code == 303
    assert "Draga {name}" in paths["sl"].read_text("utf-8")


def test_a_catalog_that_has_errors_by_now_keeps_what_was_typed_on_the_page(desk: Desk, paths: dict[str, Path]) -> None:
    page = desk.get(f"/languages/sl/{DEAR}").text
    paths["sl"].write_text(paths["sl"].read_text("utf-8") + 'msgid "open\n', "utf-8")
    between = paths["sl"].read_bytes()
    form: dict[str, str | list[str]] = {"form.0": "Draga {name}, <b>hvala</b>.", "mark": mark(page)}
    answer = desk.post(f"/save/languages/sl/{DEAR}", form)
    assert answer.status_code == 409
    assert "Draga {name}, <b>hvala</b>." in html.unescape(answer.text)
    assert "goodterms.po:" in answer.text
    assert paths["sl"].read_bytes() == between


def test_saving_goes_on_to_what_is_left(desk: Desk, paths: dict[str, Path]) -> None:
    page = desk.get(f"/languages/sl/{MORNING}").text
    form: dict[str, str | list[str]] = {"form.0": "Dobro jutro.", "mark": mark(page), "then": "next"}
    answer = desk.post(f"/save/languages/sl/{MORNING}?letter=note", form)
    assert answer.headers["location"] == f"/languages/sl/{PARCELS}?letter=note&saved={MORNING}"
    assert text("message_saved", message="Good morning.") in desk.get(answer.headers["location"]).text
    as_json = desk.post(f"/save/languages/sl/{MORNING}", form, accept="application/json")
    assert as_json.json() == {"location": f"/languages/sl/{PARCELS}?saved={MORNING}"}
    assert "fuzzy" not in paths["sl"].read_text("utf-8")


def test_a_text_is_looked_at_and_printed_without_being_written(desk: Desk, paths: dict[str, Path]) -> None:
    before = paths["sl"].read_bytes()
    answer = desk.post(f"/languages/sl/{DEAR}/look", {"form.0": "Spoštovani {nmae},  hvala."}).json()
    assert any("{nmae}" in one["problem"] and one["kind"] == "fault" for one in answer["problems"])
    assert any(one["fixed"] == {"form.0": "Spoštovani {nmae}, hvala."} for one in answer["problems"])
    printed = desk.post(f"/languages/sl/{DEAR}/print", {"form.0": "Draga {name}, hvala za pošiljko."}).json()
    assert printed["texts"][0]["text"].startswith("Draga ")
    assert desk.post(f"/languages/sl/{PARCELS}/look", {"form.0": "one form only"}).status_code == 404
    assert paths["sl"].read_bytes() == before


def test_a_sheet_goes_to_a_translator_and_comes_back(desk: Desk, paths: dict[str, Path]) -> None:
    sheet = desk.get("/languages/sl/sheet?format=csv")
    assert sheet.headers["content-disposition"] == 'attachment; filename="goodterms.sl.csv"'
    table = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    with headings.for_translators("sl"):
        messages = [row[headings.headings()[headings.MESSAGE]] for row in table]
    assert messages == ["Good morning.", *["{count} parcels"] * 4, translations.HOSTILE]
    returned = "language,context,message,form,translation\r\nsl,,Good morning.,,Dobro jutro.\r\n"
    data = base64.b64encode(returned.encode()).decode()
    answer = desk.post("/save/languages/sl/sheet", {"name": "back.csv", "data": data})
    assert answer.status_code == 303
    page = html.unescape(desk.get(answer.headers["location"]).text)
    assert TEXTS["taken_one"] in page
    assert 'msgstr "Dobro jutro."' in paths["sl"].read_text("utf-8")
    again = desk.post(
        "/save/languages/sl/sheet",
        {"name": "back.csv", "data": base64.b64encode(returned.replace("Dobro", "Lepo").encode()).decode()},
    )
    page = html.unescape(desk.get(again.headers["location"]).text)
    assert "back.csv, row 2: " + text("not_taken_translated", message="Good morning.") in page


@pytest.mark.parametrize(
    ("name", "returned", "said"),
    [
        ("../../x.csv", "language,context,message,form,translation\r\nur,,Good morning.,,x\r\n", "the file is in ur"),
        ("x.csv", "language,context,message,form,translation\r\nsl,,Dear {name}.,,x\r\n", "x.csv, row 2"),
        ("x.po", 'msgid ""\nmsgstr "Language: sl\\n"\n\nmsgid "Good morning."\nmsgstr "Dober\tdan."\n', "x.po"),
        ("x.xlsx", "no workbook", "x.xlsx"),
    ],
)  # fmt: skip
def test_a_file_with_errors_is_not_taken(
    desk: Desk, paths: dict[str, Path], tmp_path: Path, name: str, returned: str, said: str
) -> None:
    before = {path: path.read_bytes() for path in paths.values()}
    files = {*tmp_path.rglob("*")}
    answer = desk.post("/save/languages/sl/sheet", {"name": name, "data": base64.b64encode(returned.encode()).decode()})
    page = html.unescape(desk.get(answer.headers["location"]).text)
    assert TEXTS["taken_nothing"] in page
    assert said in page
    assert not re.search(r"tmp\w+/(file|x)\.", page)
    assert {path: path.read_bytes() for path in paths.values()} == before
    assert {*tmp_path.rglob("*")} == files


def test_a_large_file_is_taken_and_one_that_is_too_large_is_not(desk: Desk) -> None:
    head = "language,context,message,form,translation\r\n"
    rows_ = "sl,,Good morning.,,\r\n" * 60_000
    data = base64.b64encode((head + rows_).encode()).decode()
    assert desk.post("/save/languages/sl/sheet", {"name": "large.csv", "data": data}).status_code == 303
    assert desk.post("/save/languages/sl/sheet", {"name": "large.csv", "data": "A" * 20_000_001}).status_code == 413
    assert desk.post(f"/save/languages/sl/{MORNING}", {"form.0": "x" * 1_000_001}).status_code == 413


@pytest.mark.parametrize("form", [{"name": "x.exe", "data": ""}, {"name": "x.csv", "data": "%%%"}, {}])
def test_what_is_no_file_of_a_translator_is_refused(desk: Desk, form: dict[str, str | list[str]]) -> None:
    assert desk.post("/save/languages/sl/sheet", form).status_code == 404


def test_a_language_without_a_catalog_gets_one(desk: Desk, tmp_path: Path) -> None:
    page = desk.get("/languages/te").text
    assert TEXTS["catalog_create"] in page
    assert desk.post("/save/languages/te", {}).headers["location"] == "/languages/te"
    assert (tmp_path / "content/locales/te/LC_MESSAGES/goodterms.po").is_file()
    assert len(rows(desk.get("/languages/te").text)) == 5


def test_a_letter_with_its_texts_marked_runs_no_script(desk: Desk) -> None:
    answer = desk.get("/letters/note/texts/frame?locale=sl")
    assert "sandbox allow-same-origin" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script>document" not in answer.text
    assert "\u202e" not in answer.text
    states = dict(re.findall(r'<span data-text="(\w+)" data-state="(\w+)"', answer.text))
    assert states == {
        id_of((None, "News")): "done", MORNING: "fuzzy", DEAR: "done", PARCELS: "missing",
        id_of((None, translations.HOSTILE)): "missing",
    }  # fmt: skip
    page = desk.get("/letters/note/texts?locale=sl").text
    assert rows(page)[0] == "News"
    assert 'sandbox="allow-same-origin"' in page
    assert desk.get("/letters/nothing/texts?locale=sl").status_code == 404
    assert desk.get("/letters/note/texts?locale=xx").status_code == 404


def test_a_text_of_the_installed_program_becomes_ones_own(desk: Desk, paths: dict[str, Path]) -> None:
    """A company that wants one sentence of a built-in letter otherwise saves it into its own catalog."""
    page = desk.get("/letters/farewell/texts?locale=sl").text
    assert TEXTS["state_inherited"] in page
    before = paths["sl"].read_text("utf-8")
    subject = id_of(("subject", "The end of our work together"))
    page = html.unescape(desk.get(f"/languages/sl/{subject}?letter=farewell&show=all").text)
    assert "\nZaključek našega sodelovanja</textarea>" in page
    assert text("message_inherited", path=BUILT_IN / "locales/sl/LC_MESSAGES/goodterms.po") in page
    form: dict[str, str | list[str]] = {"form.0": "Konec našega sodelovanja", "mark": mark(page)}
    assert desk.post(f"/save/languages/sl/{subject}", form).status_code == 303
    after = paths["sl"].read_text("utf-8")
    entry = after.partition('msgctxt "subject"')
    assert entry[2].startswith('\nmsgid "The end of our work together"\nmsgstr "Konec našega sodelovanja"\n')
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    frame = desk.get("/letters/farewell/texts/frame?locale=sl").text
    assert "Konec našega sodelovanja" in frame
