"""Several PDF files as one with a single structure tree, so that it stays accessible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.formats.pdf_file import array, find, references, renumber

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.formats.pdf_file import PdfFile

_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids(\[[^\]]*\])")
_SIZE = re.compile(rb"/MediaBox\s*\[[^\]]*\]")
_TOP = re.compile(rb"/K\[(\d+) 0 R\]")
_PARENTS = re.compile(rb"/ParentTree<</Nums\[([^\]]*)\]>>")
_PARENT = re.compile(rb"(\d+) (\d+) 0 R")
_NEXT_KEY = re.compile(rb"/ParentTreeNextKey (\d+)")
_KEY = re.compile(rb"/(StructParents?) (\d+)")
_UNDER_TREE = re.compile(rb"/P \d+ 0 R")


def pages_of(file: PdfFile) -> list[int]:
    """The object numbers of a file's pages, in order."""
    tree = int(find(_PAGES, file.objects[file.root])[1])
    return references(find(_KIDS, file.objects[tree])[1])


def add_blank_page(file: PdfFile, place: int) -> None:
    """Add a page with nothing on it after the page at ``place`` (0 is the first), of the same size."""
    before = pages_of(file)[place]
    number = max(file.objects) + 1
    tree = int(find(_PAGES, file.objects[file.root])[1])
    size = find(_SIZE, file.objects[before])[0]
    file.objects[number] = b"<</Type/Page/Parent %d 0 R%b/Resources<<>>>>\n" % (tree, size)
    numbers = pages_of(file)
    numbers.insert(place + 1, number)
    file.objects[tree] = b"<</Type/Pages/Count %d/Kids%b>>\n" % (len(numbers), array(numbers))


def join(first: PdfFile, others: Iterable[PdfFile]) -> PdfFile:
    """The first file with the pages of the others after its own; it keeps its title, date and standards."""
    joiner = _Joiner(first)
    for other in others:
        joiner.append(other)
    return joiner.finish()


class _Joiner:
    """Appends to a file, for each other file, the objects that its pages need and nothing else."""

    def __init__(self, first: PdfFile) -> None:
        self._file = first
        self._tree = first.structure
        self._pages = int(find(_PAGES, first.objects[first.root])[1])
        tree = first.objects[self._tree]
        self._kids = pages_of(first)
        self._tops = [int(find(_TOP, tree)[1])]
        self._parents = [find(_PARENTS, tree)[1]]
        self._key = int(find(_NEXT_KEY, tree)[1])
        self._next = max(first.objects) + 1

    def append(self, other: PdfFile) -> None:
        """Add a file's pages and their part of the structure."""
        tree_number = other.structure
        pages_number = int(find(_PAGES, other.objects[other.root])[1])
        tree = other.objects[tree_number]
        top = int(find(_TOP, tree)[1])
        parents = find(_PARENTS, tree)[1]
        needed = other.reachable(
            [*pages_of(other), top, *(int(parent[2]) for parent in _PARENT.finditer(parents))],
            without=[tree_number, pages_number, other.root],
        )
        numbers = {number: self._next + place for place, number in enumerate(needed)}
        self._next += len(needed)
        numbers |= {tree_number: self._tree, pages_number: self._pages}
        for number in needed:
            self._file.objects[numbers[number]] = _KEY.sub(self._shift_key, renumber(other.objects[number], numbers))
        self._kids += [numbers[number] for number in pages_of(other)]
        self._tops.append(numbers[top])
        pairs = [(self._key + int(parent[1]), numbers[int(parent[2])]) for parent in _PARENT.finditer(parents)]
        self._parents += [b"%d %d 0 R" % pair for pair in pairs]
        self._key += int(find(_NEXT_KEY, tree)[1])

    def _shift_key(self, match: re.Match[bytes]) -> bytes:
        return b"/%b %d" % (match[1], self._key + int(match[2]))

    def finish(self) -> PdfFile:
        """The file, its structure under a single root."""
        objects = self._file.objects
        document = self._next
        objects[document] = b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>\n" % (self._tree, array(self._tops))
        for top in self._tops:
            part = objects[top].replace(b"/S/Document", b"/S/Part", 1)
            objects[top] = _UNDER_TREE.sub(b"/P %d 0 R" % document, part, count=1)
        tree = _TOP.sub(b"/K[%d 0 R]" % document, objects[self._tree], count=1)
        tree = _PARENTS.sub(lambda _: b"/ParentTree<</Nums[%b]>>" % b" ".join(self._parents), tree, count=1)
        objects[self._tree] = _NEXT_KEY.sub(b"/ParentTreeNextKey %d" % self._key, tree)
        objects[self._pages] = b"<</Type/Pages/Count %d/Kids%b>>\n" % (len(self._kids), array(self._kids))
        return self._file
