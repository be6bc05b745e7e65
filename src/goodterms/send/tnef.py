"""The format of Exchange and Outlook for mails among themselves (TNEF, ``winmail.dat``): only what kind of mail it is.

No library for it is kept up, so an answer in it is not read, but named.
"""

from __future__ import annotations

from goodterms.expressions import expression

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MOST = 100_000
"""In so many bytes from the beginning, the kind of a mail is found."""
_ANSWER = expression(rb"IPM\.(?:Microsoft Schedule\.MtgResp|Schedule\.Meeting\.Resp\.)")
"""How the names begin of the classes of answers to invitations (MS-OXTNEF, section 2.1.3.3.4; MS-OXOCAL)."""


def is_answer(content: bytes) -> bool:
    """Whether it is an answer to an invitation."""
    return content.startswith(_SIGNATURE) and _ANSWER.search(content, 0, _MOST) is not None
