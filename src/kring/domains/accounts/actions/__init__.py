"""The writers of accounts: sessions, caps, invitations."""
