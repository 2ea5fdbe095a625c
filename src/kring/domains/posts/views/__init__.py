"""The doors of messages: `reading` (feed, one message, one photo) and `writing` (a draft, placing, taking back)."""
