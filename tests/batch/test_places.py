"""Where letters are in an outbox: names that some file system takes for one are one."""

from __future__ import annotations

import itertools

import pytest

from goodterms.batch.places import folded


@pytest.mark.parametrize(
    "same",
    [
        ("sl/K-1.farewell", "SL/k-1.FAREWELL"),
        ("sl/Žiga", "sl/ŽIGA", "sl/Z\u030ciga", "sl/z\u030cIGA"),
        ("de/Straße", "de/STRASSE"),
        ("el/ΣΟΦΟΣ", "el/σοφος", "el/σοφοσ"),
        ("te/రాము",),
    ],
)
def test_names_that_differ_only_in_case_or_in_how_letters_are_composed_are_one(same: tuple[str, ...]) -> None:
    assert len({folded(name) for name in same}) == 1
    assert folded(folded(same[0])) == folded(same[0])


def test_other_names_are_others() -> None:
    names = ["sl/K-1", "sl/K-2", "ur/K-1", "sl/Žiga", "sl/Ziga", "sl/K 1"]
    assert all(folded(one) != folded(other) for one, other in itertools.combinations(names, 2))
