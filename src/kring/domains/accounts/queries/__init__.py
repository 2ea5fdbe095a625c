"""Reads of accounts: the directory, sessions, what is known of a password, invitations."""
