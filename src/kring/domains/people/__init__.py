"""Who is who, and who may act for whom: persons, enrolment in groups, guardianship, appointments, mandates.

Purpose: to address people through the child and to know on each day who has authority (BW 1:245, norm OC-05).
A guardianship is a verified, dated record, never inferred from a name or an address. Periods are `[from, to)`.
Neighbours: school (below), consent and roster (above).
"""
