"""The writers of pictures: `receiving` (in, opened, faces found), `covering` (faces and versions), `cutting`, `placing` (what stands),
`checking` (after a yes is gone), `erasing` (bytes and keys).

Posts calls these three by the room's own name, so they stand here.
"""

from kring.domains.media.actions.placing import end_of_post, publish
from kring.domains.media.actions.receiving import receive

__all__ = ["end_of_post", "publish", "receive"]
