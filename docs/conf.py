"""The documentation as a site: ``make docs`` builds it into build/docs, without the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils.nodes import literal
from pygments.lexers.special import TextLexer

import goodterms

if TYPE_CHECKING:
    from pathlib import Path

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "goodterms"
author = "The goodterms authors"
release = version = goodterms.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"goodterms\..*")]  # internal names, which docstrings give in full
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
add_module_names = False
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"goodterms {release}"
html_static_path = ["_static"]
html_css_files = ["scripts.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False

_NAMED_FILE = re.compile(r"<!-- file: (?P<name>\S+) -->\n+```(?P<language>\w*)\n")
_LINK = re.compile(r"\]\((?!https?:|#)(?P<target>[^)]+)\)")
_PAGE_OF = {
    "../README.md": "overview.md",
    "../CONTRIBUTING.md": "contributing.md",
    "../CHANGELOG.md": "changelog.md",
    "../SECURITY.md": "security.md",
}


def name_files(text: str) -> str:
    """The text of a page in which the name of a file, a comment for the tests, is the caption of its block."""
    return _NAMED_FILE.sub("```{code-block} \\g<language>\n:caption: \\g<name>\n\n", text)


def relink_from_docs(text: str) -> str:
    """The text of a file at the top of the repository, with its links as a page in docs/ has them."""

    def link(match: re.Match[str]) -> str:
        target = match["target"]
        return f"]({target.removeprefix('docs/')})" if target.startswith("docs/") else f"](../{target})"

    return _LINK.sub(link, text)


def relink_to_pages(text: str) -> str:
    """The text of a page whose links to a file at the top of the repository lead to the page that includes it."""
    return _LINK.sub(lambda match: f"]({_PAGE_OF.get(match['target'], match['target'])})", text)


def read_page(_app: Sphinx, _name: str, source: list[str]) -> None:
    """Give the blocks of a page their captions, and its links their pages."""
    source[0] = relink_to_pages(name_files(source[0]))


def read_included(_app: Sphinx, _path: Path, _name: str, source: list[str]) -> None:
    """The same for a file that a page includes."""
    source[0] = relink_to_pages(name_files(relink_from_docs(source[0])))


def find_by_last_part(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element) -> Element | None:
    """The one public name that a docstring means by its last part: ``:class:`InvalidRequest``` in any module.

    A type in a signature that is not documented here stays plain text; in a docstring, it is a warning.
    """
    if node.get("refdomain") != "py":
        return None
    domain, last = env.get_domain("py"), node["reftarget"].rpartition(".")[2]
    names = [entry[0] for entry in domain.get_objects() if entry[0].rpartition(".")[2] == last and entry[5] >= 0]
    if len(names) == 1:
        return domain.resolve_xref(env, node["refdoc"], app.builder, node["reftype"], names[0], node, content)
    return None if isinstance(content, literal) else content


def skip_tuple_fields(
    _app: Sphinx, _what: str, _name: str, member: object, skip: bool, _options: object
) -> bool | None:
    """Leave out the fields of named tuples: the class describes them, and they have no text of their own."""
    return True if type(member).__name__ == "_tuplegetter" else skip or None


def setup(app: Sphinx) -> None:
    """Called by Sphinx once, before anything is read."""
    app.add_lexer("csv", TextLexer)  # Pygments has none
    app.connect("source-read", read_page)
    app.connect("include-read", read_included)
    app.connect("missing-reference", find_by_last_part)
    app.connect("autodoc-skip-member", skip_tuple_fields)
