"""The manual of a rule, as a person reads it in the language that is chosen.

It is the docstring of the rule: its first line, paragraphs with a blank line between them, and examples that begin with
``Bad:`` or ``Good:``. What is in backquotes is code, which is the same in every language: a fact of its sentence, and
shown without the backquotes. An example that is only code has nothing to translate.

A manual is read from its docstring when it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Mapping

Verdict = Literal["Bad", "Good"]
_VERDICTS: tuple[Verdict, ...] = ("Bad", "Good")
MARK = "`"


class Passage(NamedTuple):
    """A sentence or several: their msgid, and the code in them by the names that the msgid has for it."""

    msgid: str
    code: Mapping[str, str]

    def aloud(self, blank: str = " ") -> str:
        """The passage in the language that is chosen; ``blank`` replaces each blank in its code."""
        return speak(self.msgid, **{name: code.replace(" ", blank) for name, code in self.code.items()})


class Example(NamedTuple):
    """What a rule finds, or what it does not find."""

    verdict: Verdict
    passage: Passage

    def aloud(self) -> str:
        """The example in the language that is chosen, in a line."""
        example = self.passage.aloud()
        if self.verdict == "Bad":
            # For translators: an example of what a rule of the check finds: Bad: "Thank you." → "Hvala,"
            return speak("Bad: {example}", example=example)
        # For translators: an example of what a rule of the check does not find: Good: "Thank you." → "Hvala."
        return speak("Good: {example}", example=example)


class Manual(NamedTuple):
    """The manual of a rule."""

    summary: Passage
    paragraphs: tuple[Passage, ...]
    examples: tuple[Example, ...]


def read(explanation: str) -> Manual:
    """The manual that a docstring is."""
    blocks: list[list[str]] = [[]]
    examples: list[Example] = []
    for line in explanation.split("\n"):
        verdict = next((one for one in _VERDICTS if line.startswith(f"{one}: ")), None)
        if verdict:
            examples.append(Example(verdict, passage(line.removeprefix(f"{verdict}: "))))
        elif line:
            blocks[-1].append(line)
        else:
            blocks.append([])
    summary, *paragraphs = (passage(" ".join(lines)) for lines in blocks if lines)
    return Manual(summary, tuple(paragraphs), tuple(examples))


def passage(text: str) -> Passage:
    """A text with its code as facts: ``{code}``, or ``{code1}``, ``{code2}`` for several pieces."""
    words, pieces = text.split(MARK)[::2], text.split(MARK)[1::2]
    if not pieces:
        return Passage(text, {})
    names = [f"code{number}" for number in range(1, len(pieces) + 1)] if len(pieces) > 1 else ["code"]
    fields = [f"{{{name}}}" for name in names]
    msgid = "".join(word + field for word, field in zip(words, [*fields, ""], strict=True))
    return Passage(msgid, dict(zip(names, pieces, strict=True)))


def plain(explanation: str) -> str:
    """A docstring in English as programs get it, without the marks of its code."""
    return explanation.replace(MARK, "")
