"""Words of posts: what a message is about, and what the sender answered about its pictures."""

import re
from dataclasses import dataclass
from enum import StrEnum

TITLE_LENGTH = 70


class Kind(StrEnum):
    STORY = "story"
    INFORMATION = "information"


class Answer(StrEnum):
    """The answer to a question about the pictures as a whole. OPEN: not answered yet."""

    OPEN = ""
    NO = "no"
    YES = "yes"


@dataclass(frozen=True)
class Words:
    """What a message says."""

    title: str
    body: str

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.body}".strip()


def split(text: str) -> Words:
    """Return a text with its first line or sentence as title, when that is short enough to be one."""
    text = text.strip()
    line, _, rest = text.partition("\n")
    sentence = re.match(r"(.+?[.!?…])(?:\s+(.*))?$", line, re.S)
    if sentence and len(sentence[1]) <= TITLE_LENGTH:
        title, rest = sentence[1], "\n".join(part for part in (sentence[2] or "", rest) if part)
    elif len(line) <= TITLE_LENGTH:
        title = line
    else:
        return Words("", text)
    return Words(title.strip().removesuffix("."), rest.strip())
