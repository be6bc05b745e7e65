"""Neovim, if it is installed, with the settings that the documentation shows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls")

PAGE = Path(__file__).parents[2] / "docs" / "editors.md"
EDITOR = ["nvim", "--headless", "-n", "-u", "init.lua", "sl.po", "-c", "luafile act.lua", "-c", "quitall!"]
CATALOG = """msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Thank you for your order."
msgstr "Hvala za Vaše  naročilo."

#, python-brace-format
msgid "Dear {name},"
msgstr "Spoštovani,"
"""
FIX_AND_SAVE = """
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end)
local found = {}
for _, each in ipairs(vim.diagnostic.get(0)) do table.insert(found, { each.code, each.lnum, each.col }) end
local params = vim.lsp.util.make_given_range_params({ 7, 0 }, { 7, 9 })
params.context = { diagnostics = {}, only = { "quickfix" } }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 20000)
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result) do vim.lsp.util.apply_workspace_edit(action.edit, "utf-16") end
end
vim.wait(20000, function() return #vim.diagnostic.get(0) == 1 end)
local file = io.open("found.json", "w")
file:write(vim.fn.json_encode(found))
file:close()
vim.cmd("write")
"""


@pytest.mark.skipif(not shutil.which("nvim"), reason="Neovim is not installed")
def test_findings_and_a_fix(tmp_path: Path) -> None:
    settings = re.search(r"In earlier versions.*?```lua\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert settings
    command = f'"{sys.executable}", "-m", "goodterms", "lsp"'
    (tmp_path / "init.lua").write_text(settings[1].replace('"goodterms", "lsp"', command), "utf-8")
    (tmp_path / "act.lua").write_text(FIX_AND_SAVE, "utf-8")
    (tmp_path / "sl.po").write_text(CATALOG, "utf-8")
    subprocess.run(EDITOR, cwd=tmp_path, timeout=90, check=False, capture_output=True)
    found = {tuple(each) for each in json.loads((tmp_path / "found.json").read_text("utf-8"))}
    assert found == {("doubled-space", 6, 22), ("placeholder-mismatch", 10, 8)}
    assert (tmp_path / "sl.po").read_text("utf-8") == CATALOG.replace("Vaše  ", "Vaše ")
