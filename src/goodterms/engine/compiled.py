"""A letter compiled for one locale: its sections, each a function from values to marked prose and slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context

from goodterms.engine.environment import LetterEnvironment, collected
from goodterms.engine.folding import Asked
from goodterms.engine.layout import place_in_template
from goodterms.errors import BrokenContent, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from goodterms.cldr.formatter import Formatter
    from goodterms.content.layers import Content
    from goodterms.engine.environment import Shape
    from goodterms.engine.names import Names
    from goodterms.messages.translations import Message, Translation
    from goodterms.model import Direction, LetterSpec, Slot

    BlockFunction = Callable[[Context], Iterator[str]]


class Marked(NamedTuple):
    """A rendered letter: the CommonMark text of each section, with marks for the values, and the values."""

    sections: tuple[tuple[str, str], ...]
    slots: list[Slot]


class CompiledLetter:
    """One letter in one locale, ready to be rendered any number of times, from any thread.

    ``asked`` are the messages that it can print, each once, in the order of the letter.
    """

    def __init__(self, environment: LetterEnvironment, content: Content, spec: LetterSpec) -> None:
        self._environment = environment
        self._spec = spec
        self._name = f"{spec.name}/letter.md.j2"
        found = content.template(self._name)
        self.path = str(found.path if found else self._name)
        self._blocks: dict[str, list[BlockFunction]] = {}
        try:
            shapes = self._load()
        except (TemplateError, SyntaxError, RecursionError, ValueError, MemoryError) as error:
            raise self._located(error) from None
        asked = [one for section in spec.sections for one in self._asked_in(section, shapes)]
        self.asked = list({(one.message.msgctxt, one.message.msgid): one for one in reversed(asked)}.values())[::-1]

    def render(self, values: dict[str, object], without: Container[str] = ()) -> Marked:
        """The letter's prose with these values; the sections in ``without`` are left out.

        Raises :class:`BrokenContent` when the template does what it may not do, or with what it does not have.
        """
        context = Context(self._environment, values, self._name, {})
        context.blocks = self._blocks
        slots: list[Slot] = []
        token = collected.set(slots)
        try:
            sections = tuple(
                [(name, "".join(self._blocks[name][0](context))) for name in self._spec.sections if name not in without]
            )
        except Exception as error:  # noqa: BLE001 — what is not the template's fault is raised again
            raise self._located(error) from None
        finally:
            collected.reset(token)
        return Marked(sections, slots)

    def _load(self) -> list[Shape]:
        """Compile the template and all that it extends or includes, gather the blocks; the shapes, nearest first."""
        name: str | None = self._name
        shapes: list[Shape] = []
        seen: set[str] = set()
        declared: dict[str, tuple[str, int]] = {}
        while name:
            if name in seen:
                raise BrokenContent.legacy_at(self.path, 0, f"extends itself, by way of {name!r}")
            seen.add(name)
            template = self._environment.get_template(name)
            shape = self._environment.shapes[name]
            path = template.filename or name
            if shape.outside:
                raise BrokenContent.legacy_at(
                    path, shape.outside, "stands outside every block, where no letter shows it"
                )
            for block, function in template.blocks.items():
                self._blocks.setdefault(block, []).append(function)
            declared.update({block: (path, line) for block, line in shape.top_blocks.items()})
            shapes.append(shape)
            for other in shape.others:
                self._load_other(other, name, seen, shapes)
            name = self._environment.join_path(shape.extends, name) if shape.extends else None
        self._refuse_unmatched(declared)
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

    def _asked_in(self, block: str, shapes: list[Shape]) -> Iterator[Asked]:
        """The messages of a block as it is overridden, with those of its parents only as far as ``super`` reaches."""
        for shape in shapes:
            if block not in shape.parts:
                continue
            for part in shape.parts[block]:
                if isinstance(part, Asked):
                    yield part
                else:
                    yield from self._asked_in(part, shapes)
            for other in shape.others:
                included = self._environment.shapes.get(other)
                yield from included.asked if included else ()
            if block not in shape.supers:
                return

    def _refuse_unmatched(self, declared: Mapping[str, tuple[str, int]]) -> None:
        """Refuse a section without a block, and a block that is neither a section nor inside one."""
        for section in self._spec.sections:
            if section not in self._blocks:
                problem = f"has no block {section!r}, which letter.toml declares"
                raise BrokenContent.legacy_at(self.path, 0, problem, suggestion(section, self._blocks))
        # A block that a parent has inside a section, such as the sign-off, stands at the top of the child.
        sections = self._spec.sections
        nested = {name for name, functions in self._blocks.items() if len(functions) > 1 and name not in sections}
        for block, (path, line) in declared.items():
            if block not in sections and block not in nested:
                problem = f"the block {block!r} is no section of the letter"
                raise BrokenContent.legacy_at(path, line, problem, suggestion(block, sections))

    def _located(self, error: Exception) -> Exception:
        """The error with the file and line of the template that was running; an error that is not its own stays."""
        if isinstance(error, BrokenContent):
            return error
        if isinstance(error, TemplateSyntaxError):
            return BrokenContent.legacy_at(error.filename or self.path, error.lineno, error.message or "is no template")
        if isinstance(error, TemplateNotFound):
            return BrokenContent.legacy_at(self.path, 0, f"asks for the template {error.name!r}, which is nowhere")
        if isinstance(error, SyntaxError):
            return BrokenContent.legacy_at(self.path, 0, f"cannot be compiled: {error.msg}")
        path, line, is_ours = place_in_template(error, self.path)
        if isinstance(error, RecursionError):
            return BrokenContent.legacy_at(path, line, "is nested too deeply, or calls itself without end")
        if isinstance(error, TemplateError) or not is_ours:
            return BrokenContent.legacy_at(path, line, str(error) or type(error).__name__)
        return error


class Engine:
    """The letters of one locale, compiled with the translations that ``resolve`` gives; each once."""

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
        """The compiled letter.

        Raises :class:`BrokenContent` with file and line for a template that does not compile.
        """
        if spec.name not in self._letters:
            self._letters[spec.name] = CompiledLetter(self._environment, self._content, spec)
        return self._letters[spec.name]
