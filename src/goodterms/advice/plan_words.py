"""What the plan of a year says of its contacts, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.advice import spans
from goodterms.advice.voice import Voice
from goodterms.cldr.formatter import Formatter
from goodterms.errors import InvalidRequest

if TYPE_CHECKING:
    import datetime as dt

    from goodterms.advice.plan import Contact, Plan
    from goodterms.model import Locale
    from goodterms.project import Project

ROOM = "plan"


class PlanWords:
    """The sentences and the dates of a plan in one locale."""

    def __init__(self, project: Project, plan: Plan, locale: Locale, day: dt.date) -> None:
        self._plan = plan
        self.locale = locale
        self.settings = project.language_of(locale)
        self._formatter = Formatter(locale, self.settings)
        self._gregorian = Formatter(locale._replace(calendar="gregory"), self.settings)
        self._voice = Voice(project, project.advice(ROOM), locale, day)
        self._plain = Voice(project, project.advice(ROOM), locale._replace(calendar="gregory"), day)
        self.labels = self._voice.labels

    def title(self) -> str:
        """The heading of the plan."""
        # A year has no separators; digits one by one are those of the locale.
        year = "".join(self._formatter.number(int(digit)) for digit in str(self._plan.calendar.year))
        return self._voice.say(["title"], year=year)

    def opening(self) -> str:
        """How many contacts there are, and that this is advice."""
        return self._voice.say(["opening"], contacts=len(self._plan.placed))

    def counted(self, number: int) -> str:
        """A number of contacts."""
        return self._voice.say(["counted"], contacts=number)

    def event(self, contact: Contact) -> str:
        """The title of a contact in a calendar."""
        return self._voice.say(["event"], customer=contact.wish.customer.label)

    def why(self, contact: Contact) -> str:
        """Why a contact is on its day."""
        if contact.is_free:
            return self._voice.say(["any_day"])
        calendar = self._plan.calendar
        target, since = calendar.date(contact.target), contact.wish.since
        is_anniversary = since is not None and (since.month, since.day) in ((target.month, target.day), (2, 29))
        blocks = ["anniversary" if is_anniversary else "between" if since else "after_last"]
        week = calendar.week_of(contact.target)
        if contact.day is not None and calendar.week_of(contact.day) != week:
            fits = any(contact.days >> day & 1 for day in calendar.days_of(week))
            blocks.append("even" if fits else "not_then")
        return self._in_calendar(blocks, target=target)

    def impossible(self, contact: Contact) -> str:
        """A contact without a day: whose it is, and between which days it might lie."""
        first, last = reach(self._plan, contact)
        return self._in_calendar(["impossible"], customer=contact.wish.customer.label, first=first, last=last)

    def date(self, day: dt.date) -> str:
        """A date with its day of the week; in another calendar, with the Gregorian date beside it."""
        try:
            return self._formatter.with_gregorian(day, "full")
        except InvalidRequest:
            return self._gregorian.date(day, "full")

    def month(self, day: dt.date) -> str:
        """The Gregorian month of a day, with its year."""
        from goodterms.values import Month  # only a page has months

        return self._formatter.month(Month(day.year, day.month))

    def _in_calendar(self, blocks: list[str], **values: object) -> str:
        """Sentences with dates; in the Gregorian calendar where the locale's own does not cover them."""
        try:
            return self._voice.say(blocks, **values)
        except InvalidRequest:
            return self._plain.say(blocks, **values)


def reach(plan: Plan, contact: Contact) -> tuple[dt.date, dt.date]:
    """The first and the last day on which a contact might lie, holidays and the like aside."""
    from goodterms.advice.cadence import targets

    wish = contact.wish
    aims = targets(plan.calendar.year, wish.step, wish.since, wish.last)
    days = [*spans.numbers(aims[contact.number - 1].days)] or [contact.target]
    return plan.calendar.date(days[0]), plan.calendar.date(days[-1])
