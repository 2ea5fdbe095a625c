"""From a checkout with its packages to the first page of the demo, and a second start on the data that is there.

The installation itself is not measured: it needs a package index, and says more about the network than about Kring.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path

from bench.rows import Row, not_yet, told

REPOSITORY = Path(__file__).resolve().parents[1]
SECOND, PORT = 5, "8790"
READY = re.compile(rb"Kring is ready: \S+ +\(([\d.]+) s\)")


def measure() -> list[Row]:
    """This function will start the demo twice in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="kring-", ignore_cleanup_errors=True) as folder:
        # As root the server runs as somebody else, who must be able to enter.
        os.chmod(folder, 0o755)
        first, again = _start(folder), _start(folder)
    return [
        not_yet(what="clone to signed-in demo page, installation included", target="first page ≤ 2 × a bare Django project",
                why="the installation needs a package index"),
        Row("demo: first start, packages there", "six weeks played, no figure set", told(first)),
        Row("demo: second start", f"≤ {SECOND} s", told(again), f"{SECOND} s", f"{again / SECOND:.2f} ×", again <= SECOND),
    ]


def _start(folder: str) -> float:
    """Start, wait for the first page, end it as somebody at the keyboard would; return what it said it took."""
    environment = {**os.environ, "KRING_DATA": folder, "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}"}
    command = [sys.executable, "-m", "kring", "demo", "--port", PORT]
    # A shell in the background makes its children deaf to the keyboard; the demo must hear it.
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    seconds, said = None, deque(maxlen=5)
    for line in process.stdout:
        said.append(line.decode(errors="replace"))
        if found := READY.search(line):
            seconds = float(found[1])
            process.send_signal(signal.SIGINT)
    process.wait()
    if seconds is None:
        raise RuntimeError("the demo did not come up: " + "".join(said))
    return seconds
