"""What in the name of an addressee is not the name of one person: a comma, a note, a sum, what a program left behind.

Tables have such names, because programs put them together and people write notes beside them. A salutation would print
them as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

_COMMA = expression(r" *[,،] *")
_PLACEHOLDER = expression(
    r"\{\{ ?[^\W\d][\w. ]*\}\}|\$\{[^\W\d][\w.]*\}|\*\|\w+\|\*|%[A-Z][A-Z_]{2,}%|«[^»]*»|<<\w+>>|"
    r"\[object Object\]|\((?:none|null)\)"
)
"""Where a program was to put a value: ``{{first_name}}`` of CRMs, ``*|FNAME|*`` of Mailchimp, «Name» of Word."""
_NOTHING = frozenset(("undefined", "NaN", "N/A", "n/a", "null", "nan"))
_NOTHING_OR_A_NAME = frozenset(("NULL", "None", "NONE", "NAN", "Null"))
"""What programs write for a missing value; the latter are names as well, and say nothing beside one."""
_LETTERS = r"(?:[^\W\d_]|(?!\d)[\u064b-\u0670\u0900-\u0dff])+"  # with the vowel signs of Arabic and Indic scripts
_USUAL = expression(rf"{_LETTERS}\.?(?:[ '’-]{_LETTERS}\.?)*")
_ADDRESS = expression(r"<?\S+@\S+\.\S+")
_SIGN = expression(r"[;|†✝]| / |:(?=\s|$)|[,،]$|^[,،]|^[-–—.] | [-–—.]$|(?<= \S).*(!)$| (!)$")
"""What separates, marks or explains, and is in no name."""
_DASH = expression(r" (?P<dash>[-–—]+) ")
"""What people write before a position or a place, unless it is in the name of a company."""
_SLASH = expression(r"(?<=\w\w)/(?=\w\w)")
"""What separates two persons, unless it is in the name of a company; between single letters, it is that of S/O."""
_COMPANY = expression(
    r"(?i)(?<![^\W_])(?:a/s|b\.v|corp|d\. ?d|d\. ?n\. ?o|d\. ?o\. ?o|gmbh|inc|k\. ?d|kft|limited|ll[cp]|ltd|mbb|n\.v|"
    r"ohg|oyj|plc|pte|pty|pvt|s\.a|s\. ?p|s\.r\.[lo]|sp\. z o\. ?o|& (?:co(?:\. kg)?|partners?|sons|sinovi|söhne))\.?$"
)
"""The form of a company at the end of a name, which may have a slash or commas then: *AC/DC Elektro d.o.o.*"""
_USER_NAME = expression(r"[^\W_]+(_)[^\W_]+|[a-z]{2,}(\.)[a-z]{2,}")
"""The name of an account, ``ana_novak``."""
_QUOTES = "'\"“”„«»"
_ASTERISK = expression(r"^\*+ ?(?=[^*]+$)|^[^*]*[\w.)](?P<last>\*+)$")
_NOTE = expression(r"(?<=\S) ?\([^()]*\)$")
_NUMBER = expression(r"\d[\d /-]{3,}\d")
_COUNTED = expression(r"\S+ .*[^\W\d] ?(?P<number>#?\d{1,2})")
"""A name that was counted, ``Ana Novak 2``, as programs and people count doubles."""
_COUNTED_PART = expression(r".*[^\W\d] ?(?P<number>#?\d{1,2})")
"""The same of a surname; of a whole name, one word with a number may be the name of a company, ``Studio 54``."""
_ON_BEHALF = expression(r"(?i)(?<!\w)(c/o|℅)(?!\w)|^(attn|attention|fao|f\.a\.o\.?|att\.)(?!\w)")
"""Whose hands a letter goes through."""
_POSITIONS = frozenset(
    ("CEO", "CFO", "CTO", "COO", "CMO", "CIO", "CISO", "CPO", "CRO", "VP", "SVP", "EVP", "GM", "VIP")
)
"""Positions in capitals, which are behind a name what ``MBA`` is, but no part of it."""
_INITIAL = expression(r"[^\W\d]\.")
_INNER_CAPITAL = expression(r"[^\W\d_]\.?[a-z]*[A-Z].*")
_AFTER_NAMES = frozenset(("jr", "sr", "esq", "inc", "ltd", "limited", "llc", "plc", "ii", "iii", "iv"))
_MOST_LETTERS = 5
"""The most letters of an abbreviation in capitals, such as MBA."""


_NOT_IN_NAMES = _NOTHING | _NOTHING_OR_A_NAME | _POSITIONS | {"Attn", "ATTN", "attn", "Attention", "FAO", "fao"}


class Doubt(NamedTuple):
    """Why a name is not that of one person: the kind of the fault, and what in the name says so."""

    kind: str
    said: str


def doubts(name: str, *, is_part: bool = False) -> list[Doubt]:
    """What in a name, or in a part of one, is not the name of one person: the first thing of each kind."""
    words = name.split()
    if _USUAL.fullmatch(name) and _NOT_IN_NAMES.isdisjoint(words):
        return []  # nearly all are so, and a table has many
    if found := _PLACEHOLDER.search(name):
        return [Doubt("name-with-placeholder", found[0])]  # its signs are the program's
    if nothing := _nothing_in(words):
        return [Doubt("name-with-placeholder", nothing)]
    address = _ADDRESS.search(name) if "@" in name else None
    said = {"name-with-address": address[0] if address else "", "name-with-sign": _sign_in(name)}
    rest = " ".join(name.replace(address[0], " ").split()) if address else name
    counted = _COUNTED_PART if is_part else _COUNTED
    said["name-with-note"] = _note_in(rest, counted.fullmatch(rest))
    return [Doubt(kind, what) for kind, what in said.items() if what]


def _sign_in(name: str) -> str:
    """What separates or marks something in a name; empty where nothing does."""
    if found := _SIGN.search(name):
        return (found[1] or found[2] or found[0]).strip()
    if not _COMPANY.search(name) and (found := _SLASH.search(name) or _DASH.search(name)):
        return found[0].strip()
    if found := _USER_NAME.fullmatch(name):
        return found[1] or found[2]
    if len(name) > 2 and name[0] in _QUOTES and name[-1] in _QUOTES:
        return name[0]
    return "*" if _ASTERISK.search(name) else ""


def _note_in(name: str, counted: re.Match[str] | None) -> str:
    """What is written beside a name: a note, a number, a position; empty without any."""
    if found := _ON_BEHALF.search(name) or _NOTE.search(name) or _NUMBER.search(name):
        return found[0].strip()
    if counted:
        return counted["number"]
    behind = (word.strip(",.") for word in name.split()[2:])
    return next((word for word in behind if word in _POSITIONS), "")


def is_in_one_case(name: str, *, is_whole: bool) -> bool:
    """Whether a name is only in capitals, or only in small letters, as hardly anybody writes it.

    A word of its own in capitals may be an abbreviation, unless it is a part of a person's name; so may the name of a
    company.
    """
    if name.islower():
        return not _COMPANY.search(name)
    words = [word for word in name.split() if len(word.strip(".")) > 1]
    return name.isupper() and len(words) > is_whole and not _COMPANY.search(name)


def is_initial(name: str) -> bool:
    """Whether a name is only a short word with a full stop: an initial, or an abbreviated title."""
    return name.endswith(".") and len(name) <= _MOST_LETTERS and " " not in name


def has_unclear_comma(name: str) -> bool:
    """Whether a comma in a name separates anything but credentials, a generation or a form of company.

    What is before a comma may be a surname, ``Novak, Ana``, and what is after it another person or a place.
    """
    if ("," not in name and "،" not in name) or _COMPANY.search(name):
        return False
    first, *others = _COMMA.split(name)
    return any(not _is_suffix(other, first) for other in others)


def _nothing_in(words: Sequence[str]) -> str:
    """A word that programs write for a missing value, beside a name or on its own."""
    said = [word for word in words if word in _NOTHING]
    maybe = [word for word in words if word in _NOTHING_OR_A_NAME]
    if said or (len(maybe) > 1 and all(word in _NOTHING_OR_A_NAME for word in words)):
        return (said or maybe)[0]
    if any(word == "NULL" for word in maybe) and any(map(_is_small, words)):
        return "NULL"
    return ""


def _is_small(word: str) -> bool:
    return word.upper() != word


def _is_suffix(part: str, name: str) -> bool:
    """Whether a part behind a comma belongs to the name before it: ``dr. med.``, ``MBA``, ``Jr.``, ``d.o.o.``."""
    has_given_name = len(name.split()) > 1
    if part.upper() == part.lower():
        return has_given_name  # a script without capitals
    words = part.split()
    short = [word for word in words if _is_abbreviation(word) and (has_given_name or not word.isupper())]
    return bool(short) and all(word in short or word.islower() for word in words)


def _is_abbreviation(word: str) -> bool:
    """Whether a word is short for what is said behind a name: it has a full stop or capitals, or is a known one."""
    if word.casefold().strip(".") in _AFTER_NAMES:
        return True
    if "." in word:
        return not _INITIAL.fullmatch(word)
    return len(word) <= _MOST_LETTERS and bool(_INNER_CAPITAL.fullmatch(word))
