"""The writers of imports.

reading     upload: a dry run, kept scrubbed and sealed; look_again; discard
settling    settle: one doubt, one answer, one named person
applying    apply: what was seen, in one transaction
writing     what apply writes, in batches, through people and school
"""
