"""Encrypted connections and logging in: a server that is not the one that it claims to be gets nothing."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import outboxes
import pytest
import trustme
from servers import Script, server

from goodterms.content.smtp_settings import SmtpSettings
from goodterms.errors import InvalidRequest
from goodterms.send import passwords, planning, run
from goodterms.send.delivery import Pace
from goodterms.send.dialogue import Login, Server, ServerUnusable

if TYPE_CHECKING:
    from pathlib import Path


def context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """What a server with a certificate for a name has."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(made)
    return made


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def settings(authority: trustme.CA, tmp_path: Path) -> SmtpSettings:
    """Settings that trust the authority."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return SmtpSettings(host="127.0.0.1", tls="starttls", ca=tmp_path / "ca.pem")


def send(outbox: Path, settings: SmtpSettings, login: Login | None = None) -> int:
    with run.Sending(outbox) as sending:
        due = sending.plan(planning.Choice(), settings).due
        known = Server(settings, login, seconds=5, seconds_for_data=5)
        return sending.send(due, known, Pace(), lambda _sent, _left: None).accepted


@pytest.mark.parametrize("is_implicit", [False, True])
def test_a_server_that_is_trusted(
    authority: trustme.CA, settings: SmtpSettings, tmp_path: Path, is_implicit: bool
) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    with server(script, context(authority, "127.0.0.1"), is_implicit=is_implicit) as port:
        known = settings._replace(port=port, tls="implicit" if is_implicit else "starttls")
        assert send(folder / "out", known) == 6
    assert ("STARTTLS" in script.commands) is not is_implicit


@pytest.mark.parametrize("is_implicit", [False, True])
@pytest.mark.parametrize("wrong", ["name", "authority"])
def test_a_server_that_is_not(
    authority: trustme.CA, settings: SmtpSettings, tmp_path: Path, wrong: str, is_implicit: bool
) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    tls = context(authority, "other.example") if wrong == "name" else context(trustme.CA(), "127.0.0.1")
    with server(script, tls, is_implicit=is_implicit) as port, pytest.raises(ServerUnusable) as raised:
        send(folder / "out", settings._replace(port=port, tls="implicit" if is_implicit else "starttls"))
    assert raised.value.faults[0].kind == "smtp-not-trusted"
    assert not any(command.upper().startswith(("MAIL", "AUTH")) for command in script.commands)
    assert script.accepted == []


def test_a_server_without_starttls_gets_nothing(settings: SmtpSettings, tmp_path: Path) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    with server(script) as port, pytest.raises(ServerUnusable):
        send(folder / "out", settings._replace(port=port), Login("me", "geheim"))
    assert not any(command.upper().startswith(("MAIL", "AUTH")) for command in script.commands)


def test_logging_in(authority: trustme.CA, settings: SmtpSettings, tmp_path: Path) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    script.features.append("AUTH PLAIN")
    with server(script, context(authority, "127.0.0.1")) as port:
        assert send(folder / "out", settings._replace(port=port, user="me"), Login("me", "geheim")) == 6
    refused = Script(AUTH=["535 wrong password"] * 9)
    refused.features.append("AUTH PLAIN")
    other = tmp_path / "other"
    other.mkdir()
    with server(refused, context(authority, "127.0.0.1")) as port, pytest.raises(ServerUnusable) as raised:
        send(outboxes.six(other) / "out", settings._replace(port=port, user="me"), Login("me", "geheim"))
    assert "geheim" not in str(raised.value) + repr(Login("me", "geheim"))
    assert "535 wrong password" in str(raised.value)


def test_where_the_password_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from the file\n", "utf-8")
    file.chmod(0o644)
    settings = SmtpSettings(host="smtp.example.com", user="me", password_file=file)
    assert passwords.login_of(settings, {passwords.VARIABLE: "from here"}) == Login("me", "from here")
    with pytest.raises(InvalidRequest) as raised:
        passwords.login_of(settings, {})
    assert raised.value.faults[0].hint == f"make it private: chmod 600 {file}"
    file.chmod(0o600)
    assert passwords.login_of(settings, {}) == Login("me", "from the file")
    assert passwords.login_of(settings._replace(user=""), {}) is None
    with pytest.raises(InvalidRequest):
        passwords.login_of(settings._replace(tls="none"), {})
