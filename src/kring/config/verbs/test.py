"""`kring test`: every check and every test. On a bare Debian as root it installs the browser that the journeys need."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kring.config.verbs.check import CHECKS

ROOT = Path(__file__).resolve().parents[4]


def run(arguments: list[str]) -> int:
    """Run the checks, then pytest over everything, keeping the evidence; ends with pytest's closing line."""
    browser = _browser()
    if browser is None and os.environ.get("CI") == "true":
        print("Chromium is needed for the journeys and could not be installed.", file=sys.stderr)
        return 1
    if not arguments and not _checks_hold():
        return 1
    evidence = ["--evidence", str(ROOT / "evidence" / "last.json")] if not arguments else []
    command = [sys.executable, "-m", "pytest", "-q", *evidence, *arguments]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONDONTWRITEBYTECODE": "1"}
    environment.setdefault("KRING_DATA", str(ROOT / ".kring-test") if os.geteuid() else "/var/lib/kring/test")
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _checks_hold() -> bool:
    """Return whether style and types hold; the house rules are tests and run with the others."""
    for name, command in CHECKS[:2]:
        if subprocess.run(command, cwd=ROOT).returncode != 0:
            print(f"The check of {name} does not hold.", file=sys.stderr)
            return False
    return True


def _browser() -> str | None:
    """Return the path of Chromium, installing Debian's package when that is possible."""
    found = shutil.which("chromium")
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("Installing Debian's Chromium for the journeys …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)
        if done.returncode != 0:
            return None
    return shutil.which("chromium")
