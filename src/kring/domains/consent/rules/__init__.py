"""What consent decides: `standing` (may this child be shown there), `acts` (who may answer), `wording` (what may be asked)."""
