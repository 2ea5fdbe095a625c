"""Marking of sentences for people in pure code.

Here belongs only the mark. Translating happens where a sentence is shown (kring.web).
"""


def gettext_noop(message: str) -> str:
    """This function will return the sentence as it is; its name makes the catalogues find it."""
    return message
