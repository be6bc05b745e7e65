"""The front door for programs: letters from Python, without the command line.

A :class:`Workspace` reads content and settings once and writes any number of letters; :func:`render` writes one.
Nothing here prints, exits, or looks at the working folder. What lists, checks or writes letters is imported when it is
first needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date  # noqa: N812 — the parameters are called date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.content.settings import Settings
from goodterms.errors import ContentError, InvalidRequest
from goodterms.faults import fault
from goodterms.project import open_project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from goodterms.call import Call
    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.content.sender_values import SenderTable, SenderValues
    from goodterms.envelopes import Document, Envelope
    from goodterms.faults import Fault
    from goodterms.findings import Finding
    from goodterms.meeting_times import Zones
    from goodterms.messages.translations import Missing
    from goodterms.model import FieldSpec, LetterSpec, Locale
    from goodterms.project import Project

    Folders = Iterable[Path | str] | Path | str


def render(
    letter: str,
    locale: str,
    values: Mapping[str, object],
    *,
    sample: bool = False,
    format: str = "html",  # noqa: A002 — the word that people look for
    date: Date | None = None,
    timezone: str = "",
    sender: Mapping[str, object] | None = None,
    content: Folders = (),
    missing: Missing = "refuse",
) -> Document:
    """One letter as a finished document.

    This reads the content for this one letter; for several, a :class:`Workspace` does it once. The parameters and the
    errors are those of :class:`Workspace` and :meth:`Workspace.render`.
    """
    workspace = Workspace(content, sender=sender)
    return workspace.render(
        letter, locale, values, sample=sample, format=format, date=date, missing=missing, timezone=timezone
    )


class Workspace:
    """Content and settings, read once, for any number of letters; may be used from several threads.

    ``content`` are folders with ``templates/`` and ``locales/`` that are laid over the built-in content, the first one
    topmost. ``sender`` are the sender's own values by field, used for every letter (company, signature, currency …); a
    mapping under the tag of a locale has those of the letters in that locale, which go before the others. ``settings``
    is the path of a goodterms.toml: its values are used below those of ``sender``, and its envelope and conventions for
    every letter; without it there are no settings.

    Files are read when they are first needed. A workspace does not notice later changes of them: make a new one.
    """

    def __init__(
        self,
        content: Folders = (),
        *,
        sender: Mapping[str, object] | None = None,
        settings: Path | str | None = None,
    ) -> None:
        """Raises :class:`InvalidRequest` later, with the first use, for a folder that holds no content."""
        folders = [content] if isinstance(content, (str, Path)) else content
        self.settings = Settings(None if settings is None else Path(settings))
        self._overlays = tuple(map(Path, folders))
        self._sender = dict(sender or {})

    @cached_property
    def project(self) -> Project:
        """The letters and languages of the content, with the conventions of the settings.

        For goodterms' own commands; its interface may change from one version to the next.
        """
        return open_project(self._overlays, self.settings.conventions, terms=lambda: self.settings.terms)

    @cached_property
    def sender_values(self) -> SenderValues:
        """The sender's raw values, from ``sender`` and from the settings; for goodterms' own commands.

        Raises :class:`BrokenContent` for a field in the settings that no letter has, :class:`InvalidRequest` for one in
        ``sender``.
        """
        from goodterms.content.sender_values import SenderValues

        in_settings = self.settings.sender(self._known_fields, self.project.locale)
        return SenderValues((*self._given_by_program(), *in_settings))

    def _given_by_program(self) -> list[SenderTable]:
        if not self._sender:
            return []
        from goodterms.content.sender_values import SenderTable, tag_of

        known = sorted(self._known_fields())
        shared = {name: value for name, value in self._sender.items() if name in known}
        tables, faults = [SenderTable(shared, source="sender")], []
        for name, value in self._sender.items():
            tag, wrong = ("", None) if name in known else tag_of(name, self.project.locale)
            if tag and isinstance(value, Mapping):
                faults += [_unknown_field(f"{name}.{key}", key, known) for key in value if key not in known]
                tables.append(SenderTable(value, tag, "sender", name))
            elif wrong and isinstance(value, Mapping):
                faults.append(wrong._replace(place=name))
            elif name not in known:
                faults.append(_unknown_field(name, name, known))
        if faults:
            raise InvalidRequest(faults)
        return tables

    @cached_property
    def columns(self) -> ColumnSettings:
        """What the columns of the sender's tables are, by name, from the settings; raises :class:`BrokenContent`.

        For goodterms' own commands, as :attr:`words`.
        """
        return self.settings.columns(self.project.with_columns)

    @cached_property
    def words(self) -> Words:
        """The choices that words of the sender's tables mean, by field; raises :class:`BrokenContent`."""
        return self.settings.values(self.project.with_columns, self.project.locale)

    def letters(self) -> list[LetterSpec]:
        """Every letter, by name: its title, summary, steps and fields."""
        return self.project.letters()

    def locales(self) -> list[Locale]:
        """A locale for every language that has a catalog, by tag; each with the language's likely region."""
        from goodterms.cldr import locales

        return [locales.of_catalog(name) for name in self.project.catalogs.languages]

    def fields(self, letter: str) -> list[FieldSpec]:
        """The fields of a letter in their order; raises :class:`InvalidRequest` for an unknown letter."""
        return list(self.project.letter(letter).fields.values())

    def validate(
        self,
        letter: str,
        locale: str,
        values: Mapping[str, object],
        *,
        sample: bool = False,
        format: str | None = None,  # noqa: A002
        date: Date | None = None,
        without: Collection[str] = (),
        missing: Missing = "refuse",
        envelope: Envelope | None = None,
        timezone: str = "",
    ) -> list[Fault]:
        """Every fault for which :meth:`render` would refuse the letter; empty when it would write it.

        With ``format``, what the format needs is checked, too: addresses, a time zone, glyphs.
        """
        from goodterms import compose, formats

        wrong = [] if envelope is None else formats.envelope_faults(envelope)
        if any(one.place == "mail.timezone" for one in wrong):
            envelope = envelope._replace(timezone="") if envelope else None
        try:
            call = self._call(letter, locale, values, sample, date, without, missing, self._zones(timezone, envelope))
            request = compose.validate(self.project, call)
            made = compose.compose(self.project, request)
        except (InvalidRequest, ContentError) as error:
            return [*wrong, *error.faults]
        if wrong or format is None:
            return wrong
        if format not in formats.FORMATS:
            return [_unknown_format(format)]
        check = formats.FORMATS[format].check
        named = compose.with_names(request, self._envelope(envelope))
        return list(check(self.project.content, made, named)) if check else []

    def tact(
        self,
        letter: str,
        locale: str,
        values: Mapping[str, object],
        *,
        sample: bool = False,
        date: Date | None = None,
        without: Collection[str] = (),
    ) -> list[Fault]:
        """The wordings in your own texts that may hurt the customer or bind you, each at its field; empty for none.

        These are no faults of the letter: :meth:`render` writes it all the same. Each has a kind, such as
        ``tact-blame``, and the better wording as its ``hint``, both in the language of the letter. Values may still be
        missing or wrong, as in a form that somebody fills in: then only the texts in ``values`` are looked at.

        Raises :class:`InvalidRequest` for an unknown letter or locale, :class:`BrokenContent` for faults of a list.
        """
        from goodterms import compose
        from goodterms.meeting_times import Zones
        from goodterms.tact import looking

        call = self._call(letter, locale, values, sample, date, without, "refuse", Zones())
        try:
            return looking.look(self.project.content, compose.validate(self.project, call))
        except InvalidRequest as error:
            try:
                tag, spec = self.project.locale(locale), self.project.letter(letter)
            except InvalidRequest:
                raise error from None
            return looking.look_at(self.project.content, tag, spec, values)

    def render(
        self,
        letter: str,
        locale: str,
        values: Mapping[str, object],
        *,
        sample: bool = False,
        format: str = "html",  # noqa: A002
        date: Date | None = None,
        without: Collection[str] = (),
        missing: Missing = "refuse",
        envelope: Envelope | None = None,
        timezone: str = "",
    ) -> Document:
        """A letter as a finished document: a file name, a media type, the bytes.

        ``locale`` is a BCP 47 tag. ``values`` are raw values by field: text as a person types it, numbers, dates,
        times, lists; a person's name also as a mapping of its parts. ``sample`` fills missing values with samples.
        ``date`` is the letter's date, by default today. ``without`` are steps to leave out. ``missing`` says what
        happens when a translation is missing: ``refuse`` the letter, ``fallback`` to the source language, ``mark`` it.
        ``envelope`` says to whom and from whom a message, a calendar or a printed letter goes; by default as the
        settings say. ``timezone`` is the reader's time zone, by its IANA name or its name in Windows: the hour of a
        meeting, which is given in the zone of the envelope, is then written in that of the reader.

        Raises :class:`InvalidRequest` with every fault of the call, :class:`MissingTranslations`,
        :class:`BrokenContent` for faults of templates and catalogs, :class:`PartMissing` when the format needs
        something that is not installed.
        """
        from goodterms import compose, formats

        if envelope and formats.envelope_faults(envelope):
            how: dict[str, Any] = {"sample": sample, "date": date, "without": without, "missing": missing}
            raise InvalidRequest(self.validate(letter, locale, values, **how, timezone=timezone, envelope=envelope))
        call = self._call(letter, locale, values, sample, date, without, missing, self._zones(timezone, envelope))
        if format not in formats.FORMATS:
            raise InvalidRequest([_unknown_format(format), *self.validate(letter, locale, values, sample=sample)])
        made = compose.compose(self.project, compose.validate(self.project, call))
        return formats.document(self.project.content, made, format, self._envelope(envelope))

    def check(self) -> list[Finding]:
        """What ``goodterms check`` finds in the catalogs and letters of the topmost content, by file and line.

        Raises :class:`InvalidRequest` for an unreadable catalog, and when there is none.
        """
        from goodterms.check import planning, targets
        from goodterms.check.scope import Scope

        scope = Scope(self._overlays)
        plan = planning.plan(self.project.catalogs, self.settings, planning.Options(), scope)
        source = self.settings.check.source_language
        target = targets.target_of(self.project.catalogs, scope, source, self.project)
        return targets.find(target, plan)

    def _call(
        self,
        letter: str,
        locale: str,
        values: Mapping[str, object],
        sample: bool,
        date: Date | None,
        without: Collection[str],
        missing: Missing,
        zones: Zones,
    ) -> Call:
        from goodterms.call import Call

        day = date or Date.today()  # noqa: DTZ011 — the day on the wall of whoever sends the letter
        call = Call(letter, locale, values, day, self.sender_values, sample, without, missing)
        return call._replace(timezone=zones.reader, sender_timezone=zones.sender)

    def _zones(self, reader: str, envelope: Envelope | None) -> Zones:
        from goodterms.meeting_times import Zones

        return Zones(reader, self._envelope(envelope).timezone)

    def _envelope(self, envelope: Envelope | None) -> Envelope:
        return self.settings.envelope if envelope is None else envelope

    def _known_fields(self) -> set[str]:
        from goodterms.call import CURRENCY

        return self.project.known_fields() | {CURRENCY}


def _unknown_field(place: str, name: str, known: Collection[str]) -> Fault:
    return fault("unknown-sender-field", place, given=name, known=known)


def _unknown_format(name: str) -> Fault:
    from goodterms.formats import FORMATS

    return fault("unknown-format", "format", given=name, known=FORMATS)
