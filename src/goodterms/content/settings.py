"""Reads goodterms.toml: the sender's values, conventions, columns, mail and letterhead, what ``check`` looks for.

What reads the values of a table is imported when the table is asked for: a check of catalogs asks for few of them.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content import tables
from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.content.conventions import SenderConventions
    from goodterms.content.sender_values import SenderTable
    from goodterms.content.smtp_settings import SmtpSettings
    from goodterms.content.terms import TermSettings
    from goodterms.envelopes import Envelope
    from goodterms.model import LetterSpec, Locale

FILE_NAME = "goodterms.toml"
_TABLES = (
    "sender", "columns", "values", "check", "mail", "smtp", "letterhead", "conventions", "batch", "languages", "advice",
    "terms",
)  # fmt: skip
_FORMER_CONVENTIONS = "formats"
"""The name of the table ``conventions`` in earlier versions, still read."""
_BATCH_KEYS = ("apart",)
_ADVICE_KEYS = ("tact",)
TACT = ("warn", "strict", "off")
"""What is done about a wording that is not tactful: it is reported, it is refused, nothing."""
_DAYS = expression(r"([1-9]\d{0,3}) days?")
APART_DAYS = 30
"""The days that must be between two letters which a customer must not get at the same time, by default."""
_CHECK_KEYS = ("select", "ignore", "fail-on", "min", "language", "letter", "levels", "content", "source-language")
_LANGUAGES_KEYS = ("in-progress",)


class CheckSettings(NamedTuple):
    """The table ``check`` of a goodterms.toml.

    ``select`` and ``ignore`` are names of rules; ``ignore_in`` has those to ignore by language, ``ignore_for`` by
    letter. ``fail_on`` is a level of findings, empty for the default. ``min_percent`` is the percentage of messages
    that must be translated, by language (0 to 100), ``min_of_all`` that for every other language. ``complete_in`` has,
    by letter, the languages in which it must be complete. ``levels`` are names of levels by rule. ``content`` are the
    folders with letters that are checked when a call names nothing to check. ``source_language`` is the tag of the
    language that messages are written in, empty for that of the built-in content.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_in: Mapping[str, frozenset[str]] = MappingProxyType({})
    ignore_for: Mapping[str, frozenset[str]] = MappingProxyType({})
    fail_on: str = ""
    min_percent: Mapping[str, float] = MappingProxyType({})
    complete_in: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    min_of_all: float | None = None
    levels: Mapping[str, str] = MappingProxyType({})
    content: tuple[Path, ...] = ()
    source_language: str = ""

    def rules(self) -> set[str]:
        """Every rule that the table names."""
        return {*self.select, *self.ignore, *self.levels}.union(*self.ignore_in.values(), *self.ignore_for.values())


