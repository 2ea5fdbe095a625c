"""What messages keep, why, how long, and how it ends."""

from kring.domains.posts.actions import ending
from kring.domains.posts.queries import own
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _

_WITH_POST = _("Goes with the message it belongs to.")
_INFORM = _("To tell the guardians of a group what happens at school.")

HOLDINGS = [
    Holding("posts_post", _("Messages of groups and school, with who wrote them."), _INFORM, "BK-09",
            "retention.posts.months", _("end of the school year"), ending.erase_posts, own.posts_by),
    Holding("posts_recall", _("That a message was taken back: by whom, when."), _INFORM, "BK-05", "", _WITH_POST),
    Holding("posts_draft", _("Messages that are being written."), _INFORM, "BK-09", "retention.drafts.days",
            _("last change"), ending.erase_drafts, own.drafts_by),
    Holding("posts_draftphoto", _("Which pictures a draft holds."), _INFORM, "BK-09", "",
            _("Goes with the draft it belongs to.")),
]
