"""`kring demo`: one command from a checkout to a signed-in page of a fictional school, on data that stays apart."""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from kring.config.verbs import processes
from kring.ground.postgres import Server, default_data_root, drop_databases, ensure_databases, ensure_running

SETTINGS = "kring.config.demo"
NAMES = ("kring_demo", "kring_demo_keys")
TABLES = ("**/migrations/*.py", "**/models*.py", "**/models/*.py")
NOT_DATA = frozenset({"tests", "__pycache__"})


def run(arguments: list[str]) -> int:
    """Show Kring working. `--reset` throws the demo's own data away first and plays the school anew."""
    parser = argparse.ArgumentParser(prog="kring demo")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away and start anew")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args(arguments)
    # Whoever ends this process by its id means all of it, as with Ctrl-C: nothing may stay behind that serves.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()
    data_root = default_data_root() / "demo"
    server = ensure_running(data_root)
    running: list[subprocess.Popen] = []
    try:
        if chosen.reset:
            _reset(server, data_root)
        _prepare(server, data_root)
        port = processes.free_port(chosen.port)
        address = f"http://localhost:{port}"
        environment = processes.environment_for(server, data_root, SETTINGS, NAMES, "kring_app")
        environment |= {"KRING_ADDRESS": address}
        running.append(processes.start(["serve", "--port", str(port)], environment))
        running.append(processes.start(["worker"], environment))
        if not processes.wait_until_ready(address, running):
            print("Kring did not come up; the lines above say why.", file=sys.stderr)
            return 1
        print(f"\n  Kring is ready: {address}   ({time.monotonic() - began:.1f} s)\n"
              f"  Pick somebody of the school and look around. Ctrl-C stops it; the data stays.\n", flush=True)
        running[0].wait()
    except KeyboardInterrupt:
        print()
    finally:
        processes.end(running)
        server.stop()
    return 0


def _reset(server: Server, data_root: Path) -> None:
    print("Throwing away the demo's own data …", flush=True)
    drop_databases(server, *NAMES)
    for name in ("files", "root.key", "ready"):
        path = data_root / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _prepare(server: Server, data_root: Path) -> None:
    """Migrate and play the school, unless that was done for this very version of tables and story."""
    stamp, wanted = data_root / "ready", _version()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if stamp.exists():
        print("The demo was made by another version; it is made anew.", flush=True)
        _reset(server, data_root)
    ensure_databases(server, *NAMES)
    print("Making the tables …", flush=True)
    owner = processes.environment_for(server, data_root, SETTINGS, NAMES, "kring_owner")
    subprocess.run([sys.executable, "-c", "from kring.config.verbs.migrate import as_owner; as_owner()"],
                   env=owner, check=True)
    print("Playing six weeks of Het Hoefblad through the same acts that people use …", flush=True)
    player = processes.environment_for(server, data_root, SETTINGS, NAMES, "kring_app")
    subprocess.run([sys.executable, "-c", "from kring.config.verbs.demo import play; play()"], env=player, check=True)
    stamp.write_text(wanted)


def play() -> None:
    """Play the school in this process, as the app role, and print how far it is."""
    import django

    django.setup()
    from world.play import play as play_world

    play_world(progress=lambda text: print(f"  {text}", flush=True))


def version_of(*, package: Path, world: Path) -> str:
    """Return a digest of everything that the demo's data is made of: the tables, and the world with its texts, its
    pictures and its play, by name and content. Tests are no part of it."""
    digest = hashlib.sha256()
    for root, patterns in ((package, TABLES), (world, ("**/*",))):
        for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
            name = path.relative_to(root)
            if path.is_file() and NOT_DATA.isdisjoint(name.parts):
                digest.update(f"{name.as_posix()}\n{path.stat().st_size}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _version() -> str:
    import world

    here = version_of(package=Path(__file__).resolve().parents[2], world=Path(world.__file__).parent)
    return here + os.environ.get("KRING_DEMO_SALT", "")
