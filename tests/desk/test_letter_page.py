"""The page of a letter over HTTP: what is typed, shown, refused, downloaded and saved."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from desks import desk, open_desk  # noqa: F401

from goodterms.desk.messages import TEXTS
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desks import Desk

    from conftest import Company

VALUES: dict[str, str | list[str]] = {
    "name": "Ana Novak",
    "thanks": ["services"],
    "reason": ["shipments"],
    "shipments": "2",
    "goodwill": ["none"],
    "last_day": "2026-12-31",
    "provider.1.name": "Birch & Sons",
    "company": "Lipa d.o.o.",
    "signature": "Maja Kovač",
    "company_phone": "+386 1 555 01 23",
    "contact": "Peter Hribar",
}


def notes(answer: dict, place: str, kind: str = "fault") -> list[str]:  # type: ignore[type-arg]
    return [note["problem"] for note in answer["notes"] if note["at"] == place and note["kind"] == kind]


def gallery(desk: Desk) -> str:
    """The page of all letters, as soon as it has their states; the first one comes before them."""
    deadline = time.monotonic() + 30
    while 'class="unknown"' in (page := desk.get("/").text):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return page


def test_each_side_is_in_its_own_direction(desk: Desk) -> None:
    page = desk.get("/letters/farewell?locale=ur").text
    made = re.search(r'src="/made/([^/]+)/0"', page)
    assert made
    assert '<html lang="ur" dir="rtl"' in desk.get(f"/made/{made[1]}/0").text
    assert '<html lang="en" dir="ltr"' in desk.get(f"/made/{made[1]}/1").text
    assert desk.get("/letters/farewell?locale=ur&beside=sl").text.count("<iframe") == 2
    assert desk.get("/letters/farewell?locale=ur&beside=").text.count("<iframe") == 1


def test_every_fault_is_beside_its_control(desk: Desk) -> None:
    """A fault of a part is at the part, one of a whole field at the field, and each of these is on the page."""
    wrong: dict[str, str | list[str]] = {
        "name.title": "Dear", "name.given": "Ana", "last_day": "2026-02-30", "shipments": "-2", "provider.2.link": "nowhere",
        "provider.2.name": "Birch", "goodwill": ["none", "fee"], "refund": "ten", "thanks": [], "apology": ["product"],
    }  # fmt: skip
    answer = desk.fill(
        "farewell", {**VALUES, "name": "", **wrong}, date="21.13.2026", step=["goodwill", "apologise", "alternatives"]
    )
    for place in ("--date", "name.title", "last_day", "shipments", "providers.2.link", "goodwill", "thanks"):
        assert notes(answer, place), (place, answer["notes"])
    page = desk.get(f"/letters/farewell?made={answer['id']}").text
    for place in {note["at"] for note in answer["notes"]}:
        assert page.count(f'id="f-{place}"') == 1
        assert f'id="notes-{place}"' in page
    assert answer["summary"] == TEXTS["faults"].format(count=len(answer["notes"]))
    assert all(side["kind"] == "nothing" and side["lines"] for side in answer["sides"])


def test_the_faults_are_those_of_the_command_line(desk: Desk) -> None:
    answer = desk.fill("farewell", {"shipments": "x", "no_such": "1"})
    faults = Workspace().validate(
        "farewell", "en", {"shipments": "x", "no_such": "1"}, without=["goodwill", "apologise", "alternatives"]
    )
    assert [(note["where"], note["problem"], note["hint"]) for note in answer["notes"]] == [
        (one.where, one.problem, one.hint) for one in faults
    ]


HOSTILE = [
    '"><script>alert(1)</script>',
    "</textarea><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{ 7919*7919 }}{% raw %}",
    "a\u202eb",
    "\u2067x",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "𝕏" * 3000,
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_a_value(desk: Desk, value: str) -> None:
    """Wherever a value is shown, it is text: in the form, beside its field, in the letter, in the command."""
    for field in ("company", "personal", "name.given", "provider.1.link", "thanks", "handover"):
        answer = desk.fill("farewell", {**VALUES, field: value}, view="page", to=value, date=value)
        page = desk.get(f"/letters/farewell?made={answer['id']}").text
        framed = "".join(side["content"] for side in answer["sides"])
        for shown in (page, framed):
            assert "<script>alert" not in shown
            assert "<img src=x" not in shown
            assert 'href="javascript:' not in shown
            assert "62710561" not in shown
        if value.startswith('"><script'):
            assert "&lt;script&gt;alert" in page
        for note in answer["notes"]:
            assert not {*(note["problem"] + note["hint"] + note["where"])} & {*"\u202e\u2067\x00"}


def test_the_options_of_the_page_have_their_faults(desk: Desk) -> None:
    """A fault of what is beside the values is at its control, also where it is in a fold that opens."""
    meeting: dict[str, str | list[str]] = {
        "meeting_date": "2026-12-03",
        "meeting_time": "14:30",
        "link": "https://meet.example/x",
    }
    wrong = {"timezone": "Karachi", "key": "a\x07", "to": "b\x07", "date": "2026-13-01", "sequence": "-1"}
    answer = desk.fill("check-in", meeting, **wrong)
    places = {note["at"] for note in answer["notes"]}
    assert {"--timezone", "--key", "--to", "--date", "--sequence"} <= places, answer["notes"]
    late = desk.fill("farewell", {**VALUES, "last_day": "2030-01-01"}, locale="ne", calendar="bikram")
    assert notes(late, "last_day"), late["notes"]
    page = desk.get("/letters/farewell?locale=sl").text
    assert 'name="region"' in page
    assert 'name="calendar"' not in page
    assert 'name="digits"' not in page
    assert 'name="timezone"' not in page
    assert 'name="sequence"' not in page


@pytest.mark.parametrize(("typed", "line"), [("2", "SEQUENCE:2"), ("२", "SEQUENCE:2"), ("", "SEQUENCE:0")])
def test_a_corrected_invitation_replaces_the_earlier_one(desk: Desk, tmp_path: Path, typed: str, line: str) -> None:
    """The calendar entry of the page is that of its command, which counts the corrections in the same way."""
    (tmp_path / "goodterms.toml").write_text('[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n')
    page = desk.get("/letters/check-in?locale=sl").text
    assert 'name="sequence"' in page
    values = dict(re.findall(r'name="v\.([\w.]+)" aria-[^>]*? value="([^"]+)"', page))
    values |= {"form": "feminine", "mode": "video", "offer": "none"}
    answer = desk.fill("check-in", {**values}, locale="sl", view="calendar", key="41", sequence=typed)
    assert line in answer["sides"][0]["content"].splitlines(), answer["notes"]
    words = shlex.split(answer["command"])
    assert [word for word in words if word.startswith("--sequence")] == (["--sequence=2"] if typed else [])
    done = subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == desk.get(f"/made/{answer['id']}/download/ics").content


def test_a_step_can_be_left_out(desk: Desk) -> None:
    whole = desk.fill("farewell", VALUES, step=["goodwill", "apologise", "alternatives"])
    without = desk.fill("farewell", VALUES, step=["goodwill", "alternatives"])
    assert whole["sides"][0]["kind"] == without["sides"][0]["kind"] == "text"
    assert len(without["sides"][0]["content"]) < len(whole["sides"][0]["content"])
    assert "--without apologise" in without["command"]
    assert "--without" not in whole["command"]


def test_advice_is_beside_its_field(desk: Desk) -> None:
    """A wording that is not tactful is shown, and the letter is written all the same."""
    wording = "You never pay on time, and this is your own fault"
    for values in ({"personal": wording}, {"provider.1.services": wording}):
        answer = desk.fill("farewell", {**VALUES, **values}, step=["alternatives"])
        (place,) = values
        assert notes(answer, place.replace("provider.", "providers."), "advice")
        assert answer["sides"][0]["kind"] == "text"
    unfinished = desk.fill("farewell", {"provider.1.services": wording}, step=["alternatives"])
    assert notes(unfinished, "providers.1.services", "advice")
    assert notes(desk.fill("farewell", {"personal": wording}), "personal", "advice")  # also while faults remain


def test_a_letter_is_shown_in_every_view(desk: Desk, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    (tmp_path / "goodterms.toml").write_text('[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n')
    values: dict[str, str | list[str]] = {
        "name": "Ana Novak", "company": "Lipa", "signature": "Maja", "company_phone": "+386 1 555 01 23", "mode": "video",
        "meeting_date": "2026-12-03", "meeting_time": "14:30", "duration": "45 min", "link": "https://meet.example/x", "offer": "none",
    }  # fmt: skip
    kinds = {"page": "frame", "mail": "frame", "text": "text", "calendar": "text", "pdf": "pictures"}
    for view, kind in kinds.items():
        answer = desk.fill("check-in", values, view=view, to="ana@example.com")
        assert not answer["notes"], view
        (side,) = answer["sides"]
        assert side["kind"] == kind
        if view == "mail":
            assert {head["name"]: head["value"] for head in side["heads"]}["To"] == "Ana Novak <ana@example.com>"
        if view == "calendar":
            assert "BEGIN:VEVENT" in side["content"]
        for picture in side["pictures"]:
            assert desk.get(picture["source"]).content.startswith(b"\x89PNG")
    assert notes(desk.fill("check-in", values, view="mail"), "--to") == ["is missing"]


def test_downloads_are_what_render_writes(desk: Desk) -> None:
    made = desk.fill("farewell", VALUES, view="page")["id"]
    options = {"format": "html", "without": ["goodwill", "apologise", "alternatives"]}
    for form in ("text", "html", "md", "docx"):
        answer = desk.get(f"/made/{made}/download/{form}")
        assert answer.headers["content-disposition"].startswith('attachment; filename="farewell.en.')
        from datetime import date

        given = {name: value for name, value in VALUES.items() if value}
        expected = Workspace().render("farewell", "en", given, date=date(2026, 11, 21), **{**options, "format": form})  # type: ignore[arg-type]
        assert answer.content == expected.content
    assert desk.get(f"/made/{made}/download/exe").status_code == 404


def test_a_letter_is_saved_once(desk: Desk, tmp_path: Path) -> None:
    made = desk.fill("farewell", VALUES)["id"]
    assert str(tmp_path / "farewell.en.txt") in desk.post(f"/save/{made}", {"format": "text"}).text
    text = (tmp_path / "farewell.en.txt").read_bytes()
    assert text == desk.get(f"/made/{made}/download/text").content
    again = desk.post(f"/save/{made}", {"format": "text"})
    assert again.status_code == 400
    assert "exists" in again.text
    assert desk.post(f"/save/{made}", {"format": "../x"}).status_code == 404
    assert [path.name for path in tmp_path.iterdir()] == ["farewell.en.txt"]


def test_a_page_without_scripts_works(desk: Desk) -> None:
    """The button sends the form; the page comes back with what was typed, at an address without values."""
    values: dict[str, str | list[str]] = {f"v.{name}": value for name, value in VALUES.items()}
    answer = desk.post("/letters/farewell", {**values, "locale": "sl", "was": "", "v.last_day": "2026-02-30"})
    assert answer.status_code == 303
    assert "2026-02-30" not in answer.headers["location"]
    page = desk.get(answer.headers["location"]).text
    assert 'value="2026-02-30"' in page
    control = next(line for line in page.splitlines() if 'id="f-last_day"' in line)
    assert 'aria-describedby="help-last_day day-last_day notes-last_day"' in control
    assert 'aria-invalid="true"' in control
    assert "that day does not exist" in page


def test_kept_letters_are_forgotten_in_the_end(desk: Desk) -> None:
    from goodterms.desk.kept import Kept

    kept, made = Kept[object](), object()
    names = [kept.keep(made) for _ in range(200)]
    assert kept.get(names[0]) is None
    assert kept.get(names[-1]) is made
    assert TEXTS["forgotten"] in desk.get(f"/letters/farewell?made={names[0]}").text


def test_a_missing_translation_is_seen_in_the_gallery_and_on_the_page(
    open_desk: Callable[..., Desk], company: Company
) -> None:
    company.note("{% trans %}Good morning{% endtrans %} {% trans %}Good night{% endtrans %}")
    company.catalog(
        '\nmsgid "Good morning"\nmsgstr "Dobro jutro"\n\n#, fuzzy\nmsgid "Good night"\nmsgstr "Dober dan"\n'
    )
    desk = open_desk(company.root)
    page = gallery(desk)
    assert re.search(r'href="/letters/note\?locale=sl" aria-label="Note in Slovenian: [^"]*1 to review', page)
    assert re.search(r'href="/letters/note\?locale=ur" aria-label="Note in Urdu: [^"]*2 missing', page)
    answer = desk.fill("note", {"name": "Ana"}, locale="sl")
    assert answer["sides"][0]["kind"] == "nothing"
    assert [one["words"] for one in answer["sides"][0]["messages"]] == ["Good night"]
    marked = desk.fill("note", {"name": "Ana"}, locale="sl", missing="mark", step="body")
    assert "⟦Good night⟧" in marked["sides"][0]["content"]
    assert "--missing mark" in marked["command"]


def test_an_error_in_the_content_is_a_page_with_its_place(open_desk: Callable[..., Desk], company: Company) -> None:
    template = company.note("{{ name | nothing }}")
    desk = open_desk(company.root)
    answer = desk.fill("note", {"name": "Ana"}, missing="mark")
    assert f"{template}:" in "\n".join(answer["sides"][0]["lines"])
    company.file("templates/note/letter.toml", "title = \n")
    desk = open_desk(company.root)
    for path in ("/", "/letters/note"):
        page = desk.get(path)
        assert page.status_code == 500
        assert f"{company.root}/templates/note/letter.toml:1" in page.text
        assert TEXTS["broken_intro"] in page.text
    broken = desk.post("/letters/note", {"locale": "sl"}, accept="application/json")
    assert broken.status_code == 500
    assert "letter.toml:1" in broken.json()["lines"][0]


def test_the_gallery_has_every_letter_in_every_language(desk: Desk) -> None:
    page, workspace = desk.get("/").text, Workspace()
    assert page.count('<td class="unknown"') == len(workspace.letters()) * len(workspace.locales())
    page = gallery(desk)
    for letter in workspace.letters():
        for locale in workspace.locales():
            assert f'href="/letters/{letter.name}?locale={locale.tag}"' in page
    assert page.count(">complete</a>") == len(workspace.letters()) * len(workspace.locales())


@pytest.mark.parametrize("letter", [letter.name for letter in Workspace().letters()])
def test_no_two_elements_have_one_id(desk: Desk, letter: str) -> None:
    """A field may have any name, also that of a part of the page: form, date, to, summary."""
    page = desk.get(f"/letters/{letter}").text
    ids = re.findall(r' id="([^"]*)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert {*re.findall(r'(?:for|href)="#?(f-[^"]*)"', page)} <= {*ids}
    for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]*)"', page):
        assert {*described.split()} <= {*ids}


def test_a_field_may_have_the_name_of_a_part_of_the_page(open_desk: Callable[..., Desk], company: Company) -> None:
    names = ["form", "to", "locale", "view", "token", "summary", "preview", "main", "command", "step"]
    company.note("".join(f"{{{{ {name} }}}} " for name in names))
    fields = "".join(f'[fields.{name}]\ntype = "name"\nsample = "A {name}"\n' for name in names)
    company.file("templates/note/letter.toml", f'title = "Note"\nbefore = ["subject"]\n[steps.body]\n{fields}')
    desk = open_desk(company.root)
    page = desk.get("/letters/note?locale=en").text
    ids = re.findall(r' id="([^"]*)"', page)
    assert sorted(ids) == sorted(set(ids))
    answer = desk.fill("note", {name: f"My {name}" for name in names}, missing="mark", step="body")
    assert answer["sides"][0]["kind"] == "text", answer["sides"][0]["lines"]
    assert all(f"My {name}" in answer["sides"][0]["content"] for name in names)


def test_a_view_says_what_it_needs_and_how_to_give_it(desk: Desk, tmp_path: Path) -> None:
    """The email without the sender's address: the lines for goodterms.toml, for its place, all at once; then it shows."""
    meeting: dict[str, str | list[str]] = {
        "name": "Ana Novak", "company": "Lipa", "signature": "Maja", "company_phone": "+386 1 555 01 23", "mode": "phone",
        "meeting_date": "2026-12-03", "meeting_time": "14:30", "duration": "45 min", "call_number": "+386 1 555 01 24",
        "offer": "none",
    }  # fmt: skip
    settings = tmp_path / "goodterms.toml"
    (side,) = desk.fill("farewell", VALUES, view="mail", to="ana@example.com")["sides"]
    (remedy,) = side["remedies"]
    assert remedy["code"] == '[mail]\nfrom = "you@example.com"'
    assert str(settings) in remedy["words"]
    (side,) = desk.fill("check-in", meeting, view="mail", to="ana@example.com", timezone="Asia/Karachi")["sides"]
    (remedy,) = side["remedies"]
    assert remedy["code"] == '[mail]\nfrom = "you@example.com"\ntimezone = "Europe/Ljubljana"'
    settings.write_text("# ours\n" + remedy["code"].replace("from", "name"))
    answer = desk.fill("check-in", meeting, view="mail", to="ana@example.com")
    page = desk.get(f"/letters/check-in?made={answer['id']}").text
    renewed = Workspace(settings=settings)
    assert TEXTS["remedy_add"].partition("{")[0] in _remedy(renewed, "check-in")
    settings.write_text(remedy["code"])
    assert not _remedy(Workspace(settings=settings), "check-in")
    assert "you@example.com" in page
    assert not desk.fill("farewell", {"shipments": "x"}, view="mail")["sides"][0]["remedies"]


