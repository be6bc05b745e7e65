"""Translating on a page of the desk, in a real browser, as a translator does: with the keyboard, in each direction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import translations
from browsers import CHROMIUM, browser, expect, until  # noqa: F401
from desks import save, serving

from goodterms.desk.messages import TEXTS
from goodterms.translating.one_message import id_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desks import Running
    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
MORNING, DEAR, PARCELS, HOSTILE = (
    id_of((None, msgid))
    for msgid in (
        "Good morning.", "Dear {name}, thank you for your delivery.", "{count} parcel", translations.HOSTILE
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("desk")
    translations.write(folder / "content")
    with serving(folder, "--content", "content") as served:
        yield served


@pytest.fixture
def paths(running: Running) -> dict[str, Path]:
    """The catalogs, as they were before the tests; the desk has noticed."""
    content = running.folder / "content"
    if not translations.is_written(content):
        with running.noticing():
            translations.write(content)
    return translations.write(content)


@pytest.fixture
def context(browser: Browser, running: Running, paths: dict[str, Path]) -> Iterator[BrowserContext]:  # noqa: ARG001
    """A browser at the desk; whatever it complains of fails the test, but for an answer that says conflict."""
    opened = browser.new_context(viewport={"width": 1300, "height": 900})
    complaints: list[str] = []
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    opened.on("weberror", lambda error: complaints.append(str(error.error)))
    opened.new_page().goto(running.address)
    yield opened
    opened.close()
    assert not [one for one in complaints if "409" not in one]


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.pages[0]


def open_message(page: Page, tag: str, name: str) -> None:
    page.goto(f"{re.match('https?://[^/]+', page.url)[0]}/languages/{tag}/{name}")  # type: ignore[index]
    expect(page.locator("textarea").first).to_be_focused()


def replace(path: Path, old: str, new: str) -> None:
    save(path, path.read_text("utf-8").replace(old, new))


def focused(page: Page) -> str:
    found: str = page.evaluate(
        "document.activeElement.id || document.activeElement.name || document.activeElement.textContent"
    )
    return found


def go_to(page: Page, wanted: str) -> None:
    """Press Tab until a control has the focus, by its id or its words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).strip() == wanted:
            return
    raise AssertionError(wanted)


def test_an_urdu_message_by_keyboard_only(page: Page, paths: dict[str, Path]) -> None:
    """From the first page to a saved text and on to the next one, with Tab, Enter and typing."""
    before = paths["ur"].read_bytes()
    for wanted, address in (("Languages", "**/languages"), ("Urdu", "**/languages/ur")):
        go_to(page, wanted)
        page.keyboard.press("Enter")
        page.wait_for_url(address)
    go_to(page, "show")
    page.keyboard.press("End")
    until(page, "document.getElementById('show').value === 'all'")
    go_to(page, "Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**show=all**")
    go_to(page, "News")
    page.keyboard.press("Enter")
    area = page.locator("textarea")
    expect(area).to_be_focused()
    expect(area).to_have_attribute("dir", "rtl")
    expect(area).to_have_attribute("lang", "ur")
    page.keyboard.press("Control+A")
    page.keyboard.type("تازہ خبریں")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/languages/ur/{MORNING}**")
    expect(page.locator(".saved")).to_have_text("Saved: News")
    expect(page.locator("textarea")).to_be_focused()
    assert paths["ur"].read_bytes() == before.replace("خبر".encode(), "تازہ خبریں".encode())


def test_four_plural_forms(page: Page, paths: dict[str, Path]) -> None:
    before = paths["sl"].read_text("utf-8")
    open_message(page, "sl", PARCELS)
    labels = ["For 1, 101, 201 …", "For 2, 102, 202 …", "For 3, 4, 103 …", "For 0, 5, 6 …"]
    expect(page.locator(".control label")).to_have_text(labels)
    page.keyboard.type("paket")
    page.locator("#problems .fault").get_by_text("1, 101").wait_for()
    page.keyboard.press("Control+A")
    for form in ("{count} paket", "{count} paketa", "{count} paketi", "{count} paketov"):
        page.keyboard.type(form)
        page.keyboard.press("Tab")
    page.get_by_text("3 paketi", exact=True).wait_for()
    page.keyboard.press("Control+S")
    page.wait_for_url("**saved=**")
    entry = (
        '#. {count}: how many, e.g. "3"\n#: templates/note/letter.md.j2\n#, python-brace-format\n'
        'msgid "{count} parcel"\nmsgid_plural "{count} parcels"\n'
        'msgstr[0] "{count} paket"\nmsgstr[1] "{count} paketa"\nmsgstr[2] "{count} paketi"\nmsgstr[3] "{count} paketov"\n\n'
    )
    assert paths["sl"].read_text("utf-8") == before.replace('#~ msgid "Goodbye"', f'{entry}#~ msgid "Goodbye"')


