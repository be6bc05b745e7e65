"""A batch on a cluster: a real scheduler and two worker processes on loopback, one of them killed in mid-run."""

from __future__ import annotations

import contextlib
import csv
import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Process = subprocess.Popen[bytes]

pytest.importorskip("distributed", reason="the extra goodterms[cluster] is not installed")

ROWS = 5000
NAMES = ["key", "locale", "name", "form", "rhythm", "mode", "meeting_date", "meeting_time", "duration", "link", "offer"]
NAMES += ["sender company", "sender company_email", "sender signature"]


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        for number in range(ROWS):
            locale = ("te", "sl", "ne", "ur", "en")[number % 5]
            link = f"https://meet.lipa.example/{number}"
            meeting = ["half-yearly", "video", "2026-12-03", "14:30", "45 min", link, "none"]
            writer.writerow(
                [
                    f"K-{number}",
                    locale,
                    f"Ana {number}",
                    "feminine",
                    *meeting,
                    "Lipa",
                    "care@lipa.example",
                    "Maja Kovač",
                ]
            )
    return path


@contextlib.contextmanager
def running(folder: Path, scheme: str = "tcp", tls: tuple[str, ...] = ()) -> Iterator[tuple[str, list[Process]]]:
    """The address of a scheduler, and its two workers; all end with the block."""
    environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"}
    log = folder / "scheduler.log"
    options = ["--host", f"{scheme}://127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", *tls]
    with log.open("wb") as file:
        scheduler = subprocess.Popen(
            python("distributed.cli.dask_scheduler", *options), stdout=file, stderr=file, env=environment, cwd=folder
        )
    workers: list[Process] = []
    try:
        address = _address(log, scheme)
        options = ["--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard", *tls]
        for number in range(2):
            with (folder / f"worker{number}.log").open("wb") as file:
                command = python("distributed.cli.dask_worker", address, *options)
                workers.append(subprocess.Popen(command, stdout=file, stderr=file, env=environment, cwd="/"))
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[Process]]]:
    with running(tmp_path) as found:
        yield found


def _address(log: Path, scheme: str) -> str:
    for _ in range(600):
        if found := re.search(rf"{scheme}://127\.0\.0\.1:\d+", log.read_text("utf-8", "replace")):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", "replace"))


def certificates(folder: Path) -> tuple[str, str, str]:
    """An authority, and a certificate that it has signed with its key, for 127.0.0.1 and a few days."""
    folder.mkdir()
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "3",
    ]
    ca, ca_key, cert, key = (str(folder / name) for name in ("ca.pem", "ca-key.pem", "cert.pem", "key.pem"))
    authority = [*made, "-subj", "/CN=Lipa authority", "-keyout", ca_key, "-out", ca]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"]
    signed = [*made, "-subj", "/CN=Lipa", *names, "-CA", ca, "-CAkey", ca_key, "-keyout", key, "-out", cert]
    for command in (authority, signed):
        subprocess.run(command, check=True, capture_output=True)
    return ca, cert, key


def batch(table: Path, outbox: str, *more: str) -> list[str]:
    options = ["-o", outbox, "--date", "2026-11-21", "--format", "text", "--format", "html"]
    return python("goodterms", "batch", "check-in", str(table), *options, *more)


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_batch_on_a_cluster_outlives_a_worker(
    table: Path, tmp_path: Path, cluster: tuple[str, list[Process]]
) -> None:
    address, workers = cluster
    subprocess.run(batch(table, "here"), cwd=tmp_path, check=True, capture_output=True)
    process = subprocess.Popen(
        batch(table, "there", "--cluster", address),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(3000):
        written = sum(1 for _ in (tmp_path / "there").rglob("*.html"))
        if written > 100 or process.poll() is not None:
            break
        time.sleep(0.02)
    assert 100 < written < 2 * ROWS, "the worker must be killed while letters are written"
    workers[0].kill()
    printed, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert printed == "there: recipients: 5,000 written\n"
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_a_batch_on_a_cluster_with_tls(table: Path, tmp_path: Path) -> None:
    """Only a client with a certificate of the same authority gets in, and none speaks without TLS."""
    own, others = certificates(tmp_path / "own"), certificates(tmp_path / "others")
    tls = [word for pair in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), own, strict=True) for word in pair]
    short = ["--limit", "40"]
    subprocess.run(batch(table, "here", *short), cwd=tmp_path, check=True, capture_output=True)
    with running(tmp_path, "tls", tuple(tls)) as (address, _):
        command = batch(table, "there", *short, "--cluster", address)
        done = subprocess.run(
            [*command, "--cluster-tls", *own], cwd=tmp_path, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert tree(tmp_path / "there") == tree(tmp_path / "here")
        strangers = [
            subprocess.Popen(
                batch(table, f"out{number}", *short, "--cluster", address, *more),
                cwd=tmp_path,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number, more in enumerate(([], ["--cluster-tls", *others]))
        ]
        for process in strangers:
            _, told = process.communicate(timeout=60)
            assert process.returncode == 2, told
            assert f"--cluster: {address} cannot be reached" in told
        assert not [*tmp_path.glob("out*")]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "--cluster-tls: needs the address of a cluster"),
        (["--cluster", "tcp://127.0.0.1:1"], "--cluster-tls: tcp://127.0.0.1:1 is not an address with TLS"),
        (["--cluster", "tls://127.0.0.1:1"], "--cluster: tls://127.0.0.1:1 cannot be reached"),
    ],
)
def test_certificates_go_with_an_address_that_takes_them(
    table: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    for name in ("ca", "cert", "key"):
        (tmp_path / name).write_text("no certificate", "ascii")
    command = batch(table, "out", "--cluster-tls", "ca", "cert", "key", *options)
    refused = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert refused.returncode == 2
    assert told in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_is_not_there_is_told(table: Path, tmp_path: Path) -> None:
    command = batch(table, "out", "--cluster", "tcp://127.0.0.1:1")
    refused = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "tcp://127.0.0.1:1 cannot be reached" in refused.stderr
    assert not (tmp_path / "out").exists()
