"""What a request says, read: ids that are none lead nowhere, as ids of nothing do."""

from uuid import UUID

from django.http import Http404


def uuid_of(text: str | None) -> UUID | None:
    """This function will return the id that was sent, None for none. Raises: Http404 for what is no id."""
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise Http404 from wrong
