"""One method in a fresh process: seconds to import, first and second fit, and peak memory.

python benchmarks/_fresh.py METHOD CASE.pickle      prints one JSON object
"""

import time

STARTED = time.process_time()

import json  # noqa: E402
import pickle  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402


def main(method: str, file: str) -> None:
    """Import what the method needs, read the case, fit twice."""
    fit = METHODS[method]()
    imported = time.process_time() - STARTED
    with open(file, "rb") as handle:
        case = pickle.load(handle)
    seconds = []
    for _ in range(2):
        before = time.process_time()
        fit(case)
        seconds.append(time.process_time() - before)
    found = {"import": imported, "first": seconds[0], "second": seconds[1], "mb": peak_mb()}
    print(json.dumps(found))


def peak_mb() -> float:
    """Peak memory of this process alone: `getrusage` also counts the parent it was forked from."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def page(kernel: str) -> Callable[[], Callable[[Any], Any]]:
    """The page fit by one of the two kernels."""

    def prepare() -> Callable[[Any], Any]:
        from numpy.random import PCG64, Generator

        from unspiral.dynamics import kernels
        from unspiral.dynamics.model import PAGE

        kernels.NAME = kernel
        return lambda case: PAGE.fit(case[0].panel, case[1], Generator(PCG64(1)))

    return prepare


def peer(name: str, needs: str) -> Callable[[], Callable[[Any], Any]]:
    """A method of `_peers`; `needs` is the package whose import counts."""

    def prepare() -> Callable[[Any], Any]:
        import importlib

        import _peers

        importlib.import_module(needs)
        return lambda case: getattr(_peers, name)(case[0])

    return prepare


def nuts() -> Callable[[Any], Any]:
    """The oracle."""
    import _oracle

    _oracle.prepare()
    return lambda case: _oracle.estimate(case[0], case[1])


METHODS = {
    "ours, plain": page("plain"),
    "ours, compiled": page("compiled"),
    "statsmodels VAR": peer("var", "statsmodels.tsa.api"),
    "statsmodels VARMAX": peer("varmax", "statsmodels.tsa.statespace.varmax"),
    "tigramite PCMCI+": peer("pcmci", "tigramite.pcmci"),
    "numpyro NUTS": nuts,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
