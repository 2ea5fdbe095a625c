"""Named points at which a test may let something go wrong. No-ops unless a test loads a hook; nothing in a running
installation can load one.
"""

from collections.abc import Callable

_hook: Callable[[str], None] | None = None


def point(name: str) -> None:
    """This function will let the loaded hook fail, wait or kill the process here; without a hook it does nothing."""
    if _hook is not None:
        _hook(name)


def load(hook: Callable[[str], None]) -> None:
    """This function will load a test's hook."""
    global _hook
    _hook = hook


def unload() -> None:
    """This function will make every point a no-op again."""
    global _hook
    _hook = None
