"""The desk in a real browser: with the keyboard, in each direction, on narrow screens, while files are saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsers import CHROMIUM, browser, expect, tabbed, until  # noqa: F401
from desks import running, save  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desks import Running
    from playwright.sync_api import Browser, FrameLocator, Page, Route

pytest.importorskip("playwright.sync_api")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def expected() -> list[str]:
    """Parts of what the browser may complain of."""
    return []


@pytest.fixture
def page(browser: Browser, running: Running, expected: list[str]) -> Iterator[Page]:
    """A page at the desk; whatever the browser complains of fails the test, unless the test expects it."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    opened = context.new_page()
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(running.address)
    yield opened
    context.close()
    assert not [one for one in complaints if not any(part in one for part in expected)]


def open_letter(page: Page, letter: str, query: str = "locale=en&beside=") -> None:
    page.goto(f"{page.url.partition('/letters')[0].rstrip('/')}/letters/{letter}?{query}")
    first(page).locator("main").wait_for()


def first(page: Page) -> FrameLocator:
    """The letter."""
    return page.frame_locator("iframe >> nth=0")


def second(page: Page) -> FrameLocator:
    """The letter beside it."""
    return page.frame_locator("iframe >> nth=1")


def test_from_the_gallery_to_a_letter_in_another_language(page: Page) -> None:
    assert page.url.endswith("/")  # the key is not in the address
    page.get_by_role("link", name=re.compile("^Farewell in English")).click()
    expect(first(page).locator("html")).to_have_attribute("dir", "ltr")
    page.get_by_label("Company", exact=False).first.fill("Typed Company")
    page.get_by_label("Language").select_option(label="Urdu")
    first(page).locator("html[dir=rtl]").wait_for()
    first(page).get_by_text("Typed Company").first.wait_for()
    expect(page.locator("iframe")).to_have_count(1)
    page.get_by_label("Beside it").select_option(label="English")
    expect(second(page).locator("html")).to_have_attribute("dir", "ltr")


def test_what_is_typed_before_the_script_is_there_is_in_the_letter(page: Page) -> None:
    """The page is not shown before its scripts listen; where a browser does so all the same, nothing is lost."""
    address = f"{page.url}letters/farewell?locale=en&beside="
    held: list[Route] = []
    page.route("**/assets/desk.js", lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    page.locator("#f-company").fill("Typed Early")
    assert page.evaluate("performance.getEntriesByType('paint').length") == 0
    held.pop().continue_()
    first(page).get_by_text("Typed Early").first.wait_for()
    page.goto(address, wait_until="commit")
    page.locator("#locale").select_option(label="Urdu")
    held.pop().continue_()
    first(page).locator("html[dir=rtl]").wait_for()


def test_a_fault_comes_beside_its_field_and_goes_again(page: Page) -> None:
    open_letter(page, "farewell")
    field = page.locator("#f-last_day")
    before = field.input_value()
    field.fill("2026-02-30")
    page.locator("#notes-last_day p.fault").wait_for()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#notes-last_day")).to_contain_text("that day does not exist")
    expect(field).to_have_attribute("aria-describedby", re.compile("notes-last_day"))
    expect(field).to_be_focused()
    expect(page.locator(".side .lines")).to_contain_text("This is the letter before the last change.")
    page.locator("#all-notes a").click()
    expect(page).to_have_url(re.compile("#f-last_day$"))
    field.fill(before)
    expect(page.locator("#notes-last_day p")).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".side .lines")).to_be_hidden()


def test_typing_renews_the_letter_and_keeps_its_place(page: Page) -> None:
    open_letter(page, "farewell")
    inside = page.frames[1]
    inside.evaluate("document.documentElement.scrollTop = 150")
    page.locator("#f-company").fill("Typed & <b>Company</b>")
    inside.get_by_text("Typed & <b>Company</b>").first.wait_for()
    until(page, "document.querySelector('iframe').contentDocument.documentElement.scrollTop === 150")
    expect(inside.locator("main")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("#command")).to_contain_text("'company=Typed & <b>Company</b>'")


