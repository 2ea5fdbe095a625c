"""The pictures of README, taken of the demo itself: `python -m docs.screenshots`.

Here belong who is looked at as, where, and how the pictures are made small. What is on them is the product's.
"""
