"""The writers of accounts: the directory, signing in, second factors, caps, invitations and how they are accepted."""
