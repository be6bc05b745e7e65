"""A table on the desk in a real browser: from a list to an outbox, with the keyboard, stopped and gone on with."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from browsers import CHROMIUM, browser, expect, tabbed, until  # noqa: F401
from desks import running, save  # noqa: F401
from tables_of_tests import CORRECT, DAY, HEADER, SETTINGS, SLOVENIAN, letters, rows
from test_browser import expected, page  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    from desks import Running
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def folder(running: Running) -> Path:
    """The folder of the desk, with the settings of the tests, which the desk has noticed."""
    path = running.folder / "goodterms.toml"
    if not path.exists() or path.read_text("utf-8") != SETTINGS:
        with running.noticing():
            save(path, SETTINGS)
    return running.folder


def batch(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "goodterms", "batch", *options, "--date", DAY, "--content", "content"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def open_table(page: Page, running: Running, name: str, content: bytes) -> None:
    page.goto(running.at("/tables"))
    page.get_by_label("Letter").select_option("check-in")
    page.set_input_files("#upload-table", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Open the table").click()
    page.wait_for_url("**/tables/*")
    checked(page)


def checked(page: Page) -> None:
    """Wait until nothing is done with the table, and its page says so."""
    page.locator('#progress[data-running=""]').wait_for(state="attached", timeout=90_000)
    page.locator("#faults-summary, .lines.fault").first.wait_for()
    until(page, "true")


def test_from_a_list_with_slips_to_an_outbox(page: Page, folder: Path, expected: list[str]) -> None:
    """As an account manager: open, look, correct, open again, read a letter, try it, write, copy the command."""
    expected += ["404"]  # what is asked of the former table, while the corrected one takes its place
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Tables").click()
    page.wait_for_url("**/tables")
    page.get_by_label("Letter").select_option("check-in")
    drop = """(content) => {
        const file = new File([Uint8Array.from(content)], "stranke.csv", { type: "text/csv" });
        const data = new DataTransfer();
        data.items.add(file);
        document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, list(SLOVENIAN.encode("cp1250")))
    page.wait_for_url("**/tables/*")
    checked(page)
    expect(page.locator("h1")).to_have_text("stranke.csv")
    expect(page.locator("#faults")).to_contain_text("To do: fix 1 email address; fix 1 date.")
    page.locator("#next-fault").click()
    page.wait_for_url("**#row-4")
    expect(page.locator("#row-4 td.fault")).to_contain_text("crt(at)example.com")
    expect(page.locator("#row-4 td.fault")).to_contain_text("is not a valid email address")
    page.locator("#next-fault").click()
    page.wait_for_url("**#row-5")
    page.set_input_files(
        "#upload-table", {"name": "stranke.csv", "mimeType": "text/csv", "buffer": CORRECT.encode("cp1250")}
    )
    before = page.url
    page.locator("#upload button").click()
    until(page, "location.href !== given", before)
    checked(page)
    expect(page.locator("#faults-summary")).to_have_text("Nothing. Every row can be written.")
    page.get_by_role("link", name="Row 3: its letter").click()
    page.frame_locator("iframe").get_by_text("Spoštovani gospod Kos,").wait_for()
    page.get_by_role("link", name="Email").click()
    expect(page.locator(".heads")).to_contain_text("boris@example.com")
    page.get_by_role("link", name="Back to stranke.csv").click()
    page.get_by_role("button", name="Make the test emails").click()
    page.locator(".files a").first.wait_for(timeout=90_000)
    with page.expect_download() as download:
        page.locator(".files a").first.click()
    assert download.value.suggested_filename == "test-K-1.check-in.eml"
    page.get_by_role("textbox", name="Date of the letters").fill(DAY)
    page.get_by_role("button", name="Write the letters").click()
    page.locator("#written").wait_for(timeout=90_000)
    expect(page.locator("#row-4")).to_contain_text("written: sl/K-3.check-in.eml")
    page.locator("#send-command + p button").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == "goodterms send outbox"
    (folder / "stranke.csv").write_bytes(CORRECT.encode("cp1250"))
    done = batch(folder, "check-in", "stranke.csv", "-o", "other", "--format", "eml")
    assert done.returncode == 0, done.stderr
    assert letters(folder / "outbox") == letters(folder / "other")


