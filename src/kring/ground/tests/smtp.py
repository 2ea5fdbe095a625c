"""A small SMTP server on this machine, for tests: keeps what it is sent, and refuses the addresses that it is told to."""

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Letter:
    """One mail as it came over the line."""

    sender: str
    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        return self.message.get_content().replace("\r\n", "\n")


@dataclass
class Post:
    """What arrived, and how the server is to answer: address → code, for addresses that it refuses."""

    letters: list[Letter] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    calls: int = 0
    drops_lines: bool = False


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        post: Post = self.server.post
        post.calls += 1
        if post.drops_lines:
            return
        self.say("220 post")
        sender = to = ""
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "MAIL":
                sender = rest
                self.say("250 ok")
            elif verb.upper() == "RCPT":
                to = rest.partition(":")[2].strip("<> ")
                code = post.refuses.get(to, 250)
                self.say(f"{code} {'ok' if code == 250 else 'no'}")
            elif verb.upper() == "DATA":
                self.say("354 go on")
                post.letters.append(Letter(sender, to, self.read_letter()))
                self.say("250 kept")
            elif verb.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def read_letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.post = Post()
        super().__init__(("127.0.0.1", 0), Handler)

    def __enter__(self) -> "Server":
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *problem) -> None:
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"
