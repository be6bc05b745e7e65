"""Why an attempt ended as it did, where a server did not say it: a fault, recorded as its kind and its facts.

So people read it in their language, whatever the language of the run was. What a server said is recorded as it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from goodterms.faults import Fault, facts, fault

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_ANSWER = fault("no-answer-in-time")
_FORMER_SENTENCES = {
    "the run ended before the server's answer": "run-ended-before-answer",
    "settled by hand": "settled-by-hand",
    "the file has changed since this run began": "mail-file-changed",
}
_FORMER_BEGINNINGS = {
    "the connection broke before the mail was given": "connection-broke-before",
    "the connection broke in the mail": "connection-broke-within",
    "the connection broke before the answer": "connection-broke-after",
}
"""The sentences that were recorded in the first version of the record; what comes after a beginning is the reason."""
_FORMER_DRAFT = "a draft in "
_FORMER_NO_ANSWER = "no answer in time"


def recorded(reason: Fault) -> str:
    """A reason as text for the record; :func:`read` reads it."""
    return json.dumps(_table(reason), ensure_ascii=False)


def read(text: str) -> str:
    """A recorded reason: its English sentence, which can be written in another language later.

    One of a kind that is not known here, because another version has recorded it, is shown as it is recorded.
    """
    from goodterms.faults import wording  # nothing is worded before a reason is shown

    try:
        return wording.said_with_place(_fault(json.loads(text)))
    except (ValueError, LookupError, TypeError, AttributeError):
        return text


def of_former(sentence: str) -> Fault | None:
    """The reason that was recorded as an English sentence; None for what a server said."""
    if kind := _FORMER_SENTENCES.get(sentence):
        return fault(kind)
    if sentence.startswith(_FORMER_DRAFT):
        return fault("saved-as-draft", mailbox=sentence.removeprefix(_FORMER_DRAFT))
    beginning, _, reason = sentence.partition(": ")
    if kind := _FORMER_BEGINNINGS.get(beginning):
        return fault(kind, reason=NO_ANSWER if reason == _FORMER_NO_ANSWER else reason)
    return None


def _table(reason: Fault) -> dict[str, Any]:
    params = {name: _table(value) if isinstance(value, Fault) else value for name, value in reason.params}
    return {"kind": reason.kind, "place": reason.place, "facts": params}


def _fault(table: Mapping[str, Any]) -> Fault:
    params = {name: _fault(value) if isinstance(value, dict) else value for name, value in table["facts"].items()}
    return Fault(str(table["kind"]), str(table["place"]), facts(params))
