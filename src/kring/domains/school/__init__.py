"""Boards, schools, school years with their holidays, and groups.

Purpose: to know which school and which group a message, a picture or a person belongs to. Holds no personal data.
A group lives one school year; next year's "Groep 4" is another group. Neighbours: people (above).
"""
