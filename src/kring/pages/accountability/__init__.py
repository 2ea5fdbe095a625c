"""The accountability page: does the school keep to its agreements, and how can one see that?

Three depths of the same facts: for parents (what is promised, and how far it holds), for the council and the officer
(norm, text, reading, rule, tests, data kept, what is counted now), for an auditor (everything as one document).
Nothing is stored here: norms, rules, evidence, holdings and counts are joined when they are asked for.
"""
