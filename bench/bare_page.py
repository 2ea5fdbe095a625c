"""The peer of the feed: a page as plain Django makes it, signed in, the same messages by the ORM, no decision about anything."""

from django.contrib.auth import get_user
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path

PAGE = Template("""<!doctype html><html lang="nl"><head><title>Berichten</title></head><body><h1>{{ user.username }}</h1>
{% for post in posts %}<article><h2>Een gewone dag</h2><p>{{ post.placed_at|date:"D H:i" }}</p>
{% for picture in post.pictures %}<img src="/p/{{ picture.id }}/" width="320" height="240" alt="">{% endfor %}
<p>We keken vandaag naar het weer en schreven op wat we zagen. Buiten stond een harde wind.</p></article>{% endfor %}</body></html>""")


def feed(request):
    """Two groups, newest first, twenty, their pictures in one more query."""
    from bench.school import ground
    from kring.domains.media.models import Publication
    from kring.domains.posts.models import Post
    from kring.ground.tenancy import enter

    made = ground()
    groups = [made.playing.school.groups[key] for key in ("g4", "g7")]
    with transaction.atomic():
        enter(made.board_id)
        user = get_user(request)
        if not user.is_authenticated:
            return HttpResponse(status=403)
        posts = list(Post.objects.filter(board_id=made.board_id, group_id__in=groups).order_by("-id")[:20])
        pictures = {}
        for picture in Publication.objects.filter(board_id=made.board_id, post_id__in=[post.id for post in posts]):
            pictures.setdefault(picture.post_id, []).append(picture)
        for post in posts:
            post.pictures = pictures.get(post.id, [])
        return HttpResponse(PAGE.render(Context({"user": user, "posts": posts})))


urlpatterns = [path("bare/", feed)]
