"""A message of a .po file as it is written: its lines, changed without touching those that stay the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from goodterms.po.editing import escape
from goodterms.po.parts import LINE, flags_in, unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Raw = tuple[str, ...]
"""A string as it is written: what is between the quotation marks of each of its lines."""

_KINDS = ("#.", "#:", "#,", "#=")
_ORDER = (*_KINDS, "#|", "#~|")
"""The order in which gettext writes the lines of comments, after those of the translator."""
_WIDTH = 79
_STRAY = re.compile(r"([ \t]*)#~(?=[ \t]*[^ \t\r\n])")


@dataclass(frozen=True)
class WrittenMessage:
    """A message as lines: those above it (comments and blank lines), and those of each keyword, with their ends.

    ``texts`` has the keywords in the order of the file: ``msgctxt``, ``msgid``, ``msgid_plural``, ``msgstr`` or
    ``msgstr[0]`` …
    """

    above: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]
    obsolete: bool = False

    @classmethod
    def new(cls, msgctxt: Raw | None, msgid: Raw, msgid_plural: Raw | None, strings: Sequence[Raw]) -> Self:
        """A message without comments; a message with a plural has a string for each form."""
        keywords = ["msgstr"] if msgid_plural is None else [f"msgstr[{form}]" for form in range(len(strings))]
        sources = {"msgctxt": msgctxt, "msgid": msgid, "msgid_plural": msgid_plural}
        raw = {**sources, **dict(zip(keywords, strings, strict=True))}
        return cls(("\n",), {key: lines_of(key, text) for key, text in raw.items() if text is not None})

    @property
    def lines(self) -> Iterator[str]:
        """All lines."""
        yield from self.above
        for lines in self.texts.values():
            yield from lines

    @property
    def key(self) -> tuple[str | None, str]:
        """The msgctxt and the msgid."""
        return self.msgctxt, self.msgid

    @property
    def is_header(self) -> bool:
        """Whether it is the header of its file."""
        return not self.obsolete and self.key == (None, "")

    @property
    def msgctxt(self) -> str | None:
        """The context; None without one."""
        return self._text("msgctxt") if "msgctxt" in self.texts else None

    @property
    def msgid(self) -> str:
        """The source text."""
        return self._text("msgid")

    @property
    def msgid_plural(self) -> str | None:
        """The source text of the plural; None without one."""
        return self._text("msgid_plural") if "msgid_plural" in self.texts else None

    @property
    def raw_strings(self) -> list[Raw]:
        """The translation of each plural form, in order, as it is written; one for a message without a plural."""
        return [self.raw(keyword) for keyword in self._string_keywords]

    @property
    def strings(self) -> list[str]:
        """The translation of each plural form, in order; one for a message without a plural."""
        return [_decode(raw) for raw in self.raw_strings]

    @property
    def flags(self) -> frozenset[str]:
        """The flags."""
        return flags_in("".join(f"{line.strip()}\n" for line in self.above))

    @property
    def fuzzy(self) -> bool:
        """Whether a translator has yet to review the translation."""
        return "fuzzy" in self.flags

    @property
    def comments(self) -> list[str]:
        """The translator's comments, without their ``#``."""
        return [line.strip()[1:].strip() for line in self.above if _kind(line) == "#"]

    @property
    def extracted(self) -> list[str]:
        """The comments from the source, without their ``#.``."""
        return [line.strip()[2:].strip() for line in self.above if _kind(line) == "#."]

    @property
    def references(self) -> list[str]:
        """The places of the message in the source."""
        return [place for line in self.above if _kind(line) == "#:" for place in line.strip()[2:].split()]

    @property
    def previous(self) -> dict[str, str]:
        """The previous msgctxt, msgid and msgid_plural, those that there are."""
        found: dict[str, str] = {}
        keyword = ""
        for line in self.above:
            match = LINE.fullmatch(bare(line))
            if match and match["previous"]:
                keyword = match["keyword"] or keyword
                found[keyword] = found.get(keyword, "") + unescape(match["string"])
        return found

    @property
    def is_translated(self) -> bool:
        """Whether there is a translation in every form, and it is not fuzzy; blanks are not a translation."""
        return all(string.strip() for string in self.strings) and not self.fuzzy

    def raw(self, keyword: str) -> Raw:
        """A string as it is written."""
        matches = (LINE.fullmatch(bare(line)) for line in self.texts[keyword])
        return tuple(match["string"] for match in matches if match)

    def with_strings(self, strings: Sequence[Raw]) -> Self:
        """The message with other translations, one for each of its forms; what is the same keeps its lines."""
        keywords = [f"msgstr[{form}]" for form in range(len(strings))] if "msgid_plural" in self.texts else ["msgstr"]
        texts = {key: lines for key, lines in self.texts.items() if not key.startswith("msgstr")}
        for keyword, raw in zip(keywords, strings, strict=True):
            is_same = keyword in self.texts and self.raw(keyword) == raw
            texts[keyword] = self.texts[keyword] if is_same else lines_of(keyword, raw)
        return replace(self, texts=texts)

    def with_flags(self, flags: Iterable[str]) -> Self:
        """The message with these flags; those that it has stay in their lines, and in their order."""
        wanted = list(flags)
        if self.flags == set(wanted):
            return self
        above: list[str] = []
        for line in self.above:
            if _kind(line) not in {"#,", "#="}:
                above.append(line)
            elif kept := [flag for flag in _flags_of(line) if flag in wanted]:
                above.append(line if kept == _flags_of(line) else f"{_kind(line)} {', '.join(kept)}\n")
        new = [flag for flag in wanted if flag not in self.flags]
        if not new:
            return replace(self, above=tuple(above))
        first = next((at for at, line in enumerate(above) if _kind(line) == "#,"), None)
        if first is None:
            return replace(self, above=_inserted(above, "#,", [f"#, {', '.join(new)}\n"]))
        before = [flag for flag in new if flag == "fuzzy"]  # gettext writes it first
        after = [flag for flag in new if flag != "fuzzy"]
        above[first] = f"#, {', '.join([*before, *_flags_of(above[first]), *after])}\n"
        return replace(self, above=tuple(above))

    def with_extracted(self, comments: Sequence[str]) -> Self:
        """The message with these comments from the source."""
        if self.extracted == [comment.strip() for comment in comments]:
            return self
        return self._with_kind("#.", [f"#. {comment}".rstrip() + "\n" for comment in comments])

    def with_references(self, references: Sequence[str]) -> Self:
        """The message with these places in the source, wrapped as ``msgcat`` wraps them even with ``--no-wrap``."""
        if self.references == list(references):
            return self
        lines = ["#:"] if references else []
        for reference in references:
            if len(lines[-1]) > len("#:") and len(lines[-1]) + 1 + len(reference) > _WIDTH:
                lines.append("#:")
            lines[-1] += f" {reference}"
        return self._with_kind("#:", [f"{line}\n" for line in lines])

    def with_comments(self, comments: Sequence[str]) -> Self:
        """The message with these comments of the translator, in place of its own; those that stay keep their lines."""
        if self.comments == [comment.strip() for comment in comments]:
            return self
        own = dict(zip(self.comments, [line for line in self.above if _kind(line) == "#"], strict=True))
        return self._with_kind("#", [own.get(comment, f"# {comment}".rstrip() + "\n") for comment in comments])

    def with_previous(self, previous: Mapping[str, Raw]) -> Self:
        """The message with these strings as its previous msgctxt, msgid and msgid_plural; none removes them."""
        above = [line for line in self.above if _kind(line) not in {"#|", "#~|"}]
        mark = "#~| " if self.obsolete else "#| "
        return replace(
            self, above=(*above, *(line for key, raw in previous.items() for line in lines_of(key, raw, mark)))
        )

    def as_obsolete(self) -> Self:
        """The message as one that is not used any more: without the comments that come from the source."""
        above = tuple(
            line.replace("#|", "#~|", 1) if _kind(line) == "#|" else line
            for line in self.above
            if _kind(line) not in {"#.", "#:"}
        )
        texts = {key: lines_of(key, self.raw(key), "#~ ") for key in self.texts}
        return replace(self, above=above, texts=texts, obsolete=True)

    def as_living(self) -> Self:
        """An obsolete message as one that is used."""
        above = tuple(line.replace("#~|", "#|", 1) if _kind(line) == "#~|" else line for line in self.above)
        return replace(
            self, above=above, texts={key: lines_of(key, self.raw(key)) for key in self.texts}, obsolete=False
        )

    def valid_for_gettext(self) -> Self:
        """The message with what the programs of gettext refuse in its lines corrected.

        They take a previous msgid directly above the message only, ``#~`` only on every line of a message, and only
        before a keyword or a string.
        """
        above = list(map(as_comment, self.above))
        previous = [line for line in above if _kind(line) in {"#|", "#~|"}]
        if previous and above[-len(previous) :] != previous:
            above = [line for line in above if line not in previous] + previous
        mixed = self.obsolete and not all(
            line.lstrip(" \t").startswith("#~") for lines in self.texts.values() for line in lines if line.strip()
        )
        texts = {key: lines_of(key, self.raw(key), "#~ ") for key in self.texts} if mixed else self.texts
        return replace(self, above=tuple(above), texts=texts)

    @property
    def _string_keywords(self) -> list[str]:
        forms = [key for key in self.texts if key.startswith("msgstr[")]
        return sorted(forms, key=lambda key: int(key[7:-1])) or ["msgstr"]

    def _text(self, keyword: str) -> str:
        return _decode(self.raw(keyword))

    def _with_kind(self, kind: str, lines: Sequence[str]) -> Self:
        """The message with other comments of a kind, where its first one was."""
        places = [at for at, line in enumerate(self.above) if _kind(line) == kind]
        kept = [line for line in self.above if _kind(line) != kind]
        if places:
            return replace(self, above=(*kept[: places[0]], *lines, *kept[places[0] :]))
        return replace(self, above=_inserted(kept, kind, lines))


