"""Help, and what the operator can see."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kring.pages.help import queries
from kring.web.access import access


@require_GET
@access.public
def help_page(request):
    return render(request, "help/help.html", {"signed_in": request.actor is not None})


@require_GET
@access.public
def operator_page(request):
    tables = queries.tables()
    return render(request, "help/operator.html", {
        "sealed": [row for row in tables if row.sealed],
        "head": [(_("Table"),), (_("Readable"),), (_("Sealed"),)],
        "rows": [(row.table, ", ".join(row.clear), ", ".join(row.sealed)) for row in tables],
    })
