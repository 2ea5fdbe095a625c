"""Pictures: ingest, faces, versions, serving, and what stands where.

Purpose: to show a picture only while every child in it may be seen there (norms OC-14 to OC-16, PL-07 to PL-11, BK-02, BK-03,
BK-11). Faces are found, never recognised; no template is stored. Nothing about consent is materialised: whether a picture
may be served is computed at each request from who may not be shown *now* (consent) and how the placing accounted for them.
Neighbours: consent, people, school (below); posts (above), which places pictures inside its own transaction.
"""
