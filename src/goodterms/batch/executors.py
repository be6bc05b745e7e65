"""Where the work is done: in this process, in several processes, or on the workers of a cluster."""

from __future__ import annotations

import contextlib
import itertools
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from goodterms.batch.stopping import end_with_parent
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Result = TypeVar("Result")
_TLS_FILES = ("tls_ca_file", "tls_client_cert", "tls_client_key")
"""What dask calls the files of a client."""
_AHEAD = 4
"""How many pieces of work are queued for each worker, so that none waits for the slowest."""


class Piece(Protocol):
    """A piece of work that was submitted, as a future of :mod:`concurrent.futures`."""

    def result(self) -> Any:
        """What the work returned; raises what it raised."""

    def cancel(self) -> bool:
        """Give up work that has not begun."""


class Workers(Protocol):
    """Whoever does the work, as an executor of :mod:`concurrent.futures`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Piece:
        """Have a function called."""


class _Done:
    """Work that was done in this process."""

    def __init__(self, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self._error: BaseException | None = None
        try:
            self._result = work(*args)
        except BaseException as error:  # noqa: BLE001 — raised for whoever asks for the result
            self._error = error

    def result(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._result

    def cancel(self) -> bool:
        return False


class _Here:
    """Does the work immediately, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Piece:
        return _Done(fn, args)


class Cluster(NamedTuple):
    """A dask cluster: the address of its scheduler, and for a ``tls://`` address three files in PEM.

    ``tls`` are the certificate of the authority that has signed all certificates of the cluster, the certificate of
    this machine and its key; None for what dask's own configuration says.
    """

    address: str
    tls: tuple[Path, Path, Path] | None = None


@contextlib.contextmanager
def executor(jobs: int, cluster: Cluster | None) -> Iterator[tuple[Workers, int]]:
    """An executor, and how many pieces of work keep it busy.

    Raises :class:`InvalidRequest` when the scheduler of a ``cluster`` cannot be reached, or when the extra is not
    installed; :class:`OutputRefused` when a worker process was killed.
    """
    if cluster is not None:
        with _cluster(cluster) as (pool, width):
            yield pool, width
    elif jobs == 1:
        yield _Here(), 1
    else:
        with _processes(jobs) as pool:
            yield pool, jobs


@contextlib.contextmanager
def _processes(jobs: int) -> Iterator[Workers]:
    import multiprocessing  # these two take as long to load as a few letters
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    # A new process for each worker: a fork of a process with threads can deadlock.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=end_with_parent) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise OutputRefused.of("worker-killed") from None


@contextlib.contextmanager
def _cluster(cluster: Cluster) -> Iterator[tuple[Workers, int]]:
    address = cluster.address
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError:
        raise InvalidRequest.of("dask-missing", "--cluster") from None
    try:
        files = dict(zip(_TLS_FILES, map(str, cluster.tls), strict=True)) if cluster.tls else {}
        security = Security(**files, require_encryption=True) if files else None  # type: ignore[no-untyped-call]
        client = Client(address, timeout="10s", set_as_default=False, security=security)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise InvalidRequest.of("cluster-unreachable", "--cluster", address=address, reason=cause(error)) from None
    with client, client.get_executor(pure=False, retries=3) as pool:  # type: ignore[no-untyped-call]
        yield pool, max(1, sum(client.nthreads().values()))  # type: ignore[no-untyped-call]


def in_order(
    pool: Workers, width: int, work: Callable[..., Result], pieces: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...], Result]]:
    """Each piece of work with its result, in the order of the pieces; only a few are queued at a time."""
    waiting: deque[tuple[tuple[Any, ...], Piece]] = deque()
    todo = iter(pieces)
    try:
        while True:
            for piece in itertools.islice(todo, _AHEAD * width - len(waiting)):
                waiting.append((piece, pool.submit(work, *piece)))
            if not waiting:
                return
            piece, done = waiting.popleft()
            yield piece, done.result()
    finally:
        for _, done in waiting:
            done.cancel()
