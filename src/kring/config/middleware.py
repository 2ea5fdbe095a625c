"""One transaction per request, in the board of the session that it belongs to."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from kring.domains.accounts.actions import directory
from kring.domains.accounts.actions.sessions import fresh_facts
from kring.domains.accounts.rules import sessions as account_rules
from kring.web import hx, voice
from kring.web.frame import Names


class BoardTransactionMiddleware:
    """Opens the session and its board in one statement, gives the view `request.actor`, and commits or rolls back.

    A session that has not proved enough has no actor: every door but the public ones is closed to it, and sign-in
    leads it on. Last in the list, so that it sees an exception before anything turns it into an answer.
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
                _dress(request, opened)
            response = self.get_response(request)
            if opened:
                _keep_language(response, opened.account)
            if response.status_code >= 500 or getattr(request, "must_roll_back", False):
                transaction.set_rollback(True)
        return response

    def process_view(self, request, view, args, kwargs):
        """Ask for a fresh proof of identity before a view that wants one (`@access(…, step_up=True)`)."""
        admits = getattr(view, "access", None)
        if admits is None or not admits.step_up or request.actor is None:
            return None
        if account_rules.is_fresh(fresh_facts(request.opened)).allowed:
            return None
        page = hx.current_path(request)
        target = reverse("accounts:proof") + (f"?{urlencode({'next': page})}" if page else "")
        if hx.is_htmx(request):
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)

    def process_exception(self, request, exception):
        request.must_roll_back = True


def _dress(request, opened):
    """What a page shows around itself for this person: the language, the place, the way to another cap."""
    worn = [opened.wearer.capacity] if opened.wearer else [cap.capacity for cap in opened.caps]
    voice.speak(request, language=opened.account.language, near=voice.is_near(worn))
    request.names = Names(school=opened.place, cap_url=reverse("accounts:caps") if opened.has_choice else "")


def _keep_language(response, account):
    """The choice of language is a cookie; whoever is signed in takes it along to every device."""
    chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is not None and chosen.value != account.language and chosen.value in dict(settings.LANGUAGES):
        directory.choose_language(account_id=account.id, language=chosen.value)