class Settings:
    """A goodterms.toml, read once, when something in it is first needed.

    ``path`` is None for no settings; a file that does not exist is like an empty one. Every method and property raises
    :class:`BrokenContent` with the faults of the file that were found so far: a file that cannot be parsed, unknown
    keys, invalid values.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    @cached_property
    def _table(self) -> tables.Table:
        exists = self.path is not None and self.path.is_file()
        table = tables.read(self.path) if self.path and exists else tables.Table(self.path or Path(FILE_NAME), "", {})
        table.refuse_unknown((*_TABLES, _FORMER_CONVENTIONS) if _FORMER_CONVENTIONS in table else _TABLES)
        return table

    @contextmanager
    def _open(self, name: str) -> Iterator[tables.Table]:
        """A table of the file; the end of the block raises the faults that were found in the file so far."""
        yield self._table.table(name)
        tables.raise_faults(self._table)

    def sender(self, known: Callable[[], Collection[str]], locale: Callable[[str], Locale]) -> tuple[SenderTable, ...]:
        """The table ``sender``: raw values by field, for all letters and for those in a language.

        ``known`` returns the fields of all letters; it is only called when there is a key to check. ``locale`` finds a
        locale by its tag, and raises :class:`InvalidRequest` for an unknown one.
        """
        from goodterms.content import sender_values

        with self._open("sender") as sender:
            return sender_values.read(sender, known(), locale) if sender else ()

    def conventions(self, catalogs: Callable[[], Collection[str]]) -> SenderConventions:
        """The table ``conventions``: for each language, a table with keys of its language.toml.

        ``catalogs`` returns the languages that have a catalog; it is only called when there is a key to check.
        """
        import json

        from goodterms.content.conventions import KEYS_AND_REGIONS, SenderConventions

        name = next((name for name in ("conventions", _FORMER_CONVENTIONS) if name in self._table), "")
        if not name:
            tables.raise_faults(self._table)
            return SenderConventions()
        with self._open(name) as table:
            table.refuse_unknown(catalogs())
            for _, language in table.tables_within():
                language.refuse_unknown(KEYS_AND_REGIONS)
            table.refuse_times()  # JSON has no type for them
        return SenderConventions(table.path, name, json.dumps(table.raw(), sort_keys=True))

    def columns(self, letters: Callable[[], Iterable[LetterSpec]]) -> ColumnSettings:
        """The table ``columns``: what the columns of the sender's tables are, by their names.

        ``letters`` returns all letters; it is only called when there is a column.
        """
        from goodterms.content import column_settings

        with self._open("columns") as table:
            return column_settings.read_columns(table, letters()) if table else {}

    def values(self, letters: Callable[[], Iterable[LetterSpec]], locale: Callable[[str], object]) -> Words:
        """The tables ``values.FIELD``: the choices that words of the sender's tables mean.

        ``letters`` returns all letters; it is only called when there is a word. ``locale`` finds a locale by its tag,
        and raises :class:`InvalidRequest` for an unknown one.
        """
        from goodterms.content import column_settings

        with self._open("values") as table:
            return column_settings.read_words(table, letters(), locale) if table else {}

    @cached_property
    def terms(self) -> TermSettings:
        """The table ``terms``: how words of the source are translated, by language."""
        from goodterms.content import terms

        with self._open("terms") as table:
            return terms.read_settings(table)

    @cached_property
    def envelope(self) -> Envelope:
        """The tables ``mail`` and ``letterhead``: what all letters of a sender share."""
        from goodterms.content import envelope_settings

        with self._open("mail") as mail, self._open("letterhead") as letterhead:
            return envelope_settings.read(mail, letterhead)

    @cached_property
    def smtp(self) -> SmtpSettings:
        """The table ``smtp``: the server that mails go through."""
        from goodterms.content import smtp_settings

        with self._open("smtp") as smtp:
            return smtp_settings.read(smtp)

    @cached_property
    def apart_days(self) -> int | None:
        """How many days must be between letters that a customer must not get at the same time; None for no such rule.

        The key ``apart`` of the table ``batch``.
        """
        with self._open("batch") as batch:
            batch.refuse_unknown(_BATCH_KEYS)
            given = batch.raw().get("apart", f"{APART_DAYS} days")
            days = _DAYS.fullmatch(given) if isinstance(given, str) else None
            if days is None and given is not False:
                batch.refuse("apart", "not-days", given=tables.as_toml(given))
            return int(days[1]) if days else None

    @cached_property
    def in_progress(self) -> tuple[str, ...]:
        """The languages that are not finished, so that letters may be incomplete in them.

        The key ``in-progress`` of the table ``languages``.
        """
        with self._open("languages") as languages:
            languages.refuse_unknown(_LANGUAGES_KEYS)
            return languages.texts("in-progress")

    @cached_property
    def tact(self) -> str:
        """What is done about a wording that is not tactful, one of :data:`TACT`: the key ``tact`` of ``advice``."""
        with self._open("advice") as advice:
            advice.refuse_unknown(_ADVICE_KEYS)
            given = advice.text("tact", TACT[0])
            if given not in TACT:
                advice.refuse("tact", "not-an-option", given=given, known=TACT)
            return given

    @cached_property
    def check(self) -> CheckSettings:
        """The table ``check``."""
        with self._open("check") as check:
            check.refuse_unknown(_CHECK_KEYS)
            is_bare = not isinstance(check.raw().get("min", {}), dict)
            minimum = check if is_bare else check.table("min")
            levels = check.table("levels")
            languages, letters = dict(check.tables("language")), dict(check.tables("letter"))
            for table in languages.values():
                table.refuse_unknown(["ignore"])
            for table in letters.values():
                table.refuse_unknown(["ignore", "complete-in"])
            return CheckSettings(
                select=check.texts("select"),
                ignore=check.texts("ignore"),
                ignore_in={name: frozenset(table.texts("ignore")) for name, table in languages.items()},
                ignore_for={name: frozenset(table.texts("ignore")) for name, table in letters.items()},
                fail_on=check.text("fail-on"),
                min_percent={} if is_bare else {language: minimum.percent(language) for language in minimum.raw()},
                min_of_all=check.percent("min") if is_bare else None,
                levels={rule: levels.text(rule) for rule in levels.raw()},
                content=tuple(check.path.parent / folder for folder in check.texts("content")),
                source_language=check.text("source-language"),
                complete_in={name: table.texts("complete-in") for name, table in letters.items()},
            )
