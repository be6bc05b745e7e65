"""Where the work is done: in this process, in several processes, or on the workers of a cluster."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from goodterms.batch.stopping import end_with_parent
from goodterms.errors import InvalidRequest, OutputRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Result = TypeVar("Result")
_TLS_FILES = ("tls_ca_file", "tls_client_cert", "tls_client_key")
"""What dask calls the files of a client."""
_AHEAD = 4
"""How many pieces of work are queued for each worker, so that none waits for the slowest."""


class _Here(Executor):
    """Does the work immediately, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 — the future raises it for whoever asks
            done.set_exception(error)
        return done


class Cluster(NamedTuple):
    """A dask cluster: the address of its scheduler, and for a ``tls://`` address three files in PEM.

    ``tls`` are the certificate of the authority that has signed all certificates of the cluster, the certificate of
    this machine and its key; None for what dask's own configuration says.
    """

    address: str
    tls: tuple[Path, Path, Path] | None = None


@contextlib.contextmanager
def executor(jobs: int, cluster: Cluster | None) -> Iterator[tuple[Executor, int]]:
    """An executor, and how many pieces of work keep it busy.

    Raises :class:`InvalidRequest` when the scheduler of a ``cluster`` cannot be reached, or when the extra is not
    installed.
    """
    if cluster is not None:
        with _cluster(cluster) as (pool, width):
            yield pool, width
    elif jobs == 1:
        with _Here() as here:
            yield here, 1
    else:
        # A new process for each worker: a fork of a process with threads can deadlock.
        context = multiprocessing.get_context(
            "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        )
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=end_with_parent) as pool:
            yield pool, jobs


@contextlib.contextmanager
def _cluster(cluster: Cluster) -> Iterator[tuple[Executor, int]]:
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
        raise InvalidRequest.of("cluster-unreachable", "--cluster", address=address, reason=str(error)) from None
    with client, client.get_executor(pure=False, retries=3) as pool:  # type: ignore[no-untyped-call]
        yield pool, max(1, sum(client.nthreads().values()))  # type: ignore[no-untyped-call]


def in_order(
    pool: Executor, width: int, work: Callable[..., Result], pieces: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...], Result]]:
    """Each piece of work with its result, in the order of the pieces; only a few are queued at a time.

    Raises :class:`OutputRefused` when a worker process was killed.
    """
    waiting: deque[tuple[tuple[Any, ...], Future[Result]]] = deque()
    todo = iter(pieces)
    try:
        while True:
            for piece in itertools.islice(todo, _AHEAD * width - len(waiting)):
                waiting.append((piece, pool.submit(work, *piece)))
            if not waiting:
                return
            piece, future = waiting.popleft()
            yield piece, future.result()
    except BrokenProcessPool:
        raise OutputRefused.of("worker-killed") from None
    finally:
        for _, future in waiting:
            future.cancel()
