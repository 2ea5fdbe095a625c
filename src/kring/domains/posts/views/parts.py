"""The card of a message as it stands in the feed. Made once for all who see the same of it, and made anew for whoever sees
something else: the row, with the state of each picture as the statement of this request found it, is all that it shows.
"""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kring.domains.posts.queries.cards import shown
from kring.domains.posts.queries.feed import PostRow
from kring.web.kept import kept

TEMPLATE = "posts/_post.html"
MOST_CARDS, KEPT_SECONDS = 2000, 300


def card(request: HttpRequest, row: PostRow, single_group: bool) -> SafeString:
    """The card for this reader. A message that can still be taken back has a form, whose token is this reader's alone."""
    if row.is_held:
        return render_to_string(TEMPLATE, {"row": shown(row), "single_group": single_group}, request)
    return card_of(row, single_group)


@kept(most=MOST_CARDS, seconds=KEPT_SECONDS)
def card_of(row: PostRow, single_group: bool) -> SafeString:
    """The card of a message that is out."""
    return render_to_string(TEMPLATE, {"row": shown(row), "single_group": single_group})
