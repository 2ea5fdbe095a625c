"""One transaction per request, in the board of the session that it belongs to."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import translation


class BoardTransactionMiddleware:
    """Opens the session and its board in one statement, gives the view `request.actor`, and commits or rolls back.

    Last in the list, so that it sees an exception before anything turns it into an answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with transaction.atomic():
            opened = request.session.open()
            request.opened = opened
            request.actor = opened.actor if opened else None
            request.user = opened.account if opened else AnonymousUser()
            if opened:
                translation.activate(opened.account.language)
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "must_roll_back", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        request.must_roll_back = True
