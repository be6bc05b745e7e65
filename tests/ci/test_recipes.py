"""What docs/for-ci.md shows for other services, run in the project that it describes: the recipes, as they are written.

The action's steps are those of action.yml, the job is that of gitlab/check.yml, and the hook is run by pre-commit. Only
what these services do themselves is done here: they fill in inputs, and begin the steps.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "for-ci.md").read_text("utf-8")
RIGHT = {"nmae": "name", '"ena pošiljka"': '"%(n)s pošiljka"'}
PROGRAMS = Path(sys.executable).parent


def files_of_page() -> dict[str, str]:
    found = re.findall(r"<!-- file: shop/(\S+) -->\n```\w*\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 4
    return dict(found)


def recipe(name: str) -> Any:
    text = re.search(rf"<!-- recipe: {name} -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert text
    return yaml.safe_load(text[1])


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The project of the page, in git, with its errors."""
    root = tmp_path / "shop"
    for name, text in files_of_page().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / ".gitignore").write_text(".venv/\n")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ana Novak", "-c", "user.email=ana@example.com", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, text=True, cwd=folder).stdout


def repair(shop: Path) -> None:
    path = shop / "locale" / "sl" / "LC_MESSAGES" / "django.po"
    text = path.read_text("utf-8")
    for wrong, right in RIGHT.items():
        text = text.replace(wrong, right)
    path.write_text(text, "utf-8")