def test_a_run_is_stopped_and_gone_on_with(page: Page, running: Running, folder: Path) -> None:
    """Stopped with much left to write: the letters are many, so that a slow browser is quicker than they are."""
    content = rows(6000).encode()
    open_table(page, running, "many.csv", content)
    page.get_by_label("Name of the folder").fill("many")
    page.get_by_role("textbox", name="Date of the letters").fill(DAY)
    page.get_by_role("button", name="Write the letters").click()
    page.get_by_text(re.compile(r"Writing the letters: [1-5],\d\d\d of 6,000")).wait_for(timeout=300_000)
    page.get_by_role("button", name="Stop").click()
    page.locator("#stopped").wait_for(timeout=90_000)
    first = letters(folder / "many")
    assert 0 < len(first) < 6000
    assert not [path for path in (folder / "many/.goodterms").iterdir() if path.is_dir() and any(path.rglob("*"))]
    page.get_by_role("button", name="Go on writing").click()
    page.locator("#written").wait_for(timeout=300_000)
    written = page.locator("#run li", has_text="written: ").first
    again = int(written.inner_text().removeprefix("written: ").replace(",", ""))
    assert 6000 - len(first) <= again < 6000  # what is finished is recorded 250 letters at a time
    (folder / "many.csv").write_bytes(content)
    done = batch(folder, "check-in", "many.csv", "-o", "many", "--format", "eml")
    assert done.stdout == "many: recipients: 0 written, 6,000 up to date\n"
    assert {name: one for name, one in letters(folder / "many").items() if name in first} == first


def test_a_table_is_used_by_keyboard(page: Page, running: Running, folder: Path) -> None:
    """Choose the letter, look at the columns, change one and keep it, go to a row, write: Tab, arrows, Enter, Space."""
    assert folder.is_dir()
    open_table(page, running, "stranke.csv", CORRECT.encode())
    page.keyboard.press("Tab")
    seen = []
    for focused in tabbed(page, 80):
        seen.append(focused)
        if focused == "column-10":
            page.keyboard.press("n")  # not used; a list of choices forgets the keys before, on a slow machine
            expect(page.locator("#column-10")).to_have_value("-")
        if focused == "Keep the columns":
            page.keyboard.press("Enter")
            break
    page.locator(".saved").wait_for()
    checked(page)
    assert '"Opombe" = false # never' in (folder / "goodterms.toml").read_text("utf-8")
    for focused in tabbed(page, 80):
        seen.append(focused)
        if focused == "outbox-name":
            page.keyboard.press("Control+A")
            page.keyboard.type("by keyboard")
        if focused == "Write the letters":
            page.keyboard.press("Space")
            break
    page.locator("#written").wait_for(timeout=90_000)
    assert (folder / "by keyboard/sl/K-1.check-in.eml").is_file()
    assert {"letter", "locale", "go-row", "address", "day"} <= {*seen}


def test_customers_are_ticked_on_several_pages_and_what_is_typed_elsewhere_stays(
    page: Page, running: Running, folder: Path
) -> None:
    """By the keyboard: the ticks are the keys in the text area, and only these customers get letters."""
    open_table(page, running, "many.csv", rows(60).encode())
    page.get_by_label("Name of the folder").fill("ticked")
    page.get_by_role("checkbox", name="Choose row 3", exact=True).press("Space")
    page.get_by_text("Chosen customers: 1").wait_for()
    page.get_by_role("link", name="Next", exact=True).click()
    page.get_by_role("checkbox", name="Choose row 61").press("Space")
    page.get_by_text("Chosen customers: 2").wait_for()
    expect(page.get_by_label("Only these customers")).to_have_value("K-1\nK-59")
    page.get_by_role("textbox", name="Date of the letters").fill("2026-11-20")
    page.get_by_role("button", name="Date of the letters: choose a day").click()
    until(page, "document.activeElement?.dataset.value === '2026-11-20'")
    page.keyboard.press("ArrowRight")
    until(page, "document.activeElement?.dataset.value === '2026-11-21'")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.locator("#use-ticks").press("Enter")
    page.get_by_text("Only the rows that are chosen: 2 of 60.").first.wait_for()
    checked(page)
    expect(page.locator("tr .tick")).to_have_count(2)
    expect(page.locator("tr .tick:checked")).to_have_count(2)
    expect(page.locator("#outbox-name")).to_have_value("ticked")
    expect(page.get_by_role("textbox", name="Date of the letters")).to_have_value("2026-11-21")
    page.get_by_role("button", name="Write the letters").click()
    page.locator("#written").wait_for(timeout=90_000)
    assert sorted(letters(folder / "ticked")) == ["en/K-1.check-in.eml", "en/K-59.check-in.eml"]
    column = page.get_by_label("Column 1")
    column.select_option("Duration")
    expect(page.get_by_label("Value 1")).to_have_attribute("list", f"values-{column.input_value()}")
    expect(page.locator(f"#values-{column.input_value()} option")).to_have_count(1)
    expect(page.locator(f"#values-{column.input_value()} option")).to_have_attribute("value", "45 min")