def test_the_last_of_many_changes_is_shown(page: Page) -> None:
    """Answers may come in another order than the keys; how quick they are is measured by ``make bench``."""
    open_letter(page, "farewell")
    page.evaluate(
        """async () => {
            const asked = [];
            for (let number = 0; number < 9; number++) {
                document.getElementById("f-company").value = `Company ${number}`;
                asked.push(ask());
            }
            await Promise.all(asked);
        }"""
    )
    expect(first(page).get_by_text("Company 8").first).to_be_visible()
    expect(page.locator("#command")).to_contain_text("'company=Company 8'")


def test_no_script_runs_in_a_letter_and_no_link_leads_out(page: Page, expected: list[str]) -> None:
    expected += ["Content Security Policy", "Blocked script execution"]
    open_letter(page, "farewell")
    inside = page.frames[1]
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        inside.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"parent.document.title = 1\"><script>parent.document.title = 2</script>')"
        )
    address = inside.url
    inside.locator("a[href^='https:']").first.click()
    page.wait_for_timeout(100)  # for what must not happen
    assert page.frames[1].url == address
    assert page.title() not in ("1", "2")


def test_everything_is_done_by_keyboard(page: Page) -> None:
    """Skip to the content, change a view, type a value, add an item: with the Tab key, arrows and Space only."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "/letters/farewell?locale=en":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/letters/farewell**")
    first(page).locator("main").wait_for()
    seen = []
    for focused in tabbed(page, 120):
        seen.append(focused)
        if focused == "f-company":
            page.keyboard.press("Control+A")
            page.keyboard.type("By Keyboard")
            first(page).get_by_text("By Keyboard").first.wait_for()
        if focused == "Add another" and seen.count(focused) == 1:
            page.keyboard.press("Space")
            seen.append(page.evaluate("document.activeElement.name"))
        if page.evaluate("document.activeElement.name") == "view":
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
            break
    page.locator(".side pre").get_by_text("By Keyboard").first.wait_for()
    assert {"locale", "f---date", "f-last_day", "f-providers.1.name"} <= {*seen}
    assert seen[seen.index("Add another") + 1].startswith("v.")  # the new item has the focus


def test_a_day_is_chosen_by_keyboard_in_each_calendar(page: Page) -> None:
    """Arrows, Home, End and the page keys move by a day, a week and a month; Escape changes nothing."""
    open_letter(page, "farewell", "locale=ne&beside=")
    field, opener = page.locator("#f-last_day"), page.get_by_role("button", name="Last day: choose a day")
    field.fill("2026-12-06")
    opener.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()

    def focused(value: str) -> None:
        page.wait_for_function("value => document.activeElement?.dataset.value === value", arg=value)

    def press(key: str, value: str) -> None:
        page.keyboard.press(key)
        focused(value)

    focused("2026-12-06")
    expect(dialog.locator("[aria-selected=true]")).to_have_count(1)
    press("ArrowRight", "2026-12-07")
    press("ArrowDown", "2026-12-14")
    press("Home", "2026-12-13")
    press("End", "2026-12-19")
    press("ArrowUp", "2026-12-12")
    press("PageDown", "2027-01-12")
    press("Shift+PageUp", "2026-01-12")
    press("ArrowLeft", "2026-01-11")
    page.evaluate(  # quicker than the months come
        """() => {
            for (let number = 0; number < 3; number++) {
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", bubbles: true }));
            }
        }"""
    )
    focused("2026-04-11")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    expect(field).to_have_value("2026-12-06")
    expect(opener).to_be_focused()
    opener.press("Enter")
    dialog.wait_for()
    dialog.get_by_label("Calendar").select_option("bikram")
    dialog.get_by_text("Mangsir 2083 BS").wait_for()
    expect(dialog).to_contain_text("November 2026 – December 2026")
    day = dialog.get_by_role("button", name="Sunday, 20 Mangsir 2083 BS (Sunday, December 6, 2026)")
    expect(day).to_have_text(re.compile(r"20\s*6"))
    day.focus()
    press("ArrowDown", "2026-12-13")
    press("ArrowDown", "2026-12-20")  # 5 Poush
    dialog.get_by_text("Poush 2083 BS").wait_for()
    page.keyboard.press("Space")
    dialog.wait_for(state="hidden")
    expect(field).to_have_value("2026-12-20")
    first(page).get_by_text("२०२६ डिसेम्बर २०").first.wait_for()
    expect(page.locator("#day-last_day")).to_contain_text("Sunday, December 20, 2026")
    page.locator("summary", has_text="Region, calendar and more").click()
    page.locator("#calendar").select_option("bikram")
    first(page).get_by_text("वि.सं. २०८३ पुस ५").first.wait_for()
    expect(page.locator("#day-last_day")).to_contain_text("वि.सं. २०८३ पुस ५")
    expect(page.locator("#command")).to_contain_text("--locale ne-u-ca-bikram")


def test_a_month_is_chosen_by_keyboard(page: Page) -> None:
    """Arrows go on by a month and by a row, the page keys by a year; each month says when it is in another calendar."""
    open_letter(page, "farewell", "locale=ne&beside=")
    field = page.locator("#f-refund_month")
    field.fill("2026-11")
    page.get_by_role("button", name="Refund month: choose a month").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expect(dialog.get_by_role("heading")).to_have_text("Choose a month")
    expect(dialog.get_by_role("button", name="A month later")).to_be_hidden()

    def press(key: str, value: str) -> None:
        page.keyboard.press(key)
        page.wait_for_function("value => document.activeElement?.dataset.value === value", arg=value)

    press("ArrowRight", "2026-12")
    press("ArrowRight", "2027-01")
    press("PageUp", "2026-01")
    press("End", "2026-03")
    press("ArrowDown", "2026-06")
    dialog.get_by_label("Calendar").select_option("bikram")
    dialog.get_by_text("2082 – 2083 BS").wait_for()
    month = dialog.get_by_role("button", name="June 2026 (Jestha 2083 BS – Ashadh 2083 BS)")
    expect(month).to_have_text(re.compile(r"June 2026\s*Jestha – Ashadh"))
    month.press("Enter")
    dialog.wait_for(state="hidden")
    expect(field).to_have_value("2026-06")
    page.locator("#day-refund_month").get_by_text("June 2026").wait_for()


def test_a_list_grows(page: Page) -> None:
    open_letter(page, "farewell")
    group = page.locator("fieldset#f-providers")
    count = group.locator(".item").count()
    group.get_by_role("button", name="Add another").click()
    added = group.locator(f'[name="v.provider.{count + 1}.name"]')
    expect(added).to_have_id(f"f-providers.{count + 1}.name")
    expect(group.locator("legend").last).to_have_text(f"Provider {count + 1}")
    expect(added).to_be_focused()
    added.fill("Added Ltd")
    first(page).get_by_text("Added Ltd").first.wait_for()
    handed = page.locator("fieldset#f-handover")
    handed.locator("textarea").last.fill("the first thing")
    handed.get_by_role("button", name="Add another").click()
    handed.locator("textarea").last.fill("the second thing")
    first(page).get_by_text("the second thing").first.wait_for()
    until(
        page,
        "new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size === document.querySelectorAll('[id]').length",
    )


def test_a_saved_file_renews_the_page(page: Page, running: Running, expected: list[str]) -> None:
    expected += ["500"]  # the pages of errors
    template = running.folder / "content/templates/note/letter.md.j2"
    before = template.read_text()
    page.goto(running.at("/letters/note?locale=sl&beside=en"))
    page.get_by_label("Missing translations").select_option("mark")
    page.locator("#f-name").fill("Zora")
    frame = first(page)
    frame.get_by_text("⟦Good morning⟧, Zora.").wait_for()
    try:
        page.evaluate("scrollTo(0, 90)")
        save(template, before.replace("Good morning", "Good evening"))
        frame.get_by_text("⟦Good evening⟧, Zora.").wait_for()
        second(page).get_by_text("Good evening, Zora.").wait_for()  # it follows
        until(page, "document.activeElement?.id === 'f-name' && scrollY === 90")
        expect(page.locator("#f-name")).to_have_value("Zora")
        save(template, "{% block body %}\n{{ nothing }}\n{% endblock %}")
        page.get_by_text("letter.md.j2:2").first.wait_for()
        save(template, before)
        frame.get_by_text("⟦Good morning⟧, Zora.").wait_for()
        expect(page.locator(".lines").first).to_be_hidden()
        definition = running.folder / "content/templates/note/letter.toml"
        former = definition.read_text()
        save(definition, former + '[fields.place]\ntype = "text"\nsample = "here"\n')
        page.locator('[id="f-place"]').wait_for()
        until(page, "document.activeElement?.id === 'f-name' && scrollY === 90")
        expect(page.locator("#f-name")).to_have_value("Zora")
        save(definition, "title = \n")
        page.get_by_text("letter.toml:1").first.wait_for()
        page.goto(running.at("/"))
        page.get_by_text("There is an error in the content").wait_for()
        save(definition, former)
        page.get_by_role("link", name=re.compile("^Note in ")).first.wait_for()
    finally:
        with running.noticing():  # the pages of other tests are not renewed
            save(template, before)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 320])
def test_axe_finds_nothing_and_nothing_is_cut_off(browser: Browser, running: Running, scheme: str, width: int) -> None:
    """axe-core's rules for WCAG 2.2 at levels A and AA, on every kind of page; no page scrolls sideways (1.4.10)."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(running.address)
    home = f"http://127.0.0.1:{running.port}"
    for path in ("/", "/letters/farewell?locale=ur", "/letters/check-in?locale=ne", "/nothing", "a letter with faults"):
        if path.startswith("/"):
            page.goto(home + path)
        else:
            page.goto(f"{home}/letters/farewell?locale=ur")
            page.locator("#f-last_day").fill("x")
            page.locator("#f-personal").fill("آپ ہمیشہ دیر سے ادائیگی کرتے ہیں")
            page.locator("#notes-last_day p").first.wait_for()
            page.locator("#notes-personal p").first.wait_for()
        results = axe.run(page, options=RULES)
        assert results.violations_count == 0, f"{path}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{home}/letters/farewell?locale=ne")
    page.get_by_role("button", name="Last day: choose a day").click()
    page.get_by_role("dialog").get_by_label("Calendar").select_option("bikram")
    page.locator("#days-month").get_by_text("BS").first.wait_for()
    results = axe.run(page, options=RULES)
    assert results.violations_count == 0, f"the days: {results.generate_report()}"
    assert page.evaluate("document.getElementById('days').scrollWidth <= document.getElementById('days').clientWidth")
    context.close()


def test_the_form_is_filled_with_other_values_and_keeps_its_place(page: Page) -> None:
    open_letter(page, "farewell", "locale=ur&beside=")
    page.locator("summary", has_text="Fill in other values").click()
    page.get_by_role("button", name="Names in Latin letters").click()
    until(page, "document.getElementById('f-name')?.value === 'Ana Novak'")
    expect(page.get_by_role("button", name="Names in Latin letters")).to_be_focused()
    page.get_by_role("button", name="101", exact=True).press("Enter")
    until(page, "document.getElementById('f-shipments')?.value === '101'")
    expect(page.locator("#f-name")).to_have_value("Ana Novak")
    first(page).get_by_text("Ana Novak").first.wait_for()
    page.locator("#f-name").fill("Ida Kos")
    page.locator("#f-name").press("Enter")  # the letter, not the first button that fills in values
    first(page).get_by_text("Ida Kos").first.wait_for()
    expect(page.locator("#f-name")).to_have_value("Ida Kos")
    page.get_by_role("button", name="Nothing", exact=True).click()
    until(page, "document.getElementById('f-name')?.value === ''")
    expect(page.locator("#notes-name p.fault")).to_be_visible()
