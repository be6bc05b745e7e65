"""A real client (pygls') drives ``goodterms lsp`` over standard input and output, as an editor does."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from conftest import Company

HEADER = """msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"

"""
MESSAGE = """#. {name}: the customer's name, e.g. "Ana Novak"
#: page.html:2
#, python-brace-format
msgid "Dear {name}, your order is on its way."
msgstr "Spoštovani {name}, Vaše naročilo je na poti."
"""
PAGE = "<p>\nDear {name}, your order is on its way.\n</p>\n"


class Editor:
    """The little of an editor that the tests need: what it knows of one file."""

    def __init__(self, path: Path) -> None:
        self.uri = path.as_uri()
        self.client = LanguageClient("test", "1")
        self.found: asyncio.Queue[list[types.Diagnostic]] = asyncio.Queue()
        self.messages: list[str] = []
        self.version = 0
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(
            lambda params: self.found.put_nowait(list(params.diagnostics))
        )
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))

    async def start(self, text: str, folder: Path) -> list[types.Diagnostic]:
        await self.client.start_io(sys.executable, "-m", "goodterms", "lsp", cwd=str(folder))
        capabilities = types.ClientCapabilities()
        await self.client.initialize_async(
            types.InitializeParams(capabilities, process_id=None, root_uri=folder.as_uri())
        )
        self.client.initialized(types.InitializedParams())
        item = types.TextDocumentItem(self.uri, "po", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.findings()

    async def findings(self) -> list[types.Diagnostic]:
        return await asyncio.wait_for(self.found.get(), 30)

    async def type(self, line: int, start: int, end: int, text: str) -> list[types.Diagnostic]:
        self.version += 1
        span = types.Range(types.Position(line, start), types.Position(line, end))
        change = types.TextDocumentContentChangePartial(span, text)
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        return await self.findings()

    def at(self, line: int, character: int) -> dict[str, Any]:
        return {"text_document": types.TextDocumentIdentifier(self.uri), "position": types.Position(line, character)}


def drive(
    path: Path,
    text: str,
    scene: Callable[[Editor, list[types.Diagnostic]], Awaitable[None]],
    folder: Path | None = None,
) -> Editor:
    async def play() -> Editor:
        editor = Editor(path)
        try:
            await scene(editor, await editor.start(text, folder or path.parent))
        finally:
            await editor.client.shutdown_async(None)
            editor.client.exit(None)
            await editor.client.stop()  # type: ignore[no-untyped-call]
        return editor

    return asyncio.run(play())


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n")


def test_findings_as_one_types(tmp_path: Path) -> None:
    text = HEADER + MESSAGE
    line = line_of(text, 'msgstr "Spo')

    async def scene(editor: Editor, found: list[types.Diagnostic]) -> None:
        assert found == []
        found = await editor.type(line, 19, 25, "")  # {name} is gone
        assert [(each.code, each.severity) for each in found] == [
            ("placeholder-mismatch", types.DiagnosticSeverity.Error)
        ]
        assert found[0].range.start.line == line
        assert await editor.type(line, 19, 19, "{name}") == []
        found = await editor.type(line, 8, 8, "\U0001f600  ")  # two units in UTF-16, and a doubled blank
        assert [each.code for each in found] == ["doubled-space"]
        assert (found[0].range.start.character, found[0].range.end.character) == (10, 12)

    drive(tmp_path / "sl.po", text, scene)


def test_a_quick_fix_is_what_the_check_does(tmp_path: Path) -> None:
    text = HEADER + MESSAGE.replace("na poti.", "na  poti.")
    line = line_of(text, 'msgstr "Spo')

    async def scene(editor: Editor, found: list[types.Diagnostic]) -> None:
        asked = types.CodeActionParams(editor.at(0, 0)["text_document"], found[0].range, types.CodeActionContext(found))
        fix, *others = await editor.client.text_document_code_action_async(asked) or []
        assert isinstance(fix, types.CodeAction)
        assert fix.kind == types.CodeActionKind.QuickFix
        assert fix.is_preferred
        assert fix.edit is not None
        assert fix.edit.changes is not None
        (edit,) = fix.edit.changes[editor.uri]
        assert edit.new_text in ("", " ")
        assert edit.range.start.line == line
        assert [other.kind for other in others if isinstance(other, types.CodeAction)] == [
            types.CodeActionKind.SourceFixAll
        ]
        assert await editor.type(line, edit.range.start.character, edit.range.end.character, edit.new_text) == []

    drive(tmp_path / "sl.po", text, scene)


def test_everything_is_fixed_at_once(tmp_path: Path) -> None:
    text = (
        HEADER
        + MESSAGE.replace("na poti.", "na  poti.")
        + "\n"
        + MESSAGE.replace("msgid", 'msgctxt "b"\nmsgid').replace("Vaše ", "Vaše  ")
    )

    async def scene(editor: Editor, found: list[types.Diagnostic]) -> None:
        assert len(found) == 2
        everything = types.Range(types.Position(0, 0), types.Position(99, 0))
        context = types.CodeActionContext(found, only=[types.CodeActionKind.SourceFixAll])
        asked = types.CodeActionParams(editor.at(0, 0)["text_document"], everything, context)
        (action,) = await editor.client.text_document_code_action_async(asked) or []
        assert isinstance(action, types.CodeAction)
        assert action.edit is not None
        assert action.edit.changes is not None
        for edit in action.edit.changes[editor.uri]:
            left = await editor.type(
                edit.range.start.line, edit.range.start.character, edit.range.end.character, edit.new_text
            )
        assert left == []

    drive(tmp_path / "sl.po", text, scene)


def test_hover_completion_definition(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "locale").mkdir()
    settings = tmp_path / "locale" / "goodterms.toml"
    settings.write_text('[terms.sl]\norder = { translations = "naročil|o", note = "not *nakup*" }\n', "utf-8")
    text = HEADER + MESSAGE.replace("Spoštovani {name}, ", "Spoštovani, ")
    line = line_of(text, 'msgstr "Spo')

    async def scene(editor: Editor, _: list[types.Diagnostic]) -> None:
        hover = await editor.client.text_document_hover_async(types.HoverParams(**editor.at(line, 3)))
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert "Dear {name}, your order is on its way." in hover.contents.value
        assert "the customer's name" in hover.contents.value
        assert "Terms:\n\n- order → naročilo (not \\*nakup\\*)" in hover.contents.value
        await editor.type(line, 18, 18, " {n")
        offered = await editor.client.text_document_completion_async(types.CompletionParams(**editor.at(line, 21)))
        assert isinstance(offered, types.CompletionList)
        (item,) = offered.items
        assert item.label == "{name}"
        assert item.detail == 'the customer\'s name, e.g. "Ana Novak"'
        assert isinstance(item.text_edit, types.TextEdit)
        span = item.text_edit.range
        assert (span.start.character, span.end.character) == (19, 21)
        assert await editor.type(line, 19, 21, item.text_edit.new_text) == []
        assert (
            await editor.client.text_document_completion_async(types.CompletionParams(**editor.at(line - 1, 21)))
            is None
        )
        places = await editor.client.text_document_definition_async(types.DefinitionParams(**editor.at(line, 3)))
        assert isinstance(places, list | tuple)
        (place,) = places
        assert isinstance(place, types.Location)
        assert (place.uri, place.range.start.line) == ((tmp_path / "page.html").as_uri(), 1)
        at = text.split("\n")[line].index("naročilo") + len(" {name}")
        (found,) = await editor.type(line, at, at + len("naročilo"), "nakup")
        assert (found.code, found.severity) == ("term", types.DiagnosticSeverity.Information)

    drive(tmp_path / "locale" / "sl.po", text, scene)


LETTER = "{% trans %}Hello{% endtrans %}\n\n{% trans count=count %}{{ count }} shipment{% pluralize %}"
LETTER += "{{ count }} shipments{% endtrans %}"
HELLO = """
msgid "Hello"
msgstr "Živjo"