def test_what_is_chosen_for_the_letters_is_checked_at_once(page: Page, running: Running, folder: Path) -> None:
    """Without another click; the rows stay where they are meanwhile, and the focus, too."""
    open_table(page, running, "stranke.csv", CORRECT.encode())
    page.get_by_role("textbox", name="Date of the letters").fill("2026-12-10")
    page.get_by_role("textbox", name="Date of the letters").press("Tab")
    page.locator("#faults-summary", has_text="To do: fix 3 dates.").wait_for()
    expect(page.get_by_role("button", name="Date of the letters: choose a day")).to_be_focused()
    page.get_by_role("textbox", name="Date of the letters").fill(DAY)
    page.get_by_label("email, with its invitation").uncheck()
    page.get_by_label("calendar entry").check()
    page.locator("#faults-summary.fine").wait_for()
    expect(page.locator("#batch-command")).to_contain_text(f"--format ics --date {DAY}")
    checked(page)
    page.get_by_label("Name of the folder").fill("chosen at once")
    page.get_by_label("text", exact=True).check()
    page.get_by_label("calendar entry").uncheck()
    page.get_by_role("button", name="Write the letters").click()  # before what was chosen is checked
    page.locator("#written").wait_for(timeout=90_000)
    assert "sl/K-1.check-in.txt" in letters(folder / "chosen at once")
    assert len(letters(folder / "chosen at once")) == 4


def test_what_is_typed_stays_when_a_file_is_saved(page: Page, running: Running, folder: Path) -> None:
    open_table(page, running, "stranke.csv", CORRECT.encode())
    page.get_by_label("Name of the folder").fill("typed")
    page.locator("#redate").evaluate("one => { one.closest('details').open = true; }")
    page.locator("#redate").check()
    page.get_by_label("Name of the folder").press("Home")
    save(folder / "goodterms.toml", SETTINGS.replace('mode = "phone"', 'mode = "nothing"'))
    page.get_by_text("To do:").first.wait_for()
    checked(page)
    expect(page.get_by_label("Name of the folder")).to_have_value("typed")
    expect(page.get_by_label("Name of the folder")).to_be_focused()
    expect(page.locator("#redate")).to_be_checked()
    expect(page.locator("#redate")).to_be_visible()
    page.keyboard.type("re")  # the caret is where it was
    expect(page.get_by_label("Name of the folder")).to_have_value("retyped")


def test_a_control_without_an_id_keeps_the_focus_when_a_file_is_saved(
    page: Page, running: Running, folder: Path
) -> None:
    """Somebody goes through a page with the Tab key; the page is short, meanwhile, and does not have the button."""
    open_table(page, running, "stranke.csv", CORRECT.encode())
    button = page.get_by_role("button", name="Make the test emails")
    button.focus()
    save(folder / "goodterms.toml", SETTINGS.replace('mode = "phone"', 'mode = "nothing"'))
    page.get_by_text("To do:").first.wait_for()
    checked(page)
    expect(button).to_be_focused()


def test_a_press_is_not_lost_when_a_file_is_saved(page: Page, running: Running, folder: Path) -> None:
    """The page is read again only after the release: a click is a press and a release on the same button."""
    open_table(page, running, "stranke.csv", CORRECT.encode())
    page.get_by_role("textbox", name="Date of the letters").fill(DAY)
    button = page.get_by_role("button", name="Write the letters")
    button.evaluate("one => { one.id = 'before'; }")
    button.hover()
    with page.expect_response(lambda one: one.url == page.url and one.request.headers["accept"] == "text/html"):
        page.mouse.down()
        save(folder / "goodterms.toml", SETTINGS)
    expect(page.locator("#before")).to_be_visible()
    page.mouse.up()
    page.locator("#written").wait_for(timeout=90_000)