def test_findings_come_while_typing_and_a_click_fixes_one(page: Page, paths: dict[str, Path]) -> None:
    before = paths["sl"].read_bytes()
    open_message(page, "sl", DEAR)
    area = page.locator("textarea")
    area.fill("Spoštovani {nmae},  hvala za pošiljko.")
    page.locator("#problems .fault").first.wait_for()
    expect(area).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#printed .printed")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Fix: two spaces")).click()
    expect(area).to_have_value("Spoštovani {nmae}, hvala za pošiljko.")
    area.fill("Spoštovani , hvala za pošiljko.")
    area.evaluate("one => one.setSelectionRange(11, 11)")
    page.get_by_role("button", name="{name}").click()
    expect(area).to_have_value("Spoštovani {name}, hvala za pošiljko.")
    page.get_by_text(TEXTS["problems_none"]).wait_for()
    page.locator("#printed .printed").wait_for()
    assert paths["sl"].read_bytes() == before


def test_an_error_is_saved_only_to_review(page: Page, paths: dict[str, Path]) -> None:
    open_message(page, "sl", DEAR)
    before = paths["sl"].read_bytes()
    page.locator("textarea").fill("Spoštovani, hvala za pošiljko.")
    page.keyboard.press("Control+Enter")
    page.get_by_text(TEXTS["tried_refused"]).wait_for()
    expect(page.locator("textarea")).to_have_value("Spoštovani, hvala za pošiljko.")
    assert paths["sl"].read_bytes() == before
    page.get_by_label(TEXTS["fuzzy_set"]).check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**saved=**")
    assert '#, fuzzy, python-brace-format\nmsgid "Dear' in paths["sl"].read_text("utf-8")
    open_message(page, "sl", DEAR)
    page.locator("textarea").fill("Spoštovani {name}, hvala za pošiljko.")
    page.get_by_label(TEXTS["fuzzy_set"]).uncheck()
    page.keyboard.press("Control+S")
    page.wait_for_url("**saved=**")
    assert '\n#, python-brace-format\nmsgid "Dear' in paths["sl"].read_text("utf-8")


def test_typing_takes_the_mark_to_review_away(page: Page, paths: dict[str, Path]) -> None:
    """By keyboard only: a text that was to be reviewed is translated, saved and left; a mark set by hand stays."""
    open_message(page, "sl", MORNING)
    mark = page.get_by_label(TEXTS["fuzzy_set"])
    expect(mark).to_be_checked()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    expect(mark).not_to_be_checked()
    page.keyboard.press("Backspace")  # as it was
    expect(mark).to_be_checked()
    page.keyboard.press("Control+A")
    page.keyboard.type("Lepo")
    mark.check()
    page.locator("textarea").press_sequentially(" jutro.")
    expect(mark).to_be_checked()
    mark.uncheck()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**saved=**")
    assert 'msgid "Good morning."\nmsgstr "Lepo jutro."' in paths["sl"].read_text("utf-8")
    assert "fuzzy" not in paths["sl"].read_text("utf-8")


def test_a_text_typed_before_the_script_is_there_is_not_taken_as_saved(page: Page) -> None:
    """The page is not shown before its scripts listen; where a browser does so all the same, nothing is lost."""
    held: list[Route] = []
    page.route("**/assets/translate.js", lambda route: held.append(route))
    page.goto(f"{page.url}languages/sl/{DEAR}", wait_until="commit")
    page.locator("textarea").fill("Draga {name}, hvala za pošiljko.")
    assert page.evaluate("performance.getEntriesByType('paint').length") == 0
    held[0].continue_()
    page.get_by_text(TEXTS["not_saved"]).wait_for()
    page.locator("#printed .printed", has_text="Draga").wait_for()


