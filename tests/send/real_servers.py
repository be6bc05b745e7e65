"""Postfix and Dovecot in a folder of their own, on loopback; they need root, and end with the block.

Postfix takes mails for example.com and puts them into Maildirs, which Dovecot serves; of mails to addresses that it does
not know, delivery reports come back.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "geheim"  # noqa: S105 — of a server that lives as long as a test
_DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
  }}
  mailbox Drafts {{
    auto = create
  }}
  mailbox "Poslano Č" {{
    auto = create
  }}
}}
"""
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.lipa.example
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = example.com, lipa.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/users
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
bounce_notice_recipient = care@lipa.example
"""
_MASTER = """
{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
smtp unix - - n - - smtp
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


class Servers(NamedTuple):
    """The ports of both servers, and the folder with their files."""

    smtp: int
    imap: int
    folder: Path

    def inbox(self, user: str) -> list[bytes]:
        """The mails that a user has got, as files."""
        return [path.read_bytes() for path in (self.folder / "mail" / user).glob("new/*")]


def missing() -> str:
    """Why the servers cannot run here; empty if they can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "Postfix and Dovecot need root"
    absent = [name for name in ("postfix", "dovecot") if not shutil.which(name, path="/usr/sbin:/sbin:/usr/bin")]
    return f"{' and '.join(absent)} not installed" if absent else ""


@contextmanager
def running() -> Iterator[Servers]:
    """Both servers, until the end of the block; their folder is open to their users, as those of tests are not."""
    folder = Path(tempfile.mkdtemp(prefix="goodterms-servers-"))
    folder.chmod(0o755)
    try:
        yield from _run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path) -> Iterator[Servers]:
    user = pwd.getpwnam("nobody")
    servers = Servers(_free_port(), _free_port(), folder)
    facts = {
        "folder": folder,
        "password": PASSWORD,
        "user": user.pw_uid,
        "uid": user.pw_uid,
        "gid": user.pw_uid,
        **servers._asdict(),
    }
    for name in ("dovecot", "queue", "data", "mail", "postfix"):
        (folder / name).mkdir()
    os.chown(folder / "mail", user.pw_uid, user.pw_uid)
    shutil.chown(folder / "data", "postfix")
    users = {
        "care@lipa.example": "care",
        **{f"customer-{number}@example.com": f"customer-{number}" for number in range(1, 7)},
    }
    (folder / "users").write_text("".join(f"{address} {name}/\n" for address, name in users.items()), "ascii")
    (folder / "dovecot.conf").write_text(_DOVECOT.format(**facts), "utf-8")
    (folder / "postfix" / "main.cf").write_text(_MAIN.format(**facts), "utf-8")
    (folder / "postfix" / "master.cf").write_text(_MASTER.format(**facts), "utf-8")
    dovecot = subprocess.Popen(["dovecot", "-F", "-c", str(folder / "dovecot.conf")], env=_environment())
    try:
        _postfix(folder, "start")
        _wait_for(servers.smtp)
        _wait_for(servers.imap)
        yield servers
    finally:
        _postfix(folder, "abort")
        dovecot.send_signal(signal.SIGTERM)
        dovecot.wait(10)


def _postfix(folder: Path, command: str) -> None:
    done = subprocess.run(
        ["postfix", "-c", str(folder / "postfix"), command],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": "/usr/sbin:/sbin:/usr/bin:/bin"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, f"nothing listens on port {port}"
            time.sleep(0.1)
        else:
            return
