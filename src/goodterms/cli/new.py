"""The command that starts a letter of one's own: ``goodterms new``."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from goodterms import new_letter
from goodterms.cli.options import complete_letter, open_workspace
from goodterms.cli.terminal import near, say, tell
from goodterms.content.layers import BUILT_IN
from goodterms.new_letter import NewLetter
from goodterms.speech import speak


@click.command()
@click.argument("letter")
@click.option("--from", "parent", metavar="LETTER", shell_complete=complete_letter, help="Extend this letter.")
@click.option("--title", default="", help="The name of the letter (default: made from LETTER).")
@click.option("--group", default="", help="The heading under which goodterms letters lists it.")
@click.option(
    "--content",
    "overlays",
    metavar="DIR",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Write into templates/ in DIR, which need not exist (default: the working folder). Further DIRs, which must "
    "exist, are used as by the other commands.",
)
def new(letter: str, parent: str | None, title: str, group: str, overlays: tuple[Path, ...]) -> None:
    """Start a letter of your own, named LETTER.

    It is a folder with two files: letter.toml says what the letter takes, letter.md.j2 what it says. The letter can be
    rendered at once, in every language. Comments in the files show how to add a step, a field, a choice and a sentence.
    """
    folder, *below = overlays or (Path(),)
    is_built_in = folder.resolve() == BUILT_IN.resolve()
    has_content = any((folder / name).is_dir() for name in ("templates", "locales"))
    project = open_workspace([*([folder] if has_content and not is_built_in else []), *below]).project
    for path in new_letter.write(project, folder, NewLetter(letter, title, group, parent or "")):
        tell(speak("Written: {path}", path=near(path)))
    content = "".join(f" --content {shlex.quote(str(layer))}" for layer in [folder, *below] if not is_built_in)
    say(speak("Next:"))
    say(f"  goodterms render {letter} --locale {project.source_locale.tag} --sample{content}")
    say(f"  goodterms fields {letter}{content}")
