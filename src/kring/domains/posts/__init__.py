"""One-to-many messages: the group page and the school page.

Purpose: to tell the guardians of a group what happens there, with pictures, without anybody typing a recipient: who gets a
message follows from enrolment and authority (OC-05, OC-07, BK-05). A message is held half a minute so that it can be taken
back unseen. Neighbours: media, writing, consent, policy, people (below).
"""
