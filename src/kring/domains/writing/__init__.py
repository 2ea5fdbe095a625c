"""Help while writing. So far: the names of pupils in a text.

Purpose: a name is used only with a yes for names (OC-11). Works on the text at hand and on the names of the school's own
pupils; nothing leaves the server and no hit is kept per person. Neighbours: consent (below), posts (above).
"""
