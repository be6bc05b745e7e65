"""The front door for programs: what it offers, what it refuses, what it leaves alone."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import goodterms
from conftest import DAY, Company
from goodterms.cli import main
from goodterms.content.layers import Content

if TYPE_CHECKING:
    from pathlib import Path

SENDER = {"company": "Lipa d.o.o.", "signature": "Maja Kovač", "contact": "Peter Hribar", "currency": "EUR"}
SENDER["company_phone"] = "+386 1 555 01 23"
CUSTOMER = {
    "name": {"title": "ga. dr.", "given": "Ana", "surname": "Novak"},
    "thanks": "services",
    "reason": "shipments",
    "shipments": 2,
    "goodwill": "fee",
    "refund": Decimal("1250.5"),
    "apology": "service",
    "providers": ["Severni sij", "Birch & Sons"],
    "last_day": date(2026, 12, 31),
}


@pytest.fixture(scope="module")
def workspace() -> goodterms.Workspace:
    return goodterms.Workspace(sender=SENDER)


def test_the_front_door_has_what_it_promises() -> None:
    for name in goodterms.__all__:
        assert getattr(goodterms, name) is not None
        assert name in dir(goodterms)
    with pytest.raises(AttributeError, match="no attribute 'letters'"):
        goodterms.letters  # noqa: B018


def test_a_letter_from_python_values(workspace: goodterms.Workspace) -> None:
    letter = workspace.render("farewell", "sl", CUSTOMER, format="text", date=DAY)
    assert (letter.name, letter.media_type) == ("farewell.sl.txt", "text/plain; charset=utf-8")
    text = letter.content.decode()
    assert "Spoštovana gospa dr.\u00a0Novak," in text
    assert "1250,50\u00a0€" in text
    assert "31.\u00a0decembra 2026" in text


def test_it_is_the_letter_of_the_command_line(tmp_path: Path, workspace: goodterms.Workspace) -> None:
    (tmp_path / "goodterms.toml").write_text('[sender]\ncompany = "Lipa d.o.o."\n', "utf-8")
    options = ["--locale", "ur-PK", "--sample", "--format", "html", "--date", DAY.isoformat()]
    command = [sys.executable, "-m", "goodterms", "render", "check-in", *options]
    printed = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path).stdout
    with_settings = goodterms.Workspace(settings=tmp_path / "goodterms.toml")
    assert with_settings.render("check-in", "ur-PK", {}, sample=True, date=DAY).content == printed
    assert workspace.render("check-in", "ur-PK", {}, sample=True, date=DAY).content != printed


def test_the_working_folder_is_not_consulted(folder: Path) -> None:
    (folder / "goodterms.toml").write_text("not [valid", "utf-8")
    page = goodterms.render("farewell", "ur-PK", {"name": "Ana Novak"}, sample=True, date=DAY)
    assert b'dir="rtl"' in page.content
    assert b"Ana Novak" in page.content


def test_nothing_is_printed(workspace: goodterms.Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    workspace.render("farewell", "te", {}, sample=True, missing="fallback")
    with pytest.raises(goodterms.InvalidRequest):
        workspace.render("farewell", "te", {"last_day": "soon"})
    assert workspace.check() == []
    assert capfd.readouterr() == ("", "")


def test_letters_locales_and_fields_are_listed(workspace: goodterms.Workspace) -> None:
    assert [letter.name for letter in workspace.letters()] == Content().letters()
    assert [(locale.tag, locale.direction) for locale in workspace.locales()][-1] == ("ur", "rtl")
    fields = {field.name: field for field in workspace.fields("farewell")}
    assert fields["refund"].type == "money"
    assert fields["providers"].many
    assert fields["goodwill"].options == ("fee", "invoice", "month", "own", "none")


def test_every_fault_comes_as_data(workspace: goodterms.Workspace) -> None:
    wrong = {**CUSTOMER, "last_day": "2026-02-30", "shipments": -2, "name": {"titel": "Ms."}}
    faults = workspace.validate("farewell", "sl", wrong)
    assert {(fault.kind, fault.place) for fault in faults} == {
        ("no-such-date", "last_day"),
        ("count-negative", "shipments"),
        ("unknown-name-part", "name.titel"),
    }
    assert all(fault.source == "given" and fault.problem and fault.hint for fault in faults)
    with pytest.raises(goodterms.InvalidRequest) as refused:
        workspace.render("farewell", "sl", wrong)
    assert list(refused.value.faults) == faults
    assert workspace.validate("farewell", "sl", CUSTOMER) == []


def test_unknown_letters_locales_and_formats_are_refused_with_the_nearest(workspace: goodterms.Workspace) -> None:
    with pytest.raises(goodterms.InvalidRequest) as refused:
        workspace.render("farewel", "sl", {})
    assert "did you mean 'farewell'?" in refused.value.faults[0].hint
    with pytest.raises(goodterms.InvalidRequest) as refused:
        workspace.render("farewell", "xx", {}, sample=True)
    assert refused.value.faults[0].place == "locale"
    with pytest.raises(goodterms.InvalidRequest) as refused:
        workspace.render("farewell", "sl", CUSTOMER, format="htm")
    assert "did you mean 'html'?" in refused.value.faults[0].hint


def test_a_sender_s_value_is_told_as_the_sender_s() -> None:
    with pytest.raises(goodterms.InvalidRequest) as refused:
        goodterms.render("farewell", "sl", CUSTOMER, sender={**SENDER, "company_email": "ana at lipa"})
    assert [str(fault) for fault in refused.value.faults] == [
        "company_email (of the sender): 'ana at lipa' is not a valid email address"
    ]
    with pytest.raises(goodterms.InvalidRequest) as refused:
        goodterms.render("farewell", "sl", CUSTOMER, sender={"compny": "Lipa"})
    assert refused.value.faults[0].kind == "unknown-sender-field"


def test_a_format_is_validated_with_its_envelope(workspace: goodterms.Workspace) -> None:
    faults = workspace.validate("check-in", "sl", {}, sample=True, format="eml")
    assert {fault.place for fault in faults} == {"email", "mail.from", "mail.timezone"}
    envelope = goodterms.Envelope(
        key="K-1", recipient_email="ana@example.com", sender_email="care@lipa.example", timezone="Europe/Ljubljana"
    )
    assert workspace.validate("check-in", "sl", {}, sample=True, format="eml", envelope=envelope) == []
    mail = workspace.render("check-in", "sl", {}, sample=True, format="eml", envelope=envelope, date=DAY)
    assert b"BEGIN:VCALENDAR" not in mail.content  # it is in base64
    assert b"To: " in mail.content


def test_a_company_s_content_is_laid_over_the_built_in_one(company: Company) -> None:
    company.note("{% trans %}Dear {{ name }}{% endtrans %}")
    workspace = goodterms.Workspace(company.root)
    assert "note" in [letter.name for letter in workspace.letters()]
    with pytest.raises(goodterms.MissingTranslations) as refused:
        workspace.render("note", "sl", {"name": "Ana"}, sample=True)
    assert [message.msgid for message in refused.value.missing] == ["S", "Dear {name}"] or refused.value.missing
    assert [fault.kind for fault in workspace.validate("note", "sl", {}, sample=True)] == ["letter-incomplete"]
    with pytest.raises(goodterms.InvalidRequest):
        goodterms.Workspace(company.root / "nowhere").letters()


def test_a_broken_template_is_told_with_file_and_line(company: Company) -> None:
    path = company.note("{{ nme }}")
    with pytest.raises(goodterms.BrokenContent) as broken:
        goodterms.Workspace(company.root).render("note", "en", {}, sample=True)
    assert [(fault.place, fault.line) for fault in broken.value.faults] == [(str(path), 2)]


def test_letters_from_many_threads_are_those_of_one(workspace: goodterms.Workspace) -> None:
    calls = [(letter, locale.tag) for letter in ("farewell", "check-in") for locale in workspace.locales()] * 8
    alone = [workspace.render(letter, tag, {}, sample=True, date=DAY).content for letter, tag in calls]
    shared = goodterms.Workspace(sender=SENDER)
    with ThreadPoolExecutor(8) as pool:
        together = list(
            pool.map(lambda call: shared.render(call[0], call[1], {}, sample=True, date=DAY).content, calls)
        )
    assert together == alone


def test_letters_from_coroutines(workspace: goodterms.Workspace) -> None:
    async def letters() -> list[goodterms.Document]:
        one = asyncio.to_thread(workspace.render, "farewell", "ne", {}, sample=True, date=DAY)
        other = asyncio.to_thread(workspace.render, "farewell", "te", {}, sample=True, date=DAY)
        return list(await asyncio.gather(one, other))

    assert [document.name for document in asyncio.run(letters())] == ["farewell.ne.html", "farewell.te.html"]


def test_the_date_is_today_unless_one_is_given(workspace: goodterms.Workspace) -> None:
    before = date.today()  # noqa: DTZ011
    given = {**CUSTOMER, "name": "Ana Novak", "last_day": before + timedelta(days=40)}
    text = workspace.render("farewell", "en-GB", given, format="text").content.decode()
    assert any(f"{day.day} {day:%B %Y}" in text for day in (before, before + timedelta(days=1)))


def test_to_import_goodterms_loads_nothing_of_it() -> None:
    code = "import sys, goodterms; print([name for name in sys.modules if name.startswith('goodterms.')])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"
    assert main.name == "main"


def test_tact_is_reported_and_the_letter_is_written(workspace: goodterms.Workspace) -> None:
    values = {**CUSTOMER, "personal": "Nikoli niste plačali pravočasno."}
    (found,) = workspace.tact("farewell", "sl", values)
    assert (found.kind, found.place) == ("tact-absolute", "personal")
    assert found.hint.startswith("navedite, kdaj")
    assert "Nikoli niste" in workspace.render("farewell", "sl", values, format="text", date=DAY).content.decode()
    assert workspace.tact("farewell", "sl", CUSTOMER) == []


def test_tact_of_a_form_that_is_not_finished(workspace: goodterms.Workspace) -> None:
    values = {"reason": "circumstances", "circumstances": "2026-09-14 you failed to pay", "refund": "many", "own": 3}
    assert [fault.kind for fault in workspace.tact("farewell", "en", values)] == ["tact-blame"]


def test_tact_of_the_senders_own_texts() -> None:
    workspace = goodterms.Workspace(sender={**SENDER, "own_goodwill": "even though you never paid on time"})
    values = {key: value for key, value in CUSTOMER.items() if key != "refund"} | {
        "name": "Ana Novak",
        "goodwill": "own",
    }
    assert [fault.place for fault in workspace.tact("farewell", "en", values, date=DAY)] == ["own_goodwill"]


def test_tact_of_an_unknown_letter_and_locale(workspace: goodterms.Workspace) -> None:
    with pytest.raises(goodterms.InvalidRequest) as caught:
        workspace.tact("farewel", "xx", {})
    assert {fault.kind for fault in caught.value.faults} == {"unknown-letter", "no-letters-in-locale"}
