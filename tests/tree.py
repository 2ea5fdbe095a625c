"""The repository as data for its own gates: which files there are, what they import, which domains and rooms exist."""

import ast
import functools
import importlib
import pkgutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "src/kring"
DOMAINS = SOURCE / "domains"


@functools.cache
def tracked_files() -> tuple[str, ...]:
    """This function will list the files that belong to the repository: tracked, or new and not ignored."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=REPOSITORY, capture_output=True, check=True).stdout.decode()
    return tuple(name for name in sorted(set(listed.split("\0"))) if name and (REPOSITORY / name).is_file())


def files(*suffixes: str, under: str = "") -> list[Path]:
    """This function will list the repository's files with one of these endings, below a folder."""
    return [REPOSITORY / name for name in tracked_files() if name.startswith(under) and name.endswith(suffixes)]


def product_modules() -> list[Path]:
    """This function will list the Python files of the product: no tests, no migrations."""
    return [path for path in files(".py", under="src/kring/") if not {"tests", "migrations"} & set(path.parts)]


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@functools.cache
def parsed(path: Path) -> ast.Module:
    """This function will return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


def domain_names() -> list[str]:
    return sorted(path.name for path in DOMAINS.iterdir() if (path / "__init__.py").is_file())


def room_of(path: Path) -> tuple[str, str] | None:
    """This function will return (domain, room) of a file in a domain: `actions/publish.py` is of the room actions."""
    parts = path.relative_to(SOURCE).parts
    if parts[0] != "domains" or len(parts) < 3:
        return None
    return parts[1], parts[2].removesuffix(".py")


def import_rules() -> None:
    """This function will import every `rules` room, so that the register holds all rules."""
    for name in domain_names():
        if not ((DOMAINS / name / "rules.py").is_file() or (DOMAINS / name / "rules").is_dir()):
            continue
        room = importlib.import_module(f"kring.domains.{name}.rules")
        for module in pkgutil.walk_packages(getattr(room, "__path__", ()), prefix=f"{room.__name__}."):
            importlib.import_module(module.name)


def told(found: list[str], most: int = 12) -> str:
    """This function will list what a gate found, shortened so that it can be read."""
    return "\n" + "\n".join(found[:most]) + (f"\n… and {len(found) - most} more" if len(found) > most else "")
