"""Speaks the Language Server Protocol 3.17 (pygls): requests and notifications in, our own nouns out, and back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import from_fs_path, to_fs_path

from goodterms import __version__
from goodterms.errors import GoodtermsError
from goodterms.language_server import message_help
from goodterms.language_server.editor_text import Place
from goodterms.language_server.open_files import Change, OpenFiles
from goodterms.speech import aloud, speak
from goodterms.translating import message_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from goodterms.check.open_catalog import OpenFinding
    from goodterms.language_server.open_files import Fix, OpenFile
    from goodterms.workspace import Workspace

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_CATALOGS = (".po", ".pot")
_FIX_ALL = types.CodeActionKind.SourceFixAll
_TRIGGERS = ["{", "%", "$", "@", ":"]


def create(open_workspace: Callable[[], Workspace]) -> LanguageServer:
    """A server that is ready to be started; ``open_workspace`` gives the content and settings of the project."""
    server = LanguageServer("goodterms", __version__, protocol_cls=_Protocol)
    catalogs = _Catalogs(server, open_workspace)
    for method, handle in (
        (types.TEXT_DOCUMENT_DID_OPEN, catalogs.opened),
        (types.TEXT_DOCUMENT_DID_CHANGE, catalogs.changed),
        (types.TEXT_DOCUMENT_DID_SAVE, catalogs.saved),
        (types.TEXT_DOCUMENT_DID_CLOSE, catalogs.closed),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, catalogs.changed_on_disk),
        (types.TEXT_DOCUMENT_HOVER, catalogs.hover),
        (types.TEXT_DOCUMENT_DEFINITION, catalogs.definition),
    ):
        server.feature(method)(partial(handle))
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))(
        partial(catalogs.completion)
    )
    server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, _FIX_ALL]),
    )(partial(catalogs.code_actions))
    return server


class _Protocol(LanguageServerProtocol):
    """pygls' protocol, which keeps no text of its own: its lines end at U+2028, too, and it moves positions by them."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Iterator[tuple[Callable[..., object], tuple[object, ...], None]]:
        """Hand the change over as it is."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class _Catalogs:
    """The catalogs that one editor has open, and what it asks about them."""

    def __init__(self, server: LanguageServer, open_workspace: Callable[[], Workspace]) -> None:
        self._server = server
        self._open_workspace = open_workspace
        self._known: OpenFiles | None = None

    @property
    def _files(self) -> OpenFiles:
        if self._known is None:
            encoding = self._server.workspace.position_encoding or types.PositionEncodingKind.Utf16
            self._known = OpenFiles(self._open_workspace, getattr(encoding, "value", encoding))
        return self._known

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        path = _path_of(document.uri)
        if path.suffix not in _CATALOGS:
            return
        try:
            self._files.open(document.uri, path, document.text)
        except GoodtermsError as error:  # the content of the project is broken
            self._server.window_show_message(types.ShowMessageParams(types.MessageType.Error, str(error)))
            return
        self._publish(document.uri, document.version)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        file = self._files.get(params.text_document.uri)
        if file:
            file.change(map(_change, params.content_changes))
            self._publish(params.text_document.uri, params.text_document.version)

    def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Of a catalog, the text is known; letters print it from now on. Any other file changes everything."""
        if _path_of(params.text_document.uri).suffix in _CATALOGS:
            self._files.letter_texts.forget()
        else:
            self._renew()

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        if self._files.get(uri):
            self._files.close(uri)
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def changed_on_disk(self, params: types.DidChangeWatchedFilesParams) -> None:
        self._files.letter_texts.forget()
        if any(_path_of(change.uri).suffix not in _CATALOGS for change in params.changes):
            self._renew()

    def _renew(self) -> None:
        try:
            self._files.forget()
        except GoodtermsError as error:
            self._server.window_show_message(types.ShowMessageParams(types.MessageType.Error, str(error)))
            return
        for uri in self._files.uris():
            self._publish(uri, None)

    def _publish(self, uri: str, version: int | None) -> None:
        file = self._files.get(uri)
        if file:
            found = [_diagnostic(file, each) for each in file.catalog.findings]
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        file = self._files.get(params.text_document.uri)
        entry = file.catalog.entry_at(params.position.line + 1) if file else None
        if not file or not entry or not entry.msgid:
            return None
        catalog = file.catalog.catalog
        shown = self._files.letter_texts.of(file.path, catalog.language, entry, catalog.plural)
        text = message_help.hover(entry, catalog.terms) + (f"\n\n{message_help.in_letters(shown)}" if shown else "")
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))

    def completion(self, params: types.CompletionParams) -> types.CompletionList | None:
        file = self._files.get(params.text_document.uri)
        if not file:
            return None
        place = Place(params.position.line, params.position.character)
        line, character = file.text.line(place.line), file.text.character(place)
        entry, keyword = file.catalog.string_at(place.line + 1)
        if entry is None or not keyword.startswith("msgstr") or not message_help.is_in_string(line, character):
            return None
        start = types.Position(place.line, file.text.column(place.line, message_help.typed_before(line, character)))
        replaced = types.Range(start, params.position)
        return types.CompletionList(
            is_incomplete=False,
            items=[
                types.CompletionItem(
                    offer.text,
                    kind=types.CompletionItemKind.Variable,
                    detail=offer.help or None,
                    sort_text=f"{number:03}",
                    preselect=offer.is_missing and number == 0,
                    text_edit=types.TextEdit(replaced, offer.text),
                )
                for number, offer in enumerate(message_facts.offers(entry, keyword))
            ],
        )

    def definition(self, params: types.DefinitionParams) -> list[types.Location]:
        file = self._files.get(params.text_document.uri)
        entry = file.catalog.entry_at(params.position.line + 1) if file else None
        if not file or not entry:
            return []
        layers = tuple(self._files.workspace.project.content.layers)
        places = message_facts.sources(entry, file.path.resolve(), layers)
        return [types.Location(from_fs_path(str(place.path)) or "", _line(place.line - 1)) for place in places]

    def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        file = self._files.get(uri)
        if not file:
            return []
        first, last = params.range.start.line, params.range.end.line
        here = [
            each
            for each in file.catalog.findings
            if file.span(each)[0].line <= last and file.span(each)[1].line >= first
        ]
        fixes = [(each, fix) for each in here if (fix := file.fix(each))]
        actions = [_quick_fix(uri, file, each, fix, is_only=len(fixes) == 1) for each, fix in fixes]
        only = params.context.only
        if _is_wanted(_FIX_ALL, only):
            actions += _fix_all(uri, file)
        return [each for each in actions if each.kind and _is_wanted(each.kind, only)]


