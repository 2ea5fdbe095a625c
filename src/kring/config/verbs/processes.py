"""Starting and ending the processes of one installation together: pages with streams, and the worker."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request


def start(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    """Start one of Kring's own processes with this environment."""
    return subprocess.Popen([sys.executable, "-m", "kring", *command], env=environment)


def wait_until_ready(address: str, processes: list[subprocess.Popen], seconds: float = 60) -> bool:
    """Return whether the pages answer before a process ends or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and all(p.poll() is None for p in processes):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 - our own address
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False


def end(processes: list[subprocess.Popen]) -> None:
    """End the processes that still run, politely, then for good."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port(wanted: int) -> int:
    """Return the wanted port when nobody listens on it, else one that the system gives."""
    import socket

    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise OSError("no free port on this machine")


def environment_for(server, data_root, settings: str, names: tuple[str, str], role: str) -> dict[str, str]:
    """Return the environment of a process of this installation, connected under one role."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "KRING_DATA": str(data_root),
        "DATABASE_URL": server.url(names[0], role),
        "KEYS_DATABASE_URL": server.url(names[1], role),
    }