def test_a_file_that_changes_under_an_open_page(page: Page, paths: dict[str, Path]) -> None:
    """What was typed stays; another message that changes does not matter, this one is a conflict with both texts."""
    open_message(page, "sl", DEAR)
    area = page.locator("textarea")
    area.fill("Draga {name}, hvala za pošiljko.")
    page.get_by_text(TEXTS["not_saved"]).wait_for()
    with page.expect_response(page.url), page.expect_response("**/look"):
        replace(paths["sl"], "Nov\\x69ce", "Novosti")
    expect(page.locator("#changed")).to_be_hidden()
    expect(area).to_have_value("Draga {name}, hvala za pošiljko.")
    replace(paths["sl"], "Spoštovani", "Cenjeni")
    page.get_by_text(TEXTS["message_changed"]).wait_for()
    between = paths["sl"].read_bytes()
    page.keyboard.press("Control+Enter")
    page.get_by_text(TEXTS["tried_conflict"]).wait_for()
    expect(page.locator("#tried")).to_be_focused()
    expect(page.locator(".theirs")).to_have_text("Cenjeni {name}, hvala za pošiljko.")
    expect(area).to_have_value("Draga {name}, hvala za pošiljko.")
    assert paths["sl"].read_bytes() == between
    page.get_by_role("button", name=TEXTS["conflict_take"]).click()
    expect(area).to_have_value("Cenjeni {name}, hvala za pošiljko.")
    area.fill("Draga in cenjena {name}, hvala za pošiljko.")
    page.get_by_role("button", name=TEXTS["save_mine"]).click()
    page.wait_for_url("**saved=**")
    raw = '""\n"Spošt'
    assert raw not in paths["sl"].read_text("utf-8")
    assert "Draga in cenjena {name}" in paths["sl"].read_text("utf-8")


def test_a_file_that_is_seen_half_written(page: Page, paths: dict[str, Path]) -> None:
    """A program writes the file in two parts; what the page says in between does not stay."""
    whole = paths["sl"].read_text("utf-8")
    open_message(page, "sl", DEAR)
    page.locator("textarea").fill("Draga {name}, hvala za pošiljko.")
    page.get_by_text(TEXTS["not_saved"]).wait_for()
    paths["sl"].write_text(whole[: whole.index("#. {name}")], "utf-8")
    page.get_by_text(TEXTS["message_changed"]).wait_for()
    paths["sl"].write_text(whole, "utf-8")
    page.get_by_text(TEXTS["message_changed"]).wait_for(state="hidden")
    expect(page.locator("textarea")).to_have_value("Draga {name}, hvala za pošiljko.")


def test_two_tabs_with_the_same_message(context: BrowserContext, page: Page, paths: dict[str, Path]) -> None:
    other = context.new_page()
    other.goto(page.url)
    for one, text in ((page, "Dobro jutro."), (other, "Lepo jutro.")):
        open_message(one, "sl", MORNING)
        one.locator("textarea").fill(text)
        one.get_by_label(TEXTS["fuzzy_set"]).uncheck()
    page.keyboard.press("Control+S")
    page.wait_for_url("**saved=**")
    between = paths["sl"].read_bytes()
    other.keyboard.press("Control+S")
    other.get_by_text(TEXTS["tried_conflict"]).wait_for()
    expect(other.locator(".theirs")).to_have_text("Dobro jutro.")
    expect(other.locator("textarea")).to_have_value("Lepo jutro.")
    assert paths["sl"].read_bytes() == between
    assert 'msgstr "Dobro jutro."' in between.decode()
    other.get_by_role("link", name=TEXTS["conflict_keep"]).click()
    until(other, "document.querySelector('textarea')?.value === 'Dobro jutro.'")
    assert paths["sl"].read_bytes() == between


def test_what_is_typed_is_not_left_by_mistake(page: Page) -> None:
    open_message(page, "sl", DEAR)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.locator("textarea").press_sequentially("x")
    page.get_by_text(TEXTS["not_saved"]).wait_for()
    with page.expect_event("dialog") as asked:
        page.keyboard.press("Alt+PageDown")
    assert asked.value.type == "beforeunload"
    page.wait_for_timeout(100)  # for what must not happen
    assert page.url.endswith(DEAR)
    page.locator("textarea").press("Backspace")
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url(f"**{PARCELS}")


def test_a_hostile_message_is_text(page: Page) -> None:
    open_message(page, "sl", HOSTILE)
    expect(page.locator(".source-text")).to_have_text(translations.HOSTILE)
    page.locator("textarea").fill(f"{translations.HOSTILE} \u202e</textarea>")
    page.locator("#problems .fault").first.wait_for()
    expect(page.locator("main script, main img, main b")).to_have_count(0)
    assert not re.fullmatch(r"\d", page.title())
    open_message(page, "sl", MORNING)
    expect(page.locator("#facts")).to_contain_text("<script>document.title = 2</script> reads U+202Ebackwards")
    expect(page.locator(".changes")).to_contain_text("U+202E")


