"""Parts of pages that a process keeps for a while, by everything that they were made of.

Here belongs keeping alone. What a part says is decided before it is asked for and stands in the arguments, all of them: a
part that is found is the part that would be made now. Nothing of the request belongs in one: no token, no permission.
"""

import time
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString
from django.utils.translation import get_language

Make = Callable[..., SafeString]


def kept(*, most: int, seconds: float) -> Callable[[Make], "Kept"]:
    """This function will keep what the decorated function makes, per language and per arguments, which must be values.

    The oldest go beyond `most`; what was made longer than `seconds` ago goes when the next one is asked for, so that words
    which were erased since do not stay in memory.
    """
    return lambda make: Kept(make, most, seconds)


class Kept:
    """A function with the parts that it made, in the order in which it made them: the first is the oldest."""

    def __init__(self, make: Make, most: int, seconds: float) -> None:
        self._make, self._most, self._seconds, self._lock = make, most, seconds, Lock()
        self._made: dict[tuple[Hashable, ...], tuple[float, SafeString]] = {}

    def __call__(self, *values: Hashable) -> SafeString:
        key, now = (get_language(), *values), time.monotonic()
        with self._lock:
            while self._made and self._made[self._oldest()][0] <= now - self._seconds:
                del self._made[self._oldest()]
            if key in self._made:
                return self._made[key][1]
        part = self._make(*values)
        with self._lock:
            self._made.pop(key, None)
            self._made[key] = (now, part)
            while len(self._made) > self._most:
                del self._made[self._oldest()]
        return part

    def forget(self) -> None:
        """This function will drop every part, as a process that begins has none."""
        with self._lock:
            self._made.clear()

    def __len__(self) -> int:
        return len(self._made)

    def _oldest(self) -> tuple[Hashable, ...]:
        return next(iter(self._made))
