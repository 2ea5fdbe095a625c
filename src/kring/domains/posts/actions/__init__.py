"""The writers of messages: `drafts` while writing, `placing` for placing and taking back."""
