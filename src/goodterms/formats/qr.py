"""The QR code (ISO/IEC 18004) of a web address, for people who read a letter on paper."""

from __future__ import annotations

import io
from typing import NamedTuple
from urllib.parse import quote

from goodterms.errors import PartMissing
from goodterms.faults.causes import quoted

_QUIET_ZONE = 4
"""The blank modules around a code that a reader needs (ISO/IEC 18004, section 5.3.8)."""
_MIN_SIDE, _MAX_SIDE, _MIN_MODULE = 20.0, 45.0, 0.45
_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"


class Code(NamedTuple):
    """A code as SVG with its quiet zone around it; ``side`` is the length of the whole, in millimetres."""

    svg: str
    side: float


def code_of(url: str) -> Code | None:
    """The code of a web address; None for one that is so long that its code would be too large for a letter.

    Raises :class:`PartMissing` where segno is missing.
    """
    try:
        import segno  # here, so that only a letter on paper with a link needs it
    except ImportError as error:
        raise PartMissing.of("segno-missing", reason=quoted(str(error))) from None

    try:
        code = segno.make(quote(url, safe=_URI_SAFE), error="m", micro=False, boost_error=False)
    except segno.DataOverflowError:
        return None
    modules = code.symbol_size(border=0)[0]
    side = max(_MIN_SIDE, modules * _MIN_MODULE)
    if side > _MAX_SIDE:
        return None
    out = io.BytesIO()
    code.save(out, kind="svg", border=_QUIET_ZONE, xmldecl=False, omitsize=True, nl=False)
    return Code(out.getvalue().decode(), side * (modules + 2 * _QUIET_ZONE) / modules)
