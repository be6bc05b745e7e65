"""What the links of a PDF are, for assistive technology, in the words of the letter that they are in.

A link of PDF/UA has a description (ISO 14289-1, 7.18.5), and Typst writes it in English for phone numbers and email
addresses. That of a web page is its address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from goodterms.formats.pdf_file import find, references, text_string
from goodterms.text.bidi import between_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from goodterms.formats.pdf_file import PdfFile
    from goodterms.model import Direction

_ANNOTATIONS = re.compile(rb"/Annots(\[[^\]]*\])")
_TARGET = re.compile(rb"/URI\((tel|mailto):((?:[^\\()]|\\.)*)\)")
_DESCRIPTION = re.compile(rb"/Contents(?:\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>)", re.DOTALL)
_LABELS = {b"tel": "phone_label", b"mailto": "email_label"}


def describe_links(file: PdfFile, pages: Iterable[int], labels: Mapping[str, str], direction: Direction) -> None:
    """Describe the links on the pages of a letter by its labels; a link without a label keeps its description."""
    for page in pages:
        found = _ANNOTATIONS.search(file.objects[page])
        for number in references(found[1]) if found else ():
            source = file.objects[number]
            target = _TARGET.search(source)
            label = labels.get(_LABELS[target[1]], "") if target else ""
            if target and label:
                address = unquote(re.sub(rb"\\(.)", rb"\1", target[2]).decode("ascii", "replace"))
                text = f"{label} {between_marks(address, 'ltr', direction) if direction == 'rtl' else address}"
                start, end = find(_DESCRIPTION, source).span()
                file.objects[number] = source[:start] + b"/Contents" + text_string(text) + source[end:]
