"""The doors of consent: `own` (parent and pupil), `group` (staff), `office` (administration and director), `check`."""