def _remedy(workspace: Workspace, letter: str) -> str:
    from datetime import date

    from goodterms.desk import asked, making

    day = date(2026, 11, 21)
    wanted = asked.first(workspace, letter, "en", "", day)._replace(view="mail", to="ana@example.com")
    return "\n".join(f"{one.words}\n{one.code}" for one in making.make(workspace, wanted, day).sides[0].remedies)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("typst-missing", "pip install 'goodterms[pdf]'"),
        ("segno-missing", "pip install 'goodterms[pdf]'"),
        ("no-fonts", "goodterms doctor"),
    ],
)
def test_a_part_that_is_missing_has_its_command(kind: str, code: str) -> None:
    from datetime import date

    from goodterms.desk import asked
    from goodterms.desk.remedies import remedies
    from goodterms.faults import fault

    workspace = Workspace()
    wanted = asked.first(workspace, "farewell", "en", "", date(2026, 11, 21))
    (remedy,) = remedies(workspace, wanted, [fault(kind, reason="x")])
    assert remedy.code.endswith(code)


HOSTILE_LINE = "</code></pre><script>alert(1)</script> \u202eevil\u2066 \x07 {{ 7919*7919 }} شکریہ"


@pytest.mark.parametrize(
    ("file", "content", "marked"),
    [
        (
            "templates/note/letter.md.j2",
            f"{{# {HOSTILE_LINE} #}}\n{{% block body %}}\n{{{{ nothing }}}} {HOSTILE_LINE}\n{{% endblock %}}\n",
            1,
        ),
        (
            "templates/note/letter.md.j2",
            f"{{# {HOSTILE_LINE[:38]} #}}{{% block subject %}}S{{% endblock %}}\n{{% block body %}}\n{{{{ nothing }}}} شکریہ \u061c\n{{% endblock %}}\n",
            3,
        ),
        ("templates/note/letter.toml", f"# {HOSTILE_LINE[:38]}\ntitle = \n", 2),
        ("locales/sl/LC_MESSAGES/goodterms.po", f'# {HOSTILE_LINE[:38]}\nmsgid "a\nmsgstr ""\n', 2),
    ],
)
def test_an_error_shows_its_lines_as_text(
    open_desk: Callable[..., Desk], company: Company, file: str, content: str, marked: int
) -> None:
    """The line with the error is marked, with those around it; whatever is in them is text, in its own order."""
    company.note("{{ name }}")
    company.file(file, content)
    desk = open_desk(company.root)
    pairs: dict[str, str | list[str]] = {"locale": "sl", "v.name": "Ana", "view": "text", "missing": "mark"}
    answer = desk.post("/letters/note", pairs, accept="application/json").json()
    found = answer.get("excerpts") or answer["sides"][0]["excerpts"]
    assert [line["number"] for line in found[0]["lines"] if line["is_marked"]] == [marked]
    page = desk.get(f"/letters/note?made={answer['id']}" if "id" in answer else "/letters/note?locale=sl").text
    assert f"→ {marked}</span>" in page
    assert 'class="excerpt" dir="ltr"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "62710561" not in page
    assert not {*page} & {*"\u202e\u2066\u061c\x07"}


