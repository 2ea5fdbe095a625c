"""Where the data lies: beside the code in an installed package, at the root in a checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import kring
from kring.norms.data import data_folder

SHOW = "from kring.norms import norms; from kring.norms.data import data_folder; print(len(norms()), data_folder())"


def show(site: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    return subprocess.run([sys.executable, "-c", SHOW], env=environment, cwd=site, capture_output=True, text=True)


def test_an_installed_package_finds_its_own_data_and_without_any_it_says_so(tmp_path):
    package = tmp_path / "kring"
    package.mkdir()
    shutil.copy(kring.__file__, package)
    shutil.copytree(Path(kring.__file__).parent / "norms", package / "norms", ignore=shutil.ignore_patterns("tests", "__pycache__", "data"))
    without = show(tmp_path)
    assert without.returncode != 0
    assert "the norms are in neither" in without.stderr
    shutil.copytree(data_folder(), package / "norms/data")
    assert show(tmp_path).stdout.split() == ["99", str(package / "norms/data")]
