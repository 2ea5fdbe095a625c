"""Readers of exchange formats: bytes in, plain frozen records out.

What belongs here: what a file says, read safely, cleaned, and stripped of what Kring has no ground to keep.
What does not: what the school already knows, who may import, what an import changes (that is ``domains.roster``).
Nothing here knows Django, a domain, the network or the clock.

    recognise      what kind of file these bytes are, so that a wrong file can be named
    decoding       bytes → text, refusing what would become garbled names
    naming         people's names: clean, and split into prefix and significant part
    contact        e-mail addresses and telephone numbers
    cells          spreadsheet cells that must not run as a formula
    edexml         the export of the pupil administration
    guardians_csv  the table of guardians that EDEXML does not have
"""
