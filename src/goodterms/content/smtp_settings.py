"""Reads the table ``smtp`` of a goodterms.toml: the server that mails go through, and who never gets one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from goodterms.content.addresses import email_of

if TYPE_CHECKING:
    from goodterms.content.tables import Table

Tls = Literal["starttls", "implicit", "none"]
KEYS = (
    "host", "port", "tls", "ca", "user", "password-file", "keyring", "return-path", "never", "connections", "per-minute"
)  # fmt: skip
PORTS: dict[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}
_MOST_CONNECTIONS = 32


class SmtpSettings(NamedTuple):
    """How mails are sent.

    ``host`` is empty where the settings name no server. ``ca`` is a file with certificates to trust beside the
    system's, ``password_file`` one with the password; with ``keyring`` the password is in the system's keyring.
    ``return_path`` is the address to which mails that cannot be delivered come back, empty for the sender's own;
    ``never`` a file with addresses and domains that get no mail. ``per_minute`` is 0 for no limit.
    """

    host: str = ""
    port: int = 0
    tls: Tls = "starttls"
    ca: Path | None = None
    user: str = ""
    password_file: Path | None = None
    keyring: bool = False
    return_path: str = ""
    never: Path | None = None
    connections: int = 1
    per_minute: float = 0


def read(table: Table) -> SmtpSettings:
    """The settings of a table; its faults are collected there."""
    if "password" in table:
        table.refuse("password", "password-in-settings")
    table.refuse_unknown((*KEYS, "password"))
    tls = table.text("tls", "starttls")
    if tls not in get_args(Tls):
        table.refuse("tls", "not-an-option", given=tls, known=get_args(Tls))
        tls = "starttls"
    return SmtpSettings(
        host=table.text("host"),
        port=table.integer("port", 1, 65535) if "port" in table else PORTS[tls],  # type: ignore[index] # known by now
        tls=tls,  # type: ignore[arg-type] # known by now
        ca=_file(table, "ca"),
        user=table.text("user"),
        password_file=_file(table, "password-file"),
        keyring=table.flag("keyring"),
        return_path=email_of(table, "return-path"),
        never=_file(table, "never"),
        connections=table.integer("connections", 1, _MOST_CONNECTIONS),
        per_minute=table.number("per-minute", 0) if "per-minute" in table else 0,
    )


def _file(table: Table, key: str) -> Path | None:
    """The file that a key names, beside the settings; refused where there is none."""
    name = table.text(key)
    path = table.path.parent / Path(name).expanduser() if name else None
    if path is not None and not path.is_file():
        table.refuse(key, "settings-file-missing", given=name)
    return path