def test_an_error_in_the_settings_shows_its_lines(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    settings = tmp_path / "goodterms.toml"
    settings.write_text('[sender]\ncompany = "Lipa"\nsignatur = "Maja"\n')
    page = open_desk().get("/letters/farewell").text
    assert "→ 3</span><code><mark>signatur = &#34;Maja&#34;</mark>" in page
    assert "signature" in page


def test_only_files_of_the_content_are_shown(tmp_path: Path) -> None:
    """A fault that names another file shows none of its lines, also not by a link or a way out of the folder."""
    from goodterms.desk import excerpts
    from goodterms.faults import fault

    secret = tmp_path / "secret.toml"
    secret.write_text("secret = 1\n")
    layer = tmp_path / "layer"
    (layer / "templates").mkdir(parents=True)
    (layer / "templates/link.toml").symlink_to(secret)
    (layer / "templates/own.toml").write_text("a = 1\n")
    places = [
        secret,
        layer / "templates/../../secret.toml",
        layer / "templates/link.toml",
        tmp_path,
        "\0",
        layer / "templates/own.toml",
    ]
    found = excerpts.of(
        [fault("unknown-key", str(one), line=1) for one in places], [layer], tmp_path / "goodterms.toml"
    )
    assert [bool(one) for one in found] == [False] * 5 + [True]
