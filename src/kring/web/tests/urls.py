"""The addresses of the look alone, and two acts to try it on: its tests stand whatever the rooms above it do."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from kring.norms import Reason, Remedy, refuse
from kring.web import errors, hx

handler400 = errors.bad_request
handler404 = errors.not_found

PAGE = """{% extends "web/base_public.html" %}{% load kring %}{% block title %}Proef{% endblock %}{% block main %}
{% page_head title="Proef" %}
<form method="post" action="/act/" hx-post="/act/" hx-target="#answer" class="stack">{% csrf_token %}
<button class="button" name="act" value="thank" id="thank">Dank je wel</button>
<button class="button" name="act" value="place" id="place">Plaats</button></form>
<section id="answer"></section>{% endblock %}"""


def trial(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def act(request):
    if request.POST["act"] == "place":
        remedy = Remedy("cover", "Cover {name}", {"name": "Ali"})
        refuse(Reason("no-yes", "OC-16", "For {name} there is no yes there.", {"name": "Ali"}, (remedy,))).require()
    return HttpResponse(f"<p>Bedankt, {'deel' if hx.is_partial(request) else 'bladzij'}</p>")


urlpatterns = [path("", include("kring.web.urls")), path("trial/", trial), path("act/", act)]