def test_a_file_comes_back_by_the_page(page: Page, running: Running, paths: dict[str, Path]) -> None:
    returned = running.folder / "returned.csv"
    returned.write_text("language,context,message,form,translation\nsl,,Good morning.,,Dobro jutro.\n", "utf-8")
    page.goto(f"http://127.0.0.1:{running.port}/languages/sl")
    with page.expect_download() as download:
        page.get_by_role("button", name=TEXTS["sheet_get"]).click()
    assert download.value.suggested_filename == "goodterms.sl.xlsx"
    page.locator("#sheet-file").set_input_files(returned)
    replace(paths["sl"], "Nov\\x69ce", "")
    page.get_by_role("link", name="News").wait_for()  # the page has noticed, and the file is still chosen
    page.get_by_role("button", name=TEXTS["sheet_take"]).click()
    page.get_by_text(TEXTS["taken_one"]).wait_for()
    assert 'msgstr "Dobro jutro."' in paths["sl"].read_text("utf-8")


def test_a_text_of_a_letter_leads_to_its_page(page: Page, running: Running) -> None:
    """From a letter with typed values to its texts; pointing shows what a text is, and Enter opens it."""
    page.goto(f"http://127.0.0.1:{running.port}/letters/note?locale=sl&beside=")
    page.get_by_label("Missing translations").select_option("mark")
    page.locator("#f-name").fill("Zora")
    page.frame_locator("iframe").get_by_text("Zora").first.wait_for()
    page.get_by_role("link", name=TEXTS["texts_open"]).click()
    page.wait_for_url("**/texts?made=**")
    inside = page.frame_locator("#marked")
    inside.get_by_text("Zora").wait_for()
    morning = inside.locator(f"[data-text='{MORNING}']")
    expect(morning).to_have_text("Good morning.")
    expect(morning).to_have_attribute("data-state", "fuzzy")
    expect(morning).to_have_attribute("title", re.compile("The greeting; no exclamation mark\\."))
    row = page.locator(f"#text-{MORNING}")
    expect(row.locator(".comments")).to_be_hidden()
    morning.hover()
    row.get_by_text("The greeting; no exclamation mark.").wait_for()
    page.locator(f"#text-{DEAR}").hover()
    inside.locator(f"[data-text='{DEAR}'].chosen").first.wait_for()
    expect(inside.locator("script, img")).to_have_count(0)
    morning.focus()
    row.get_by_text("The greeting; no exclamation mark.").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/languages/sl/{MORNING}**")
    page.get_by_role("link", name=TEXTS["open_the_letter"]).click()
    inside.locator(f"[data-text='{MORNING}'].chosen").wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1300), ("dark", 320)])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser,
    running: Running,
    paths: dict[str, Path],
    scheme: str,
    width: int,
) -> None:
    """axe-core's rules for WCAG 2.2 at levels A and AA, on every kind of page; no page scrolls sideways (1.4.10)."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(running.address)
    home = f"http://127.0.0.1:{running.port}/languages"
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for path in (
        "", "/sl?show=all", "/ur?show=all", "/te", f"/sl/{MORNING}", f"/sl/{PARCELS}", f"/ur/{MORNING}", f"/sl/{HOSTILE}",
        "a conflict", "findings", "/../letters/note/texts?locale=ur",
    ):  # fmt: skip
        if path.startswith("/") or not path:
            page.goto(home + path)
        elif path == "a conflict":
            open_message(page, "sl", DEAR)
            page.locator("textarea").fill("Draga {name}, hvala.")
            paths["sl"].write_text(paths["sl"].read_text("utf-8").replace("Spoštovani", "Cenjeni"), "utf-8")
            page.keyboard.press("Control+S")
            page.locator("#tried").wait_for()
        else:
            page.on("dialog", lambda dialog: dialog.accept())
            open_message(page, "ur", DEAR)
            page.locator("textarea").fill("{nmae} محترم  آپ کا شکریہ")
            page.locator("#problems .fault").first.wait_for()
        results = axe.run(page, options=options)
        assert results.violations_count == 0, f"{path}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
