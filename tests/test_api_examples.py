"""The web applications of docs/api.md, run as they are printed there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.test import RequestFactory

DOCUMENT = Path(__file__).parents[1] / "docs" / "api.md"
CUSTOMER = {
    "name": "عائشہ خان",
    "form": "feminine",
    "thanks": "services",
    "reason": "request",
    "request": "evening deliveries",
    "goodwill": "none",
    "apology": "service",
    "providers": "Northlight Services",
    "last_day": "2026-12-31",
}


def example(name: str) -> dict[str, Any]:
    """The names that the code of a file in the document defines."""
    found = re.search(rf"<!-- file: {name} -->\n+```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found, name
    names: dict[str, Any] = {"__name__": name.removesuffix(".py")}
    exec(compile(found[1], f"{DOCUMENT.name}:{name}", "exec"), names)  # noqa: S102 — our own document
    return names


@pytest.fixture(scope="module")
def flask_client() -> Any:
    return example("flask_app.py")["app"].test_client()


def test_flask_answers_with_a_letter(flask_client: Any) -> None:
    answer = flask_client.post("/letters/farewell/ur-PK", json=CUSTOMER)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="farewell.ur-PK.html"'
    assert '<html lang="ur-PK" dir="rtl"' in answer.text
    assert "عائشہ خان" in answer.text
    as_text = flask_client.post("/letters/farewell/ur-PK?format=text", json=CUSTOMER)
    assert as_text.content_type == "text/plain; charset=utf-8"


def test_flask_answers_with_every_fault(flask_client: Any) -> None:
    answer = flask_client.post("/letters/farewell/ur-PK", json={**CUSTOMER, "last_day": "2026-02-30", "form": "f"})
    assert answer.status_code == 422
    assert {(fault["field"], fault["kind"]) for fault in answer.json["faults"]} == {
        ("last_day", "no-such-date"),
        ("form", "unknown-choice"),
    }


@pytest.fixture(scope="module")
def django_view() -> Any:
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    return example("django_app.py")["write"]


def test_django_answers_with_a_letter(django_view: Any) -> None:
    answer = django_view(RequestFactory().post("/", CUSTOMER), "farewell", "sl")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "Severni" not in answer.content.decode()
    assert "Northlight Services" in answer.content.decode()


def test_django_shows_each_fault_beside_its_field(django_view: Any) -> None:
    answer = django_view(
        RequestFactory().post("/", {**CUSTOMER, "last_day": "soon", "providers": ""}), "farewell", "sl"
    )
    assert answer.status_code == 422
    errors = json.loads(answer.content)["errors"]
    assert errors["last_day"] == ["'soon' is not a valid date. expected YEAR-MONTH-DAY, such as 2026-12-31"]
    assert errors["providers"][0].startswith("is missing. ")
    assert set(errors) == {"last_day", "providers"}
