"""The plan of a year as a page to look at: for each account manager the weeks as bars, then month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.engine.layout import layout_source, render_layout
from goodterms.formats.markup import escape_html, own_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.advice.plan import Contact, Plan
    from goodterms.advice.plan_words import PlanWords
    from goodterms.content.layers import Content

_LAYOUT, _STYLES = "_advice/plan/page.html.j2", "_advice/plan/page.css"
_BAR = 40
"""The height of the highest bar."""
_MOST_IMPOSSIBLE = 200
"""Of how many contacts without a day the page has the names."""
_STEP = 10
"""The width of a bar with the gap after it."""


def page(content: Content, plan: Plan, words: PlanWords) -> bytes:
    """The page; raises :class:`BrokenContent` for a layout with an error."""
    settings, impossible = words.settings, plan.impossible
    values = {
        "lang": words.locale.tag,
        "dir": words.locale.direction,
        "title": words.title(),
        "opening": words.opening(),
        "styles": own_markup(layout_source(content, _STYLES)[1]),
        "style": settings.style,
        "fonts": own_markup(", ".join(f'"{font}"' for font in settings.fonts)),
        "line_height": settings.line_height,
        "labels": dict(words.labels),
        "managers": [_manager(plan, words, manager) for manager in plan.managers],
        "impossible": [words.impossible(one) for one in impossible[:_MOST_IMPOSSIBLE]],
        "more": words.counted(more) if (more := max(0, len(impossible) - _MOST_IMPOSSIBLE)) else "",
    }
    return render_layout(content, _LAYOUT, values).encode()


def _manager(plan: Plan, words: PlanWords, manager: str) -> dict[str, object]:
    placed = [one for one in plan.placed if one.wish.manager == manager]
    months: dict[int, list[Contact]] = {month: [] for month in range(1, 13)}
    for one in placed:
        months[plan.calendar.date(one.day or 0).month].append(one)
    return {
        "name": manager or words.labels["team"],
        "counted": words.counted(len(placed)),
        "bars": own_markup("\n".join(_bars(plan, words, placed))),
        "width": _STEP * (plan.calendar.week_of(364) + 1),
        "months": [_month(plan, words, month, found) for month, found in months.items()],
    }


def _bars(plan: Plan, words: PlanWords, placed: Sequence[Contact]) -> Iterator[str]:
    """A bar for each week; in the direction of reading."""
    weeks = range(plan.calendar.week_of(364) + 1)
    loads = dict.fromkeys(weeks, 0)
    for one in placed:
        week = plan.calendar.week_of(one.day or 0)
        loads[week] = loads.get(week, 0) + 1
    most = max(loads.values(), default=0) or 1
    is_rtl = words.locale.direction == "rtl"
    for week, load in loads.items():
        height = round(load / most * _BAR, 1)
        x = _STEP * (len(loads) - 1 - week if is_rtl else week)
        first = plan.calendar.date(plan.calendar.days_of(week)[0])
        text = escape_html(f"{words.date(first)}: {words.counted(load)}")
        shape = f'x="{x}" y="{_BAR - height:g}" width="{_STEP - 2}" height="{height:g}"'
        yield f"<rect {shape}><title>{text}</title></rect>"


def _month(plan: Plan, words: PlanWords, month: int, found: Sequence[Contact]) -> dict[str, object]:
    weeks: dict[int, list[str]] = {}
    for one in found:
        weeks.setdefault(plan.calendar.week_of(one.day or 0), []).append(_contact(plan, words, one))
    first = plan.calendar.date(0).replace(month=month)
    lists = "\n".join(f"<ul>\n{chr(10).join(week)}\n</ul>" for week in weeks.values())
    return {"name": words.month(first), "weeks": own_markup(lists)}


def _contact(plan: Plan, words: PlanWords, contact: Contact) -> str:
    """A contact, as an item of the list of its week."""
    day = plan.calendar.date(contact.day or 0)
    when = escape_html(words.date(day))
    who, why = escape_html(contact.wish.customer.label), escape_html(words.why(contact))
    time = f'<time datetime="{day.isoformat()}">{when}</time>'
    return f"<li>{time} <strong><bdi>{who}</bdi></strong> <small>{why}</small></li>"
