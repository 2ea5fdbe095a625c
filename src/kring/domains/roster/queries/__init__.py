"""Reads of imports, and how they are said.

words    phrases → sentences in the language of the reader
as_is    one school as Kring knows it: the facts that a file is compared with
imports  imports with their doubts, and what pages show of them
"""
