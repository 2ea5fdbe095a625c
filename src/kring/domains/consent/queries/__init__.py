"""Reads of consent: `sql` (fragments), `standing`, `gates`, `questions`, `answers` (one child's page), `weather`."""
