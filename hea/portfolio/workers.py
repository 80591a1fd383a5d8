"""Who does the work of a screening: this process, the cores of this machine, or a cluster of machines."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from hea.ending import end_with_parent
from hea.engine.parallel import use_one_core
from hea.parameters import load_parameters
from hea.portfolio.result import PlanSummary
from hea.portfolio.screening import Family, Many, Work
from hea.problems import RefusedError
from hea.version import VERSION

CONNECT_SECONDS = 20
RETRIES = 5
"""Times a piece of work is begun again when the worker that had it is gone."""


class ClusterError(RefusedError):
    """A cluster cannot be used."""


@contextmanager
def processes(count: int) -> Iterator[Many]:
    """As many processes on this machine; one is this process itself."""
    if count == 1:
        yield map
        return
    with ProcessPoolExecutor(count, get_context("spawn"), initializer=_begin) as pool:

        def many(work: Work, families: Sequence[Family]) -> Iterator[list[PlanSummary]]:
            for done in as_completed([pool.submit(work, family) for family in families]):
                yield done.result()

        try:
            yield many
        finally:
            pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """In a new process: end with the one that asked for it, and leave the other cores to the others."""
    end_with_parent()
    use_one_core()


@contextmanager
def cluster(address: str) -> Iterator[Many]:
    """The workers of a Dask cluster; what a worker had when it went is done by another.

    Dask turns what it receives into objects by running it: whoever can reach the cluster can run code here.
    With ``tls://`` only holders of a certificate can; Dask finds the certificates in its own settings.

    Args:
        address: of the scheduler, such as ``tls://10.0.0.5:8786``.

    Raises:
        ClusterError: if Dask is not installed, nobody answers, a certificate is missing, there is no worker,
            or a worker has other figures than this machine, so that results would differ.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("cluster_not_installed") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError("cluster_unreachable", address=address, detail=str(error)[:200]) from None
    except TypeError:  # what Dask gives for an encrypted address and no certificate
        raise ClusterError("cluster_no_certificate", address=address) from None
    with client:
        _check_alike(client.run(_figures), address)
        client.run(use_one_core)

        def many(work: Work, families: Sequence[Family]) -> Iterator[list[PlanSummary]]:
            from distributed import as_completed

            asked = client.map(work, families, pure=False, retries=RETRIES)
            finished: Any = as_completed(asked, loop=client.loop)  # type: ignore[no-untyped-call]
            for future in finished:
                yield future.result()

        yield many


def _figures() -> str:
    """What decides the outcome on a machine: the program and its figures."""
    return f"{VERSION} {load_parameters().hash[:12]}"


def _check_alike(found: dict[str, str], address: str) -> None:
    if not found:
        raise ClusterError("cluster_empty", address=address)
    for worker, figures in found.items():
        if figures != _figures():
            raise ClusterError("cluster_differs", worker=worker, theirs=figures, ours=_figures())
