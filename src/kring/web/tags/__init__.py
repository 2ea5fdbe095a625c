"""The template tags, one module per kind of part. `templatetags/kring.py` joins them into one library."""
