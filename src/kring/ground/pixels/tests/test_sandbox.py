"""A decoder that turned hostile gets nothing: a process behind the sandbox tries everything, and reports."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from kring.ground import pixels
from kring.ground.pixels import workshop

HOSTILE = """
import ctypes, json, os, resource, signal, socket, sys, threading
from kring.ground.pixels import sandbox

libc = ctypes.CDLL(None, use_errno=True)
parent, out = os.getppid(), os.dup(1)

def opens(): open("/etc/passwd").read()
def writes(): open("/tmp/kring-sandbox-was-here", "w")
def lists(): os.listdir("/")
def connects(): socket.create_connection(("127.0.0.1", 9))
def unix_socket(): socket.socketpair()
def forks():
    if os.fork() == 0: os._exit(0)
def runs(): os.execv("/bin/true", ["/bin/true"])
def kills(): os.kill(parent, 0)
def takes_more(): resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
def becomes_root(): os.setresuid(0, 0, 0)
def copies(): os.dup(out)
def raw_open():
    if libc.syscall(257 if os.uname().machine == "x86_64" else 56, -100, b"/etc/passwd", 0) < 0: raise OSError(ctypes.get_errno(), "")
def traces():
    if libc.ptrace(16, parent, 0, 0) < 0: raise OSError(ctypes.get_errno(), "")
def grows(): bytearray(2 << 30)
def computes(): sum(range(1000))
def threads():
    t = threading.Thread(target=computes); t.start(); t.join()

tried = {}
acts = [opens, writes, lists, connects, unix_socket, forks, kills, takes_more, becomes_root, copies, raw_open, traces, grows, runs, computes, threads]
if sys.argv[1] == "closed": sandbox.lock_down()
for act in acts:
    if sys.argv[1] == "open" and act in (runs, grows, becomes_root, traces): continue
    try: act(); tried[act.__name__] = "done"
    except BaseException as error: tried[act.__name__] = type(error).__name__
os.write(out, json.dumps(tried).encode())
os._exit(0)
"""
ENDLESS = """
import sys
from kring.ground.pixels import sandbox
sandbox.lock_down(**{sys.argv[1]: 1})
while True: pass
"""


def behind(source, *arguments):
    path = next(p for p in sys.path if p.endswith("src"))
    return subprocess.run([sys.executable, "-c", source, *arguments], capture_output=True, env={"PYTHONPATH": path}, timeout=60)


def test_behind_the_sandbox_nothing_reaches_outside():
    tried = json.loads(behind(HOSTILE, "closed").stdout)
    assert {name for name, how in tried.items() if how == "done"} == {"computes", "threads"}
    assert tried["grows"] == "MemoryError"


def test_the_same_acts_do_work_without_the_sandbox():
    """So that the test above cannot pass because the acts fail anyway."""
    tried = json.loads(behind(HOSTILE, "open").stdout)
    assert {name for name, how in tried.items() if how != "done"} == {"connects"}  # nobody listens there


@pytest.mark.parametrize(("limit", "ended_by"), [("cpu_seconds", {signal.SIGXCPU, signal.SIGKILL}), ("wall_seconds", {signal.SIGALRM})])
def test_what_never_ends_is_ended(limit, ended_by):
    assert -behind(ENDLESS, limit).returncode in ended_by


def test_the_zygote_inherits_neither_environment_nor_files(shared_data):
    os.environ["KRING_SECRET_FOR_THIS_TEST"] = "canary"
    own = open(shared_data / "photos/two-people.jpg", "rb")  # noqa: SIM115
    os.set_inheritable(own.fileno(), True)
    mine = workshop.Workshop()
    try:
        mine._started()
        process = f"/proc/{mine.process_id}"
        with open(f"{process}/environ", "rb") as environment:
            assert b"canary" not in environment.read()
        held = sorted(os.readlink(f"{process}/fd/{name}") for name in os.listdir(f"{process}/fd"))
        assert [name for name in held if name != "/dev/null" and not name.startswith("socket:")] == []
        assert len([name for name in held if name.startswith("socket:")]) == 1
    finally:
        mine.close()
        own.close()
        del os.environ["KRING_SECRET_FOR_THIS_TEST"]


def test_a_killed_worker_is_a_refusal_in_words_and_the_next_picture_is_taken(shared_data):
    photo = (shared_data / "photos/two-people.jpg").read_bytes()
    mine = workshop.Workshop()
    try:
        mine._started()
        first = mine.process_id

        def end_it():
            time.sleep(0.2)
            os.killpg(first, signal.SIGKILL)

        killer = threading.Thread(target=end_it)
        killer.start()
        with pytest.raises(pixels.Unreadable) as refused:
            mine.ask({"do": "ingest", "kind": "JPEG"}, photo)
        killer.join()
        assert refused.value.code == "crashed"
        answer, _ = mine.ask({"do": "ingest", "kind": "JPEG"}, photo)
        assert len(answer["faces"]) == 2
        assert mine.process_id != first
    finally:
        mine.close()


def test_one_process_per_picture(shared_data):
    """The zygote stays; each picture is opened in a child of it that ends."""
    photo = (shared_data / "images/gray16.png").read_bytes()
    mine = workshop.Workshop()
    try:
        for _ in range(3):
            mine.ask({"do": "ingest", "kind": "PNG"}, photo)
            with open(f"/proc/{mine.process_id}/task/{mine.process_id}/children") as children:
                assert children.read().split() == []
        with open(f"/proc/{mine.process_id}/status") as status:
            assert "Threads:\t1\n" in status.read()
    finally:
        mine.close()


def test_an_answer_is_not_believed_when_it_is_no_bare_picture():
    head = {"pictures": [[10, 10, 4]] * 4, "faces": [], "dim": False}
    with pytest.raises(pixels.Unreadable) as refused:
        workshop._renditions(head, b"<htm" * 4)
    assert refused.value.code == "crashed"
    with pytest.raises(pixels.Unreadable):
        workshop._faces({"faces": [[0, 0, 9, 9, 1]]})