def _is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether the editor asks for actions of a kind; one that asks for ``source`` also wants ``source.fixAll``."""
    names = None if only is None else [getattr(each, "value", each) for each in only]
    return names is None or any(f"{getattr(kind, 'value', kind)}.".startswith(f"{name}.") for name in names)


def _quick_fix(uri: str, file: OpenFile, found: OpenFinding, fix: Fix, *, is_only: bool) -> types.CodeAction:
    edits = [types.TextEdit(_range(start, end), new) for start, end, new in fix.edits]
    return types.CodeAction(
        title=speak("Fix: {message}", message=aloud(found.finding.message)),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(file, found)],
        is_preferred=is_only,
        edit=types.WorkspaceEdit(changes={uri: edits}),
    )


def _fix_all(uri: str, file: OpenFile) -> list[types.CodeAction]:
    """Everything fixed that can be fixed in only one way; nothing when there is nothing of the kind."""
    if not any(each.edits for each in file.catalog.findings):
        return []
    edits = [types.TextEdit(_range(start, end), new) for start, end, new in file.fix_all()]
    if not edits:
        return []
    edit = types.WorkspaceEdit(changes={uri: edits})
    return [types.CodeAction(title=speak("Fix everything that has only one right form"), kind=_FIX_ALL, edit=edit)]


def _diagnostic(file: OpenFile, found: OpenFinding) -> types.Diagnostic:
    finding = found.finding
    return types.Diagnostic(
        _range(*file.span(found)),
        aloud(finding.message),
        severity=_SEVERITIES[finding.level],
        code=finding.rule,
        source="goodterms",
    )


def _change(change: types.TextDocumentContentChangeEvent) -> Change:
    if isinstance(change, types.TextDocumentContentChangePartial):
        start, end = change.range.start, change.range.end
        return Change(change.text, Place(start.line, start.character), Place(end.line, end.character))
    return Change(change.text)


def _range(start: Place, end: Place) -> types.Range:
    return types.Range(types.Position(start.line, start.column), types.Position(end.line, end.column))


def _line(number: int) -> types.Range:
    return types.Range(types.Position(number, 0), types.Position(number, 0))


def _path_of(uri: str) -> Path:
    return Path(to_fs_path(uri) or "")
