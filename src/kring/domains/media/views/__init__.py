"""The doors of pictures: `bytes` (a picture itself), `faces` (who is in it), `checking` (after a yes is gone), `why`, and
`devices` (copies on one's own device)."""
