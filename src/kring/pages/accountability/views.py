"""The doors of the accountability page. It holds no person's data, so whoever has signed in may read it."""

from django.http import Http404, JsonResponse
from django.shortcuts import render

from kring.ground import clock
from kring.pages.accountability import export, live, queries, rulebook
from kring.web import hx, voice
from kring.web.access import access

AUDITORS = ("officer", "director", "administrator")
FIRST = "003"


@access.signed_in
def promises(request):
    at = clock.now()
    context = {"at": at, "chapters": queries.chapters(), "run_on": queries.run_date(), "auditor": request.actor.capacity in AUDITORS,
               "counts": live.listed(live.quick(at=at))}
    return render(request, "accountability/promises.html", context)


@access.signed_in
def chapter(request, number):
    found = queries.promises(number=number, language=voice.language())
    if not found:
        raise Http404
    return render(request, "accountability/chapter.html", {"title": queries.chapter_title(number), "promises": found})


@access.signed_in
def council(request):
    at = clock.now()
    counts = live.quick(at=at)
    desk = queries.desk(number=request.GET.get("source", FIRST), norm_id=request.GET.get("norm", ""),
                        language=voice.language(), on=clock.today(at), counts=counts)
    if desk is None:
        raise Http404
    context = {"at": at, "desk": desk, "norm": desk.detail, "all_counts": live.listed(counts),
               "counted": counts.get(desk.detail.id, ()), "pictures": live.PICTURES, "auditor": request.actor.capacity in AUDITORS}
    return render(request, "accountability/council.html", context)


@access.signed_in
def norm(request, norm_id):
    at = clock.now()
    detail = queries.detail(norm_id=norm_id, language=voice.language(), on=clock.today(at))
    if detail is None:
        raise Http404
    context = {"norm": detail, "counted": live.quick(at=at).get(norm_id, ()), "pictures": live.PICTURES, "at": at}
    return render(request, "accountability/_norm.html" if hx.is_partial(request) else "accountability/norm.html", context)


@access.signed_in
def counts(request):
    at = clock.now()
    context = {"at": at, "counts": live.listed(live.pictures(actor=request.actor, at=at))}
    return render(request, "accountability/_counts.html" if hx.is_partial(request) else "accountability/counts.html", context)


@access.signed_in
def rule(request, name):
    page = rulebook.rule_page(name=name)
    if page is None:
        raise Http404
    return render(request, "accountability/rule.html", {"rule": page})


@access(*AUDITORS)
def auditor(request):
    on = clock.today(clock.now())
    context = {"run_on": queries.run_date(), "states": queries.state_counts(), "digest": export.norms_digest(),
               "numbers": queries.numbers(language=voice.language(), on=on), "kept": queries.schedule(on=on)}
    return render(request, "accountability/auditor.html", context)


@access(*AUDITORS)
def package(request):
    at = clock.now()
    counted = {**live.quick(at=at), **live.pictures(actor=request.actor, at=at)}
    content = export.package(at=at, on=clock.today(at), counts=counted)
    name = f"kring-accountability-{clock.today(at):%Y-%m-%d}.json"
    return JsonResponse(content, json_dumps_params={"indent": 1, "ensure_ascii": False},
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})