def test_a_chosen_file_stays_when_a_file_is_saved(page: Page, running: Running, folder: Path) -> None:
    open_table(page, running, "stranke.csv", SLOVENIAN.encode("cp1250"))
    page.set_input_files(
        "#upload-table", {"name": "corrected.csv", "mimeType": "text/csv", "buffer": CORRECT.encode("cp1250")}
    )
    save(folder / "goodterms.toml", SETTINGS.replace('mode = "phone"', 'mode = "nothing"'))
    page.get_by_text("'nothing'").first.wait_for()
    checked(page)
    until(page, "document.getElementById('upload-table')?.files[0]?.name === 'corrected.csv'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 320])
def test_axe_finds_nothing_in_tables_and_nothing_is_cut_off(
    browser: Browser, running: Running, folder: Path, scheme: str, width: int
) -> None:
    """The pages of a table with faults, names in several scripts, markup in its cells, and what was written of it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert folder.is_dir()
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(running.address)
    table = (
        HEADER.strip()
        + ",Agenda,<b>بہت لمبا نام</b>"
        + "x" * 60
        + "\n"
        + "K-1,ur,a@example.com,محمد علی,+92 42 111 2222,2026-12-03,14:30,45 min,,شکریہ\n"
        + "K-2,ur,b@example.com,"
        + "نام" * 30
        + ",+92 42 111 2222,2026-02-30,14:30,45 min,آپ ہمیشہ دیر سے ادائیگی کرتے ہیں,<img src=x onerror=alert(1)>\n"
        + "K-3,en,c@example.com,Ana,x,2026-12-03,14:30,45 min,You always pay late,"
        + "y" * 200
        + "\n"
    )
    home = f"http://127.0.0.1:{running.port}"
    scripts: list[str] = []
    page.on("dialog", lambda dialog: scripts.append(dialog.message))

    def judge(what: str) -> None:
        results = axe.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert results.violations_count == 0, f"{what}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what

    page.goto(f"{home}/tables")
    judge("the page of tables")
    open_table(page, running, f"{'long name ' * 8}.csv", table.encode())
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    judge("a table with faults")
    expect(page.locator("tr#row-2 td bdi").nth(3)).to_have_css("direction", "rtl")
    page.get_by_text("Leave out the rows").click()
    page.get_by_label("Name of the folder").fill(f"{scheme} {width}")
    page.get_by_role("button", name="Write the letters").click()
    page.locator("#written").wait_for(timeout=90_000)
    judge("a written table")
    at = page.url.partition("#")[0].partition("?")[0]
    for path in ("rows/2?view=page", "rows/2?view=text", "rows/3", "rows/4?view=mail"):
        page.goto(f"{at}/{path}")
        judge(path)
    page.goto(f"{at}/rows/2?view=text")
    expect(page.locator("pre[lang=ur]")).to_have_attribute("dir", "rtl")
    assert not scripts
    context.close()


def test_a_table_that_is_too_large_or_none_is_refused_before_it_is_sent(
    page: Page, running: Running, folder: Path
) -> None:
    assert folder.is_dir()
    page.goto(running.at("/tables"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with (folder / "big.csv").open("wb") as file:
        file.truncate(100_000_001)
    page.set_input_files("#upload-table", str(folder / "big.csv"))
    page.get_by_role("button", name="Open the table").click()
    page.get_by_text("The table is larger than 100 MB").wait_for()
    (folder / "big.csv").unlink()
    page.set_input_files("#upload-table", {"name": "a.exe", "mimeType": "text/csv", "buffer": b"x"})
    page.get_by_role("button", name="Open the table").click()
    page.get_by_text("This is not a table.").wait_for()
    assert not sent


@pytest.mark.parametrize("tag", ["sl", "te", "ne", "ur"])
def test_axe_finds_nothing_in_any_language_of_the_pages(
    browser: Browser, running: Running, folder: Path, tag: str
) -> None:
    """On a phone, where long words of some languages would be cut off first; 320 px is that of WCAG 1.4.10."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert folder.is_dir()
    context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(running.address)
    home = f"http://127.0.0.1:{running.port}"
    page.goto(f"{home}/speak/{tag}")
    try:
        for path in (
            "/", f"/letters/check-in?locale={tag}", f"/letters/check-in/texts?locale={tag}",
            "/languages", f"/languages/{tag}?show=all", "/tables", "a table",
        ):  # fmt: skip
            if path.startswith("/"):
                page.goto(home + path)
            else:
                page.locator("select").first.select_option("check-in")
                content = f"{HEADER.strip()}\nK-1,{tag},a@example.com,Ana,x,2026-02-30,25:30,45 min\n".encode()
                page.set_input_files("#upload-table", {"name": "a.csv", "mimeType": "text/csv", "buffer": content})
                page.locator("form:has(#upload-table) button").first.click()
                page.wait_for_url("**/tables/*")
                checked(page)
                page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            expect(page.locator("html")).to_have_attribute("lang", tag)
            results = axe.run(
                page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
            )
            assert results.violations_count == 0, f"{path}: {results.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    finally:  # the whole desk speaks it
        page.goto(f"{home}/speak/en")
        context.close()
