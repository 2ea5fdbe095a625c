"""Reads of pictures: `sql` for the statements of others, `placing` for what is being placed, `serving` for bytes."""
