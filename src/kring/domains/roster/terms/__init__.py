"""Words of an import. Plain values, no decisions.

kinds        sources, states, kinds of change and doubt, and phrases (sentences with values)
known        what Kring knows of a school
acts         what applying writes
changes      what files would change, and what only a person may decide
"""
