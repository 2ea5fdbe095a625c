"""What a measurement gives: a row for the table, with the ratio to what it is held against."""

import gc
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. `holds` is None where nothing could be said; `ours` and `other` are printed as they are."""

    what: str
    target: str
    ours: str
    other: str = ""
    ratio: str = ""
    holds: bool | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        return {True: "holds", False: "does not hold", None: "–"}[self.holds]


@dataclass(frozen=True)
class Spent:
    """Seconds per unit of work: wall clock and CPU, each the median of several rounds."""

    wall: float
    cpu: float


class Watch:
    """Measures one piece of work that cannot be done twice."""

    def __init__(self) -> None:
        self._cpu, self._wall = _cpu(False), time.perf_counter()

    def stop(self) -> Spent:
        return Spent(time.perf_counter() - self._wall, _cpu(False) - self._cpu)


def not_yet(*, what: str, target: str, why: str) -> Row:
    """This function will give the row of a figure that has no number, with the reason."""
    return Row(what, target, ours="not yet", note=why)


def spent(work: Callable[[], object], *, units: int = 1, rounds: int = 5, children: bool = False) -> Spent:
    """This function will run some work a number of rounds and give the medians per unit, the first round left out.

    With `children` the CPU of ended child processes counts too.
    """
    walls, cpus = [], []
    for _ in range(rounds + 1):
        gc.collect()
        cpu, wall = _cpu(children), time.perf_counter()
        work()
        walls.append((time.perf_counter() - wall) / units)
        cpus.append((_cpu(children) - cpu) / units)
    return Spent(statistics.median(walls[1:]), statistics.median(cpus[1:]))


def compared(*works: Callable[[], object], units: int = 1, rounds: int = 5) -> tuple[Spent, ...]:
    """This function will measure pieces of work in turns, so that a busy moment of the machine meets all of them alike."""
    found: list[list[Spent]] = [[] for _ in works]
    for _ in range(rounds):
        for kept, work in zip(found, works, strict=True):
            kept.append(spent(work, units=units, rounds=1))
    return tuple(Spent(statistics.median(s.wall for s in kept), statistics.median(s.cpu for s in kept)) for kept in found)


def told(seconds: float) -> str:
    """This function will write a duration so that it can be read."""
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1 or unit == "µs":
            return f"{seconds * factor:.3g} {unit}"
    return ""


def _cpu(children: bool) -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) if children else (resource.RUSAGE_SELF,)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))
