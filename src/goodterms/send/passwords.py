"""Where the password of a mail server comes from: the environment, a private file, the system's keyring."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest, PartMissing
from goodterms.faults.causes import cause
from goodterms.send.dialogue import Login, is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content.smtp_settings import SmtpSettings

VARIABLE = "GOODTERMS_SMTP_PASSWORD"
_SERVICE = "goodterms"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def login_of(settings: SmtpSettings, environment: Mapping[str, str]) -> Login | None:
    """Who logs in to the server; None where the settings name no user.

    Raises :class:`InvalidRequest` where there is no password, where others may read its file, and where it would cross
    the network readable.
    """
    if not settings.user:
        return None
    if settings.tls == "none" and not is_loopback(settings.host):
        raise InvalidRequest.of("password-without-tls", "smtp.tls", host=settings.host)
    password = environment.get(VARIABLE) or _from_file(settings) or _from_keyring(settings)
    if not password:
        raise InvalidRequest.of("no-smtp-password", "smtp", user=settings.user, variable=VARIABLE)
    return Login(settings.user, password)


def _from_file(settings: SmtpSettings) -> str:
    path = settings.password_file
    if path is None:
        return ""
    try:
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise InvalidRequest.of(
                "password-file-open", str(path), mode=f"{path.stat().st_mode & 0o777:04o}", path=str(path)
            )
        return path.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest.of("unreadable", str(path), path=str(path), reason=cause(error)) from None


def _from_keyring(settings: SmtpSettings) -> str:
    if not settings.keyring:
        return ""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise PartMissing.of("keyring-missing", "smtp.keyring") from None
    try:
        return keyring.get_password(f"{_SERVICE} {settings.host}", settings.user) or ""
    except KeyringError as error:
        raise InvalidRequest.of("keyring-unusable", "smtp.keyring", reason=cause(error)) from None
