"""The first page of everybody: what waits for this person today, and what is new."""
