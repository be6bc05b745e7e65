"""A letter compiled for one locale: for each section, a function from values to marked prose and slots."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context

from goodterms.engine import includes
from goodterms.engine.environment import LetterEnvironment, current_slots
from goodterms.engine.faults import TemplateFault
from goodterms.engine.folding import MessageUse
from goodterms.engine.layout import place_in_template
from goodterms.engine.steps import counting
from goodterms.errors import BrokenContent
from goodterms.faults import fault
from goodterms.faults.causes import quoted
from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from goodterms.cldr.formatter import Formatter
    from goodterms.content.layers import Content
    from goodterms.engine.environment import Shape
    from goodterms.engine.names import Names
    from goodterms.engine.variables import Read
    from goodterms.faults import Fault
    from goodterms.messages.translations import Message, Translation
    from goodterms.model import Direction, LetterSpec, Slot

    BlockFunction = Callable[[Context], Iterator[str]]

ALWAYS_KNOWN = ("date", "self", "super")
"""The variables of every block besides the fields; ``date`` is the date of the letter."""


class Marked(NamedTuple):
    """A rendered letter: the name and the CommonMark text of each section, with marks for values, and the values."""

    sections: tuple[tuple[str, str], ...]
    slots: list[Slot]


class CompiledLetter:
    """A letter in one locale, which can be rendered any number of times, from any thread.

    ``path`` is its template. ``asked`` are the messages that it can print, each once, in the order of the letter, and
    ``asked_in`` has for each the section or the label that it is in first.
    """

    def __init__(self, environment: LetterEnvironment, content: Content, spec: LetterSpec) -> None:
        self._environment = environment
        self._spec = spec
        self._name = f"{spec.name}/letter.md.j2"
        template = content.template(self._name)
        self.path = str(template.path if template else self._name)
        self._blocks: dict[str, list[BlockFunction]] = {}
        try:
            shapes = self._load()
        except (TemplateError, SyntaxError, RecursionError, ValueError, MemoryError) as error:
            raise self._with_place(error) from None
        self._refuse_unknown_variables(shapes)
        asked = {
            (each.message.msgctxt, each.message.msgid): (each, block)
            for block, each in reversed(
                [(block, one) for block in spec.blocks for one in self._asked_in(block, shapes)]
            )
        }
        self.asked = [each for each, _ in asked.values()][::-1]
        self.asked_in = {key: block for key, (_, block) in reversed(asked.items())}

    def render(self, values: dict[str, object], without: Container[str] = ()) -> Marked:
        """The letter with these values, by field, and without the sections in ``without``.

        Raises :class:`BrokenContent` when the template does something that templates must not do.
        """
        context = Context(self._environment, {**self._environment.globals, **values}, self._name, {})
        context.blocks = self._blocks
        slots: list[Slot] = []
        token = current_slots.set(slots)
        try:
            names = [name for name in self._spec.sections if name not in without]
            with counting():
                sections = tuple([(name, "".join(self._blocks[name][0](context))) for name in names])
        except Exception as error:  # noqa: BLE001 — an error of ours is raised again
            raise self._with_place(error) from None
        finally:
            current_slots.reset(token)
        return Marked(sections, slots)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The words of the letter's labels that the template has, by name; they have neither values nor markup.

        Raises :class:`BrokenContent` for a label that has a value.
        """
        context = Context(self._environment, dict(self._environment.globals), self._name, {})
        context.blocks = self._blocks
        token = current_slots.set([])
        try:
            names = [name for name in self._spec.labels if name in self._blocks]
            with counting():
                texts = {name: "".join(self._blocks[name][0](context)) for name in names}
        except Exception as error:  # noqa: BLE001 — an error of ours is raised again
            raise self._with_place(error) from None
        finally:
            current_slots.reset(token)
        return {name: marks.to_plain(" ".join(text.split())) for name, text in texts.items()}

    def _load(self) -> list[Shape]:
        """Compile the template and those that it extends or includes, collect their blocks, return their shapes.

        The shape of the letter's own template comes first.
        """
        name: str | None = self._name
        shapes: list[Shape] = []
        seen: set[str] = set()
        declared: dict[str, tuple[str, int]] = {}
        while name:
            if name in seen:
                raise BrokenContent.at(self.path, 0, "template-extends-itself", name=name)
            seen.add(name)
            template = self._environment.get_template(name)
            shape = self._environment.shapes[name]
            path = template.filename or name
            if shape.outside:
                raise BrokenContent.at(path, shape.outside, "outside-blocks")
            for block, function in template.blocks.items():
                self._blocks.setdefault(block, []).append(function)
            declared.update({block: (path, line) for block, line in shape.top_blocks.items()})
            shapes.append(shape)
            for other in shape.others:
                self._load_other(other, name, seen, shapes)
            name = self._environment.join_path(shape.extends, name) if shape.extends else None
        self._refuse_unmatched(declared)
        if missing := [
            wrong for shape in shapes for wrong in includes.find_faults(shape.choices, self._spec.fields, shape.path)
        ]:
            raise BrokenContent(missing)
        return shapes

    def _load_other(self, other: str, parent: str, seen: set[str], shapes: list[Shape]) -> None:
        name = self._environment.join_path(other, parent)
        if name in seen:
            return
        seen.add(name)
        self._environment.get_template(name)
        shape = self._environment.shapes[name]
        shapes.append(shape)
        for further in shape.others:
            self._load_other(further, name, seen, shapes)

    def _asked_in(self, block: str, shapes: list[Shape]) -> Iterator[MessageUse]:
        """The messages of a block: of its nearest definition, and of a parent's when ``super`` reaches it."""
        for shape in shapes:
            if block not in shape.parts:
                continue
            for part in shape.parts[block]:
                if isinstance(part, MessageUse):
                    yield part
                else:
                    yield from self._asked_in(part, shapes)
            yield from self._asked_in_others(shape, set())
            if block not in shape.supers:
                return

    def _asked_in_others(self, shape: Shape, seen: set[str]) -> Iterator[MessageUse]:
        """The messages of the templates that a template includes or imports from, and of those that these do."""
        for other in shape.others:
            included = self._environment.shapes.get(other)
            if included and other not in seen:
                seen.add(other)
                yield from included.asked
                yield from self._asked_in_others(included, seen)

    def _refuse_unknown_variables(self, shapes: list[Shape]) -> None:
        """Refuse every variable that the letter can read, and that neither a field nor its template defines."""
        reached = list(dict.fromkeys(pair for block in self._spec.blocks for pair in self._reached(block, shapes)))
        around = {name: seen for shape in shapes for read in shape.reads.values() for name, seen in read.around.items()}
        known = {*self._spec.fields, *ALWAYS_KNOWN, *self._environment.globals}
        faults: dict[Fault, None] = {}
        for shape, block in reached:
            self._check_variables([shape], [shape.reads[block]], known | around.get(block, frozenset()), faults)
        if faults:
            raise BrokenContent(sorted(faults, key=lambda fault: (fault.place != self.path, fault.place, fault.line)))

    def _check_variables(
        self, trail: Sequence[Shape], reads: Iterable[Read], known: set[str], faults: dict[Fault, None]
    ) -> None:
        """Add the faults of what parts of a template read, and of the templates that they include or import from.

        The template is the last of ``trail``, the others are those that lead to it.
        """
        for read in reads:
            for use in read.uses:
                if use.name not in known:
                    place, letter, known_fields = trail[-1].path, self._spec.name, self._spec.fields
                    found = fault(
                        "unknown-variable", place, line=use.line, letter=letter, given=use.name, known=known_fields
                    )
                    faults[found] = None
            for other, seen in read.others:
                included = self._environment.shapes.get(other)
                if included and included not in trail:
                    inside = [included.reads_outside, *included.reads.values()]
                    self._check_variables([*trail, included], inside, known | seen, faults)

    def _reached(self, block: str, shapes: list[Shape]) -> Iterator[tuple[Shape, str]]:
        """The definitions of a block that the letter prints, and of the blocks in them."""
        for shape in shapes:
            if block not in shape.parts:
                continue
            yield shape, block
            for part in shape.parts[block]:
                if isinstance(part, str):
                    yield from self._reached(part, shapes)
            if block not in shape.supers:
                return

    def _refuse_unmatched(self, declared: Mapping[str, tuple[str, int]]) -> None:
        """Refuse a section without a block, and a block that is not a section or a label, nor inside one."""
        for section in self._spec.sections:
            if section not in self._blocks:
                raise BrokenContent.at(self.path, 0, "section-without-block", given=section, known=self._blocks)
        # A block that is inside a section in a parent, such as the sign-off, is at the top level in a child.
        sections = self._spec.blocks
        nested = {name for name, functions in self._blocks.items() if len(functions) > 1 and name not in sections}
        for block, (path, line) in declared.items():
            if block not in sections and block not in nested:
                raise BrokenContent.at(path, line, "block-without-section", given=block, known=sections)

    def _with_place(self, error: Exception) -> Exception:
        """The error as a fault of the template that was running, with its line; an error of ours as it is."""
        if isinstance(error, BrokenContent):
            return error
        if isinstance(error, TemplateSyntaxError):
            return BrokenContent.at(
                error.filename or self.path, error.lineno, "template-syntax", reason=quoted(error.message or "")
            )
        if isinstance(error, TemplateNotFound):
            return BrokenContent.at(self.path, 0, "template-missing", name=error.name)
        if isinstance(error, SyntaxError):
            return BrokenContent.at(self.path, 0, "template-not-compiled", reason=quoted(error.msg))
        path, line, is_ours = place_in_template(error, self.path)
        if isinstance(error, TemplateFault):
            return BrokenContent.at(path, line, error.kind, **error.facts)
        if isinstance(error, RecursionError):
            return BrokenContent.at(path, line, "template-nesting")
        if isinstance(error, TemplateError) or not is_ours:
            return BrokenContent.at(path, line, "template-failed", reason=quoted(str(error) or type(error).__name__))
        return error


class Engine:
    """Compiles the letters of one locale, each once.

    ``resolve`` returns the translation of a message, ``source_direction`` the direction of the source language, which
    is only needed where a translation is missing.
    """

    def __init__(
        self,
        content: Content,
        resolve: Callable[[Message], Translation],
        source_direction: Callable[[], Direction],
        formatter: Formatter,
        names: Names,
    ) -> None:
        self._content = content
        self._environment = LetterEnvironment(content, resolve, source_direction, formatter, names)
        self._letters: dict[str, CompiledLetter] = {}

    def letter(self, spec: LetterSpec) -> CompiledLetter:
        """The compiled letter; raises :class:`BrokenContent` for a template that cannot be compiled."""
        if spec.name not in self._letters:
            self._letters[spec.name] = CompiledLetter(self._environment, self._content, spec)
        return self._letters[spec.name]
