"""Who never gets a mail: a list of addresses and domains, in a file of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.faults.causes import cause
from goodterms.formats.addresses import domain_in_ascii
from goodterms.send.addresses import comparable, folded
from goodterms.sheets import encodings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from goodterms.faults import Fault

_ANY_BYTES = "iso8859_1"
_END_OF_LINE = expression(r"\r\n|\r|\n")
_END_OF_CELL = expression(r"[,;\t]")
_IN_A_DOMAIN = expression(r"@|\.\w")
_LOCAL_PART = expression(r"[^\s@<>()\[\],;:\\\"*]+")


class NeverList:
    """Addresses and domains that never get a mail; a domain also means those below it.

    Two addresses are one if they differ in case, in how Unicode writes a character, or in how the domain is written
    (RFC 5890); and an address also means those with a tag after it, as ``ana+news@example.com``.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        """Keep entries as :func:`entry_of` gives them."""
        self._entries = frozenset(entries)

    def has(self, address: str) -> bool:
        """Whether an address, its domain or one above it is on the list."""
        if not self._entries:
            return False
        local, _, domain = comparable(address).rpartition("@")
        labels = domain.split(".")
        named = {f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"}
        return not self._entries.isdisjoint(named | {".".join(labels[at:]) for at in range(len(labels))})


def entry_of(text: str) -> str:
    """An address or a domain in the form in which it is compared; empty for what is neither."""
    local, at, domain = text.strip().rstrip(".").rpartition("@")
    domain = domain_in_ascii(domain)
    if not domain or (local and not (local.isprintable() and _LOCAL_PART.fullmatch(local))):
        return ""
    return f"{folded(local)}{at}{domain}" if local else domain


def read(path: Path | None) -> NeverList:
    """The list in a file: a line for each address or domain, or the first column of a CSV file.

    Raises :class:`InvalidRequest` for a line that is neither: a list that is misread would let a mail through.
    """
    if path is None:
        return NeverList(())
    text, is_certain = _text_in(path)
    entries: list[str] = []
    faults: list[Fault] = []
    for number, line in enumerate(_END_OF_LINE.split(text), 1):
        cell = _END_OF_CELL.split(line.strip(), maxsplit=1)[0].strip().strip('"').strip()
        if not cell or cell.startswith("#"):
            continue
        entry = entry_of(cell)
        is_heading = number == 1 and not _IN_A_DOMAIN.search(cell)
        if not (is_certain or cell.isascii() or is_heading):
            faults.append(fault("address-in-code-page", str(path), line=number, given=cell))
        elif entry:
            entries.append(entry)
        elif not is_heading:
            faults.append(fault("not-an-address-or-domain", str(path), line=number, given=cell))
    if faults:
        raise InvalidRequest(faults)
    return NeverList(entries)


def _text_in(path: Path) -> tuple[str, bool]:
    """The text in a file, and whether its encoding is certain; in the code page of a spreadsheet, ASCII is."""
    try:
        encoding = encodings.examine(path).encoding
        return path.read_text("utf-8-sig" if encoding == encodings.UTF8 else encoding or _ANY_BYTES), bool(encoding)
    except (OSError, UnicodeError) as error:
        raise InvalidRequest.of("unreadable", "smtp.never", path=str(path), reason=cause(error)) from None