#, python-brace-format
msgid "{count} shipment"
msgid_plural "{count} shipments"
msgstr[0] "{count} pošiljka"
msgstr[1] "{count} pošiljki"
msgstr[2] "{count} pošiljke"
msgstr[3] "{count} pošiljk"

msgid "Of no letter"
msgstr "Od nikjer"
"""


async def hovered(editor: Editor, text: str, part: str) -> str:
    hover = await editor.client.text_document_hover_async(types.HoverParams(**editor.at(line_of(text, part), 3)))
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    return hover.contents.value


def test_hover_shows_what_letters_print(company: Company) -> None:
    company.note(LETTER)
    text = HEADER + HELLO
    path = company.file("locales/sl/LC_MESSAGES/goodterms.po", text)

    async def scene(editor: Editor, _: list[types.Diagnostic]) -> None:
        shown = await hovered(editor, text, 'msgid "Hello"')
        assert "In the letter `note`, step `body`, text 1:\n\n```text\nŽivjo\n```" in shown
        forms = await hovered(editor, text, "msgstr[2]")
        assert "For 1, 101, 201 …:\n\n```text\n1 pošiljka\n```" in forms
        assert "For 3, 4, 103 …:\n\n```text\n3 pošiljke\n```" in forms
        assert "In the letter" not in await hovered(editor, text, "Of no letter")
        line = line_of(text, "Živjo")
        await editor.type(line, 8, 13, "Pozdravljeni")
        assert "```text\nŽivjo\n```" in await hovered(editor, text, 'msgid "Hello"')  # as the letter has it
        path.write_text(text.replace("Živjo", "Pozdravljeni"), "utf-8")
        saved = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
        editor.client.text_document_did_save(saved)
        assert "```text\nPozdravljeni\n```" in await hovered(editor, text, 'msgid "Hello"')
        path.write_text(text.replace("Živjo", "{nobody}"), "utf-8")  # the letter cannot be written
        editor.client.text_document_did_save(saved)
        assert "No letter with sample values prints it." in await hovered(editor, text, 'msgid "Hello"')

    drive(path, text, scene, company.root)


def test_settings_that_change_are_read_again(tmp_path: Path) -> None:
    text = HEADER + MESSAGE.replace("na poti.", "na  poti.")

    async def scene(editor: Editor, found: list[types.Diagnostic]) -> None:
        assert [each.code for each in found] == ["doubled-space"]
        settings = tmp_path / "goodterms.toml"
        settings.write_text('[check]\nignore = ["doubled-space"]\n', "utf-8")
        changed = types.FileEvent(settings.as_uri(), types.FileChangeType.Created)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        assert await editor.findings() == []

    drive(tmp_path / "sl.po", text, scene)


def test_line_separators_are_no_line_ends(tmp_path: Path) -> None:
    text = HEADER + "# one\u2028two\x0cthree\n" + MESSAGE
    line = line_of(text, 'msgstr "Spo')

    async def scene(editor: Editor, found: list[types.Diagnostic]) -> None:
        assert found == []
        found = await editor.type(line, 19, 25, "")
        assert [(each.code, each.range.start.line) for each in found] == [("placeholder-mismatch", line)]

    drive(tmp_path / "sl.po", text, scene)


def test_a_file_that_is_closed_has_no_findings(tmp_path: Path) -> None:
    async def scene(editor: Editor, found: list[types.Diagnostic]) -> None:
        assert found
        editor.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
        )
        assert await editor.findings() == []

    drive(tmp_path / "sl.po", HEADER + MESSAGE.replace("{name}, V", "V"), scene)
