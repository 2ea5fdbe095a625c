"""The demo's door: pick a member of the cast and look around as that person.

Installed by the demo's settings alone. What somebody may then see and do is decided as for everybody.
"""
