"""One's own account: caps, devices, second factors, password."""

import qrcode
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathImage

from kring.domains.accounts.actions import changes, directory, factors, invitations, signin
from kring.domains.accounts.actions.sessions import fresh_facts, real_now
from kring.domains.accounts.forms import CapForm, CodeForm, CredentialForm, PasswordForm
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.queries import invitations as invitation_queries
from kring.domains.accounts.terms import Method, Purpose, device_of
from kring.domains.accounts.views.doors import account_page, changing, onward, origin_of, tell, way_on, with_next
from kring.ground import clock
from kring.norms import Refused
from kring.web.access import access


@account_page
def account(request):
    opened, actor = request.opened, request.actor
    here = request.session.stored(request.session.session_key)
    values = {
        "account": opened.account, "has": queries.factors(account_id=opened.account.id), "can_switch": opened.has_choice,
        "devices": queries.devices(account_id=opened.account.id, here=here, at=real_now()), "now": real_now(),
        "recovery": actor and invitation_queries.open_invitation_of(
            board_id=actor.board_id, person_id=actor.person_id, purpose=Purpose.RECOVERY, at=clock.now()),
    }
    return render(request, "accounts/account.html", values)


@require_POST
@account_page
def devices(request):
    account_id, key = request.opened.account.id, request.session.stored(request.session.session_key)
    if "device" in request.POST:
        directory.end_session(account_id=account_id, key=request.POST["device"])
    else:
        directory.end_sessions(account_id=account_id, but=key)
    messages.success(request, _("Signed out there. It holds from now on."))
    return redirect("accounts:account")


@account_page
def caps(request):
    opened, form = request.opened, CapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signin.wear(session=request.session, account=opened.account, wanted=form.wanted(), fresh=fresh_facts(opened),
                        at=clock.now())
        except Refused as refusal:
            if "accounts.not_fresh" not in refusal.verdict.codes:
                raise
            return redirect(with_next("accounts:proof", with_next("accounts:caps", onward(request))))
        return redirect(onward(request) or "/")
    back = opened.wearer.board_id if opened.wearer else None
    places = queries.places(account_id=opened.account.id, at=real_now(), back=back)
    values = {"places": places, "next": onward(request), "worn": opened.wearer, "many_boards": opened.boards > 1}
    return render(request, "accounts/caps.html", values)


@account_page
def proof(request):
    opened, form = request.opened, CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        method, verdict = signin.try_second_step(session=request.session, account=opened.account, origin=origin_of(request),
                                                 code=form.cleaned_data["code"], at=clock.now())
        if method:
            signin.add_proof(session=request.session, method=method)
            return redirect(onward(request) or "/")
        tell_wrong(form, verdict)
    values = {"form": form, "next": onward(request), "has": queries.factors(account_id=opened.account.id)}
    return render(request, "accounts/proof.html", values, status=422 if form.errors else 200)


def tell_wrong(form, verdict):
    if verdict.allowed:
        form.add_error("code", _("This code is not right, or was used already. Wait for the next one."))
    else:
        tell(form, "code", verdict)


@require_POST
@account_page
def proof_options(request):
    return JsonResponse(factors.begin_proof(request=request, account=request.opened.account))


@require_POST
@account_page
def proof_by_passkey(request):
    form = CredentialForm(request.POST)
    credential = form.cleaned_data["credential"] if form.is_valid() else {}
    found = factors.account_of_passkey(request=request, credential=credential, at=clock.now())
    if found is None or found.id != request.opened.account.id:
        messages.error(request, _("That did not work. Try again, or use a code."))
        return redirect(with_next("accounts:proof", onward(request)))
    signin.add_proof(session=request.session, method=Method.PASSKEY)
    return redirect(onward(request) or "/")


@account_page
def second_factor(request):
    opened = request.opened
    values = {"has": queries.factors(account_id=opened.account.id), "verdict": opened.verdict, "wearer": opened.wearer}
    if opened.has_second_factor and not opened.verdict.allowed:
        return way_on(opened, onward(request))
    return render(request, "accounts/second_factor.html", values)


@require_POST
@changing
def passkey_options(request):
    return JsonResponse(changes.begin_passkey(request=request, opened=request.opened))


@require_POST
@changing
def passkeys(request):
    form, name = CredentialForm(request.POST), device_of(request.headers.get("User-Agent", ""))
    if form.is_valid() and changes.add_passkey(request=request, opened=request.opened, name=name or _("Passkey"),
                                               credential=form.cleaned_data["credential"], at=clock.now()):
        messages.success(request, _("Kept. From now on you sign in with it."))
        return redirect("accounts:account")
    messages.error(request, _("That did not work. Your device has added nothing."))
    return redirect("accounts:second-factor")


@changing
def authenticator(request):
    seed, address = changes.begin_app(session=request.session, opened=request.opened)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if changes.add_app(session=request.session, opened=request.opened, code=form.cleaned_data["code"], at=clock.now()):
            messages.success(request, _("Kept. From now on your app gives you the code."))
            return redirect("accounts:account")
        form.add_error("code", _("This code is not right. Wait for the next one, and look at the clock of your phone."))
    values = {"form": form, "seed": seed, "picture": _picture(address), "address": address}
    return render(request, "accounts/authenticator.html", values, status=422 if form.errors else 200)


def _picture(address: str) -> str:
    """The address as a QR code, drawn in the page itself: no picture with a secret is ever asked for."""
    drawn = qrcode.make(address, image_factory=SvgPathImage, border=2).to_string().decode()
    return mark_safe(drawn.split("?>", 1)[-1])  # noqa: S308 - made here out of modules


@require_POST
@changing
def recovery_codes(request):
    codes = changes.new_codes(session=request.session, opened=request.opened, at=clock.now())
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@require_POST
@changing
def removal(request):
    wanted = request.POST.get("factor", "")
    changes.remove_factor(opened=request.opened, factor_id=int(wanted) if wanted.isdecimal() else None, at=clock.now())
    messages.success(request, _("Removed."))
    return redirect("accounts:account")


@sensitive_post_parameters("password", "again")
@changing
def password(request):
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changes.change_password(session=request.session, opened=request.opened, password=form.cleaned_data["password"],
                                    at=clock.now())
        except Refused as refusal:
            tell(form, "password", refusal.verdict)
        else:
            messages.success(request, _("Your password is new. Other devices are signed out."))
            return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@access.signed_in
def recovery_stop(request, invitation_id):
    invitations.stop(actor=request.actor, invitation_id=invitation_id, at=clock.now())
    messages.success(request, _("Stopped. That code opens nothing any more."))
    return redirect("accounts:account")
