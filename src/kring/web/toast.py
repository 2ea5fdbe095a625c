"""A POST that can be taken back for a short while: the offer travels with Django's messages to the next page."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

UNDO = 60  # above messages.ERROR, so that a level filter keeps it


@dataclass(frozen=True)
class Undo:
    """What the toast shows; `url` takes the undo POST."""

    title: str
    text: str
    url: str
    until: datetime


def offer_undo(request: HttpRequest, *, title: str, text: str, url: str, until: datetime) -> None:
    """This function will show the undo ring on the next page, until that moment. Name no child in it."""
    offer = {"title": title, "text": text, "url": url, "until": until.isoformat()}
    messages.add_message(request, UNDO, json.dumps(offer))


def undo_of(message: Message) -> Undo | None:
    """This function will return the offer in a message, or None for a plain one."""
    if message.level != UNDO:
        return None
    offer = json.loads(str(message.message))
    return Undo(offer["title"], offer["text"], offer["url"], datetime.fromisoformat(offer["until"]))
