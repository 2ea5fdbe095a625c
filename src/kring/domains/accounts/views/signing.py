"""Coming in and going out."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kring.domains.accounts.actions import factors, signin
from kring.domains.accounts.forms import CodeForm, CredentialForm, SignInForm
from kring.domains.accounts.queries import directory
from kring.domains.accounts.terms import Method
from kring.domains.accounts.views.doors import RETRY_SECONDS, come_in, onward, origin_of, tell, way_on, with_next
from kring.ground import clock
from kring.web.access import access


@sensitive_post_parameters("password")
@access.public
def sign_in(request):
    if request.opened:
        return way_on(request.opened, onward(request))
    form, verdict = SignInForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        typed, password = form.cleaned_data["login"], form.cleaned_data["password"]
        tried = signin.try_password(typed=typed, password=password, origin=origin_of(request), at=clock.now())
        if tried.account:
            return _after_password(request, tried.account)
        verdict = tried.verdict
        _say_wrong(form, verdict, _("Name and password do not belong together. Capitals and small letters make a difference."))
    return _again(request, "accounts/sign_in.html", {"form": form, "next": onward(request)}, verdict, form)


def _after_password(request, account):
    if not signin.has_second_step(account=account):
        return come_in(request, account, [Method.PASSWORD], onward(request))
    signin.wait_for_second_step(session=request.session, account=account, onward=onward(request), at=clock.now())
    return redirect("accounts:second-step")


def _say_wrong(form, verdict, text):
    if verdict.allowed:
        form.add_error(None, text)
    else:
        tell(form, None, verdict)


def _again(request, template, values, verdict, form):
    """The same page once more, with what is wrong; a try too many says after how long it works again."""
    often = verdict is not None and not verdict.allowed
    response = render(request, template, values, status=429 if often else 422 if form.errors else 200)
    if often:
        response["Retry-After"] = RETRY_SECONDS
    return response


@access.public
def second_step(request):
    account = signin.pending(session=request.session)
    if account is None:
        return redirect("accounts:sign-in")
    form, verdict, kept = CodeForm(request.POST or None), None, request.session[signin.PENDING]
    if request.method == "POST" and form.is_valid():
        method, verdict = signin.try_second_step(session=request.session, account=account, origin=origin_of(request),
                                                 code=form.cleaned_data["code"], at=clock.now())
        if method:
            return come_in(request, account, [Method.PASSWORD, method], kept["next"])
        _say_wrong(form, verdict, _("This code is not right, or was used already. Wait for the next one."))
    values = {"form": form, "has": directory.factors(account_id=account.id), "mailed": "mailed" in kept, "next": kept["next"]}
    return _again(request, "accounts/second_step.html", values, verdict, form)


@require_POST
@access.public
def passkey_options(request):
    return JsonResponse(factors.begin_proof(request=request))


@require_POST
@access.public
def passkey(request):
    form, account = CredentialForm(request.POST), None
    if form.is_valid():
        account = factors.account_of_passkey(request=request, credential=form.cleaned_data["credential"], at=clock.now())
    if account is None:
        messages.error(request, _("That did not work. Try again, or sign in with your password."))
        return redirect(with_next("accounts:sign-in", onward(request)))
    return come_in(request, account, [Method.PASSKEY], onward(request))


@access.public
def sign_out(request):
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    request.session.flush()
    response = redirect("accounts:sign-in")
    # What the pages of this person left in the browser goes; what the browser knows of the device itself stays.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