def bash(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A script as the runners of GitHub and GitLab run it: it ends with the first command that fails."""
    known = {key: value for key, value in os.environ.items() if key not in {"GITHUB_ACTIONS", "PYTHONPATH"}}
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        check=False, capture_output=True, text=True, cwd=folder, env={**known, "PATH": path, **environment},
    )  # fmt: skip


# GitHub


class Runner:
    """The steps of the action with the inputs of a recipe, as a runner carries them out."""

    def __init__(self, temp: Path, inputs: dict[str, Any], installed: Path | None = None) -> None:
        self.action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
        declared = self.action["inputs"]
        assert set(inputs) <= set(declared)
        self.inputs = {name: str(declared[name]["default"]) for name in declared}
        self.inputs |= {name: str(given).lower() if given is True else str(given) for name, given in inputs.items()}
        self.temp = temp
        temp.mkdir()
        if installed:
            (temp / "goodterms" / "bin").mkdir(parents=True)
            (temp / "goodterms" / "bin" / "goodterms").symlink_to(installed / "goodterms")

    def filled_in(self, text: str) -> str:
        text = re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: self.inputs[match[1]], text)
        text = text.replace("${{ runner.temp }}", str(self.temp))
        return text.replace("${{ steps.python.outputs.python-path }}", sys.executable)

    def step(self, name: str, workspace: Path) -> subprocess.CompletedProcess[str]:
        (step,) = [step for step in self.action["runs"]["steps"] if step.get("name") == name]
        assert "${{" not in step["run"], "an input in a script could be a command"
        given = {key: self.filled_in(value) for key, value in step.get("env", {}).items()}
        folder = workspace / self.filled_in(step.get("working-directory", "."))
        runner = {"RUNNER_TEMP": str(self.temp), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_ACTIONS": "true"}
        runner["PIP_CONSTRAINT"] = str(ROOT / "constraints.txt")
        return bash(step["run"], folder, {**runner, **given})


def inputs_of_page() -> dict[str, Any]:
    steps = recipe("github")["jobs"]["catalogs"]["steps"]
    (used,) = [step["with"] for step in steps if step["uses"].startswith("OWNER/goodterms@")]
    return dict(used)


def test_the_action_installs_itself_and_fails_for_the_errors_of_the_page(shop: Path, tmp_path: Path) -> None:
    runner = Runner(tmp_path / "temp", inputs_of_page())
    done = runner.step("Install goodterms", shop)
    assert done.returncode == 0, done.stderr
    failed = runner.step("Check the catalogs", shop)
    assert failed.returncode == 1, failed.stderr
    assert failed.stdout.count("::error file=locale/sl/LC_MESSAGES/django.po,line=") == 3
    upload = runner.action["runs"]["steps"][-1]
    assert "always()" in upload["if"]
    log = json.loads(Path(runner.filled_in(upload["with"]["sarif_file"])).read_text("utf-8"))
    assert {result["ruleId"] for result in log["runs"][0]["results"]} >= {"placeholder-mismatch", "number-omitted"}
    repair(shop)
    passed = runner.step("Check the catalogs", shop)
    assert passed.returncode == 0, passed.stdout
    assert passed.stdout == "no errors in 2 catalogs\n1 note; show it with --verbose\n"


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({}, 1),
        ({"paths": "locale/de\n"}, 0),
        ({"paths": "locale/de\nlocale/sl"}, 1),
        ({"working-directory": "locale/de"}, 0),
        ({"options": "--since=HEAD\n"}, 0),
        ({"options": "--select\nfuzzy\r\n"}, 0),
        ({"options": "--min=100\n--ignore=placeholder-mismatch\n--ignore=number-omitted"}, 1),
        ({"options": "--no-such-option", "upload-sarif": True}, 2),
        ({"paths": "$(touch broken) `touch broken` ; touch broken"}, 2),
    ],
)
def test_inputs_of_the_action(shop: Path, tmp_path: Path, inputs: dict[str, Any], status: int) -> None:
    done = Runner(tmp_path / "temp", inputs, PROGRAMS).step("Check the catalogs", shop)
    assert done.returncode == status, done.stdout + done.stderr
    assert not (shop / "broken").exists()


# GitLab


def job(inputs: dict[str, str]) -> dict[str, Any]:
    """The job of gitlab/check.yml with its inputs filled in."""
    text = (ROOT / "gitlab" / "check.yml").read_text("utf-8")
    head, body = text.split("\n---\n")
    declared = yaml.safe_load(head)["spec"]["inputs"]
    assert set(inputs) <= set(declared)
    values = {name: inputs.get(name, declared[name]["default"]) for name in declared}
    filled = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: str(values[match[1]]), body)
    (found,) = yaml.safe_load(filled).values()
    return dict(found)


def test_the_job_of_gitlab_fails_for_the_errors_of_the_page(shop: Path) -> None:
    (included,) = recipe("gitlab")["include"]
    assert (ROOT / included["file"].lstrip("/")).is_file()
    made = job(included["inputs"])
    install, *script = made["script"]
    assert install == 'python -m pip install --quiet --disable-pip-version-check "goodterms"'
    failed = bash("\n".join(script), shop, {})
    assert failed.returncode == 1, failed.stderr
    assert "3 errors in 2 catalogs" in failed.stdout
    report = json.loads((shop / made["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert len(report) == 4
    assert made["artifacts"]["when"] == "always"
    repair(shop)
    assert bash("\n".join(script), shop, {}).returncode == 0
    assert bash("\n".join(job({"arguments": "--no-such-option"})["script"][1:]), shop, {}).returncode != 0


# pre-commit


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """A repository with our hooks, which takes the goodterms that is here in place of installing one."""
    root = tmp_path / "hooks"
    root.mkdir()
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert text.count("language: python\n") == 2
    (root / ".pre-commit-hooks.yaml").write_text(text.replace("language: python\n", "language: system\n"))
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def pre_commit(shop: Path, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = f"{PROGRAMS / 'pre-commit'} run {' '.join(arguments)}"
    return bash(command, shop, {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "GIT_AUTHOR_NAME": "Ana Novak"})


def test_pre_commit_runs_the_hook_of_the_page(shop: Path, hooks: Path, tmp_path: Path) -> None:
    config = recipe("pre-commit")
    config["repos"][0] |= {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD").strip()}
    (shop / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(shop, "add", ".")
    failed = pre_commit(shop, tmp_path, "--all-files")
    assert failed.returncode == 1, failed.stderr
    assert "3 errors in 2 catalogs" in failed.stdout
    (shop / "README.md").write_text("# Shop\n")
    git(shop, "add", ".")
    skipped = pre_commit(shop, tmp_path, "--files", "README.md")
    assert skipped.returncode == 0
    assert "(no files to check)Skipped" in skipped.stdout
    repair(shop)
    git(shop, "add", ".")
    passed = pre_commit(shop, tmp_path, "--files", "locale/sl/LC_MESSAGES/django.po")
    assert passed.returncode == 0, passed.stdout


def test_pre_commit_checks_letters(hooks: Path, shop: Path, tmp_path: Path) -> None:
    letter = shop / "templates" / "note"
    letter.mkdir(parents=True)
    (letter / "letter.toml").write_text('title = "Note"\n[steps.body]\n')
    (letter / "letter.md.j2").write_text("{% block body %}{% trans %}Hello{% endtrans %}{% endblock %}")
    hook = {"id": "goodterms-letters", "args": ["--select", "letter-incomplete"]}
    repo = {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD").strip(), "hooks": [hook]}
    (shop / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [repo]}))
    (shop / "goodterms.toml").unlink()
    git(shop, "add", ".")
    failed = pre_commit(shop, tmp_path, "--files", "templates/note/letter.md.j2")
    assert failed.returncode == 1
    assert "note cannot be written in ur: 1 of " in failed.stdout.replace("\n    ", " ")
