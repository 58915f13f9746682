"""Many machines: the same jobs on a Dask cluster, whose workers have this program installed at the same version."""

from importlib import import_module
from typing import Any

from layouts.jobs import Crew

SECONDS = 20  # until a scheduler that does not answer is given up


class UnreachableError(Exception):
    """No scheduler answers at an address, or it has no workers; the text is a sentence."""


def cluster_crew(address: str) -> Crew:
    """The workers behind a scheduler's address, such as 'tcp://10.0.0.5:8786'. Raises UnreachableError.

    Dask does the work of a lost worker again on another; what is lost with each of them is told as KilledWorker.
    """
    dask: Any = import_module("distributed")
    try:
        client = dask.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UnreachableError(f"no scheduler answers at {address} ({error})") from None
    width = sum(client.nthreads().values())
    if not width:
        client.close()
        raise UnreachableError(f"the scheduler at {address} has no workers")
    return Crew(width, lambda: client.get_executor(retries=2, pure=False), (dask.KilledWorker,), client.close)
