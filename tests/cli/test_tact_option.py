"""``--tact``: what render and batch report, refuse, or leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = (
    '[sender]\ncompany = "Lipa"\nsignature = "Maja Kovač"\ncompany_phone = "+386 1 555 01 23"\ncontact = "Peter"\n'
)
HEADER = "key,locale,name,email,thanks,reason,circumstances,goodwill,last_day,providers,personal\n"
LINE = "{key},{locale},{key} Novak,{key}@example.com,services,circumstances,2026-09-14 {fact},none,2026-12-31,Northlight,{own}\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "goodterms.toml").write_text(SETTINGS, "utf-8")


def row(key: str, fact: str, own: str = "", locale: str = "en") -> str:
    return LINE.format(key=key, locale=locale, fact=fact, own=own)


def batch(*words: str) -> Result:
    return CliRunner().invoke(main, ["batch", "farewell", "c.csv", "-o", "out", "--date", "2026-11-21", *words])


def render(*words: str) -> Result:
    return CliRunner().invoke(
        main, ["render", "farewell", "--locale", "en", "--sample", "--date", "2026-11-21", *words]
    )


ATTACK = ("--set", "personal=You are difficult to work with.")


def test_a_sample_is_not_a_text_of_ones_own(tmp_path: Path) -> None:
    """Samples of letters of one's own are not looked at; the same words are, once they are given."""
    samples = tmp_path / "own/locales/en/samples.toml"
    samples.parent.mkdir(parents=True)
    samples.write_text('circumstances = ["2026-09-14 You are difficult to work with."]\n', "utf-8")
    done = render("--content", "own", "--set", "reason=circumstances")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "you are difficult to work with" in done.stdout.lower()
    assert "attacks" in render("--content", "own", *ATTACK).stderr


def test_render_reports_and_writes() -> None:
    done = render(*ATTACK)
    assert done.exit_code == 0
    assert "You are difficult to work with." in done.stdout
    assert "personal: 'are difficult to work with' attacks a person" not in done.stderr
    assert "personal: 'You are difficult' attacks a person: it judges the person" in done.stderr
    assert "say what happened, and when" in done.stderr


def test_render_refuses_or_is_silent(tmp_path: Path) -> None:
    strict = render(*ATTACK, "--tact", "strict", "-o", "letter.txt")
    assert strict.exit_code == 2
    assert "attacks a person" in strict.stderr
    assert not (tmp_path / "letter.txt").exists()
    silent = render(*ATTACK, "--tact", "off")
    assert (silent.exit_code, silent.stderr) == (0, "")


@pytest.mark.parametrize(("key", "status"), [("strict", 2), ("off", 0), ("warn", 0), ("loud", 3)])
def test_the_settings_decide_where_no_option_does(tmp_path: Path, key: str, status: int) -> None:
    (tmp_path / "goodterms.toml").write_text(f'{SETTINGS}[advice]\ntact = "{key}"\n', "utf-8")
    done = render(*ATTACK)
    assert done.exit_code == status
    assert ("attacks" in done.stderr) == (key in ("strict", "warn"))
    assert render(*ATTACK, "--tact", "off").exit_code in (0, 3)


def test_facts_of_records_and_dates_are_looked_at() -> None:
    done = render(
        "--set", "reason=circumstances", "--set", "circumstances=2026-09-14 it was your own fault",
        "--set", "provider.1.name=Northlight", "--set", "provider.1.services=for customers who always complain, you always do",
    )  # fmt: skip
    assert "circumstances: 'your own fault'" in done.stderr
    assert "providers.1.services: 'you always'" in done.stderr


def test_batch_reports_by_row_and_column_before_it_writes(tmp_path: Path) -> None:
    rows = [row("a", "you never answer"), row("b", "the parts came late"), row("c", "You never answer"),
            row("d", "nadomestni deli so zamujali", "Nikoli ne plačate.", "sl")]  # fmt: skip
    (tmp_path / "c.csv").write_text(HEADER + "".join(rows), "utf-8")
    done = batch()
    assert done.exit_code == 0
    assert "c.csv: 3 wordings are not tactful" in done.stderr
    assert "row 2, circumstances: 'you never' generalizes" in done.stderr
    assert "row 5, personal: 'Nikoli ne plačate' generalizes: »vedno« in »nikoli«" in done.stderr
    assert "recipients: 4 written" in done.stdout
    again = batch()
    assert "4 up to date" in again.stdout
    assert "tactful" not in again.stderr


def test_batch_groups_the_same_wording(tmp_path: Path) -> None:
    rows = [row(f"k{number}", "you always call late") for number in range(20)]
    (tmp_path / "c.csv").write_text(HEADER + "".join(rows), "utf-8")
    done = batch("--dry-run")
    assert "circumstances 'you always' in all 20 rows: generalizes" in done.stderr
    assert len(done.stderr.splitlines()) == 3


def test_strict_refuses_with_all_other_faults(tmp_path: Path) -> None:
    rows = [
        row("a", "you never answer"),
        row("b", "the parts came late"),
        row("c", "You never pay").replace("2026-12-31", "x"),
    ]
    (tmp_path / "c.csv").write_text(HEADER + "".join(rows), "utf-8")
    done = batch("--tact", "strict")
    assert done.exit_code == 2
    assert "fix 1 date; fix 2 wordings that are not tactful" in done.stderr or "fix 2 wordings" in done.stderr
    assert "row 4, circumstances: 'You never' generalizes" in done.stderr
    assert not (tmp_path / "out").exists()
    some = batch("--tact", "strict", "--skip-bad-rows")
    assert some.exit_code == 1
    assert "1 written" in some.stdout


def test_strict_looks_again_at_letters_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(HEADER + row("a", "you never answer") + row("b", "the parts came late"), "utf-8")
    assert batch("--tact", "off").exit_code == 0
    before = sorted((path.name, path.read_bytes()) for path in (tmp_path / "out").rglob("*.txt"))
    assert batch("--tact", "strict").exit_code == 2
    assert batch().stdout.strip().endswith("2 up to date") or "2 up to date" in batch().stdout
    assert sorted((path.name, path.read_bytes()) for path in (tmp_path / "out").rglob("*.txt")) == before
