"""What pictures keep, why, how long, and how it ends."""

from kring.domains.media.actions import erasing
from kring.domains.media.queries import own
from kring.ground.retention import Holding
from kring.norms import gettext_noop as _

_SHOW = _("To show guardians how their children are doing at school.")
_ACCOUNT = _("To show a picture only while every child in it may be seen.")
_WITH_PICTURE = _("Goes with the picture it belongs to.")

HOLDINGS = [
    Holding("media_asset", _("Pictures of groups, with who put them in."), _SHOW, "BK-09", "retention.group_photos.months",
            _("end of the school year"), erasing.erase_placed, own.made_by),
    Holding("media_asset", _("Pictures that were never placed."), _SHOW, "BK-09", "retention.drafts.days",
            _("the day it came in"), erasing.erase_unplaced),
    Holding("media_version", _("The states of a picture: as it was, covered and cut."), _SHOW, "BK-09", "", _WITH_PICTURE),
    Holding("media_rendition", _("A picture in its sizes, encrypted."), _SHOW, "PL-11", "", _WITH_PICTURE),
    Holding("media_face", _("Where faces are in a picture, and whose when somebody said so."), _ACCOUNT, "OC-14", "",
            _WITH_PICTURE, export=own.faces_of),
    Holding("media_publication", _("Where a picture stands or stood, and why that was allowed."), _ACCOUNT, "OC-14", "",
            _WITH_PICTURE, export=own.placed_by),
    Holding("media_accounted", _("How a placing accounts for a child: shown, covered or not in it."), _ACCOUNT, "OC-14", "",
            _WITH_PICTURE, export=own.accounts_of),
    Holding("media_familyview", _("That a child's own guardians see it in a picture in which it is covered for others."),
            _SHOW, "OC-14", "", _WITH_PICTURE, export=own.family_views_of),
    Holding("media_devicecopy", _("That pictures were chosen from somebody's own device, until they say the copies are gone."),
            _("To remind the maker to remove them there."), "BK-09", "retention.drafts.days",
            _("the day they said so"), erasing.erase_device_copies, own.device_copies_of),
]
