"""Parts of pages that a process keeps for a while, by everything that they were made of.

Here belongs keeping alone. What a part says is decided before it is asked for and stands in the arguments, all of them: a
part that is found is the part that would be made now. Nothing of the request belongs in one: no token, no permission.
"""

import functools
import time
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString
from django.utils.translation import get_language

Make = Callable[..., SafeString]


def kept(*, most: int, seconds: float) -> Callable[[Make], Make]:
    """This function will keep what the decorated function makes, per language and per arguments, which must be values.

    The oldest go beyond `most`; what was made longer than `seconds` ago goes when the next one is asked for, so that words
    which were erased since do not stay in memory.
    """
    def decorate(make: Make) -> Make:
        parts, lock = _Parts(most, seconds), Lock()

        @functools.wraps(make)
        def found_or_made(*values: Hashable) -> SafeString:
            key, now = (get_language(), *values), time.monotonic()
            with lock:
                part = parts.find(key, now)
            if part is None:
                part = make(*values)
                with lock:
                    parts.keep(key, part, now)
            return part

        found_or_made.parts = parts  # type: ignore[attr-defined]
        return found_or_made

    return decorate


class _Parts:
    """Parts in the order in which they were made: the first is the oldest."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._made: dict[tuple[Hashable, ...], tuple[float, SafeString]] = {}

    def __len__(self) -> int:
        return len(self._made)

    def forget(self) -> None:
        """This function will let go of everything that is kept."""
        self._made.clear()

    def find(self, key: tuple[Hashable, ...], now: float) -> SafeString | None:
        while self._made and self._oldest()[1][0] <= now - self._seconds:
            del self._made[self._oldest()[0]]
        return self._made[key][1] if key in self._made else None

    def keep(self, key: tuple[Hashable, ...], part: SafeString, now: float) -> None:
        self._made.pop(key, None)
        self._made[key] = (now, part)
        while len(self._made) > self._most:
            del self._made[self._oldest()[0]]

    def _oldest(self) -> tuple[tuple[Hashable, ...], tuple[float, SafeString]]:
        return next(iter(self._made.items()))
