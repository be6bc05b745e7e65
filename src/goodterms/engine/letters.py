"""A letter compiled for one locale: its sections, each a function from values to prose and slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context

from goodterms.engine.environment import LetterEnvironment, collected
from goodterms.engine.slots import SlotWriter
from goodterms.errors import BrokenContent, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from goodterms.cldr.formatter import Formatter
    from goodterms.content import Content
    from goodterms.engine.folding import Asked
    from goodterms.model import Direction, LetterSpec, Slot
    from goodterms.translations import Message, Translation

    BlockFunction = Callable[[Context], Iterator[str]]


class Prose(NamedTuple):
    """A rendered letter: the CommonMark text of each section, with marks for the values, and the values."""

    sections: tuple[tuple[str, str], ...]
    slots: list[Slot]


class CompiledLetter:
    """One letter in one locale, ready to be rendered any number of times, from any thread."""

    def __init__(self, environment: LetterEnvironment, content: Content, spec: LetterSpec) -> None:
        self._environment = environment
        self._content = content
        self._spec = spec
        self._name = f"{spec.name}/letter.md.j2"
        self._blocks: dict[str, list[BlockFunction]] = {}
        self.asked: list[Asked] = []
        try:
            self._load()
        except TemplateSyntaxError as error:
            raise BrokenContent(error.filename or self._name, error.lineno, error.message or "is no template") from None
        except TemplateNotFound as error:
            raise BrokenContent(self._path(), 0, f"asks for the template {error.name!r}, which is nowhere") from None
        except TemplateError as error:
            raise self._located(error) from None

    def render(self, values: dict[str, object], without: Container[str] = ()) -> Prose:
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
        except (
            TemplateError,
            TypeError,
            AttributeError,
            ValueError,
            ArithmeticError,
            RecursionError,
            LookupError,
        ) as error:
            raise self._located(error) from None
        finally:
            collected.reset(token)
        return Prose(sections, slots)

    def _load(self) -> None:
        """Compile the template and all that it extends or includes, and gather its blocks, nearest first."""
        name: str | None = self._name
        seen: set[str] = set()
        declared: dict[str, tuple[str, int]] = {}
        while name:
            if name in seen:
                raise BrokenContent(self._path(), 0, f"extends itself, by way of {name!r}")
            seen.add(name)
            template = self._environment.get_template(name)
            shape = self._environment.shapes[name]
            if shape.outside:
                raise BrokenContent(
                    template.filename or name,
                    shape.outside,
                    "stands outside every block, where no letter shows it",
                )
            for block, function in template.blocks.items():
                self._blocks.setdefault(block, []).append(function)
            for block, line in shape.blocks.items():
                declared[block] = (template.filename or name, line)
            self.asked += shape.asked
            for other in shape.others:
                self._load_other(other, name, seen)
            name = self._environment.join_path(shape.extends, name) if shape.extends else None
        self._refuse_unmatched(declared)

    def _load_other(self, other: str, parent: str, seen: set[str]) -> None:
        name = self._environment.join_path(other, parent)
        if not other or name in seen:
            return
        seen.add(name)
        self._environment.get_template(name)
        shape = self._environment.shapes[name]
        self.asked += shape.asked
        for further in shape.others:
            self._load_other(further, name, seen)

    def _refuse_unmatched(self, declared: Mapping[str, tuple[str, int]]) -> None:
        """Refuse a section without a block, and a block that is neither a section nor inside one."""
        for section in self._spec.sections:
            if section not in self._blocks:
                raise BrokenContent(
                    self._path(),
                    0,
                    f"has no block {section!r}, which letter.toml declares",
                    suggestion(section, self._blocks),
                )
        # A block that a parent has inside a section, such as the sign-off, stands at the top of the child.
        nested = {
            name for name, functions in self._blocks.items() if len(functions) > 1 and name not in self._spec.sections
        }
        for block, (path, line) in declared.items():
            if block not in self._spec.sections and block not in nested:
                raise BrokenContent(
                    path,
                    line,
                    f"the block {block!r} is no section of the letter",
                    suggestion(block, self._spec.sections),
                )

    def _located(self, error: Exception) -> BrokenContent:
        """The error with the file and the line of the template that was running when it was raised."""
        path, line = self._path(), 0
        trace = error.__traceback__
        while trace:
            template = trace.tb_frame.f_globals.get("__jinja_template__")
            if template is not None:
                path, line = template.filename, template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        if isinstance(error, RecursionError):
            return BrokenContent(path, line, "calls itself without end")
        return BrokenContent(path, line, str(error) or type(error).__name__)

    def _path(self) -> str:
        found = self._environment.path_of(self._name, self._content)
        return str(found or self._name)


class Engine:
    """The letters of one locale, compiled with the translations that ``resolve`` gives; each once."""

    def __init__(
        self,
        content: Content,
        resolve: Callable[[Message], Translation],
        source_direction: Callable[[], Direction],
        formatter: Formatter,
    ) -> None:
        self._content = content
        self._environment = LetterEnvironment(content, resolve, source_direction, formatter, SlotWriter(formatter))
        self._letters: dict[str, CompiledLetter] = {}

    def letter(self, spec: LetterSpec) -> CompiledLetter:
        """The compiled letter.

        Raises :class:`BrokenContent` with file and line for a template that does not compile.
        """
        if spec.name not in self._letters:
            self._letters[spec.name] = CompiledLetter(self._environment, self._content, spec)
        return self._letters[spec.name]
