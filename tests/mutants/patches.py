"""Applies each kept patch to a copy of the tree and demands that the tests it names turn red.

A patch (`tests/mutants/patches/*.patch`) starts with one or more lines `# expects-red: <pytest node>`, then a
sentence on the fault, then a unified diff against the repository's root (context may be left out: a hunk
`@@ -0,0 +1 @@` puts a line first in a file whatever stands there). The named tests must first be green in the
untouched copy.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.tree import REPOSITORY, tracked_files

FOLDER = Path(__file__).parent / "patches"
MARK = "# expects-red: "


@dataclass(frozen=True)
class Patch:
    path: Path
    nodes: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.stem


def main(arguments: list[str] | None = None) -> int:
    """This function will try the kept patches and return 1 if any fault went unseen."""
    parser = argparse.ArgumentParser(prog="kring mutants --patches", description=main.__doc__)
    parser.add_argument("names", nargs="*", help="only patches whose name contains one of these")
    options = parser.parse_args(arguments)
    patches = [patch for patch in kept_patches() if not options.names or any(n in patch.name for n in options.names)]
    unseen = 0
    green: set[tuple[str, ...]] = set()
    with working_copy() as copy:
        for patch in patches:
            problem = try_patch(patch, copy, green)
            unseen += bool(problem)
            print(f"{patch.name}: {problem or 'seen'}", flush=True)
    print(f"{len(patches) - unseen} of {len(patches)} planted faults were seen")
    return 1 if unseen else 0


def kept_patches() -> list[Patch]:
    """This function will read every kept patch. Raises: ValueError for one that names no test."""
    return [read_patch(path) for path in sorted(FOLDER.glob("*.patch"))]


def read_patch(path: Path) -> Patch:
    """This function will read which tests a patch must turn red."""
    lines = path.read_text(encoding="utf-8").splitlines()
    nodes = tuple(line.removeprefix(MARK).strip() for line in lines if line.startswith(MARK))
    if not nodes:
        raise ValueError(f"{path.name} has no line that starts with {MARK!r}")
    return Patch(path, nodes)


@contextmanager
def working_copy():
    """This function will yield a throw-away copy of the tree, with the real inputs beside it."""
    with tempfile.TemporaryDirectory(prefix="kring-mutants-") as folder:
        copy = Path(folder) / "main"
        for name in tracked_files():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, target, follow_symlinks=False)
        for git in (("init", "-q"), ("add", "-A")):
            subprocess.run(["git", *git], cwd=copy, check=True, capture_output=True)
        shared = REPOSITORY.parent / "shared"
        if shared.is_dir():
            (Path(folder) / "shared").symlink_to(shared.resolve())
        yield copy


def try_patch(patch: Patch, copy: Path, green: set[tuple[str, ...]]) -> str:
    """This function will apply the patch, run its tests, undo it, and return what is wrong, or nothing."""
    if patch.nodes not in green:
        before = run_tests(patch.nodes, copy)
        if before.returncode != 0:
            return f"its tests are not green without it: {last_line(before)}"
        green.add(patch.nodes)
    applied = git_apply(patch, copy)
    if applied.returncode != 0:
        return f"does not apply: {applied.stderr.strip()}"
    try:
        after = run_tests(patch.nodes, copy)
    finally:
        git_apply(patch, copy, "--reverse")
    if after.returncode == 0:
        return "NOT SEEN: its tests stay green"
    return "" if after.returncode == 1 else f"breaks the run instead of a test: {last_line(after)}"


def git_apply(patch: Patch, copy: Path, *options: str) -> subprocess.CompletedProcess:
    command = ["git", "apply", "--index", "--unidiff-zero", *options, str(patch.path)]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True)


def run_tests(nodes: tuple[str, ...], copy: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(copy)]), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-m", "pytest", "-q", "--nightly", "--no-header", *nodes],
                          cwd=copy, env=environment, capture_output=True, text=True)


def last_line(done: subprocess.CompletedProcess) -> str:
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[-1] if lines else f"exit {done.returncode}"


if __name__ == "__main__":
    sys.exit(main())
