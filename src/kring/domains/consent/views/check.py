"""Checking a receipt: is it whole, and is it ours? Nothing of it is kept."""

from django.shortcuts import render

from kring.domains.consent.forms import CheckForm
from kring.domains.consent.queries import sealed_pdf, seals
from kring.ground import clock
from kring.norms import parameter
from kring.web import moments
from kring.web.access import access
from kring.web.errors import TooLarge


@access.signed_in
def check(request):
    """Read a receipt and say whether it is whole and sealed by this board."""
    form, checked = CheckForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        if document.size > int(parameter("upload.document.bytes", at=clock.now())):
            raise TooLarge
        checked = sealed_pdf.check(document.read(), certificates=seals.certificates(board_id=request.actor.board_id))
    at = f"{moments.day_and_year(checked.sealed_at)}, {moments.clock(checked.sealed_at)}" if checked and checked.whole else ""
    status = 422 if form.is_bound and checked is None else 200
    return render(request, "consent/check.html", {"form": form, "checked": checked, "at": at}, status=status)
