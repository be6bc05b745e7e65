"""Who has become quieter than their own rhythm: ranked, with the reason in words.

:mod:`goodterms.advice.rhythm` says how it is decided, and by which sources.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice import orders, rhythm, rules
from goodterms.advice.voice import Voice
from goodterms.speech import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from goodterms.advice.orders import Histories, History
    from goodterms.advice.rhythm import Rules, Verdict
    from goodterms.content.layers import Content
    from goodterms.model import Locale
    from goodterms.project import Project

ROOM = "quiet"
ORDERS, QUESTIONS, UNHAPPY = "orders", "questions", "answer"
"""What was noticed, in the words that the letter to a quiet customer takes."""
_KINDS = {ORDERS: orders.ORDER, QUESTIONS: orders.QUESTION}
_QUIET = ("silent", "slower")


class Quiet(NamedTuple):
    """A customer who has become quieter.

    ``signs`` are what was noticed; ``verdict`` is that of orders, else of questions; None where only an answer did not
    satisfy. ``reason`` is in words, for a colleague. ``topic`` is what an answer was about that did not satisfy.
    """

    customer: str
    signs: tuple[str, ...]
    verdict: Verdict | None
    reason: str
    topic: str = ""

    @property
    def rank(self) -> tuple[float, int, str]:
        """What the list is sorted by: the least chance first, then the longest silence."""
        verdict = self.verdict
        return (verdict.chance, -verdict.silent, self.customer) if verdict else (1.0, 0, self.customer)


class Advice(NamedTuple):
    """The quiet customers, ranked; how many customers of each other verdict there are: ``few``, ``gone``, ``usual``."""

    quiet: tuple[Quiet, ...]
    others: Mapping[str, int]
    opening: str
    labels: Mapping[str, str]


def read_rules(content: Content) -> Rules:
    """The numbers of the room; raises :class:`BrokenContent`."""
    defaults = rhythm.Rules()._asdict()
    return rhythm.Rules(**rules.numbers(rules.read(content, ROOM), defaults))  # type: ignore[arg-type]  # by their kinds


def advise(project: Project, histories: Histories, locale: Locale, today: dt.date) -> Advice:
    """Who is quiet on a day, in the words of a locale."""
    voice = Voice(project, project.advice(ROOM), locale, today)
    judging = _Judging(read_rules(project.content), today.toordinal(), histories.best, voice)
    found, others = [], Counter[str]()
    for history in histories.customers.values():
        one = judging.judge(history)
        if isinstance(one, Quiet):
            found.append(one)
        else:
            others[one] += 1
    ranked = tuple(sorted(found, key=lambda one: one.rank))
    opening = voice.say(["opening"], customers=len(ranked), day=today) if ranked else voice.say(["nobody"], day=today)
    return Advice(ranked, others, opening, voice.labels)


class _Judging:
    """Judges customers one by one, and says why."""

    def __init__(self, rules: Rules, today: int, best: Decimal, voice: Voice) -> None:
        self._rules = rules
        self._today = today
        self._best = best
        self._voice = voice

    def judge(self, history: History) -> Quiet | str:
        """The customer as a quiet one, or the kind of the verdict."""
        verdicts = {
            sign: rhythm.judge(days, self._today, self._rules)
            for sign, kind in _KINDS.items()
            if (days := history.of(kind))
        }
        quiet = {sign: verdict for sign, verdict in verdicts.items() if verdict.kind in _QUIET}
        kinds = [verdict.kind for verdict in verdicts.values()]
        # Somebody who asks less but orders as ever is quiet; somebody who has left for good is not, whoever they ask.
        is_gone = next(iter(kinds), "") == "gone"
        unhappy = self._unhappy(history)
        if is_gone or not (quiet or unhappy):
            return next(iter(kinds), "few")
        sentences = [self._sentence(sign, verdict) for sign, verdict in quiet.items()]
        signs = [*quiet]
        if unhappy and history.answer:
            sentences.append(unhappy)
            # A letter about the answer has to say what it was about.
            signs += [UNHAPPY] if history.answer.topic else []
        verdict = next(iter(quiet.values()), None)
        topic = history.answer.topic if unhappy and history.answer else ""
        return Quiet(history.name, tuple(signs), verdict, " ".join(sentences), topic)

    def _sentence(self, sign: str, verdict: Verdict) -> str:
        blocks = [f"usual_{sign}", verdict.kind, *(["season"] if verdict.due else [])]
        return self._voice.say(
            blocks,
            usual=max(1, round(verdict.usual)),
            now=max(2, round(verdict.now)),
            silent=verdict.silent,
            last=dt.date.fromordinal(verdict.last),
            due=dt.date.fromordinal(verdict.due) if verdict.due else None,
        )

    def _unhappy(self, history: History) -> str:
        """The sentence on the last answer that was rated, if it did not satisfy and is recent."""
        answer = history.answer
        if answer is None or self._today - answer.day > self._rules.unhappy_days:
            return ""
        if float(answer.rating) > float(self._best) * self._rules.unhappy_share:
            return ""
        return self._voice.say(
            ["unhappy"], answered=dt.date.fromordinal(answer.day), rating=answer.rating, best=self._best
        )


def as_objects(advice: Advice) -> Iterator[dict[str, object]]:
    """Each quiet customer for a program: days in ISO 8601, lengths in days; None where no rhythm was broken."""
    for one in advice.quiet:
        verdict = one.verdict
        yield {
            "customer": one.customer,
            "last": dt.date.fromordinal(verdict.last).isoformat() if verdict else None,
            "usual": max(1, round(verdict.usual)) if verdict else None,
            "silent": verdict.silent if verdict else None,
            "signs": list(one.signs),
            "reason": one.reason,
        }


def notes(advice: Advice, histories: Histories, today: dt.date, rules: Rules) -> list[str]:
    """Sentences on the rows and the customers of which nothing is said."""
    notes = []
    if histories.later:
        notes.append(
            plural(
                "{count:,} row after {day} not counted",
                "{count:,} rows after {day} not counted",
                histories.later,
                day=today,
            )
        )
    if few := advice.others.get("few", 0):
        notes.append(
            plural(
                "{count:,} customer with too few orders to say: under {days} days with orders",
                "{count:,} customers with too few orders to say: under {days} days with orders",
                few,
                days=rules.least_days,
            )
        )
    if gone := advice.others.get("gone", 0):
        notes.append(
            plural(
                "{count:,} customer silent for more than {days} days, not listed",
                "{count:,} customers silent for more than {days} days, not listed",
                gone,
                days=rules.most_silence,
            )
        )
    return notes
