"""Pages of accounts: signing in, one's own account, coming in with a letter, the desk."""
