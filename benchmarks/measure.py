"""Seconds of an act, and how a figure is told.

Seconds are those of the processor, child processes included: on an idle machine they pass on the clock too, and
other work that runs beside does not count.
"""

import resource
import socket
import statistics
from collections.abc import Callable


def seconds(act: Callable[[], object], times: int = 5) -> float:
    """The median of several runs, after one that warms up."""
    act()
    return statistics.median(once(act) for _ in range(times))


def once(act: Callable[[], object]) -> float:
    began = _used()
    act()
    return _used() - began


def _used() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def tell(what: str, value: float, unit: str, ratio: float | None = None, of: str = "") -> None:
    print(f"{what:<58} {value:>10.1f} {unit}" + (f"   {ratio:6.2f} × {of}" if ratio is not None else ""), flush=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
