"""How a reader says what is wrong with a file: where, what, and what to do. No reader prints or logs a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Word(str):
    """A parameter that is itself an English source string, to be translated before it is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, at one place. ``text`` is an English source string with {name} places for ``params``."""

    code: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    field: str = ""


class Unreadable(Exception):
    """The file as a whole cannot be used. ``more`` holds further problems of the same kind of reading."""

    def __init__(
        self,
        *,
        code: str,
        text: str,
        params: Mapping[str, object] | None = None,
        line: int | None = None,
        more: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.params = dict(params or {})
        self.line = line
        self.more = more

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was found, the first one first."""
        first = Problem(code=self.code, text=self.text, params=self.params, line=self.line)
        return (first, *self.more)


def refuse_all(problems: list[Problem]) -> None:
    """Raise one Unreadable for all problems found, or nothing when there are none."""
    if problems:
        first, *rest = problems
        raise Unreadable(code=first.code, text=first.text, params=first.params, line=first.line, more=tuple(rest))
