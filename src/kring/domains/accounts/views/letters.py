"""Coming in with a letter: the code, the second proof, the account."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kring.domains.accounts.actions import claims
from kring.domains.accounts.forms import AccountForm, CodeForm, LetterCodeForm
from kring.domains.accounts.queries import invitations
from kring.domains.accounts.views.doors import RETRY_SECONDS, come_in, origin_of, tell
from kring.ground import clock
from kring.norms import Refused
from kring.web import voice
from kring.web.access import access


@access.public
def letter(request, code=""):
    """The code itself. Opening the address from a letter uses nothing up; only the button does."""
    form = LetterCodeForm(request.POST or None, initial={"code": code})
    status = 200
    if request.method == "POST" and form.is_valid():
        verdict = claims.claim(session=request.session, typed=form.cleaned_data["code"], net=origin_of(request).net,
                               at=clock.now())
        if verdict.allowed:
            return redirect("accounts:letter-proof")
        tell(form, "code", verdict)
        status = 429 if "accounts.too_often" in verdict.codes else 422
    response = render(request, "accounts/letter.html", {"form": form}, status=status if form.errors else 200)
    if status == 429:
        response["Retry-After"] = RETRY_SECONDS
    return response


def _mine(request, *, lock=False):
    """What this browser holds. From here on it is known to whom we speak."""
    at = clock.now()
    mine = claims.held(session=request.session, at=at, lock=lock)
    if mine and not request.opened:
        near = invitations.is_for_one_of_us(found=mine.invitation, on=clock.today(at))
        voice.speak(request, language=request.LANGUAGE_CODE, near=near)
    return mine


@access.public
def letter_proof(request):
    mine, at = _mine(request, lock=request.method == "POST"), clock.now()
    if mine is None:
        return redirect("accounts:letter")
    if mine.proof:
        return redirect("accounts:letter-account")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if claims.prove(mine=mine, code=form.cleaned_data["code"], at=at):
            return redirect("accounts:letter-account")
        form.add_error("code", _("This code is not right. Take the newest mail; the code works for ten minutes."))
    return render(request, "accounts/letter_proof.html", {"form": form, "mine": mine}, status=422 if form.errors else 200)


@require_POST
@access.public
def letter_mail(request):
    """Send the code once more, or take the way by the desk instead."""
    mine = _mine(request, lock=True)
    if mine is None:
        return redirect("accounts:letter")
    if "desk" in request.POST:
        claims.go_by_desk(mine=mine)
    elif claims.mail_code(found=mine.invitation, row=mine.claim, at=clock.now()):
        messages.success(request, _("A new code is on its way."))
    else:
        messages.info(request, _("The last code still works. Look in your mail, also among the unwanted."))
    return redirect("accounts:letter-proof")


@sensitive_post_parameters("password", "again")
@access.public
def letter_account(request):
    mine = _mine(request, lock=request.method == "POST")
    if mine is None or not mine.proof:
        return redirect("accounts:letter-proof" if mine else "accounts:letter")
    if request.method == "POST" and "mine" in request.POST and request.opened:
        return _into_own_account(request, mine)
    form = AccountForm(request.POST or None, initial={"username": claims.suggested_name(mine=mine)})
    if request.method == "POST" and form.is_valid() and (made := _made(request, mine, form)):
        return made
    values = {"form": form, "opened": request.opened, "mine_field": {"mine": "1"}}
    return render(request, "accounts/letter_account.html", values, status=422 if form.errors else 200)


def _made(request, mine, form):
    """Make the account; what may not be is said at its field."""
    data = form.cleaned_data
    try:
        account, methods = claims.accept(request=request, mine=mine, username=data["username"], password=data["password"],
                                         credential=data["credential"], language=request.LANGUAGE_CODE, at=clock.now())
    except Refused as refusal:
        tell(form, "username" if "accounts.name_taken" in refusal.verdict.codes else "password", refusal.verdict)
        return None
    if account is None:
        form.add_error(None, _("Your device made no passkey. Try again, or choose a password."))
        return None
    claims.let_go(session=request.session)
    return come_in(request, account, methods, "")


def _into_own_account(request, mine):
    claims.accept_into(mine=mine, account=request.opened.account, at=clock.now())
    claims.let_go(session=request.session)
    messages.success(request, _("Added to your account. Choose as whom you go on."))
    return redirect("accounts:caps")


@require_POST
@access.public
def letter_passkey_options(request):
    mine = _mine(request)
    if mine is None or not mine.proof:
        return JsonResponse({}, status=404)
    return JsonResponse(claims.begin_passkey(request=request, mine=mine, username=request.POST.get("username", "")))
