"""What the pages of accounts share: where a request came from, where it goes on, who may come in without a full proof."""

import functools

from django.http import HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from kring.domains.accounts.actions import changes, signin, throttle
from kring.domains.accounts.actions.signin import Origin
from kring.ground import clock
from kring.web.access import access
from kring.web.verdicts import said

RETRY_SECONDS = "900"
MARK_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie


def origin_of(request) -> Origin:
    meta = request.META
    net = throttle.net_of(remote=meta.get("REMOTE_ADDR", ""), forwarded=meta.get("HTTP_X_FORWARDED_FOR", ""))
    return Origin(net=net, marks=request.COOKIES.get(throttle.DEVICE_COOKIE, ""), agent=meta.get("HTTP_USER_AGENT", ""))


def onward(request) -> str:
    """The page to go on to: one of this site, by path alone; a host, a scheme or a trick with slashes is dropped."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    good = wanted.startswith("/") and wanted.isprintable() and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if good else ""


def with_next(name: str, wanted: str) -> str:
    return reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else "")


def way_on(opened, wanted: str) -> HttpResponseRedirect:
    """Where somebody who is signed in belongs: to a cap, to a second factor, to a fresh proof, or simply on."""
    if opened.wearer is None:
        return redirect(with_next("accounts:caps", wanted))
    if opened.verdict.allowed:
        return redirect(wanted or "/")
    return redirect(with_next("accounts:proof" if opened.has_second_factor else "accounts:second-factor", wanted))


def come_in(request, account, methods, wanted: str) -> HttpResponseRedirect:
    """Start the session, and let the browser remember that it was here."""
    place = signin.sign_in(session=request.session, account=account, methods=methods, origin=origin_of(request), at=clock.now())
    rotate_token(request)
    response = redirect((wanted or "/") if place else with_next("accounts:caps", wanted))
    marks = throttle.marks_with(request.COOKIES.get(throttle.DEVICE_COOKIE, ""), account)
    response.set_cookie(throttle.DEVICE_COOKIE, marks, max_age=MARK_SECONDS, secure=True, httponly=True, samesite="Lax")
    return response


def account_page(view):
    """Let in everybody with a session, also one that has not proved enough: here that is mended."""
    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if request.opened is None:
            return redirect(with_next("accounts:sign-in", request.path if request.method == "GET" else ""))
        return view(request, *args, **kwargs)

    return access.public(guarded)


def changing(view):
    """Ask for a fresh proof before a page that changes how somebody signs in."""
    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not changes.may_change(opened=request.opened).allowed:
            return redirect(with_next("accounts:proof", reverse("accounts:account")))
        return view(request, *args, **kwargs)

    return account_page(guarded)


def tell(form, field: str | None, verdict) -> None:
    """Say at a field why not, in the words of the rule, with what can be done."""
    for reason in verdict.reasons:
        form.add_error(field, " ".join([said(reason), *(said(remedy) for remedy in reason.remedies)]))
