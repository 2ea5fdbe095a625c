"""Words of posts: what a message is about, and what the sender answered about its pictures."""

from enum import StrEnum


class Kind(StrEnum):
    STORY = "story"
    INFORMATION = "information"


class Answer(StrEnum):
    """The answer to a question about the pictures as a whole. OPEN: not answered yet."""

    OPEN = ""
    NO = "no"
    YES = "yes"