def raw_of(text: str, *, of_header: bool = False) -> Raw:
    """A text as the strings that ``msgcat --no-wrap`` writes: with a line break inside, a string for each line."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    if of_header or len(lines) > 1:
        return ("", *map(escape, lines))
    return (escape(text),)


def lines_of(keyword: str, raw: Raw, mark: str = "") -> tuple[str, ...]:
    """The lines of a keyword and its string, each with ``mark`` in front."""
    first, *rest = raw
    return (f'{mark}{keyword} "{first}"\n', *(f'{mark}"{more}"\n' for more in rest))


def bare(line: str) -> str:
    """A line without its end."""
    return line.rstrip("\r\n")


def as_comment(line: str) -> str:
    """A line; one that has ``#~`` before other words than those of a message becomes a comment."""
    return _STRAY.sub(r"\1# ~", line) if _kind(line) == "#~" else line


def _kind(line: str) -> str:
    """What a line above a message is, by its first characters: ``#`` for a translator's comment, empty if blank."""
    text = line.strip(" \t\r\n")
    if text.startswith("#~"):
        return "#~|" if text[2:].lstrip(" \t").startswith("|") else "#~"
    return next((kind for kind in ("#|", *_KINDS, "#") if text.startswith(kind)), "")


def _flags_of(line: str) -> list[str]:
    return [flag.strip() for flag in line.strip()[2:].split(",") if flag.strip()]


def _inserted(above: Sequence[str], kind: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines above a message with more of a kind, before the first of a later kind."""
    later = _ORDER[_ORDER.index(kind) + 1 :] if kind in _ORDER else _ORDER
    at = next((at for at, line in enumerate(above) if _kind(line) in later), len(above))
    return (*above[:at], *lines, *above[at:])


def _decode(raw: Raw) -> str:
    return "".join(map(unescape, raw))
