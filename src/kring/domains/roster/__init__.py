"""Imports: what the school's administration says, shown before it is applied.

Purpose: that the right guardians, and no others, reach the right children (OC-05, OC-06), and that staff who left can no
longer come in (BK-08). A file changes nothing by itself: a dry run says in sentences who gains and who loses access,
doubts go to a named person one by one, and one act applies what was seen. Neighbours: school, people (below); accounts
writes the letters to guardians who came (beside it).

Words: a *roster* is one EDEXML file, a *difference* is what it would change, a *doubt* is what Kring may not decide.
"""
