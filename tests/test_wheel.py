"""What goes into the wheel: the product with its norms and the fictional school, and no test of either."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.tree import REPOSITORY, tracked_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built by pip from the tracked files, in a folder of their own."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in tracked_files():
        copy = source / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((REPOSITORY / name).read_bytes())
    done = subprocess.run([sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q", "-w", str(made)],
                          cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    (wheel,) = made.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def inside(wheel):
    """The names in the wheel."""
    return {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_no_test_is_in_the_wheel(inside):
    assert any("/tests/" in name for name in tracked_files())
    assert [name for name in inside if "/tests/" in name or name.startswith("tests/")] == []


def test_the_texts_and_pictures_of_the_school_are_in_the_wheel(inside):
    of_the_world = {name for name in tracked_files() if name.startswith("world/") and "/tests/" not in name}
    assert {Path(name).suffix for name in of_the_world} == {".py", ".txt", ".json", ".jpg"}
    assert {name for name in inside if name.startswith("world/")} == of_the_world


def test_norms_catalogues_and_the_style_sheet_are_in_the_wheel(inside):
    assert {f"kring/norms/data/{name.removeprefix('norms/')}" for name in tracked_files() if name.startswith("norms/")} <= inside
    assert {f"{name.removeprefix('src/').removesuffix('.po')}.mo" for name in tracked_files()
            if name.startswith("src/") and name.endswith(".po")} <= inside
    assert "kring/web/static/web/css/kring.css" in inside


def test_what_is_installed_runs_without_the_checkout_and_says_what_works(wheel, tmp_path):
    ZipFile(wheel).extractall(tmp_path)
    kept = (REPOSITORY / "docs/evidence.json").is_file()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path), "KRING_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-m", "kring", "norms", "--json"], cwd=tmp_path, env=environment,
                          capture_output=True, text=True)
    assert done.returncode == (0 if kept else 1), done.stderr[-2000:]
    assert len(json.loads(done.stdout)) == 99 if kept else "run `kring test` first" in done.stderr
